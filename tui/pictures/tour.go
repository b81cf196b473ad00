package main

import (
	_ "embed"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"actmax/tui"
	"actmax/tui/picture"
)

//go:embed tour.txt
var script string

// act is a line of the script.
type act struct {
	keys    []string
	unseen  bool // not recorded
	pause   time.Duration
	caption string
}

// readScript parses lines of keys, seconds and caption; it ignores empty lines and those that begin with #. Lines
// before three dashes are not recorded.
func readScript(text string) ([]act, error) {
	var out []act
	for n, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		if line == "---" {
			for i := range out {
				out[i].unseen = true
			}
			continue
		}
		part := strings.SplitN(line, "|", 3)
		if len(part) != 3 {
			return nil, fmt.Errorf("tour.txt:%d: expected KEYS | SECONDS | CAPTION", n+1)
		}
		keys, err := keysOf(part[0])
		if err != nil {
			return nil, fmt.Errorf("tour.txt:%d: %w", n+1, err)
		}
		seconds, err := strconv.ParseFloat(strings.TrimSpace(part[1]), 64)
		if err != nil || seconds < 0 {
			return nil, fmt.Errorf("tour.txt:%d: %q is not a number of seconds", n+1, part[1])
		}
		out = append(out, act{keys, false, time.Duration(seconds * float64(time.Second)), strings.TrimSpace(part[2])})
	}
	return out, nil
}

const (
	tourWidth, tourHeight = 120, 36
	tourEvery             = 7 * (time.Second / 30) // between frames: every seventh frame of the screen
	keyEvery              = 2 * tourEvery          // between keys, as when typing
	tourPace              = 14                     // seconds of a whole run, long enough to change eta during it
)

// tour plays the script and writes the film.
func tour(t *testing.T, w io.Writer, o tui.Options) error {
	acts, err := readScript(script)
	if err != nil {
		return err
	}
	if o.Layer, err = o.Network.Find("conv3"); err != nil {
		return err
	}
	o.Unit, o.Explorer.Theme, o.Explorer.Pace = 12, "dark", tourPace
	dir, err := os.MkdirTemp("", "actmax-tour-") // for exports
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	back, err := os.Getwd()
	if err != nil {
		return err
	}
	if err := os.Chdir(dir); err != nil {
		return err
	}
	defer os.Chdir(back)
	return onStage(t, o, tourWidth, tourHeight, func(st *stage) error {
		film := picture.NewFilm(tourWidth, tourHeight, picture.Dark)
		var at time.Duration
		pass := func(a act, d time.Duration) {
			for range (d + tourEvery - 1) / tourEvery {
				if st.wait(tourEvery); !a.unseen {
					film.Add(at, st, a.caption)
					at += tourEvery
				}
			}
		}
		for _, a := range acts {
			for _, k := range a.keys {
				st.press(k)
				pass(a, keyEvery)
			}
			pass(a, a.pause)
		}
		return film.Write(w, at)
	})
}
