package session

import (
	"context"
	"slices"
	"sync"
	"time"
)

// shownAfter is how long a task runs before the screen shows it.
const shownAfter = 500 * time.Millisecond

// TaskKind is a kind of task; only one task of a kind runs at a time.
type TaskKind int

const (
	TaskOpen TaskKind = iota
	TaskIndex
	taskMeasure
	TaskRecompute
	TaskExport
	TaskBaseline
	TaskPower
	TaskMap
	TaskRepeats
	TaskScores
	taskBackground
	TaskCounterparts
)

// Task is work in the background that takes long enough to be shown, such as reading data.
type Task struct {
	Kind      TaskKind
	Began     time.Time
	Cancel    context.CancelFunc
	Cancelled func()        // called when the user cancels it; may be nil
	Describe  func() string // describes the progress; nil: by Done and Total

	mu          sync.Mutex
	What        string
	Done, Total int
	keep        func()
}

// work does the work of a task in the background. It returns a function that applies the outcome on the goroutine of
// the program, or nil. It returns soon after its context ends.
type work func(ctx context.Context, t *Task) (apply func())

// Start starts a task. A running task of the same kind is cancelled, and its outcome is dropped except for what it
// keeps.
func (m *Session) Start(kind TaskKind, what string, cancelled func(), f work) {
	m.CancelTask(kind)
	ctx, cancel := context.WithCancel(m.Ctx)
	t := &Task{Kind: kind, Began: m.Now, Cancel: cancel, Cancelled: cancelled, What: what}
	m.Tasks = append(m.Tasks, t)
	m.Changed()
	m.Go(what, func() func() {
		defer cancel()
		apply := f(ctx, t)
		return func() { m.TaskDone(t, apply) }
	})
}

// TaskDone applies the outcome of a task; of a cancelled one only what it keeps.
func (m *Session) TaskDone(t *Task, apply func()) {
	if !m.TaskEnded(t) {
		apply = t.kept()
	}
	if apply != nil {
		apply()
		m.Changed()
	}
}

// TaskEnded removes a task from the list and reports whether its outcome is still needed.
func (m *Session) TaskEnded(t *Task) bool {
	i := slices.Index(m.Tasks, t)
	if i < 0 {
		return false
	}
	m.Tasks = slices.Delete(m.Tasks, i, i+1)
	m.Changed()
	return true
}

// CancelTask cancels the task of a kind and drops its outcome. It reports whether there was one.
func (m *Session) CancelTask(kind TaskKind) bool {
	for _, t := range m.Tasks {
		if t.Kind == kind {
			t.Cancel()
			return m.TaskEnded(t)
		}
	}
	return false
}

// Running reports whether a task of a kind is running.
func (m *Session) Running(kind TaskKind) bool {
	return slices.ContainsFunc(m.Tasks, func(t *Task) bool { return t.Kind == kind })
}

// CancelShown cancels the task that the screen shows and reports whether there was one.
func (m *Session) CancelShown() bool {
	t := m.ShownTask()
	if t == nil {
		return false
	}
	what, _, _ := t.State()
	m.CancelTask(t.Kind)
	if t.Cancelled != nil {
		t.Cancelled()
	}
	m.Say("cancelled: %s", what)
	return true
}

// Progress reports the progress of a task: what is being done, and how much of it. total is 0 if it is unknown.
func (t *Task) Progress(what string, done, total int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.What, t.Done, t.Total = what, done, total
}

// Keep sets the part of the outcome that is applied even if the task is cancelled.
func (t *Task) Keep(keep func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.keep = keep
}

// kept returns the function that Keep set.
func (t *Task) kept() func() {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.keep
}

// State returns what Progress was last called with.
func (t *Task) State() (what string, done, total int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.What, t.Done, t.Total
}

// ShownTask returns the oldest task that has run long enough to be shown, or nil. A run of all methods, which may
// take an hour, is shown only if there is no other task.
func (m *Session) ShownTask() *Task {
	var last *Task
	for _, t := range m.Tasks {
		if t.Began.IsZero() { // started before the first frame
			t.Began = m.Now
		}
		if m.Now.Sub(t.Began) >= shownAfter {
			if t.Kind != TaskScores {
				return t
			}
			last = t
		}
	}
	return last
}
