// Package dialog holds the windows that open over a screen: palette, pickers, help, the menu of methods, questions.
// They take values and answer with what to do; only the program does it.
package dialog

import (
	tea "charm.land/bubbletea/v2"

	"actmax/tui/canvas"
	"actmax/tui/screen"
)

// Dialog is a window over a screen.
type Dialog interface {
	// Act handles the action of a key. If open is false, the window closes. then does what was chosen; nil: nothing.
	Act(a screen.Action) (open bool, then func())
	Draw(p canvas.Painter, c *screen.Common)
}

// Typist is a dialog that takes every key, and pasted text, as it is typed.
type Typist interface {
	Dialog
	Typed(msg tea.Msg) (open bool, then func())
}
