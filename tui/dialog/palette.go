package dialog

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"actmax/tui/canvas"
	"actmax/tui/screen"
	"actmax/tui/style"
)

// Row is a row of the palette or of a picker.
type Row struct {
	Name string // to find it by
	Help string
	Key  string // with the same effect; "" if there is none
	Run  func()
}

// Palette is a list that typing narrows: of commands, networks, data or pins.
type Palette struct {
	common *screen.Common
	title  string
	field  textinput.Model
	all    []Row
	other  func(text string) []Row // additional rows for a text; nil: none
	shown  []Row
	cursor int
	top    int
}

// NewPalette returns a list of rows; other returns additional rows for a text, nil: none.
func NewPalette(c *screen.Common, title string, all []Row, other func(string) []Row) *Palette {
	f := textinput.New()
	f.CharLimit = 400
	f.Focus()
	p := &Palette{common: c, title: title, field: f, all: all, other: other}
	p.narrow()
	return p
}

// narrow shows the rows that contain every word of the text in name, key or help; those with all words in their name
// come first.
func (p *Palette) narrow() {
	text := strings.ToLower(strings.TrimSpace(p.field.Value()))
	words := strings.Fields(text)
	var first, named, rest []Row
	for _, c := range p.all {
		name, all := strings.ToLower(c.Name), strings.ToLower(c.Name+" "+c.Help+" "+c.Key)
		in := func(s string) bool {
			for _, w := range words {
				if !strings.Contains(s, w) {
					return false
				}
			}
			return true
		}
		switch {
		case text != "" && (strings.HasPrefix(name, text) || c.Key == p.field.Value()):
			first = append(first, c)
		case in(name):
			named = append(named, c)
		case in(all):
			rest = append(rest, c)
		}
	}
	p.shown = append(append(first, named...), rest...)
	if p.other != nil && text != "" {
		p.shown = append(p.shown, p.other(strings.TrimSpace(p.field.Value()))...)
	}
	p.cursor, p.top = 0, 0
}

// Typed implements Typist: arrows move, enter runs the row under the cursor, esc closes, anything else is text.
func (p *Palette) Typed(msg tea.Msg) (open bool, then func()) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch k.String() {
		case "enter":
			if len(p.shown) == 0 {
				p.common.Session.Say("no entry matches %q", p.field.Value())
				return true, nil
			}
			return false, p.shown[p.cursor].Run
		case "down", "ctrl+n", "tab":
			return p.Act(screen.ActDown)
		case "up", "ctrl+p", "shift+tab":
			return p.Act(screen.ActUp)
		case "pgdown":
			return p.Act(screen.ActHalfDown)
		case "pgup":
			return p.Act(screen.ActHalfUp)
		case "esc":
			return false, nil
		}
	}
	was := p.field.Value()
	p.field, _ = p.field.Update(msg)
	if p.field.Value() != was {
		p.narrow()
	}
	return true, nil
}

// Act implements Dialog, for the mouse wheel.
func (p *Palette) Act(a screen.Action) (open bool, then func()) {
	by := map[screen.Action]int{screen.ActDown: 1, screen.ActUp: -1, screen.ActHalfDown: 10, screen.ActHalfUp: -10}[a]
	p.cursor = max(0, min(p.cursor+by, len(p.shown)-1))
	return true, nil
}

// Draw implements Dialog.
func (p *Palette) Draw(in canvas.Painter, c *screen.Common) {
	rows := len(p.all) + 1
	in = in.Window(p.title, min(100, in.W-2), min(rows, max(8, in.H*2/3)), c.Glyphs)
	if in.H < 2 {
		return
	}
	text, at := []rune(p.field.Value()), p.field.Position()
	from := max(0, at-(in.W-4))
	x := in.Text(1, 0, ":", style.Accent.Strong())
	in.Text(x, 0, canvas.Clip(string(text[from:])+" ", in.W-3, c.Glyphs), style.Text)
	in.Ground(x+at-from, 0, 1, style.OnCursor)
	h := in.H - 1
	p.top = min(p.top, p.cursor)
	p.top = max(p.top, p.cursor-h+1)
	p.top = max(0, min(p.top, len(p.shown)-h))
	wide, keys := 12, 0
	for _, r := range p.all {
		wide = max(wide, ansi.StringWidth(r.Name)+2)
		keys = max(keys, ansi.StringWidth(c.Spell(r.Key)))
	}
	wide = min(wide, max(12, in.W*2/5)) // a longer name shortens its help
	for y, r := range p.shown[p.top:min(len(p.shown), p.top+h)] {
		x := in.Text(2, y+1, canvas.Clip(c.Spell(r.Name), in.W-4-keys, c.Glyphs), style.Text)
		x = max(x+2, 2+wide)
		if w := in.W - x - 2 - keys; w > 4 {
			in.Text(x, y+1, canvas.Clip(c.Spell(r.Help), w, c.Glyphs), style.Dim)
		}
		in.TextRight(in.W-1, y+1, c.Spell(r.Key), style.Accent)
		if p.top+y == p.cursor {
			in.Ground(0, y+1, in.W, style.OnCursor)
			in.Put(0, y+1, c.Glyphs.Here, style.Accent.Strong())
		}
	}
	if len(p.shown) == 0 {
		in.Text(2, 1, "no match", style.Dim)
	}
}
