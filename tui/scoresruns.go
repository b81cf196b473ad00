package tui

import (
	"fmt"
	"slices"
	"time"

	"actmax/tui/number"
	"actmax/tui/screen"
	"actmax/tui/session"
)

// start begins a run of all methods over layers, or adds what is missing to the one under way.
func (c *scoresScreen) start(m *screen.Common, layers []int, what string) {
	// what failed or was given up is wanted again
	again := m.Floors.Failed || c.board.failed != comparison{}
	m.Floors.Failed, c.board.failed = false, comparison{}
	jobs := c.board.plan(m.Session, layers)
	s, more := c.sweep, ""
	if s != nil {
		more = "more "
		jobs = slices.DeleteFunc(jobs, func(j sweepJob) bool {
			same := func(o sweepJob) bool { return o.Place == j.Place && o.column == j.column }
			return slices.ContainsFunc(s.todo, same) || slices.ContainsFunc(s.active, same)
		})
	}
	if len(jobs) == 0 {
		switch {
		case s != nil:
			m.Say("%s is under way already: space holds it or lets it go on, x gives it up", what)
		case again:
			m.Say("every method has run on %s; the comparison with real segments is tried again", what)
		default:
			m.Say("every method has run on every unit of %s under these settings", what)
		}
		return
	}
	if s == nil {
		s = &sweep{}
		s.task = &session.Task{Kind: session.TaskScores, Began: m.Now, Cancel: func() {}, Tell: s.line}
		c.sweep = s
		m.Tasks = append(m.Tasks, s.task)
	}
	s.held = false
	s.todo = append(s.todo, jobs...)
	s.total += len(jobs)
	for _, j := range jobs {
		s.all += j.work
		s.steps = j.settings.Steps
		if !slices.Contains(s.layers, j.Layer) {
			s.layers = append(s.layers, j.Layer)
		}
	}
	units := 0
	for _, l := range layers {
		units += m.Network.Units(l)
	}
	s.say(m.Session, &c.board)
	m.Say("%s: %d units x %d methods, %s %sascents of %s steps; space holds, x gives up", what, units, len(m.MethodNames()), number.Thousands(len(jobs)), more, number.Thousands(s.steps))
	m.Changed()
}

// advance moves the run of all methods on; it goes on whatever screen is open.
func (c *scoresScreen) advance(m *screen.Common, dt time.Duration) {
	m.RememberWeights()
	s := c.sweep
	if s == nil {
		return
	}
	s.advance(m.Session, &c.board, dt)
	if m.Now.Sub(s.toldAt) >= figuresEvery {
		s.say(m.Session, &c.board)
	}
	if len(s.todo)+len(s.active) > 0 {
		return
	}
	c.sweep = nil
	m.TaskEnded(s.task)
	if s.failed != nil {
		m.Complain(fmt.Errorf("all methods: %w", s.failed))
		return
	}
	m.Say("all methods: %s ascents are done", number.Thousands(s.total))
}

// giveUp ends the run of all methods; what it came to stays.
func (c *scoresScreen) giveUp() {
	if c.sweep != nil {
		c.sweep.end()
		c.sweep = nil
	}
}

// wait has the run of all methods stand still while another network is on the screen; goOn takes it up again.
func (c *scoresScreen) wait(m *screen.Common) {
	if s := c.sweep; s != nil {
		for _, j := range s.active {
			j.run.Hold()
		}
		s.paused = true
		m.TaskEnded(s.task)
	}
}

func (c *scoresScreen) goOn(m *screen.Common) {
	if c.sweep != nil {
		m.Tasks = append(m.Tasks, c.sweep.task)
	}
}
