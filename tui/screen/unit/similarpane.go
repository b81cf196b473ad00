package unit

import (
	"fmt"
	"math"
	"time"

	"github.com/charmbracelet/x/ansi"

	"actmax/data"
	"actmax/data/similar"
	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/tui/canvas"
	"actmax/tui/number"
	"actmax/tui/session"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
	"actmax/tui/style"
	"actmax/tui/widget"
)

// askEvery is the least time between two searches during playback.
const askEvery = 3 * time.Second

// question identifies a search; the answer to an older question is shown until the next one.
type question struct {
	index    *session.SegmentIndex
	run      visit.Run
	Step     int
	pick     int
	top      int
	width    int
	distinct bool
}

// answer is the result of a search.
type answer struct {
	question
	place    tree.Place
	from, to int // the window
	List     []similar.Match
	Mean     float64     // MSE in G² of the nearest, overlapping ones included: the unit's part of S_sim
	Of       int         // number of these
	mapped   []float32   // feature map of the picked segment
	power    [][]float64 // mean spectrum of the listed segments
	err      error
}

// SimilarPane lists the real training segments most similar to the best window of the signal.
type SimilarPane struct {
	asked question
	Busy  bool
	at    time.Time // time of the last answer
	Now   answer
	Pick  int // row under the cursor
	top   int // first row on the screen
}

// waits reports whether an answer is pending or wanted.
func (s *SimilarPane) waits(m *Screen) bool {
	x := m.c.Session.Data.Index
	if x.Data == nil || x.Err != nil {
		return false
	}
	if x.Making || s.Busy {
		return true
	}
	v := m.c.Session.Current()
	return v != nil && v.Shown != nil && x.Finder != nil && s.asked != s.question(m, v)
}

func (s *SimilarPane) question(m *Screen, v *visit.Visit) question {
	set := m.c.Session.Settings
	return question{
		index: m.c.Session.Data.Index, run: v.Run, Step: v.Shown.Step, pick: s.Pick,
		top: set.SimilarTop, width: set.SimilarWidth, distinct: set.SimilarDistinct,
	}
}

// Ask starts a search for the state on the screen, unless one is running or was made recently.
func (s *SimilarPane) Ask(m *Screen, v *visit.Visit) {
	x := m.c.Session.Data.Index
	if x.Data == nil || s.Busy || x.Making || v.Shown == nil || x.Err != nil || x.Finder == nil {
		return
	}
	q := s.question(m, v)
	if q == s.asked || v.Playing && m.c.Session.Now.Sub(s.at) < askEvery && q.pick == s.asked.pick {
		return
	}
	s.asked, s.Busy = q, true
	m.c.Session.Searches.ListBusy = true
	n, snap, place, d, index := v.Job.Network, v.Shown, v.Place, x.Data, x.Finder
	m.c.Session.Go("searching similar segments", func() func() {
		a := answer{question: q, place: place}
		if number.Finite(snap.Signal) {
			a.search(index, n, d, snap)
		}
		return func() {
			s.Busy, s.at = false, m.c.Session.Now
			m.c.Session.Searches.ListBusy = false
			if m.c.Session.Data.Index != x {
				return // other data was opened in the meantime
			}
			s.Now = a
			s.Pick = max(0, min(s.Pick, len(s.Now.List)-1))
			m.c.Session.Changed()
		}
	})
}

// search finds the segments nearest to the best window of a state.
func (a *answer) search(index score.Index, n *model.Network, d *data.Dataset, snap *optimize.Snapshot) {
	a.from, a.to, a.err = score.Window(n, a.place.Layer, a.place.Unit, snap.Signal, snap.Map, a.width)
	if a.err != nil {
		return
	}
	signal := snap.Window(a.from, a.to)
	near, err := score.Nearest(index, signal, score.Search{Top: a.top})
	a.Mean, a.Of = near.Mean, len(near.Matches)
	if a.distinct && err == nil {
		near, err = score.Nearest(index, signal, score.Search{Top: a.top, Distinct: true})
	}
	a.List, a.err = near.Matches, err
	if a.err == nil && a.pick < len(a.List) {
		a.mapped = session.MapOf(n, a.place, d, a.List[a.pick])
	}
	a.power = score.MatchedPower(d, a.List)
}

