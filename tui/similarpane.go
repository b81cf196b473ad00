package tui

import (
	"context"
	"fmt"
	"math"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"actmax/data"
	"actmax/data/similar"
	"actmax/model"
	"actmax/optimize/score"
	"actmax/tui/canvas"
)

// askEvery is the least time between two searches while a run plays.
const askEvery = 3 * time.Second

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
	mean     float64     // MSE in G² of the nearest, overlapping ones counted: the unit's part of S_sim
	of       int         // how many those are
	mapped   []float32   // feature map of the picked segment
	power    [][]float64 // mean spectrum of the listed segments
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
	pick   int // row under the cursor
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

func (s *similarPane) open(d *data.Dataset) { s.data = d }

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
	n, snap, place, d, index := v.job.Network, v.shown, v.place, s.data, s.index
	return safely("searching similar segments", func() tea.Msg {
		a := answer{question: q, place: place}
		if !canvas.Finite(snap.Signal) {
			return nearestMsg{d, a}
		}
		if a.from, a.to, a.err = score.Window(n, place.layer, place.unit, snap.Signal, snap.Map, q.width); a.err != nil {
			return nearestMsg{d, a}
		}
		signal := snap.Window(a.from, a.to)
		near, err := score.Nearest(index, signal, score.Search{Top: q.top})
		a.mean, a.of = near.Mean, len(near.Matches)
		if q.distinct && err == nil {
			near, err = score.Nearest(index, signal, score.Search{Top: q.top, Distinct: true})
		}
		a.list, a.err = near.Matches, err
		if a.err == nil && q.pick < len(a.list) {
			a.mapped = mapOf(n, place, d, a.list[q.pick])
		}
		a.power = score.MatchedPower(d, a.list)
		return nearestMsg{d, a}
	})
}

func (s *similarPane) answered(m *explorer, msg nearestMsg) {
	if msg.data != s.data {
		return
	}
	s.busy, s.at = false, m.now
	s.now = msg.answer
	s.pick = max(0, min(s.pick, len(s.now.list)-1))
}

// move picks another row.
func (s *similarPane) move(n int) bool {
	to := min(max(s.pick+n, 0), len(s.now.list)-1)
	moved := to != s.pick
	s.pick = to
	return moved
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
	if s.pick >= len(s.now.list) || s.now.place != v.place || s.now.run != v.run || v.shown == nil {
		return nil
	}
	out := s.segment(s.now.list[s.pick], v.shown)
	if out == nil {
		return nil
	}
	out.shift = s.now.from - s.now.list[s.pick].Offset
	if s.now.question.pick == s.pick {
		out.mapped = s.now.mapped
	}
	return out
}

func (s *similarPane) axis(a int) string {
	if a < 0 || a >= len(s.data.Axes) {
		return "all"
	}
	return shortAxis(s.data.Axes[a])
}

func (s *similarPane) draw(p canvas.Painter, m *explorer, v *visit, focused bool) {
	g := m.glyphs
	body := m.drawHeadline(p, v)
	say := func(text string, n canvas.Style) { body.Text(1, 0, canvas.Clip(text, body.W-2, g), n) }
	switch {
	case s.data == nil && s.err != nil:
		say(s.err.Error(), canvas.Alert)
		return
	case s.data == nil && m.busyWith(taskOpen):
		say("reading the data "+g.More, canvas.Dim)
		return
	case s.data == nil:
		say("no recordings to compare with: --data names some", canvas.Dim)
		return
	case s.err != nil:
		say(s.err.Error(), canvas.Alert)
		return
	case s.index == nil:
		say("indexing the training segments "+g.More, canvas.Dim)
		return
	case s.now.place != v.place || s.now.run != v.run:
		say("searching "+g.More, canvas.Dim)
		return
	case s.now.err != nil:
		say(s.now.err.Error(), canvas.Alert)
		return
	case len(s.now.list) == 0:
		say("no segment to compare with", canvas.Dim)
		return
	}
	rows := body.H
	foot := rows > 6
	if foot {
		rows--
	}
	s.top = max(0, min(max(min(s.top, s.pick), s.pick-rows+1), len(s.now.list)-rows))
	floor, matched := m.floors.of(m, v.place)
	for y := range min(rows, len(s.now.list)-s.top) {
		k := s.now.list[s.top+y]
		row := listRow{number: s.top + y, match: k, width: s.now.to - s.now.from, picked: s.top+y == s.pick, focused: focused,
			word: "MSE", first: mse(k.MSE), second: fmt.Sprintf("%.3f G", math.Sqrt(k.MSE))}
		if matched {
			row.third = times(k.MSE / floor.Mean)
		}
		m.drawListRow(body, y, row)
	}
	if !foot {
		return
	}
	text := fmt.Sprintf("mean MSE of %d: %s", s.now.of, short(s.now.mean))
	if matched {
		text += fmt.Sprintf(", %s the floor %s", times(s.now.mean/floor.Mean), short(floor.Mean))
	}
	if at := fmt.Sprintf("  at step %d", s.now.step); ansi.StringWidth(text+at) <= body.W-2 {
		text += at
	}
	body.Text(1, body.H-1, canvas.Clip(text, body.W-2, g), canvas.Dim)
}

// mse writes a mean squared error in at most eight columns.
func mse(v float64) string {
	if v < 0.0001 || v >= 1000 {
		return fmt.Sprintf("%.1e", v)
	}
	return fmt.Sprintf("%.4f", v)
}
