package scores

import (
	"fmt"
	"slices"
	"time"

	"actmax/tui/number"
	"actmax/tui/session"
	"actmax/tui/session/board"
)

// start starts a run of all methods over layers, or adds missing ascents to the running one.
func (c *Screen) start(layers []int, what string) {
	m := c.common.Session
	// retry what failed or was cancelled
	again := m.Open.Baselines.Failed || c.Board.Failed != board.Comparison{}
	m.Open.Baselines.Failed, c.Board.Failed = false, board.Comparison{}
	jobs := c.Board.Plan(m, layers)
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
			m.Say("%s is already running; press space to hold or continue, x to cancel", what)
		case again:
			m.Say("all methods have run on %s; retrying the comparison with real segments", what)
		default:
			m.Say("all methods have run on all units of %s with these settings", what)
		}
		return
	}
	if s == nil {
		s = &board.Sweep{}
		s.Task = &session.Task{Kind: session.TaskScores, Began: m.Now, Cancel: func() {}, Describe: s.Line}
		c.Sweep = s
		m.Tasks = append(m.Tasks, s.Task)
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
		units += m.Open.Network.Units(l)
	}
	s.Say(m, &c.Board)
	m.Say("%s: %d units x %d methods, %s %sascents of %s steps; space hold, x cancel", what, units,
		len(m.MethodNames()), number.Thousands(len(jobs)), more, number.Thousands(s.Steps))
	m.Changed()
}

// Advance implements screen.Worker: it continues the run of all methods whatever screen is open.
func (c *Screen) Advance(dt time.Duration) {
	m := c.common.Session
	m.RememberWeights()
	s := c.Sweep
	if s == nil {
		return
	}
	s.Advance(m, &c.Board, dt)
	if m.Now.Sub(s.ProgressAt) >= figuresEvery {
		s.Say(m, &c.Board)
	}
	if len(s.Todo)+len(s.Active) > 0 {
		return
	}
	c.Sweep = nil
	m.TaskEnded(s.Task)
	if s.Failed != nil {
		m.Complain(fmt.Errorf("all methods: %w", s.Failed))
		return
	}
	m.Say("all methods: %s ascents done", number.Thousands(s.Total))
}

// Close ends the run of all methods; its results stay.
func (c *Screen) Close() {
	if c.Sweep != nil {
		c.Sweep.End()
		c.Sweep = nil
	}
}

// Pause implements screen.Worker: it holds the run of all methods while another network is on the screen.
func (c *Screen) Pause() {
	c.Board.Busy = false // the comparison is started again later
	if s := c.Sweep; s != nil {
		for _, j := range s.Active {
			j.Run.Hold()
		}
		s.Paused = true
		c.common.Session.TaskEnded(s.Task)
	}
}

// Continue implements screen.Worker.
func (c *Screen) Continue() {
	if c.Sweep != nil {
		c.common.Session.Tasks = append(c.common.Session.Tasks, c.Sweep.Task)
	}
}

// Unfinished implements screen.Worker.
func (c *Screen) Unfinished() string {
	switch s := c.Sweep; {
	case s == nil:
		return ""
	case c.of == c.common.Session.Open:
		return s.Line()
	default:
		return number.Thousands(s.Done) + "/" + number.Thousands(s.Total)
	}
}

// Follow implements screen.Follower: it drops the scores if other data was opened.
func (c *Screen) Follow() {
	m := c.common.Session
	was := c.data
	if c.data = m.Data.Index; was == nil || was == c.data {
		return
	}
	if c.Sweep != nil {
		c.Close()
		if c.of == m.Open {
			m.CancelTask(session.TaskScores)
		}
	}
	*c = Screen{common: c.common, of: c.of, data: c.data, Saved: c.state()}
}
