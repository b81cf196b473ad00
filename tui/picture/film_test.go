package picture

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
)

// A film keeps each state of a row once, says when it shows which, and leaves rows still that do not change.
func TestFilm(t *testing.T) {
	e := vt.NewEmulator(10, 2)
	write := func(s string) {
		if _, err := e.WriteString(s); err != nil {
			t.Fatal(err)
		}
	}
	write("\x1b[20hstill\nfirst")
	f := NewFilm(10, 2, Dark)
	f.Add(0, e, "a key")
	f.Add(time.Second, e, "a key")
	write("\x1b[2;1Hsecond")
	f.Add(2*time.Second, e, "another")
	write("\x1b[2;1Hfirst \x1b[K")
	f.Add(3*time.Second, e, "another")
	var b strings.Builder
	if err := f.Write(&b, 4*time.Second); err != nil {
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
	for text, want := range map[string]int{
		">still<": 1, ">first<": 1, ">second<": 1, "animation-duration:4s": 1, "@keyframes": 2, "prefers-reduced-motion": 1,
		"@keyframes r1{0%{transform:translateY(0px)}50%{transform:translateY(-16px)}75%{transform:translateY(0px)}}": 1,
		"@keyframes r2{0%{transform:translateY(0px)}50%{transform:translateY(-16px)}}":                               1,
	} {
		if n := strings.Count(s, text); n != want {
			t.Errorf("%q occurs %d times, expected %d, in\n%s", text, n, want, s)
		}
	}
}

// Lines that meet in neighbouring cells meet in the picture: every line glyph ends in the middle of an edge.
func TestShapes(t *testing.T) {
	for r, want := range map[rune]string{'│': "M12 0v16", '┘': "M12 0v8", '╭': "M16 8Q12 8 12 16", '╯': "M8 8Q12 8 12 0"} {
		if _, d, ok := stroke(r, 1); !ok || d != want {
			t.Errorf("%c: %q, expected %q", r, d, want)
		}
	}
	if level, _, ok := stroke('┼', 1); !ok || level != (block{8, 8, 8, 0}) {
		t.Errorf("┼: %v", level)
	}
	if _, _, ok := stroke('x', 1); ok {
		t.Error("x is no line")
	}
	for r, want := range map[rune]block{'▁': {0, 14, 8, 2}, '█': {0, 0, 8, 16}, '▌': {0, 0, 4, 16}, '⠁': {1, 1, 2, 2}, '⢀': {5, 13, 2, 2}} {
		if got := blocks(r); len(got) != 1 || got[0] != want {
			t.Errorf("%c: %v, expected %v", r, got, want)
		}
	}
}
