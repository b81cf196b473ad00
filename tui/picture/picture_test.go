package picture

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/charmbracelet/x/vt"
)

func TestSVG(t *testing.T) {
	e := vt.NewEmulator(20, 3)
	if _, err := e.WriteString("\x1b[20h\x1b[1;38;5;203ma<b\x1b[0m  \x1b[48;5;235m▂▄\x1b[0m\n\x1b[7mhere\x1b[0m\n\x1b[4mfield\x1b[0m 世"); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := SVG(&b, e, Dark); err != nil {
		t.Fatal(err)
	}
	s := b.String()
	for d := xml.NewDecoder(strings.NewReader(s)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("not XML: %v\n%s", err, s)
		}
	}
	for _, want := range []string{
		`fill="#ff5f5f" font-weight="bold" textLength="25.3" lengthAdjust="spacingAndGlyphs" xml:space="preserve">a&lt;b<`,
		`width="16.9" height="16.3" fill="#262626"`,
		`>▂▄<`,
		`fill="#1c1c1c" textLength="33.7"`, // reversed
		`text-decoration="underline"`,
		`>世<`,
	} {
		if !strings.Contains(s, want) {
			t.Errorf("%s is missing in\n%s", want, s)
		}
	}
}

func TestSVGLight(t *testing.T) {
	e := vt.NewEmulator(4, 1)
	if _, err := e.WriteString("x"); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := SVG(&b, e, Light); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), Light.Background) || !strings.Contains(b.String(), Light.Text) {
		t.Error(b.String())
	}
}

// Braille patterns are dots in their cells, and move no text beside them.
func TestSVGDots(t *testing.T) {
	e := vt.NewEmulator(6, 1)
	if _, err := e.WriteString("a⡁⢀b"); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := SVG(&b, e, Dark); err != nil {
		t.Fatal(err)
	}
	s := b.String()
	if n := strings.Count(s, "<circle "); n != 3 {
		t.Errorf("%d dots, expected 3\n%s", n, s)
	}
	for _, want := range []string{
		`<circle cx="22.5" cy="14.0" r="0.9"`, `<circle cx="22.5" cy="26.3" r="0.9"`, // dots 1 and 7 of the second cell
		`<circle cx="35.2" cy="26.3" r="0.9"`, // dot 8 of the third
		`<text x="37.3" y="25.0"`,             // the fourth
	} {
		if !strings.Contains(s, want) {
			t.Errorf("%s is missing in\n%s", want, s)
		}
	}
}
