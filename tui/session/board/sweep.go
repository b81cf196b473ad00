package board

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

// Sweep is a run of all methods over layers. Its ascents keep no tape and wait while any that was asked for on a screen is
// computed: those come first.
type Sweep struct {
	Layers []int
	Todo   []Job
	Active []Job
	Total  int // ascents, and how many are done
	Done   int
	Steps  int     // of one ascent
	work   float64 // done, and in all
	All    float64
	spent  time.Duration // that it was computed in
	Held   bool          // by the person
	Paused bool          // its ascents stand still
	Failed error         // the first that went wrong
	Told   string        // how far it is, as it stands on the screen
	ToldAt time.Time
	Task   *session.Task
}

// Job is one ascent of a sweep.
type Job struct {
	tree.Place
	Settings optimize.Settings
	Column   *Column
	Work     float64
	Run      visit.Run
}

// sweepAhead is how many ascents of a sweep are in the pool at once: blocks for every worker, and as many to refill them.
const sweepAhead = 96

// Fills tells whether the sweep puts results into a column.
func (s *Sweep) Fills(c *Column) bool {
	if s == nil {
		return false
	}
	same := func(j Job) bool { return j.Column == c }
	return slices.ContainsFunc(s.Todo, same) || slices.ContainsFunc(s.Active, same)
}

// Plan lists the ascents that layers lack under the present settings.
func (b *Board) Plan(m *session.Session, layers []int) []Job {
	b.Gather(m)
	var out []Job
	for _, l := range layers {
		for _, name := range m.MethodNames() {
			settings := m.MethodSettings(name)
			c := b.Column(m, settings)
			for u := range m.Open.Network.Units(l) {
				if !c.Layers[l][u].Has() {
					out = append(out, Job{Place: tree.Place{Layer: l, Unit: u}, Settings: settings, Column: c, Work: study.Work(m.Open.Network, l, settings.Steps)})
				}
			}
		}
	}
	return out
}

// Line says how far the run is, as it was a moment ago: digits that run cannot be read.
func (s *Sweep) Line() string { return s.Told }

func (s *Sweep) tell() string {
	out := fmt.Sprintf("all methods %s/%s", number.Thousands(s.Done), number.Thousands(s.Total))
	if s.Held {
		return out + " held"
	}
	if left, ok := s.left(); ok {
		out += ", " + left + " left"
	}
	return out
}

// Say takes over how far the run is.
func (s *Sweep) Say(m *session.Session, b *Board) {
	s.Told, s.ToldAt = s.tell(), m.Now
	if j := append(slices.Clip(s.Active), s.Todo...); len(j) > 0 && !b.shows(m, j[0].Column) {
		s.Told += ", other settings" // than the present ones
	}
	m.Changed()
}

// shows tells whether a column is one of the present settings'.
func (b *Board) shows(m *session.Session, c *Column) bool {
	return slices.ContainsFunc(m.MethodNames(), func(name string) bool { return b.Columns[visit.Basis(m.MethodSettings(name), false)] == c })
}

// left estimates the time to the end from the work that is done; ok is false before anything is.
func (s *Sweep) left() (text string, ok bool) {
	if s.work <= 0 || s.spent < time.Second {
		return "", false
	}
	d := time.Duration(float64(s.spent) / s.work * (s.All - s.work)).Round(time.Second)
	if d >= time.Hour {
		return fmt.Sprintf("%d:%02d:%02d", int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60), true
	}
	return fmt.Sprintf("%d:%02d", int(d.Minutes()), int(d.Seconds())%60), true
}

// Advance takes over what is done, and gives the pool more.
func (s *Sweep) Advance(m *session.Session, b *Board, dt time.Duration) {
	left := s.Active[:0]
	for _, j := range s.Active {
		if !visit.Ended(j.Run) {
			left = append(left, j)
			continue
		}
		r, ok := j.Run.Result()
		err := j.Run.Err()
		if !ok && err == nil {
			err = context.Canceled
		}
		s.finish(b, j, newScored(r, err))
	}
	clear(s.Active[len(left):])
	s.Active = left
	wait := s.Held || m.AnyAsked() || m.Data.Pending != nil
	if wait != s.Paused {
		s.Paused = wait
		for _, j := range s.Active {
			if wait {
				j.Run.Hold()
			} else {
				j.Run.Go()
			}
		}
	}
	if !wait {
		s.spent += dt
		s.feed(m, b)
	}
}

// feed starts ascents until there are enough in the pool.
func (s *Sweep) feed(m *session.Session, b *Board) {
	for len(s.Todo) > 0 && len(s.Active) < sweepAhead {
		j := s.Todo[0]
		s.Todo = s.Todo[1:]
		if j.Column.Layers[j.Layer][j.Unit].Has() { // computed on a screen in between
			s.count(j)
			continue
		}
		r, err := m.Source.Start(optimize.Job{Network: m.Open.Network, Layer: j.Layer, Unit: j.Unit, Settings: j.Settings, Starts: m.Open.Starts, Untaped: true})
		if err != nil {
			s.finish(b, j, newScored(nil, err))
			continue
		}
		j.Run = r
		s.Active = append(s.Active, j)
	}
}

func (s *Sweep) finish(b *Board, j Job, one *Scored) {
	s.count(j)
	if one.err != nil && s.Failed == nil {
		s.Failed = one.err
	}
	if !j.Column.Layers[j.Layer][j.Unit].Has() {
		b.put(j.Column, j.Place, one)
	}
}

func (s *Sweep) count(j Job) {
	s.Done++
	s.work += j.Work
}

// End gives up what is still being computed.
func (s *Sweep) End() {
	for _, j := range s.Active {
		j.Run.Cancel()
	}
	s.Active, s.Todo = nil, nil
}
