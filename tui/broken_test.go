package tui

import (
	"actmax/optimize"
	"actmax/tui/session/visit"
)

// broken is a source that panics: when it is asked to start (update), or in a command of the screen.
type broken struct{ update bool }

func (b *broken) Start(optimize.Job) (visit.Run, error) {
	if b.update {
		panic("on purpose")
	}
	return &brokenRun{}, nil
}
func (b *broken) Prefer(...visit.Run) {}
func (b *broken) Close()              {}

// brokenRun is a run whose tape panics where it is asked for a step that is not on it.
type brokenRun struct{ done chan struct{} }

var brokenShot = &optimize.Snapshot{Axes: 1, Time: 30, MapAxes: 1, MapLen: 30, Signal: make([]float32, 30), Map: make([]float32, 30)}

func (r *brokenRun) Job() optimize.Job                { return optimize.Job{Settings: brisk()} }
func (r *brokenRun) Latest() *optimize.Snapshot       { return brokenShot }
func (r *brokenRun) Computed() int                    { return 300 }
func (r *brokenRun) Done() <-chan struct{}            { return r.done }
func (r *brokenRun) Apply(...optimize.Edit) error     { return nil }
func (r *brokenRun) Cancel()                          {}
func (r *brokenRun) Hold()                            {}
func (r *brokenRun) Go()                              {}
func (r *brokenRun) Err() error                       { return nil }
func (r *brokenRun) Result() (*optimize.Result, bool) { return nil, false }
func (r *brokenRun) Tape() visit.Tape                 { return brokenTape{} }
func (r *brokenRun) Schedule() optimize.Schedule      { return optimize.NewSchedule(r.Job()) }

type brokenTape struct{}

func (brokenTape) Before(int) *optimize.Snapshot            { return brokenShot }
func (brokenTape) FrameAt(int) (*optimize.Snapshot, error)  { panic("on purpose") }
func (brokenTape) Terms() (steps []int, t []optimize.Terms) { return nil, nil }
func (brokenTape) Bytes() int                               { return 0 }
func (brokenTape) Thin()                                    {}
