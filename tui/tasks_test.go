package tui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/style"
)

// A footer that has no room for all says how far a task is and what gives it up before it says how long it takes.
func TestTaskLineSaysHowFar(t *testing.T) {
	m := &screen.Common{Session: &session.Session{Now: time.Unix(1000, 0)}, Glyphs: &style.Unicode}
	m.Session.Tasks = []*session.Task{{Kind: session.TaskRepeats, Began: m.Session.Now.Add(-time.Minute), What: "evaluating", Done: 10, Total: 100}}
	whole := m.TaskLine(200)
	hint := whole[strings.LastIndex(whole, "  x "):]
	seen := map[[3]bool]bool{}
	for w := 90; w >= 8; w-- {
		got := m.TaskLine(w)
		left, done, key := strings.Contains(got, "9m0s"), strings.Contains(got, "10%"), strings.HasSuffix(got, hint)
		if ansi.StringWidth(got) > w || left && !done || done && !key || got == "" {
			t.Errorf("%d columns: %q", w, got)
		}
		seen[[3]bool{left, done, key}] = true
	}
	if len(seen) != 4 {
		t.Errorf("%v: parts go all at once", seen)
	}
	for _, total := range []int{0, 1} {
		m.Session.Tasks[0].Done, m.Session.Tasks[0].Total = 0, total
		if got := m.TaskLine(80); !strings.HasSuffix(got, " 1m0s"+hint) {
			t.Errorf("of %d pieces: %q", total, got)
		}
	}
}
