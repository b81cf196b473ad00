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
		`.f0{fill:#ff5f5f}`,
		`class="f0 b" textLength="24">a&lt;b</text>`,
		`d="M40 12h8v4h-8zM48 8h8v8h-8z"`, // ▂ and ▄, at column 5
		`class="f3" textLength="32">here</text>`,
		`class="f2 u" textLength="40">field</text>`,
		`>世</text>`,
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
	for _, want := range []string{
		`d="M9 1h2v2h-2zM9 13h2v2h-2zM21 13h2v2h-2z"`, // dots 1 and 7 of the second cell, dot 8 of the third
		`<text x="24" y="12"`,                         // the fourth
	} {
		if !strings.Contains(s, want) {
			t.Errorf("%s is missing in\n%s", want, s)
		}
	}
}
