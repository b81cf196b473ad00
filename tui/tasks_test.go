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
	m.Session.Tasks = []*session.Task{{Kind: session.TaskRepeats, Began: m.Session.Now.Add(-time.Minute), What: "evaluating-without-duplicates", Done: 10, Total: 100}}
	for _, want := range []struct {
		w    int
		line string
	}{
		{80, "evaluating-without-duplicates 10%, 9m0s left  x gives up"},
		{44, "evaluating-witho… 10%, 9m0s left  x gives up"},
		{34, "evaluating-withou… 10%  x gives up"},
		{26, "evaluating-wi…  x gives up"},
		{12, "evaluating-…"},
	} {
		got := m.TaskLine(want.w)
		if got != want.line || ansi.StringWidth(got) > want.w {
			t.Errorf("%d columns: %q, want %q", want.w, got, want.line)
		}
	}
	for _, total := range []int{0, 1} {
		m.Session.Tasks[0].Done, m.Session.Tasks[0].Total = 0, total
		if got := m.TaskLine(80); !strings.HasSuffix(got, " 1m0s  x gives up") {
			t.Errorf("of %d pieces: %q", total, got)
		}
	}
}
