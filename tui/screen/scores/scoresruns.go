package scores

import (
	"fmt"
	"slices"
	"time"

	"actmax/tui/number"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/board"
)

// start begins a run of all methods over layers, or adds what is missing to the one under way.
func (c *Screen) start(m *screen.Common, layers []int, what string) {
	// what failed or was given up is wanted again
	again := m.Session.Open.Floors.Failed || c.Board.Failed != board.Comparison{}
	m.Session.Open.Floors.Failed, c.Board.Failed = false, board.Comparison{}
	jobs := c.Board.Plan(m.Session, layers)
	s, more := c.Sweep, ""
	if s != nil {
		more = "more "
		jobs = slices.DeleteFunc(jobs, func(j board.Job) bool {
			same := func(o board.Job) bool { return o.Place == j.Place && o.Column == j.Column }
			return slices.ContainsFunc(s.Todo, same) || slices.ContainsFunc(s.Active, same)
		})
	}
	if len(jobs) == 0 {
		switch {
		case s != nil:
			m.Session.Say("%s is under way already: space holds it or lets it go on, x gives it up", what)
		case again:
			m.Session.Say("every method has run on %s; the comparison with real segments is tried again", what)
		default:
			m.Session.Say("every method has run on every unit of %s under these settings", what)
		}
		return
	}
	if s == nil {
		s = &board.Sweep{}
		s.Task = &session.Task{Kind: session.TaskScores, Began: m.Session.Now, Cancel: func() {}, Tell: s.Line}
		c.Sweep = s
		m.Session.Tasks = append(m.Session.Tasks, s.Task)
	}
	s.Held = false
	s.Todo = append(s.Todo, jobs...)
	s.Total += len(jobs)
	for _, j := range jobs {
		s.All += j.Work
		s.Steps = j.Settings.Steps
		if !slices.Contains(s.Layers, j.Layer) {
			s.Layers = append(s.Layers, j.Layer)
		}
	}
	units := 0
	for _, l := range layers {
		units += m.Session.Open.Network.Units(l)
	}
	s.Say(m.Session, &c.Board)
	m.Session.Say("%s: %d units x %d methods, %s %sascents of %s steps; space holds, x gives up", what, units, len(m.Session.MethodNames()), number.Thousands(len(jobs)), more, number.Thousands(s.Steps))
	m.Session.Changed()
}

// Advance moves the run of all methods on; it goes on whatever screen is open.
func (c *Screen) Advance(m *screen.Common, dt time.Duration) {
	m.Session.RememberWeights()
	s := c.Sweep
	if s == nil {
		return
	}
	s.Advance(m.Session, &c.Board, dt)
	if m.Session.Now.Sub(s.ToldAt) >= figuresEvery {
		s.Say(m.Session, &c.Board)
	}
	if len(s.Todo)+len(s.Active) > 0 {
		return
	}
	c.Sweep = nil
	m.Session.TaskEnded(s.Task)
	if s.Failed != nil {
		m.Session.Complain(fmt.Errorf("all methods: %w", s.Failed))
		return
	}
	m.Session.Say("all methods: %s ascents are done", number.Thousands(s.Total))
}

// GiveUp ends the run of all methods; what it came to stays.
func (c *Screen) GiveUp() {
	if c.Sweep != nil {
		c.Sweep.End()
		c.Sweep = nil
	}
}

// Wait has the run of all methods stand still while another network is on the screen; goOn takes it up again.
func (c *Screen) Wait(m *screen.Common) {
	if s := c.Sweep; s != nil {
		for _, j := range s.Active {
			j.Run.Hold()
		}
		s.Paused = true
		m.Session.TaskEnded(s.Task)
	}
}

func (c *Screen) GoOn(m *screen.Common) {
	if c.Sweep != nil {
		m.Session.Tasks = append(m.Session.Tasks, c.Sweep.Task)
	}
}
