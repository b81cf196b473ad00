// Command pictures makes what the documents show of the explorer from the program itself. Pictures: it runs the explorer on
// the demo network in a terminal in memory, presses keys, and draws the screen as SVG. Keys: it writes the key map.
//
//	go run ./tui/pictures -o docs/pictures
//	go run ./tui/pictures -keys docs/keys.md
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"

	"actmax/data/synth"
	"actmax/model/train"
	"actmax/model/zoo"
	"actmax/optimize"
	"actmax/tui"
	"actmax/tui/picture"
)

// shot is one picture: what is opened, and the keys pressed once its run has been computed.
type shot struct {
	name          string
	width, height int
	theme         string
	colours       picture.Colours
	layer         string
	unit          int
	keys          []string
	until         string // on the screen when the picture is ready
}

const tab, home, end = "\t", "\x1b[H", "\x1b[F"

var shots = []shot{
	{"unit-dark", 160, 50, "dark", picture.Dark, "conv3", 13, []string{end, tab, "j"}, "x the floor"},
	{"unit-power-dark", 120, 36, "dark", picture.Dark, "conv3", 13, []string{end, "v", "t"}, ", training "},
	{"unit-light", 80, 24, "light", picture.Light, "conv3", 13, []string{home, ">", ">", ">", ">", ">", ">"}, "held"},
}

func main() {
	out := flag.String("o", "docs/pictures", "folder for the pictures")
	keys := flag.String("keys", "", "write the table of keys to this `file` instead")
	flag.Parse()
	var err error
	if *keys != "" {
		err = os.WriteFile(*keys, []byte(tui.KeysMarkdown()), 0o644)
	} else {
		err = run(*out)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

func run(out string) error {
	n, err := zoo.Load("demo")
	if err != nil {
		return err
	}
	d := synth.Load(1)
	measure := sync.OnceValues(func() (*train.Measurement, error) {
		return train.Measure(context.Background(), n, d, train.MeasureOptions{})
	})
	if _, err := measure(); err != nil { // before the first picture, so that what is on it does not hang on the clock
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	for _, s := range shots {
		layer, err := n.Find(s.layer)
		if err != nil {
			return err
		}
		e := tui.DefaultSettings()
		e.Theme = s.theme
		o := tui.Options{Network: n, Dataset: d, Settings: optimize.Default(), Explorer: e, Layer: layer, Unit: s.unit,
			Measure: func(context.Context, tui.Say) (*train.Measurement, error) { return measure() }}
		if err := s.take(o, filepath.Join(out, s.name+".svg")); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}

// screen is the terminal in memory.
type screen struct {
	mu sync.Mutex
	*vt.Emulator
}

func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Emulator.Write(b)
}

func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.String()
}

// wait waits until the screen holds a text and no run is under way.
func (s *screen) wait(text string) error {
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if now := s.text(); strings.Contains(now, text) && !strings.Contains(now, "▶") {
			return nil
		}
	}
	return fmt.Errorf("%q does not come; the screen:\n%s", text, s.text())
}

// take runs the explorer and draws its screen.
func (s shot) take(o tui.Options, path string) error {
	term := &screen{Emulator: vt.NewEmulator(s.width, s.height)}
	if _, err := term.WriteString("\x1b[20h"); err != nil { // without a tty the renderer takes \n to mean \r\n
		return err
	}
	in, keys := io.Pipe()
	o.Terminal = &tui.Terminal{Input: in, Output: term, Environ: []string{"TERM=xterm-256color"}, Width: s.width, Height: s.height,
		Profile: colorprofile.ANSI256}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- tui.Run(ctx, o) }()
	// What the terminal answers to questions and what is typed comes to the program the same way.
	go func() {
		_, err := io.Copy(keys, term.Emulator)
		keys.CloseWithError(err)
	}()
	err := s.shoot(term, path)
	stop()
	if ended := <-done; err == nil && !errors.Is(ended, context.Canceled) {
		err = ended
	}
	return err
}

func (s shot) shoot(term *screen, path string) error {
	if err := term.wait("step "); err != nil {
		return err
	}
	for _, k := range s.keys {
		term.SendText(k)
		time.Sleep(200 * time.Millisecond)
	}
	if err := term.wait(s.until); err != nil {
		return err
	}
	time.Sleep(6 * time.Second) // messages fade, the search for similar segments ends
	f, err := os.CreateTemp(filepath.Dir(path), ".picture")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	term.mu.Lock()
	err = picture.SVG(f, term, s.colours)
	term.mu.Unlock()
	if err = errors.Join(err, f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