// move picks another row.
func (s *SimilarPane) move(n int) bool {
	to := min(max(s.Pick+n, 0), len(s.Now.List)-1)
	moved := to != s.Pick
	s.Pick = to
	return moved
}

// picked returns the picked segment, shifted so that its window aligns with the signal's.
func (s *SimilarPane) picked(m *Screen, v *visit.Visit) *widget.Segment {
	if s.Pick >= len(s.Now.List) || !s.answers(m, v) || v.Shown == nil {
		return nil
	}
	out := m.segment(s.Now.List[s.Pick], v.Shown)
	if out == nil {
		return nil
	}
	out.Shift = s.Now.from - s.Now.List[s.Pick].Offset
	if s.Now.question.pick == s.Pick {
		out.Mapped = s.Now.mapped
	}
	return out
}

// answers reports whether the last answer is for a visit and the open data.
func (s *SimilarPane) answers(m *Screen, v *visit.Visit) bool {
	return s.Now.index == m.c.Session.Data.Index && s.Now.place == v.Place && s.Now.run == v.Run
}

func (s *SimilarPane) draw(p canvas.Painter, m *Screen, v *visit.Visit, focused bool) {
	g, x := m.c.Glyphs, m.c.Session.Data.Index
	body := m.drawHeadline(p, v)
	say := func(text string, n style.Style) { body.Text(1, 0, canvas.Clip(text, body.W-2, g), n) }
	switch {
	case x.Data == nil && x.Err != nil:
		say(x.Err.Error(), style.Alert)
		return
	case x.Data == nil && m.c.Session.Running(session.TaskOpen):
		say("reading the data "+g.More, style.Dim)
		return
	case x.Data == nil:
		say("no data open; open some with `:open data`", style.Dim)
		return
	case x.Err != nil:
		say(x.Err.Error(), style.Alert)
		return
	case x.Finder == nil:
		say("indexing the training segments "+g.More, style.Dim)
		return
	case !s.answers(m, v):
		say("searching "+g.More, style.Dim)
		return
	case s.Now.err != nil:
		say(s.Now.err.Error(), style.Alert)
		return
	case len(s.Now.List) == 0:
		say("no segment to compare with", style.Dim)
		return
	}
	rows := body.H
	foot := rows > 6
	if foot {
		rows--
	}
	s.top = max(0, min(max(min(s.top, s.Pick), s.Pick-rows+1), len(s.Now.List)-rows))
	baseline, matched := m.c.Session.Open.Baselines.Of(m.c.Session, v.Place)
	for y := range min(rows, len(s.Now.List)-s.top) {
		k := s.Now.List[s.top+y]
		row := listRow{
			number: s.top + y, match: k, width: s.Now.to - s.Now.from,
			picked: s.top+y == s.Pick, focused: focused,
			word: "MSE", first: number.MSE(k.MSE), second: fmt.Sprintf("%.3f G", math.Sqrt(k.MSE)),
		}
		if matched {
			row.third = number.Times(k.MSE / baseline.Mean)
		}
		m.drawListRow(body, y, row)
	}
	if !foot {
		return
	}
	text := fmt.Sprintf("mean MSE of %d: %s", s.Now.Of, number.Short(s.Now.Mean))
	if matched {
		text += fmt.Sprintf(", %s the baseline %s", number.Times(s.Now.Mean/baseline.Mean), number.Short(baseline.Mean))
	}
	if at := fmt.Sprintf("  at step %d", s.Now.Step); ansi.StringWidth(text+at) <= body.W-2 {
		text += at
	}
	body.Text(1, body.H-1, canvas.Clip(text, body.W-2, g), style.Dim)
}
