package canvas

import (
	"strings"
	"testing"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	"charm.land/bubbles/v2/viewport"
	"charm.land/lipgloss/v2"
	"charm.land/lipgloss/v2/table"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"actmax/tui/style"
)

// What lipgloss rendered keeps its texts and styles, wide characters their two cells; nothing leaves the area.
func TestStyled(t *testing.T) {
	theme := style.NewTheme(true, colorprofile.TrueColor)
	c := grid(12, 3)
	p := c.Full()
	for y := range 3 {
		p.Text(0, y, "............", style.Dim)
	}
	text := theme.Look(style.Alert.Strong()).Render("ab走") + "\n" +
		theme.Look(style.Signal.On(style.OnCursor)).Render("x ") + "走る走\n\nbelow"
	p.Part(1, 0, 7, 2).Styled(text, theme)
	if got := rows(t, c); got[0] != ".ab走......." || got[1] != ".x 走る....." || got[2] != "............" {
		t.Errorf("\n%s", strings.Join(got, "\n"))
	}
	for at, want := range map[[2]int]Cell{
		{1, 0}: {"a", style.Alert.Strong()}, {3, 0}: {"走", style.Alert.Strong()}, {4, 0}: {"", style.Alert.Strong()},
		{2, 1}: {" ", style.Signal.On(style.OnCursor)}, {5, 1}: {"る", style.Text}, {7, 1}: {".", style.Dim},
	} {
		if got := *p.Cell(at[0], at[1]); got != want {
			t.Errorf("%v: %v, expected %v", at, got, want)
		}
	}
}

// Sequences that are no styles do not reach the terminal.
func TestStyledHostile(t *testing.T) {
	theme := style.NewTheme(true, colorprofile.TrueColor)
	c := grid(20, 1)
	c.Full().Styled("a\x1b[2J\x1b]0;title\x07\x1bPdata\x1b\\b\x1b_more\x1b\\\tc\rd", theme)
	if s := c.Render(theme); strings.ContainsAny(s, "\x1b\t\r") || !strings.Contains(s, "b") {
		t.Errorf("%q", s)
	}
}

// A look that is none of the theme's is rendered as it came.
func TestStyledForeign(t *testing.T) {
	theme := style.NewTheme(true, colorprofile.TrueColor)
	c := grid(5, 1)
	text := lipgloss.NewStyle().Italic(true).Background(lipgloss.Color("#102030")).Render("a b ")
	c.Full().Styled(text, theme)
	cell := func(s string) uv.Cell { return uv.NewStyledString(s).Lines(ansi.GraphemeWidth)[0][2] }
	if got, want := cell(c.Render(theme)), cell(text); got != want {
		t.Errorf("%v, expected %v", got, want)
	}
}

// Dialogs made by lipgloss and bubbles are drawn over a screen.
func TestDialogs(t *testing.T) {
	theme := style.NewTheme(false, colorprofile.ANSI256)
	dim := theme.Look(style.Dim)
	input := textinput.New()
	input.SetValue("conv3")
	view := viewport.New(viewport.WithWidth(8), viewport.WithHeight(2))
	view.SetContent("one\ntwo\nthree")
	keys := help.New()
	keys.Styles.ShortKey, keys.Styles.ShortDesc = theme.Look(style.Accent), dim
	quit := key.NewBinding(key.WithKeys("q"), key.WithHelp("q", "quit"))
	border := lipgloss.NewStyle().Border(style.Unicode.Border).BorderForeground(dim.GetForeground()).Padding(0, 1)
	listed := table.New().Border(style.ASCII.Border).BorderStyle(dim).Headers("unit", "f").Row("17", "2.5")
	for name, dialog := range map[string]struct {
		text  string
		shows []string
	}{
		"border":     {border.Render("inside"), []string{"┌────────┐", "│ inside │", "└────────┘"}},
		"table":      {listed.String(), []string{"+----+---+", "|unit|f  |", "|17  |2.5|"}},
		"text field": {input.View(), []string{"> conv3"}},
		"viewport":   {view.View(), []string{"one", "two"}},
		"key help":   {keys.ShortHelpView([]key.Binding{quit}), []string{"q quit"}},
	} {
		c := grid(30, 6)
		c.Full().Styled(dialog.text, theme)
		got := strings.Join(rows(t, c), "\n")
		for _, want := range dialog.shows {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is missing in\n%s", name, want, got)
			}
		}
	}
}
