package session

import (
	"context"
	"slices"
	"sync"
	"time"
)

// shownAfter is how long a task runs before the screen says so.
const shownAfter = 500 * time.Millisecond

// TaskKind is a sort of work of which only one goes on at a time.
type TaskKind int

const (
	TaskOpen TaskKind = iota
	taskIndex
	taskMeasure
	TaskRecompute
	TaskExport
	TaskFloor
	TaskPower
	TaskMap
	TaskRepeats
	TaskScores
	taskBeside
	TaskCounterparts
)

// Task is work in the background that takes long enough to be shown: reading data, measuring, indexing.
type Task struct {
	Kind      TaskKind
	Began     time.Time
	Cancel    context.CancelFunc
	Cancelled func()        // what follows where the user cancels it; nil: nothing
	Tell      func() string // says how far it is in its own way; nil: by done and total

	mu          sync.Mutex
	What        string
	Done, Total int
	keep        func()
}

// work is a task's: it runs off the program's goroutine and returns what to do with its outcome on it, nil for nothing. It ends soon
// after its context does.
type work func(ctx context.Context, t *Task) (apply func())

// Start starts a task; one of the same kind that is running is cancelled and its outcome dropped, but for what it keeps.
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

// TaskDone applies the outcome of a task; of one that is not wanted any more only what it keeps.
func (m *Session) TaskDone(t *Task, apply func()) {
	if !m.TaskEnded(t) {
		apply = t.kept()
	}
	if apply != nil {
		apply()
		m.Changed()
	}
}

// TaskEnded takes a task off the list and reports whether its outcome is still wanted.
func (m *Session) TaskEnded(t *Task) bool {
	i := slices.Index(m.Tasks, t)
	if i < 0 {
		return false
	}
	m.Tasks = slices.Delete(m.Tasks, i, i+1)
	m.Changed()
	return true
}

// CancelTask cancels the task of a kind, if there is one. Its outcome is dropped.
func (m *Session) CancelTask(kind TaskKind) bool {
	for _, t := range m.Tasks {
		if t.Kind == kind {
			t.Cancel()
			return m.TaskEnded(t)
		}
	}
	return false
}

func (m *Session) Running(kind TaskKind) bool {
	return slices.ContainsFunc(m.Tasks, func(t *Task) bool { return t.Kind == kind })
}

// CancelShown cancels the task that the screen shows.
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
	m.Say("given up: %s", what)
	return true
}

// Progress says how far a task is: what is being done, and how much of it. total is 0 where that is not known.
func (t *Task) Progress(what string, done, total int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.What, t.Done, t.Total = what, done, total
}

// Keep says what of the outcome is of use even where the task is cancelled.
func (t *Task) Keep(keep func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.keep = keep
}

func (t *Task) kept() func() {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.keep
}

func (t *Task) State() (what string, done, total int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.What, t.Done, t.Total
}

// ShownTask is the oldest task that has taken long enough to be shown; the run of all methods, which may take an hour, lets
// others go first.
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
