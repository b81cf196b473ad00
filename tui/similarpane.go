package tui

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
	"actmax/tui/widget"
)

// askEvery is the least time between two searches while a run plays.
const askEvery = 3 * time.Second

// question is what was asked; an answer to an older one is replaced by the next.
type question struct {
	index    *session.SegmentIndex
	run      visit.Run
	step     int
	pick     int
	top      int
	width    int
	distinct bool
}

type answer struct {
	question
	place    tree.Place
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
	asked question
	busy  bool
	at    time.Time // of the last answer
	now   answer
	pick  int // row under the cursor
	top   int // first row on the screen
}

// waits reports whether an answer is on its way or wanted.
func (s *similarPane) waits(m *unitScreen) bool {
	x := m.Index
	if x.Data == nil || x.Err != nil {
		return false
	}
	if x.Making || s.busy {
		return true
	}
	v := m.Current()
	return v != nil && v.Shown != nil && x.Finder != nil && s.asked != s.question(m, v)
}

func (s *similarPane) question(m *unitScreen, v *visit.Visit) question {
	return question{index: m.Index, run: v.Run, step: v.Shown.Step, pick: s.pick, top: m.Settings.SimilarTop, width: m.Settings.SimilarWidth,
		distinct: m.Settings.SimilarDistinct}
}

// ask searches for the state on the screen, unless a search is running or was just made.
func (s *similarPane) ask(m *unitScreen, v *visit.Visit) {
	x := m.Index
	if x.Data == nil || s.busy || x.Making || v.Shown == nil || x.Err != nil || x.Finder == nil {
		return
	}
	q := s.question(m, v)
	if q == s.asked || v.Playing && m.Now.Sub(s.at) < askEvery && q.pick == s.asked.pick {
		return
	}
	s.asked, s.busy = q, true
	n, snap, place, d, index := v.Job.Network, v.Shown, v.Place, x.Data, x.Finder
	m.Go("searching similar segments", func() func() {
		a := answer{question: q, place: place}
		if number.Finite(snap.Signal) {
			a.search(index, n, d, snap)
		}
		return func() {
			s.busy, s.at = false, m.Now
			if m.Index != x {
				return // other data came in between
			}
			s.now = a
			s.pick = max(0, min(s.pick, len(s.now.list)-1))
			m.Changed()
		}
	})
}

// search finds the segments nearest to the best window of a state.
func (a *answer) search(index session.Finder, n *model.Network, d *data.Dataset, snap *optimize.Snapshot) {
	a.from, a.to = session.BestWindow(n, a.place, snap, a.width)
	window := make([][]float32, snap.Axes)
	for i := range window {
		window[i] = snap.Axis(i)[a.from:a.to]
	}
	nearest := similar.Query{Signal: window}
	a.list, a.err = index.Nearest(nearest, a.top)
	a.mean, a.of = score.MeanMSE(a.list), len(a.list)
	if nearest.Distinct = a.distinct; a.distinct && a.err == nil {
		a.list, a.err = index.Nearest(nearest, a.top)
	}
	if a.err == nil && a.pick < len(a.list) {
		a.mapped = session.MapOf(n, a.place, d, a.list[a.pick])
	}
	a.power = score.MatchedPower(d, a.list)
}

// move picks another row.
func (s *similarPane) move(n int) bool {
	to := min(max(s.pick+n, 0), len(s.now.list)-1)
	moved := to != s.pick
	s.pick = to
	return moved
}

// picked returns the picked segment, placed so that its window meets the signal's.
func (s *similarPane) picked(m *unitScreen, v *visit.Visit) *widget.Segment {
	if s.pick >= len(s.now.list) || s.now.index != m.Index || s.now.place != v.Place || s.now.run != v.Run || v.Shown == nil {
		return nil
	}
	out := m.segment(s.now.list[s.pick], v.Shown)
	if out == nil {
		return nil
	}
	out.Shift = s.now.from - s.now.list[s.pick].Offset
	if s.now.question.pick == s.pick {
		out.Mapped = s.now.mapped
	}
	return out
}

func (s *similarPane) draw(p canvas.Painter, m *unitScreen, v *visit.Visit, focused bool) {
	g, x := m.Glyphs, m.Index
	body := m.drawHeadline(p, v)
	say := func(text string, n canvas.Style) { body.Text(1, 0, canvas.Clip(text, body.W-2, g), n) }
	switch {
	case x.Data == nil && x.Err != nil:
		say(x.Err.Error(), canvas.Alert)
		return
	case x.Data == nil && m.Running(session.TaskOpen):
		say("reading the data "+g.More, canvas.Dim)
		return
	case x.Data == nil:
		say("no recordings to compare with: --data names some", canvas.Dim)
		return
	case x.Err != nil:
		say(x.Err.Error(), canvas.Alert)
		return
	case x.Finder == nil:
		say("indexing the training segments "+g.More, canvas.Dim)
		return
	case s.now.index != x || s.now.place != v.Place || s.now.run != v.Run:
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
	floor, matched := m.Floors.Of(m.Session, v.Place)
	for y := range min(rows, len(s.now.list)-s.top) {
		k := s.now.list[s.top+y]
		row := listRow{number: s.top + y, match: k, width: s.now.to - s.now.from, picked: s.top+y == s.pick, focused: focused,
			word: "MSE", first: number.MSE(k.MSE), second: fmt.Sprintf("%.3f G", math.Sqrt(k.MSE))}
		if matched {
			row.third = number.Times(k.MSE / floor.Mean)
		}
		m.drawListRow(body, y, row)
	}
	if !foot {
		return
	}
	text := fmt.Sprintf("mean MSE of %d: %s", s.now.of, number.Short(s.now.mean))
	if matched {
		text += fmt.Sprintf(", %s the floor %s", number.Times(s.now.mean/floor.Mean), number.Short(floor.Mean))
	}
	if at := fmt.Sprintf("  at step %d", s.now.step); ansi.StringWidth(text+at) <= body.W-2 {
		text += at
	}
	body.Text(1, body.H-1, canvas.Clip(text, body.W-2, g), canvas.Dim)
}
