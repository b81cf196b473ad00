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

// view is one of the pictures of networks and data of one's own: the keys that lead from the one before to it, and what is on the
// screen then.
type view struct{ name, keys, until string }

// views are drawn one after the other from one explorer, so that everything is computed once.
var views = []view{
	{"map", "4", "nearest on the map"},
	{"counterparts", "1 c end", "signals r"},
	{"repeats", "1 4 K K v v", "effective rank"}, // of the first layer, which repeats itself most
	{"scores", "1 5 R", "S_sim"},
}

// ownFlags are those of the explorer that say what is drawn.
var ownFlags = []string{"model", "also", "data", "study", "unit", "set"}

// given are the flags among these that are set, as the explorer takes them.
func given() (flags []string) {
	flag.Visit(func(f *flag.Flag) {
		if slices.Contains(ownFlags, f.Name) {
			flags = append(flags, "--"+f.Name, f.Value.String())
		}
	})
	return flags
}

// ownSize is the one size of these pictures.
var ownSize = [2]int{160, 50}

// own draws networks and data of one's own, opened as actmax explore opens them with these flags. Files begin with a name.
func own(t *testing.T, out, name string, flags []string, list []view) error {
	// no session of the person's is taken up, and none is kept
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	var o *tui.Options
	err := cli.Explore(context.Background(), append([]string{"--fresh", "--set", "explorer.theme=auto", "--set", "explorer.fps=10"}, flags...), func(_ context.Context, opened tui.Options) error {
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
		// The clock stands still while anything is computed: the data is read, counterparts are found, the first unit has played.
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
			st.wait(90 * time.Second) // as above; what was said has gone
			for range 100 {
				if !st.shows("all methods ") { // on Scores, while a run of them goes on
					break
				}
				st.wait(time.Minute)
			}
			if st.shows("all methods ") {
				return fmt.Errorf("%s: the run of all methods does not end:\n%s", v.name, st.String())
			}
			for _, look := range themes {
				st.press(ansi.SetBackgroundColor(look.colours.Background)) // what a terminal answers that is asked which it has
				st.wait(time.Second)
				if !st.shows(v.until) {
					return fmt.Errorf("%s: %q is not on the screen:\n%s", v.name, v.until, st.String())
				}
				file := fmt.Sprintf("%s-%s-%s-%dx%d.svg", name, v.name, look.name, ownSize[0], ownSize[1])
				fmt.Fprintln(os.Stderr, file)
				err := atomicfile.Write(filepath.Join(out, file), func(w io.Writer) error { return picture.SVG(w, st, look.colours) })
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// chosen are the views whose names begin like this, after those that lead to them.
func chosen(only string) []view {
	last := -1
	for i, v := range views {
		if strings.HasPrefix(v.name, only) {
			last = i
		}
	}
	return views[:last+1]
}
