package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"actmax/model/zoo"
	"actmax/optimize"
	"actmax/tui"
	"actmax/tui/picture"
	"actmax/tui/session"
)

// The same keys make the same film, byte for byte, and it moves.
func TestFilmIsTheSameTwice(t *testing.T) {
	n, err := zoo.Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	s := optimize.Default()
	s.Steps = 60
	e := tui.DefaultSettings()
	e.Theme, e.Pace = "light", 1
	o := tui.Options{Options: session.Options{Network: n, Settings: s, Unit: 3, Workers: 2}, Explorer: e}
	film := func() string {
		var b bytes.Buffer
		err := onStage(t, o, 80, 24, func(st *stage) error {
			f := picture.NewFilm(80, 24, picture.Light)
			st.wait(3 * time.Second) // a run that begins by itself begins while a frame is drawn, which may see some of it or nothing
			for k := range 12 {
				if k == 1 {
					st.press("r")
				}
				st.wait(tourEvery)
				f.Add(time.Duration(k)*tourEvery, st, "")
			}
			return f.Write(&b, 2*time.Second)
		})
		if err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	a := film()
	if b := film(); a != b {
		t.Errorf("%d bytes, then %d others", len(a), len(b))
	}
	if strings.Count(a, "@keyframes") < 10 {
		t.Errorf("it does not move:\n%s", a)
	}
}

// The script of the tour can be read, takes a bearable time, and mistakes in it are named.
func TestScript(t *testing.T) {
	acts, err := readScript(script)
	if err != nil {
		t.Fatal(err)
	}
	total := time.Duration(0)
	for _, a := range acts {
		if a.unseen {
			continue
		}
		total += a.pause + time.Duration(len(a.keys))*keyEvery
		if len([]rune(a.caption)) > tourWidth-2 {
			t.Errorf("%q is wider than the screen", a.caption)
		}
	}
	if total < 20*time.Second || total > 45*time.Second {
		t.Errorf("the tour takes %v", total)
	}
	for text, want := range map[string]string{"j | 1": "KEYS", "return | 1 | x": `"return"`, "j | soon | x": "soon"} {
		if _, err := readScript("\n" + text); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "tour.txt:2") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// Every picture stands on a unit that there is and presses keys that there are.
func TestShots(t *testing.T) {
	n, err := zoo.Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, s := range shots {
		layer, err := n.Find(s.layer)
		if err != nil || s.unit >= n.Units(layer) {
			t.Errorf("%s: %s/%d: %v", s.name, s.layer, s.unit, err)
		}
		if _, err := keysOf(s.keys); err != nil || seen[s.name] {
			t.Errorf("%s: named twice, or %v", s.name, err)
		}
		seen[s.name] = true
	}
}
