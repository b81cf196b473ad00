package tui

import (
	"context"
	"fmt"
	"math"
	"time"

	tea "charm.land/bubbletea/v2"

	"actmax/data"
	"actmax/data/similar"
	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/score"
)

// askEvery is the least time between two searches while a run plays.
const askEvery = 2 * time.Second

// indexing is what the screen says while the index is made.
const indexing = "indexing the training segments"

// finder searches the training segments: similar.Index.
type finder interface {
	Nearest(q similar.Query, top int) ([]similar.Match, error)
}

// question is what was asked; an answer to an older one is replaced by the next.
type question struct {
	run      run
	step     int
	pick     int
	top      int
	width    int
	distinct bool
}

type answer struct {
	question
	place    place
	from, to int // the window
	list     []similar.Match
	mapped   []float32 // feature map of the picked segment
	err      error
}

// similarPane lists the real training segments that resemble the best window of the signal.
type similarPane struct {
	data   *data.Dataset
	index  finder
	making bool
	err    error // why there is no index
	asked  question
	busy   bool
	at     time.Time // of the last answer
	now    answer
	pick   int // row under the cursor; -1: none picked
	top    int // first row on the screen
}

type indexMsg struct {
	data  *data.Dataset
	index finder
	err   error
}

type nearestMsg struct {
	data   *data.Dataset
	answer answer
}

func (s *similarPane) open(d *data.Dataset) { s.data, s.pick = d, -1 }

// prepare makes the index of the training segments.
func (s *similarPane) prepare(m *explorer) tea.Cmd {
	if s.data == nil || s.making {
		return nil
	}
	s.making, s.err = true, nil
	d, width := s.data, m.settings.SimilarWidth
	return m.launch(taskIndex, indexing, func(ctx context.Context, say Say) tea.Msg {
		index, err := similar.New(ctx, d, d.Subset(data.Train), similar.Options{Width: width,
			Progress: func(done, total int) { say(indexing, done, total) }})
		if err != nil {
			return indexMsg{data: d, err: err}
		}
		return indexMsg{data: d, index: index}
	})
}

func (s *similarPane) ready(msg indexMsg) {
	if msg.data != s.data {
		return // other data came in between
	}
	s.making = false
	s.index, s.err = msg.index, msg.err
}

// waits tells whether an answer is on its way or wanted.
func (s *similarPane) waits(m *explorer) bool {
	if s.data == nil || s.err != nil {
		return false
	}
	if s.making || s.busy {
		return true
	}
	v := m.current()
	return v != nil && v.shown != nil && s.index != nil && s.asked != s.question(m, v)
}

func (s *similarPane) question(m *explorer, v *visit) question {
	return question{run: v.run, step: v.shown.Step, pick: s.pick, top: m.settings.SimilarTop, width: m.settings.SimilarWidth,
		distinct: m.settings.SimilarDistinct}
}

// ask searches for the state on the screen, unless a search is under way or was just made.
func (s *similarPane) ask(m *explorer, v *visit) tea.Cmd {
	if s.data == nil || s.busy || s.making || v.shown == nil || s.err != nil || s.index == nil {
		return nil
	}
	q := s.question(m, v)
	if q == s.asked || v.playing && m.now.Sub(s.at) < askEvery && q.pick == s.asked.pick {
		return nil
	}
	s.asked, s.busy = q, true
	n, snap, place, d, index := m.o.Network, v.shown, v.place, s.data, s.index
	return safely("searching similar segments", func() tea.Msg {
		a := answer{question: q, place: place}
		if !finite(snap.Signal) {
			return nearestMsg{d, a}
		}
		a.from, a.to = bestWindow(n, place, snap, q.width)
		window := make([][]float32, snap.Axes)
		for i := range window {
			window[i] = snap.Axis(i)[a.from:a.to]
		}
		a.list, a.err = index.Nearest(similar.Query{Signal: window, Distinct: q.distinct}, q.top)
		if a.err == nil && q.pick >= 0 && q.pick < len(a.list) {
			a.mapped = mapOf(n, place, d, a.list[q.pick])
		}
		return nearestMsg{d, a}
	})
}

