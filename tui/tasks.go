package tui

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"actmax/tui/canvas"
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

// task is work off the screen's goroutine that takes long enough to be told about: reading data, measuring, indexing.
type task struct {
	kind   taskKind
	began  time.Time
	cancel context.CancelFunc
	tell   func() string // says how far it is in its own way; nil: by done and total

	mu          sync.Mutex
	what        string
	done, total int
}

// taskMsg brings what a task came to.
type taskMsg struct {
	task *task
	msg  tea.Msg
}

// partMsg is an outcome of which a part is of use even where the task was given up.
type partMsg interface{ keep(m *explorer) }

// launch starts a task; one of the same kind that is under way is given up and its outcome dropped, but for a partMsg's part.
func (m *explorer) launch(kind taskKind, what string, f func(ctx context.Context, say Say) tea.Msg) tea.Cmd {
	m.cancelTask(kind)
	ctx, cancel := context.WithCancel(m.ctx)
	t := &task{kind: kind, began: m.now, cancel: cancel, what: what}
	m.tasks = append(m.tasks, t)
	m.dirty = true
	return safely(what, func() tea.Msg {
		defer cancel()
		return taskMsg{t, f(ctx, t.say)}
	})
}

// ended takes a task off the list and tells whether its outcome is still wanted.
func (m *explorer) taskEnded(t *task) bool {
	i := slices.Index(m.tasks, t)
	if i < 0 {
		return false
	}
	m.tasks = slices.Delete(m.tasks, i, i+1)
	m.dirty = true
	return true
}

// cancelTask gives up the task of a kind, if there is one. Its outcome will not be looked at.
func (m *explorer) cancelTask(kind taskKind) bool {
	for _, t := range m.tasks {
		if t.kind == kind {
			t.cancel()
			return m.taskEnded(t)
		}
	}
	return false
}

func (m *explorer) busyWith(kind taskKind) bool {
	return slices.ContainsFunc(m.tasks, func(t *task) bool { return t.kind == kind })
}

// cancelNewest gives up the task that the screen tells about.
func (m *explorer) cancelNewest() bool {
	t := m.shownTask()
	if t == nil {
		return false
	}
	what, _, _ := t.state()
	m.cancelTask(t.kind)
	m.gaveUp(t.kind)
	m.say("given up: %s", what)
	return true
}

func (t *task) say(what string, done, total int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.what, t.done, t.total = what, done, total
}

func (t *task) state() (what string, done, total int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.what, t.done, t.total
}

// shownTask is the oldest task that has taken long enough to be told about; the run of all methods, which may take an hour, lets
// others go first.
func (m *explorer) shownTask() *task {
	var last *task
	for _, t := range m.tasks {
		if t.began.IsZero() { // launched before the first frame
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

// givesUp is what stands behind a task that is under way.
const givesUp = "  x gives up"

// taskLine is what the footer says of the task that is under way in w columns; "" where there is none worth it. What the
// key is comes before how long it takes.
func (m *explorer) taskLine(w int) string {
	t := m.shownTask()
	if t == nil || t.kind == taskScores && m.screen == screenScores { // the screen says it itself
		return ""
	}
	if t.tell != nil {
		return t.tell() + givesUp
	}
	what, done, total := t.state()
	far, left := "", "" // how far it is
	if total > 1 {      // of a single piece no share is ever done
		far = fmt.Sprintf(" %d%%", 100*min(done, total)/total)
		if spent := m.now.Sub(t.began); done > 0 && spent > 2*time.Second {
			left = fmt.Sprintf(", %s left", time.Duration(float64(spent)/float64(done)*float64(max(0, total-done))).Round(time.Second))
		}
	} else {
		far = " " + m.now.Sub(t.began).Round(time.Second).String()
	}
	for _, tail := range []string{far + left + givesUp, far + givesUp, givesUp} {
		if room := w - ansi.StringWidth(tail); room >= min(12, ansi.StringWidth(what)) {
			return canvas.Clip(what, room, m.glyphs) + tail
		}
	}
	return canvas.Clip(what, w, m.glyphs)
}
