package dialog

import (
	tea "charm.land/bubbletea/v2"

	"actmax/tui/canvas"
	"actmax/tui/screen"
	"actmax/tui/style"
)

// Quit asks before the program ends work that is not saved.
type Quit struct {
	unfinished func() []string // sentences about the work that quitting would end
	quit       func()
}

// NewQuit returns the question; quit is called if the answer is yes.
func NewQuit(unfinished func() []string, quit func()) *Quit { return &Quit{unfinished, quit} }

// Act implements Dialog.
func (*Quit) Act(screen.Action) (open bool, then func()) { return false, nil }

// Typed implements Typist.
func (q *Quit) Typed(msg tea.Msg) (open bool, then func()) {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return true, nil
	}
	switch k.String() {
	case "q", "y", "enter":
		return false, q.quit
	}
	return false, nil
}

// Draw implements Dialog.
func (q *Quit) Draw(p canvas.Painter, c *screen.Common) {
	lines := q.unfinished()
	if len(lines) == 0 {
		lines = []string{"A run of all methods has just ended."} // since the window opened
	}
	in := p.Window("Quit?", min(70, p.W-4), len(lines)+2, c.Glyphs)
	for y, text := range append(lines, "Its results are not saved.") {
		in.Text(1, y, canvas.Clip(text, in.W-2, c.Glyphs), style.Text)
	}
	in.Text(1, in.H-1, canvas.Clip("q or enter to quit, any other key to stay", in.W-2, c.Glyphs), style.Dim)
}
