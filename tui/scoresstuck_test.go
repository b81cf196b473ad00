package tui

import (
	"errors"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/board"
)

// Where signals cannot be compared with real segments, the cell says that and what to do instead of promising figures, no frame
// is drawn in vain, and r compares again.
func TestScoresSayWhyNothingIsCompared(t *testing.T) {
	m := onScores(t, brief(t))
	c := scoresOf(m)
	shows := func(what string, w, h int, wants ...string) {
		t.Helper()
		all := ansi.Strip(strings.Join(view(t, m, w, h, what), "\n"))
		for _, want := range wants {
			if !strings.Contains(all, want) {
				t.Errorf("%s, %dx%d: %q is missing\n%s", what, w, h, want, all)
			}
		}
		if c.Lively() {
			t.Errorf("%s, %dx%d: promises what will not come\n%s", what, w, h, all)
		}
	}
	at, _ := board.ComparisonOf(m.common.Session)
	torn := errors.New("segment 7 is torn")
	whole := c.Column().Layers[c.Cursor.Layer]
	for _, s := range whole {
		s.Basis = board.Comparison{}
	}
	c.Board.Compared(m.common.Session, at, m.common.Session.Data.Dataset, 0, nil, nil, torn)
	c.Refresh(true)
	for _, size := range [][2]int{{60, 18}, {80, 24}, {160, 50}} {
		shows("none", size[0], size[1], "12 of 12 units", "r ")
	}
	shows("none", 160, 50, torn.Error())
	for _, s := range whole[:5] {
		s.Basis = at
	}
	c.Board.Version++
	c.Refresh(true)
	shows("some", 80, 24, "r ", "S_sim")
	shows("some", 160, 50, torn.Error(), "5 of 12 units")
	if c.Lively() {
		t.Error("frames are drawn though nothing can change")
	}

	m.act(screen.ActRestart)
	if m.message == "" || m.alert {
		t.Errorf("it says %q", m.message)
	}
	for range 5 {
		pass(m)
	}
	if f := c.Cells[c.Cursor]; f.Done != 12 || len(c.Stuck()) > 0 {
		t.Errorf("r compares %d units", f.Done)
	}

	for _, s := range whole {
		s.Basis = board.Comparison{}
	}
	m.common.Session.Data.Index.Finder = nil
	for _, err := range []error{session.ErrIndexCancelled, torn} {
		m.common.Session.Data.Index.Err = err
		c.Board.Version++
		c.Refresh(true)
		shows("no index", 80, 24, "12 of 12 units", ":search")
		shows("no index", 160, 50, "12 of 12 units", strings.Join(strings.Fields(err.Error())[:4], " "))
	}
}
