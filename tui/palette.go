package tui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"actmax/internal/setting"
	"actmax/optimize"
	"actmax/tui/canvas"
	"actmax/tui/screen"
	"actmax/tui/screen/unit"
	"actmax/tui/style"
	"actmax/tui/widget"
)

// command is a row of the palette or of a picker.
type command struct {
	name string // what it is found by
	help string
	key  string // that does the same; "" where there is none
	run  func(m *explorer) tea.Cmd
}

// typist is an overlay that takes every key as it is typed.
type typist interface {
	overlay
	typed(m *explorer, msg tea.Msg) tea.Cmd
}

// palette is a list that is narrowed by typing: of every command, of networks, of data, of pins.
type palette struct {
	title  string
	field  textinput.Model
	all    []command
	other  func(text string) []command // rows for a text that is no row's name; nil: none
	shown  []command
	cursor int
	top    int
}

func newPalette(title string, all []command, other func(string) []command) *palette {
	f := textinput.New()
	f.CharLimit = 400
	f.Focus()
	p := &palette{title: title, field: f, all: all, other: other}
	p.narrow()
	return p
}

// narrow shows the rows that hold every word of the text in their name, key or help; those with all of it in their name come first.
func (p *palette) narrow() {
	text := strings.ToLower(strings.TrimSpace(p.field.Value()))
	words := strings.Fields(text)
	var first, named, rest []command
	for _, c := range p.all {
		name, all := strings.ToLower(c.name), strings.ToLower(c.name+" "+c.help+" "+c.key)
		in := func(s string) bool {
			for _, w := range words {
				if !strings.Contains(s, w) {
					return false
				}
			}
			return true
		}
		switch {
		case text != "" && (strings.HasPrefix(name, text) || c.key == p.field.Value()):
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

// typed implements typist: arrows move, enter runs the row under the cursor, esc closes, everything else is text.
func (p *palette) typed(m *explorer, msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch k.String() {
		case "enter":
			if len(p.shown) == 0 {
				m.Say("nothing is called %q", p.field.Value())
				return nil
			}
			m.over = nil // the command may open another
			return p.shown[p.cursor].run(m)
		case "down", "ctrl+n", "tab":
			p.act(m, screen.ActDown)
			return nil
		case "up", "ctrl+p", "shift+tab":
			p.act(m, screen.ActUp)
			return nil
		case "pgdown":
			p.act(m, screen.ActHalfDown)
			return nil
		case "pgup":
			p.act(m, screen.ActHalfUp)
			return nil
		case "esc":
			m.over = nil
			return nil
		}
	}
	was := p.field.Value()
	p.field, _ = p.field.Update(msg)
	if p.field.Value() != was {
		p.narrow()
	}
	return nil
}

// act implements overlay, for the mouse's wheel.
func (p *palette) act(m *explorer, a screen.Action) bool {
	by := map[screen.Action]int{screen.ActDown: 1, screen.ActUp: -1, screen.ActHalfDown: 10, screen.ActHalfUp: -10}[a]
	p.cursor = max(0, min(p.cursor+by, len(p.shown)-1))
	return true
}

func (p *palette) draw(c canvas.Painter, m *explorer) {
	rows := len(p.all) + 1
	in := c.Window(p.title, min(100, c.W-2), min(rows, max(8, c.H*2/3)), m.common.Glyphs)
	if in.H < 2 {
		return
	}
	text, at := []rune(p.field.Value()), p.field.Position()
	from := max(0, at-(in.W-4))
	x := in.Text(1, 0, ":", style.Accent.Strong())
	in.Text(x, 0, canvas.Clip(string(text[from:])+" ", in.W-3, m.common.Glyphs), style.Text)
	in.Ground(x+at-from, 0, 1, style.OnCursor)
	h := in.H - 1
	p.top = min(p.top, p.cursor)
	p.top = max(p.top, p.cursor-h+1)
	p.top = max(0, min(p.top, len(p.shown)-h))
	wide, keys := 12, 0
	for _, r := range p.all {
		wide = max(wide, ansi.StringWidth(r.name)+2)
		keys = max(keys, ansi.StringWidth(m.common.Spell(r.key)))
	}
	wide = min(wide, max(12, in.W*2/5)) // a longer name takes of its own help
	for y, r := range p.shown[p.top:min(len(p.shown), p.top+h)] {
		x := in.Text(2, y+1, canvas.Clip(m.common.Spell(r.name), in.W-4-keys, m.common.Glyphs), style.Text)
		x = max(x+2, 2+wide)
		if w := in.W - x - 2 - keys; w > 4 {
			in.Text(x, y+1, canvas.Clip(m.common.Spell(r.help), w, m.common.Glyphs), style.Dim)
		}
		in.TextRight(in.W-1, y+1, m.common.Spell(r.key), style.Accent)
		if p.top+y == p.cursor {
			in.Ground(0, y+1, in.W, style.OnCursor)
			in.Put(0, y+1, m.common.Glyphs.Here, style.Accent.Strong())
		}
	}
	if len(p.shown) == 0 {
		in.Text(2, 1, "nothing is called that", style.Dim)
	}
}

// openPalette lists every command: those of the key map, and those that have no key.
func (m *explorer) openPalette() {
	m.over = newPalette("Commands", m.commands(), m.assignment)
}

// nameOf splits what a key does into the words that it is found by in the palette and the rest.
func nameOf(does string) (name, rest string) {
	end := len(does)
	if i := strings.IndexAny(does, ":;"); i >= 0 {
		end = i
	}
	if i := strings.Index(does[:end], ","); i >= 0 && end > 40 {
		end = i
	}
	return does[:end], strings.TrimLeft(does[end:], ":;, ")
}

func (m *explorer) commands() []command {
	out := m.keyless()
	for _, g := range keyMap {
		for _, b := range g.bindings {
			if b.action == screen.ActPalette {
				continue
			}
			name, help := nameOf(b.help)
			out = append(out, command{name: name, help: help, key: b.show, run: func(m *explorer) tea.Cmd { return m.perform(b.action) }})
		}
	}
	for _, name := range optimize.Methods {
		out = append(out, command{name: "method " + name, help: methodHelp[name], run: func(m *explorer) tea.Cmd {
			m.choose(screen.Method{Name: name})
			return nil
		}})
	}
	for _, name := range optimize.Presets {
		out = append(out, command{name: "preset " + name, help: presetHelp[name], run: func(m *explorer) tea.Cmd {
			m.choose(screen.Method{Name: name, Preset: true})
			return nil
		}})
	}
	for i, r := range widget.Rows {
		out = append(out, command{name: "set " + r.Key, help: r.Help, run: func(m *explorer) tea.Cmd {
			m.toUnitScreen()
			m.unit.Focus, m.unit.Knobs.Cursor = unit.FocusSettings, i
			m.unit.Knobs.Open(m.common.Session.Settings)
			return nil
		}})
	}
	return out
}

// settingNamed finds a setting by its key, or as the settings pane calls it.
func settingNamed(name string) (widget.Row, error) {
	r, err := setting.Find(optimize.Table, name)
	if err == nil {
		return r, nil
	}
	for _, r := range widget.Rows {
		if _, last, _ := strings.Cut(r.Key, "."); r.Label == name || last == name {
			return r, nil
		}
	}
	return widget.Row{}, err
}

// assignment is the row for a text such as penalty.tv=0.3.
func (m *explorer) assignment(text string) []command {
	text = strings.TrimSpace(strings.TrimPrefix(text, "set "))
	key, val, ok := strings.Cut(text, "=")
	if !ok {
		return nil
	}
	r, err := settingNamed(strings.TrimSpace(key))
	if err != nil {
		return []command{{name: text, help: err.Error(), run: func(m *explorer) tea.Cmd {
			m.Complain(err)
			return nil
		}}}
	}
	return []command{{name: fmt.Sprintf("set %s to %s", r.Key, val), help: r.Help, run: func(m *explorer) tea.Cmd {
		if err := m.common.Session.SetKey(r.Key, val); err != nil {
			m.Complain(err)
		}
		return nil
	}}}
}

// keyless are the commands that have no key.
func (m *explorer) keyless() []command {
	do := func(f func(m *explorer)) func(*explorer) tea.Cmd {
		return func(m *explorer) tea.Cmd { f(m); return nil }
	}
	return []command{
		{name: "open model", help: "another network, with the data that suits it", run: do((*explorer).pickModel)},
		{name: "open data", help: "other recordings for this network", run: do((*explorer).pickData)},
		{name: "open beside", help: "another network beside this one, with the same data", run: do((*explorer).pickBeside)},
		{name: "close network", help: "one that is open beside this", run: do((*explorer).pickClosed)},
		{name: "counterparts", help: "how many units of each layer have one in the other network, and in an untrained one", run: (*explorer).countCounterparts},
		{name: "find counterparts", help: "compare the units of both networks again, after it was given up", run: do(func(m *explorer) { m.common.Session.FindCounterpartsAgain() })},
		{name: "recompute statistics", help: "every unit's threshold from the data on the screen", run: do(func(m *explorer) { m.common.Session.Recompute() })},
		{name: "search similar segments", help: "index the training segments again, after it was given up", run: func(m *explorer) tea.Cmd {
			if m.common.Session.Index.Finder != nil {
				m.Say("the training segments are indexed")
				return nil
			}
			m.common.Session.PrepareIndex()
			return nil
		}},
		{name: "export layer", help: "every result of the layer under the present settings into a folder", run: do(func(m *explorer) { m.common.Session.ExportLayer() })},
		{name: "pins", help: "list of what is pinned; choosing one goes there", run: do((*explorer).pickPin)},
		{name: "unpin all", help: "take every pin away", run: do((*explorer).unpinAll)},
		{name: "keep session", help: "now; it is kept at the end as well", run: func(m *explorer) tea.Cmd {
			m.common.Session.Save()
			switch {
			case m.common.Session.Unsaved != nil:
				m.Complain(fmt.Errorf("the session is not kept: %w", m.common.Session.Unsaved))
			case m.common.Session.Library == nil:
				m.Say("there is nowhere to keep it")
			default:
				m.Say("the session is kept")
			}
			return nil
		}},
	}
}
