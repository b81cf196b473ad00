package style

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"actmax/internal/golden"
)

// named are the styles that the golden file shows.
func named() (names []string, styles []Style) {
	add := func(name string, s Style) { names, styles = append(names, name), append(styles, s) }
	inks := []string{"text", "dim", "frame", "signal", "map", "over", "threshold", "real", "accent", "alert"}
	for i, name := range inks {
		add(name, Style(i))
		add(name+" weak", Style(i).Weak())
	}
	for i := range kinds {
		add(fmt.Sprintf("kind %d", i), Kind(i))
	}
	for i, name := range []string{"window", "cursor", "map", "over"} {
		g := OnWindow + Ground(i)
		add("text on "+name, Text.On(g))
		add("signal on "+name, Signal.On(g))
		add("dim strong underlined on "+name, Dim.Strong().Underlined().On(g))
	}
	add("text strong", Text.Strong())
	add("accent strong", Accent.Strong())
	add("accent underlined", Accent.Underlined())
	add("accent strong weak", Accent.Strong().Weak())
	return names, styles
}

// themes are all that there are.
func themes() map[string]*Theme {
	return map[string]*Theme{
		"dark": NewTheme(true, colorprofile.TrueColor), "light": NewTheme(false, colorprofile.ANSI256),
		"dark of 16": NewTheme(true, colorprofile.ANSI), "light of 16": NewTheme(false, colorprofile.ANSI),
		"no colours": NewTheme(true, colorprofile.ASCII),
	}
}

// seen returns how a terminal writes text after the sequences.
func seen(sequences string) uv.Style {
	return uv.NewStyledString(sequences + "x").Lines(ansi.GraphemeWidth)[0][0].Style
}

// What every style looks like stands in a golden file: colours as the parameters of the sequence that sets them.
func TestLooks(t *testing.T) {
	var b strings.Builder
	all := themes()
	for _, theme := range []string{"dark", "light", "dark of 16", "light of 16", "no colours"} {
		fmt.Fprintf(&b, "%s\n", theme)
		names, styles := named()
		for i, s := range styles {
			sequence := all[theme].Change(Text, s)
			line := fmt.Sprintf("  %-32s %s", names[i], strings.TrimSuffix(strings.TrimPrefix(sequence, "\x1b["), "m"))
			b.WriteString(strings.TrimRight(line, " ") + "\n")
		}
	}
	golden.Compare(t, filepath.Join("testdata", "looks.txt"), b.String())
}

// After a change a terminal writes as lipgloss renders the style, whatever was before.
func TestChange(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	_, styles := named()
	for name, theme := range themes() {
		for range 500 {
			a, b := styles[r.IntN(len(styles))], styles[r.IntN(len(styles))]
			got := seen(theme.Change(Text, a) + theme.Change(a, b))
			want := uv.NewStyledString(theme.Look(b).Render("x")).Lines(ansi.GraphemeWidth)[0][0].Style
			if got != want {
				t.Fatalf("%s: from %#x to %#x: %v, expected %v", name, a, b, got, want)
			}
		}
		if s := theme.Change(Signal, Signal); s != "" {
			t.Errorf("%s: %q changes nothing", name, s)
		}
	}
}

// What was rendered with a theme's looks is known again; any other look is kept as it is, and its cells know no inks
// and grounds.
func TestAdopt(t *testing.T) {
	theme := NewTheme(true, colorprofile.TrueColor)
	for _, s := range []Style{Text, Dim, Alert.Strong(), Real.On(OnCursor)} {
		if got := theme.Adopt(seen(strings.TrimSuffix(theme.Look(s).Render("x"), "x"+ansi.ResetStyle))); got != s {
			t.Errorf("%#x comes back as %#x", s, got)
		}
	}
	slanted := lipgloss.NewStyle().Italic(true).Background(lipgloss.Color("#102030")).Render("x")
	foreign := seen(strings.TrimSuffix(slanted, "x"+ansi.ResetStyle))
	s := theme.Adopt(foreign)
	if theme.Adopt(foreign) != s || s.On(OnCursor) != s || s.In(Accent) != s ||
		Text.Over(s) != Text || s.Over(Text.On(OnCursor)) != s {
		t.Errorf("%#x is not kept", s)
	}
	if got := seen(theme.Change(Dim, s)); got != foreign {
		t.Errorf("%v, expected %v", got, foreign)
	}
	if s.Empty() || s.BlankAfter(s) || Text.BlankAfter(s) {
		t.Error("a blank of another look shows nothing")
	}
	if other := NewTheme(false, colorprofile.TrueColor); other.Change(Text, s) != "" {
		t.Error("a theme knows the looks of another")
	}
}

// A style keeps each of its parts when another is changed.
func TestParts(t *testing.T) {
	s := Signal.On(OnCursor).Strong()
	if s.In(Dim) != Dim.On(OnCursor).Strong() || s.On(OnWindow) != Signal.On(OnWindow).Strong() ||
		s.Ink() != Signal || s.Ground() != OnCursor {
		t.Errorf("%#x", s)
	}
	if Dim.Over(s) != Dim.On(OnCursor) || Dim.On(OnMap).Over(s) != Dim.On(OnMap) {
		t.Error("a ground does not stay, or hides another")
	}
	if !Dim.BlankAfter(Alert) || Dim.BlankAfter(s) || Dim.BlankAfter(Dim.Underlined()) ||
		s.Empty() || !Dim.Strong().Empty() {
		t.Error("a blank shows something else")
	}
	if Kind(3) != Kind(3+kinds) || Kind(3) == Kind(4) {
		t.Error("inks of activities do not repeat")
	}
}

// Every glyph is there, and every one but the signs of numbers takes one column.
func TestGlyphs(t *testing.T) {
	wide := map[string]bool{"PlusMinus": true, "Mean": true, "Sigma": true, "Sum": true}
	var look func(path string, v reflect.Value)
	look = func(path string, v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			name := path[strings.LastIndexByte(path, '.')+1:]
			if w := ansi.StringWidth(v.String()); w != 1 && (w < 1 || !wide[name]) {
				t.Errorf("%s is %q", path, v.String())
			}
		case reflect.Struct:
			for i := range v.NumField() {
				look(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		case reflect.Slice, reflect.Array:
			if v.Len() == 0 {
				t.Errorf("%s is empty", path)
			}
			for i := range v.Len() {
				look(fmt.Sprintf("%s[%d]", path, i), v.Index(i))
			}
		}
	}
	look("Unicode", reflect.ValueOf(Unicode))
	look("ASCII", reflect.ValueOf(ASCII))
	for _, r := range fmt.Sprintf("%+v", ASCII) {
		if r > 0x7e {
			t.Errorf("%c is not ASCII", r)
		}
	}
	if Unicode.Frame[Up|Right] != "└" || Unicode.Frame[Right|Down|Left] != "┬" ||
		ASCII.Frame[Up|Down] != "|" || ASCII.Frame[Up|Left] != "+" {
		t.Error("lines that meet have another piece")
	}
}
