package canvas

import (
	"testing"

	"github.com/charmbracelet/x/ansi"

	"actmax/tui/style"
)

// Names of DSADS that begin alike stay apart in the width of a tile, and no name is wider than it may be.
func TestShorten(t *testing.T) {
	g := &style.Unicode
	for _, c := range []struct {
		name string
		w    int
		want string
	}{
		{"jumping", 10, "jumping"}, {"jumping", 4, "jum…"}, {"cycling, vertical", 10, "cycl verti"},
		{"cycling, horizontal", 10, "cycl horiz"},
		{"treadmill run", 10, "treadm run"}, {"playing basketball", 18, "playing basketball"},
		{"moving in elevator", 10, "mov in ele"}, {"a b c d", 3, "a …"},
	} {
		if got := Shorten(c.name, c.w, g); got != c.want {
			t.Errorf("%q in %d: %q, expected %q", c.name, c.w, got, c.want)
		}
	}
	if got := ShortenAbout("0.0035 cycling, vertical", 17, g); got != "0.0035 cycl verti" {
		t.Errorf("%q", got)
	}
	names := []string{
		"sitting", "standing", "lying on back", "lying on right side", "ascending stairs", "descending stairs",
		"standing in elevator", "moving in elevator", "walking", "treadmill walk, flat", "treadmill walk, incline",
		"treadmill run", "stepper", "cross trainer", "cycling, horizontal", "cycling, vertical", "rowing",
		"jumping", "playing basketball", "走り 走る", "",
	}
	seen := map[string]string{}
	for _, name := range names {
		for w := 0; w < 30; w++ {
			if got := Shorten(name, w, g); ansi.StringWidth(got) > w {
				t.Errorf("%q in %d: %q", name, w, got)
			}
		}
		s := Shorten(name, 10, g)
		if seen[s] != "" {
			t.Errorf("%q and %q are both %q", name, seen[s], s)
		}
		seen[s] = name
	}
}