func (s *similarPane) answered(m *explorer, msg nearestMsg) {
	if msg.data != s.data {
		return
	}
	s.busy, s.at = false, m.now
	s.now = msg.answer
	s.pick = min(s.pick, len(s.now.list)-1)
}

// move picks another row; the first move picks the first.
func (s *similarPane) move(n int) bool {
	to := min(max(s.pick+n, 0), len(s.now.list)-1)
	moved := to != s.pick
	s.pick = to
	return moved
}

// bestWindow returns the samples [from, to) that carry the activation: where the feature map is largest, or for a unit
// without a time axis where the samples matter most to it.
func bestWindow(n *model.Network, p place, snap *optimize.Snapshot, width int) (from, to int) {
	activity, ok := score.PerSample(n, p.layer, snap.Map)
	if !ok {
		b := model.NewBlock(n, p.layer, 1)
		b.SetUnit(0, p.unit)
		copy(b.Signal, snap.Signal)
		b.Forward()
		for i := range b.MapGradient {
			b.MapGradient[i] = 1
		}
		b.Backward()
		activity = score.Influence(snap.Signal, b.SignalGradient, snap.Axes, snap.Time)
	}
	return score.Window(activity, width)
}

// mapOf computes the unit's feature map for a real segment.
func mapOf(n *model.Network, p place, d *data.Dataset, k similar.Match) []float32 {
	b := model.NewBlock(n, p.layer, 1)
	b.SetUnit(0, p.unit)
	axes, time := n.SignalShape(p.layer)
	for i := range axes {
		a := i
		if k.Axis >= 0 {
			a = k.Axis
		}
		copy(b.Signal[i*time:(i+1)*time], d.Window(k.Segment, a))
	}
	b.Forward()
	return append([]float32(nil), b.Map...)
}

// picked returns the picked segment, placed so that its window meets the signal's.
func (s *similarPane) picked(v *visit) *picked {
	if s.pick < 0 || s.pick >= len(s.now.list) || s.now.place != v.place || s.now.run != v.run || v.shown == nil {
		return nil
	}
	k := s.now.list[s.pick]
	if s.data.Length != v.shown.Time {
		return nil
	}
	seg, rec := s.data.Segments[k.Segment], s.data.Of(k.Segment)
	out := &picked{shift: s.now.from - k.Offset}
	if k.Axis >= 0 {
		out.signal = [][]float32{s.data.Window(k.Segment, k.Axis)}
	} else {
		for a := range s.data.Axes {
			out.signal = append(out.signal, s.data.Window(k.Segment, a))
		}
	}
	if len(out.signal) != v.shown.Axes {
		return nil
	}
	if s.now.question.pick == s.pick {
		out.mapped = s.now.mapped
	}
	out.title = fmt.Sprintf("%s  subject %d  %s  %s from %.2f s", s.data.Activities[rec.Activity], rec.Subject, s.axis(k.Axis), rec.ID,
		float64(int(seg.Start)+k.Offset)/s.data.Rate)
	return out
}

func (s *similarPane) axis(a int) string {
	if a < 0 || a >= len(s.data.Axes) {
		return "all"
	}
	return shortAxis(s.data.Axes[a])
}

