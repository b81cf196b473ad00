package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"actmax/tui/screen"
	"actmax/tui/style"
)

// blankNotes is what CONTRIBUTING.md adds as an example: an empty screen.
type blankNotes struct {
	screen.Blank
	common *screen.Common
}

func (s *blankNotes) Keys() []screen.Key {
	return []screen.Key{screen.Bind(screen.ActBack, "esc back", ""), screen.Bind(screen.ActHelp, "? help", ""),
		screen.Bind(screen.ActQuit, "q quit", ""), screen.Off(screen.ActRestart, "notes do not run")}
}

func (s *blankNotes) Glossary() []screen.Part {
	return []screen.Part{{Title: "On the Notes screen", Entries: []screen.Entry{{Name: "a note", Text: "Nothing yet."}}}}
}

func (s *blankNotes) Act(a screen.Action) bool {
	if a == screen.ActBack {
		s.common.TurnTo(screen.Unit)
	}
	return a == screen.ActBack
}

func (s *blankNotes) Draw() {
	s.common.Canvas.Full().Text(1, 1, "no notes", style.Dim)
}

// A screen is a package and a line in the list: its number key opens it, and footer, help, palette and session know it.
func TestNewScreen(t *testing.T) {
	list := append(newList(), entry{"Notes", "what you noted", true, func(c *screen.Common) screen.Screen { return &blankNotes{common: c} }})
	m := newExplorerOf(t.Context(), options(t), list)
	defer m.common.Session.Close()
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	pressed(t, m, "6")
	if m.name() != "Notes" {
		t.Fatalf("6 opens %s", m.name())
	}
	all := strings.Join(view(t, m, 80, 24, "notes"), "\n")
	for _, want := range []string{"no notes", "esc back"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is missing\n%s", want, all)
		}
	}
	if s := m.common.Session.State(); s.Screen != "notes" {
		t.Errorf("kept: %q", s.Screen)
	}
	pressed(t, m, "r")
	if m.message != "notes do not run" {
		t.Errorf("r says %q", m.message)
	}
	pressed(t, m, "?")
	if all := strings.Join(view(t, m, 80, 24, "help"), "\n"); !strings.Contains(all, "a note") {
		t.Errorf("the help knows nothing of it\n%s", all)
	}
	pressed(t, m, "esc")
	pressed(t, m, "esc")
	if m.common.Screen != screen.Unit {
		t.Errorf("esc leads to %s", m.name())
	}
}
