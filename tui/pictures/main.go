// Command pictures makes the pictures of the explorer in the documentation. It runs the explorer on the demo network
// in a terminal in memory, presses keys, and draws the screen as SVG. For the tour, it plays the keys of tour.txt and
// draws an animated SVG. With -keys it writes the key map. With -model it draws the screens of a whole layer and of
// several networks, opened with the same flags as in actmax explore.
//
//	go run ./tui/pictures -o docs/pictures [-only NAME]
//	go run ./tui/pictures -keys docs/keys.md
//	go run ./tui/pictures -as dsads -model A.safetensors -also B.safetensors -data dsads -study DIR
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"actmax/data/synth"
	"actmax/internal/atomicfile"
	"actmax/model/train"
	"actmax/model/zoo"
	"actmax/optimize"
	"actmax/tui"
	"actmax/tui/picture"
	"actmax/tui/session"
)

func main() {
	out := flag.String("o", "docs/pictures", "folder for the pictures")
	only := flag.String("only", "", "make only pictures whose `name` has this prefix, such as tour; "+
		"with -model: stop after the last of them")
	keys := flag.String("keys", "", "write the table of keys to this `file` instead")
	as := flag.String("as", "own", "with -model: prefix of the file names, a `name`")
	for _, name := range ownFlags {
		flag.String(name, "", "same as --"+name+" of actmax explore")
	}
	testing.Init()
	flag.Parse()
	if *keys != "" {
		if err := os.WriteFile(*keys, []byte(tui.KeysMarkdown()), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "pictures:", err)
			os.Exit(1)
		}
		return
	}
	draw := func(t *testing.T) {
		var err error
		if flags := given(); len(flags) > 0 {
			err = own(t, *out, *as, flags, chosen(*only))
		} else {
			err = run(t, *out, *only)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	// The pictures need the clock of package synctest, which is available only in a test: see onStage.
	all := func(_, _ string) (bool, error) { return true, nil }
	testing.Main(all, []testing.InternalTest{{Name: "pictures", F: draw}}, nil, nil)
}

// theme is a background for which pictures are made.
type theme struct {
	name    string
	colours picture.Colours
}

var (
	themes = []theme{{"dark", picture.Dark}, {"light", picture.Light}}
	sizes  = [][2]int{{80, 24}, {160, 50}}
)

func run(t *testing.T, out, only string) error {
	o, err := demo()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	for _, s := range shots {
		for _, size := range sizes {
			for _, look := range themes {
				name := fmt.Sprintf("%s-%s-%dx%d.svg", s.name, look.name, size[0], size[1])
				if !strings.HasPrefix(name, only) {
					continue
				}
				fmt.Fprintln(os.Stderr, name)
				err := atomicfile.Write(filepath.Join(out, name), func(w io.Writer) error {
					return s.take(t, w, o, look, size[0], size[1])
				})
				if err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
			}
		}
	}
	if !strings.HasPrefix("tour.svg", only) {
		return nil
	}
	return atomicfile.Write(filepath.Join(out, "tour.svg"), func(w io.Writer) error { return tour(t, w, o) })
}

// demo returns the embedded network and recordings. The training segments are measured before the first picture.
func demo() (tui.Options, error) {
	n, err := zoo.Load("demo")
	if err != nil {
		return tui.Options{}, err
	}
	d := synth.Load(synth.Seed)
	measured, err := train.Measure(context.Background(), n, d, train.MeasureOptions{})
	if err != nil {
		return tui.Options{}, err
	}
	return tui.Options{
		Options: session.Options{
			Network: n, Dataset: d, Settings: optimize.Default(), Model: "demo", Data: "demo",
			Measure: func(context.Context, session.Say) (*train.Measurement, error) { return measured, nil },
		},
		Explorer: tui.DefaultSettings(),
	}, nil
}