func (s *similarPane) draw(p painter, m *explorer, v *visit, focused bool) {
	g := m.glyphs
	body := p
	if h := m.headline(v.place); h != "" {
		x := p.text(1, 0, "most active in ", ink(inkDim))
		p.text(x, 0, clip(h, p.w()-x-1, g), ink(inkText))
		body = p.c.at(p.r.below(1))
	}
	say := func(text string, n inkName) { body.text(1, 0, clip(text, body.w()-2, g), ink(n)) }
	switch {
	case s.data == nil && s.err != nil:
		say(s.err.Error(), inkAlert)
		return
	case s.data == nil && m.busyWith(taskOpen):
		say("reading the data "+g.more, inkDim)
		return
	case s.data == nil:
		say("no recordings to compare with: --data names some", inkDim)
		return
	case s.err != nil:
		say(s.err.Error(), inkAlert)
		return
	case s.index == nil:
		say("indexing the training segments "+g.more, inkDim)
		return
	case s.now.place != v.place || s.now.run != v.run:
		say("searching "+g.more, inkDim)
		return
	case s.now.err != nil:
		say(s.now.err.Error(), inkAlert)
		return
	case len(s.now.list) == 0:
		say("no segment to compare with", inkDim)
		return
	}
	rows := body.h()
	foot := rows > 6
	if foot {
		rows--
	}
	if s.pick >= 0 {
		s.top = min(s.top, s.pick)
		s.top = max(s.top, s.pick-rows+1)
	}
	s.top = max(0, min(s.top, len(s.now.list)-rows))
	for y := range min(rows, len(s.now.list)-s.top) {
		s.drawRow(body, y, s.top+y, m, focused)
	}
	if foot {
		body.text(1, body.h()-1, clip(fmt.Sprintf("mean MSE of %d: %s  at step %d", len(s.now.list), short(score.MeanMSE(s.now.list)), s.now.step),
			body.w()-2, g), ink(inkDim))
	}
}

// drawRow draws one segment: number, activity, subject, axis, MSE, its root in G, and the window. Narrow panes leave out the
// word MSE, which the title has, and then the window.
func (s *similarPane) drawRow(p painter, y, i int, m *explorer, focused bool) {
	g, k := m.glyphs, s.now.list[i]
	rec := s.data.Of(k.Segment)
	const number, subject, axis, word, value, root = 4, 4, 6, 4, 8, 9
	const fixed = number + subject + axis + value + root
	longest := 8
	for _, a := range s.data.Activities {
		longest = max(longest, len(a)+1)
	}
	name := min(longest, 18, max(10, p.w()-fixed-7))
	p.textRight(3, y, fmt.Sprint(i+1), ink(inkDim))
	p.text(number, y, clip(s.data.Activities[rec.Activity], name-1, g), ink(inkText))
	x := number + name
	p.text(x, y, fmt.Sprintf("s%d", rec.Subject), ink(inkText))
	x += subject
	p.text(x, y, clip(s.axis(k.Axis), axis, g), ink(inkText))
	x += axis
	if p.w() >= fixed+name+word+8 {
		p.text(x+1, y, "MSE", ink(inkDim))
		x += word
	}
	p.textRight(x+value, y, mse(k.MSE), ink(inkText))
	x += value
	p.textRight(x+root-2, y, fmt.Sprintf("%.3f", math.Sqrt(k.MSE)), ink(inkDim))
	p.text(x+root-1, y, "G", ink(inkDim))
	x += root + 1
	if w := min(p.w()-x-1, 40); w >= 3 {
		window := s.data.Window(k.Segment, max(k.Axis, 0))[k.Offset:min(k.Offset+s.now.to-s.now.from, s.data.Length)]
		if lo, hi, ok := minmax(window); ok {
			wide := stretch(window, w, 0)
			spark(p, x, y, w, wide[:w], lo, hi, g, ink(inkReal))
		}
	}
	if i == s.pick {
		p.ground(0, y, p.w(), groundCursor)
		st := ink(inkText)
		if focused {
			st = ink(inkAccent).strong()
		}
		p.put(0, y, g.here, st)
	}
}

// mse writes a mean squared error in at most eight columns.
func mse(v float64) string {
	if v < 0.0001 || v >= 1000 {
		return fmt.Sprintf("%.1e", v)
	}
	return fmt.Sprintf("%.4f", v)
}
