package tui

import (
	"context"
	"fmt"
	"slices"
	"time"

	"actmax/optimize"
	"actmax/optimize/study"
	"actmax/tui/number"
	"actmax/tui/session"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// sweep is a run of all methods over layers. Its ascents keep no tape and wait while any that was asked for on a screen is
// computed: those come first.
type sweep struct {
	layers []int
	todo   []sweepJob
	active []sweepJob
	total  int // ascents, and how many are done
	done   int
	steps  int     // of one ascent
	work   float64 // done, and in all
	all    float64
	spent  time.Duration // that it was computed in
	held   bool          // by the person
	paused bool          // its ascents stand still
	failed error         // the first that went wrong
	told   string        // how far it is, as it stands on the screen
	toldAt time.Time
	task   *session.Task
}

// sweepJob is one ascent of a sweep.
type sweepJob struct {
	tree.Place
	settings optimize.Settings
	column   *scoreColumn
	work     float64
	run      visit.Run
}

// sweepAhead is how many ascents of a sweep are in the pool at once: blocks for every worker, and as many to refill them.
const sweepAhead = 96

// fills tells whether the sweep puts results into a column.
func (s *sweep) fills(c *scoreColumn) bool {
	if s == nil {
		return false
	}
	same := func(j sweepJob) bool { return j.column == c }
	return slices.ContainsFunc(s.todo, same) || slices.ContainsFunc(s.active, same)
}

// plan lists the ascents that layers lack under the present settings.
func (b *board) plan(m *session.Session, layers []int) []sweepJob {
	b.gather(m)
	var out []sweepJob
	for _, l := range layers {
		for _, name := range m.MethodNames() {
			settings := m.MethodSettings(name)
			c := b.column(m, settings)
			for u := range m.Network.Units(l) {
				if !c.layers[l][u].has() {
					out = append(out, sweepJob{Place: tree.Place{Layer: l, Unit: u}, settings: settings, column: c, work: study.Work(m.Network, l, settings.Steps)})
				}
			}
		}
	}
	return out
}

// line says how far the run is, as it was a moment ago: digits that run cannot be read.
func (s *sweep) line() string { return s.told }

func (s *sweep) tell() string {
	out := fmt.Sprintf("all methods %s/%s", number.Thousands(s.done), number.Thousands(s.total))
	if s.held {
		return out + " held"
	}
	if left, ok := s.left(); ok {
		out += ", " + left + " left"
	}
	return out
}

// say takes over how far the run is.
func (s *sweep) say(m *session.Session, b *board) {
	s.told, s.toldAt = s.tell(), m.Now
	if j := append(slices.Clip(s.active), s.todo...); len(j) > 0 && !b.shows(m, j[0].column) {
		s.told += ", other settings" // than the present ones
	}
	m.Changed()
}

// shows tells whether a column is one of the present settings'.
func (b *board) shows(m *session.Session, c *scoreColumn) bool {
	return slices.ContainsFunc(m.MethodNames(), func(name string) bool { return b.columns[visit.Basis(m.MethodSettings(name), false)] == c })
}

// left estimates the time to the end from the work that is done; ok is false before anything is.
func (s *sweep) left() (text string, ok bool) {
	if s.work <= 0 || s.spent < time.Second {
		return "", false
	}
	d := time.Duration(float64(s.spent) / s.work * (s.all - s.work)).Round(time.Second)
	if d >= time.Hour {
		return fmt.Sprintf("%d:%02d:%02d", int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60), true
	}
	return fmt.Sprintf("%d:%02d", int(d.Minutes()), int(d.Seconds())%60), true
}

// advance takes over what is done, and gives the pool more.
func (s *sweep) advance(m *session.Session, b *board, dt time.Duration) {
	left := s.active[:0]
	for _, j := range s.active {
		if !visit.Ended(j.run) {
			left = append(left, j)
			continue
		}
		r, ok := j.run.Result()
		err := j.run.Err()
		if !ok && err == nil {
			err = context.Canceled
		}
		s.finish(b, j, newScored(r, err))
	}
	clear(s.active[len(left):])
	s.active = left
	wait := s.held || m.AnyAsked() || m.Pending != nil
	if wait != s.paused {
		s.paused = wait
		for _, j := range s.active {
			if wait {
				j.run.Hold()
			} else {
				j.run.Go()
			}
		}
	}
	if !wait {
		s.spent += dt
		s.feed(m, b)
	}
}

// feed starts ascents until there are enough in the pool.
func (s *sweep) feed(m *session.Session, b *board) {
	for len(s.todo) > 0 && len(s.active) < sweepAhead {
		j := s.todo[0]
		s.todo = s.todo[1:]
		if j.column.layers[j.Layer][j.Unit].has() { // computed on a screen in between
			s.count(j)
			continue
		}
		r, err := m.Source.Start(optimize.Job{Network: m.Network, Layer: j.Layer, Unit: j.Unit, Settings: j.settings, Starts: m.Starts, Untaped: true})
		if err != nil {
			s.finish(b, j, newScored(nil, err))
			continue
		}
		j.run = r
		s.active = append(s.active, j)
	}
}

func (s *sweep) finish(b *board, j sweepJob, one *scored) {
	s.count(j)
	if one.err != nil && s.failed == nil {
		s.failed = one.err
	}
	if !j.column.layers[j.Layer][j.Unit].has() {
		b.put(j.column, j.Place, one)
	}
}

func (s *sweep) count(j sweepJob) {
	s.done++
	s.work += j.work
}

// end gives up what is still being computed.
func (s *sweep) end() {
	for _, j := range s.active {
		j.run.Cancel()
	}
	s.active, s.todo = nil, nil
}
