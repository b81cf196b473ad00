package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"actmax/internal/atomicfile"
	"actmax/internal/cli"
	"actmax/tui"
	"actmax/tui/picture"
)

// view is one of the pictures of the user's networks and data: the keys that lead to it from the previous one, and a
// text that is then on the screen.
type view struct{ name, keys, until string }

// views are drawn one after the other in one explorer, so that everything is computed once.
var views = []view{
	{"map", "4", "nearest on the map"},
	{"counterparts", "1 c end", "signals r"},
	{"repeats", "1 4 K K v v", "effective rank"}, // of the first layer, which has most duplicates
	{"scores", "1 5 R", "S_sim"},
}

// ownFlags are the flags of the explorer that select what is drawn.
var ownFlags = []string{"model", "also", "data", "study", "unit", "set"}

// given returns the ownFlags that are set, in the form that the explorer takes.
func given() (flags []string) {
	flag.Visit(func(f *flag.Flag) {
		if slices.Contains(ownFlags, f.Name) {
			flags = append(flags, "--"+f.Name, f.Value.String())
		}
	})
	return flags
}

// ownSize is the size of these pictures.
var ownSize = [2]int{160, 50}

// own draws the user's networks and data, opened with these flags as in actmax explore. name is the prefix of the
// files.
func own(t *testing.T, out, name string, flags []string, list []view) error {
	// do not read or write the sessions of the user
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	var o *tui.Options
	args := append([]string{"--fresh", "--set", "explorer.theme=auto", "--set", "explorer.fps=10"}, flags...)
	err := cli.Explore(context.Background(), args, func(_ context.Context, opened tui.Options) error {
		o = &opened
		return nil
	})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	return onStage(t, *o, ownSize[0], ownSize[1], func(st *stage) error {
		// The clock stops during computations. After this the data is read, counterparts are found, and the first
		// unit has played.
		st.wait(time.Minute)
		for _, v := range list {
			keys, err := keysOf(v.keys)
			if err != nil {
				return err
			}
			for _, k := range keys {
				st.press(k)
				st.wait(time.Second)
			}
			st.wait(90 * time.Second) // as above, and messages have disappeared
			for range 100 {
				if !st.shows("all methods ") { // shown on Scores during a run
					break
				}
				st.wait(time.Minute)
			}
			if st.shows("all methods ") {
				return fmt.Errorf("%s: the run of all methods takes too long:\n%s", v.name, st.String())
			}
			for _, look := range themes {
				st.press(ansi.SetBackgroundColor(look.colours.Background)) // the answer of a terminal to a query
				st.wait(time.Second)
				if !st.shows(v.until) {
					return fmt.Errorf("%s: %q is not on the screen:\n%s", v.name, v.until, st.String())
				}
				file := fmt.Sprintf("%s-%s-%s-%dx%d.svg", name, v.name, look.name, ownSize[0], ownSize[1])
				fmt.Fprintln(os.Stderr, file)
				err := atomicfile.Write(filepath.Join(out, file), func(w io.Writer) error {
					return picture.SVG(w, st, look.colours)
				})
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// chosen returns the views up to the last one whose name has the prefix.
func chosen(only string) []view {
	last := -1
	for i, v := range views {
		if strings.HasPrefix(v.name, only) {
			last = i
		}
	}
	return views[:last+1]
}
