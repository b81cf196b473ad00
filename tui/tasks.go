package tui

import (
	"context"
	"slices"
	"sync"
	"time"
)

// shownAfter is how long a task runs before the screen says so.
const shownAfter = 500 * time.Millisecond

// taskKind is a sort of work of which only one goes on at a time.
type taskKind int

const (
	taskOpen taskKind = iota
	taskIndex
	taskMeasure
	taskRecompute
	taskExport
	taskFloor
	taskPower
	taskMap
	taskRepeats
	taskScores
	taskBeside
	taskCounterparts
)

// task is work in the background that takes long enough to be shown: reading data, measuring, indexing.
type task struct {
	kind      taskKind
	began     time.Time
	cancel    context.CancelFunc
	cancelled func()        // what follows where the user cancels it; nil: nothing
	tell      func() string // says how far it is in its own way; nil: by done and total

	mu          sync.Mutex
	what        string
	done, total int
	keep        func()
}

// work is a task's: it runs off the program's goroutine and returns what to do with its outcome on it, nil for nothing. It ends soon
// after its context does.
type work func(ctx context.Context, t *task) (apply func())

// start starts a task; one of the same kind that is running is cancelled and its outcome dropped, but for what it keeps.
func (m *session) start(kind taskKind, what string, cancelled func(), f work) {
	m.cancelTask(kind)
	ctx, cancel := context.WithCancel(m.ctx)
	t := &task{kind: kind, began: m.now, cancel: cancel, cancelled: cancelled, what: what}
	m.tasks = append(m.tasks, t)
	m.changed()
	m.background(what, func() func() {
		defer cancel()
		apply := f(ctx, t)
		return func() { m.taskDone(t, apply) }
	})
}

// taskDone applies the outcome of a task; of one that is not wanted any more only what it keeps.
func (m *session) taskDone(t *task, apply func()) {
	if !m.taskEnded(t) {
		apply = t.kept()
	}
	if apply != nil {
		apply()
		m.changed()
	}
}

// taskEnded takes a task off the list and reports whether its outcome is still wanted.
func (m *session) taskEnded(t *task) bool {
	i := slices.Index(m.tasks, t)
	if i < 0 {
		return false
	}
	m.tasks = slices.Delete(m.tasks, i, i+1)
	m.changed()
	return true
}

// cancelTask cancels the task of a kind, if there is one. Its outcome is dropped.
func (m *session) cancelTask(kind taskKind) bool {
	for _, t := range m.tasks {
		if t.kind == kind {
			t.cancel()
			return m.taskEnded(t)
		}
	}
	return false
}

func (m *session) busyWith(kind taskKind) bool {
	return slices.ContainsFunc(m.tasks, func(t *task) bool { return t.kind == kind })
}

// cancelShown cancels the task that the screen shows.
func (m *session) cancelShown() bool {
	t := m.shownTask()
	if t == nil {
		return false
	}
	what, _, _ := t.state()
	m.cancelTask(t.kind)
	if t.cancelled != nil {
		t.cancelled()
	}
	m.say("given up: %s", what)
	return true
}

// say says how far a task is: what is being done, and how much of it. total is 0 where that is not known.
func (t *task) say(what string, done, total int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.what, t.done, t.total = what, done, total
}

// keeps says what of the outcome is of use even where the task is cancelled.
func (t *task) keeps(keep func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.keep = keep
}

func (t *task) kept() func() {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.keep
}

func (t *task) state() (what string, done, total int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.what, t.done, t.total
}

// shownTask is the oldest task that has taken long enough to be shown; the run of all methods, which may take an hour, lets
// others go first.
func (m *session) shownTask() *task {
	var last *task
	for _, t := range m.tasks {
		if t.began.IsZero() { // started before the first frame
			t.began = m.now
		}
		if m.now.Sub(t.began) >= shownAfter {
			if t.kind != taskScores {
				return t
			}
			last = t
		}
	}
	return last
}
