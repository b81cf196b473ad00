package style

import (
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// Theme shows styles on one kind of terminal. It is not safe for concurrent use.
type Theme struct {
	Dark    bool // background
	Profile colorprofile.Profile
	palette *palette
	looks   map[Style]look
	known   map[uv.Style]Style
	adopted []uv.Style
	changes map[[2]Style]string
}

// look is how a style is shown: in texts that lipgloss and bubbles render, and in a cell of the screen.
type look struct {
	text lipgloss.Style
	cell uv.Style
}

// NewTheme returns the theme for a dark or a light background and for the colours of a terminal.
func NewTheme(onDark bool, profile colorprofile.Profile) *Theme {
	t := &Theme{
		Dark: onDark, Profile: profile, palette: &colourless,
		looks: map[Style]look{}, known: map[uv.Style]Style{}, changes: map[[2]Style]string{},
	}
	switch {
	case t.Shades() && onDark:
		t.palette = &dark
	case t.Shades():
		t.palette = &light
	case profile >= colorprofile.ANSI && onDark:
		t.palette = &darkOf16
	case profile >= colorprofile.ANSI:
		t.palette = &lightOf16
	}
	return t
}

// Shades reports whether the terminal has subtle background colours.
func (t *Theme) Shades() bool { return t.Profile >= colorprofile.ANSI256 }

// Look returns the lipgloss style of s, for what lipgloss and bubbles render.
func (t *Theme) Look(s Style) lipgloss.Style { return t.look(s).text }

func (t *Theme) look(s Style) look {
	if s&adopted != 0 {
		if i := int(s % adoptions); i < len(t.adopted) {
			return look{cell: t.adopted[i]}
		}
		return look{} // adopted by another theme
	}
	l, ok := t.looks[s]
	if !ok {
		l.text = t.palette.of(s)
		l.cell = uv.NewStyledString(l.text.Render("x")).Lines(ansi.GraphemeWidth)[0][0].Style
		t.looks[s] = l
		if k, ok := t.known[l.cell]; !ok || k&adopted != 0 {
			t.known[l.cell] = s
		}
	}
	return l
}

// Adopt returns a style that looks like a cell rendered by lipgloss or bubbles: the one from which Look made it, or a
// new one of this theme without ink and ground.
func (t *Theme) Adopt(cell uv.Style) Style {
	if cell.IsZero() {
		return Text
	}
	s, ok := t.known[cell]
	if !ok && len(t.adopted) < adoptions {
		s = adopted | Style(len(t.adopted))
		t.adopted = append(t.adopted, cell)
		t.known[cell] = s
	}
	return s
}

// Change returns the escape sequence that changes the style of the following text.
func (t *Theme) Change(from, to Style) string {
	sequence, ok := t.changes[[2]Style{from, to}]
	if !ok {
		before, after := t.look(from).cell, t.look(to).cell
		sequence = uv.StyleDiff(&before, &after)
		t.changes[[2]Style{from, to}] = sequence
	}
	return sequence
}
