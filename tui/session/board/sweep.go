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

// Sweep is a run of all methods over layers. Its ascents keep no tape, and wait while a screen computes an ascent.
type Sweep struct {
	Layers     []int
	Todo       []Job
	Active     []Job
	Total      int           // ascents
	Done       int           // ascents
	Steps      int           // of one ascent
	work       float64       // done
	All        float64       // work in total
	spent      time.Duration // on the work that is done
	Held       bool          // paused by the user
	Paused     bool          // its ascents are paused
	Failed     error         // first error
	Progress   string        // progress as shown on the screen
	ProgressAt time.Time
	Task       *session.Task
}

// Job is one ascent of a sweep.
type Job struct {
	tree.Place
	Settings optimize.Settings
	Column   *Column
	Work     float64
	Run      visit.Run
}

// sweepAhead is how many ascents of a sweep are in the pool at once: enough blocks for every worker, and as many to
// refill them.
const sweepAhead = 96

// Fills reports whether the sweep adds results to a column.
func (s *Sweep) Fills(c *Column) bool {
	if s == nil {
		return false
	}
	same := func(j Job) bool { return j.Column == c }
	return slices.ContainsFunc(s.Todo, same) || slices.ContainsFunc(s.Active, same)
}

// Plan returns the ascents that layers lack with the current settings.
func (b *Board) Plan(m *session.Session, layers []int) []Job {
	b.Gather(m)
	var out []Job
	for _, l := range layers {
		for _, name := range m.MethodNames() {
			settings := m.MethodSettings(name)
			c := b.Column(m, settings)
			for u := range m.Open.Network.Units(l) {
				if !c.Layers[l][u].Has() {
					out = append(out, Job{
						Place: tree.Place{Layer: l, Unit: u}, Settings: settings, Column: c,
						Work: study.Work(m.Open.Network, l, settings.Steps),
					})
				}
			}
		}
	}
	return out
}

// Line returns the progress as last updated; updating it on every frame would make it unreadable.
func (s *Sweep) Line() string { return s.Progress }

func (s *Sweep) describe() string {
	out := fmt.Sprintf("all methods %s/%s", number.Thousands(s.Done), number.Thousands(s.Total))
	if s.Held {
		return out + " paused"
	}
	if left, ok := s.left(); ok {
		out += ", " + left + " left"
	}
	return out
}

// Say updates the progress.
func (s *Sweep) Say(m *session.Session, b *Board) {
	s.Progress, s.ProgressAt = s.describe(), m.Now
	if j := append(slices.Clip(s.Active), s.Todo...); len(j) > 0 && !b.shows(m, j[0].Column) {
		s.Progress += ", other settings" // than the current ones
	}
	m.Changed()
}

// shows reports whether a column belongs to the current settings.
func (b *Board) shows(m *session.Session, c *Column) bool {
	return slices.ContainsFunc(m.MethodNames(), func(name string) bool {
		return b.Columns[visit.Basis(m.MethodSettings(name), false)] == c
	})
}

// left estimates the remaining time from the work done; ok is false before there is enough.
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

// Advance takes over finished ascents and starts more.
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
		if j.Column.Layers[j.Layer][j.Unit].Has() { // computed by a screen meanwhile
			s.count(j)
			continue
		}
		r, err := m.Source.Start(optimize.Job{
			Network: m.Open.Network, Layer: j.Layer, Unit: j.Unit, Settings: j.Settings, Starts: m.Open.Starts,
			Untaped: true,
		})
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

// End cancels the remaining ascents.
func (s *Sweep) End() {
	for _, j := range s.Active {
		j.Run.Cancel()
	}
	s.Active, s.Todo = nil, nil
}
