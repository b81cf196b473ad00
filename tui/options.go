package tui

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"

	"actmax/internal/setting"
	"actmax/optimize"
	"actmax/tui/session"
	"actmax/tui/session/state"
)

// Settings are the settings of the explorer itself: how it looks, not what it computes.
type Settings struct {
	FPS    int     // frames a second while something moves
	Theme  string  // auto, dark, light
	Glyphs string  // unicode, ascii
	Mouse  bool    // off by default: it blocks the terminal's own selection
	Pace   float64 // seconds to play a whole run
}

// Table declares the explorer's settings.
var Table = []setting.Setting[Settings]{
	{Key: "explorer.fps", Label: "fps", Kind: setting.Int, Default: 30, Min: 1, Max: 60, Step: 5, Unit: "frames/s",
		Help: "Frames a second at most; lower it on a slow connection.", At: func(s *Settings) any { return &s.FPS }},
	{Key: "explorer.theme", Label: "theme", Kind: setting.Word, Default: "auto",
		Choices: []string{"auto", "dark", "light"},
		Help:    "Colours for a dark or a light background; auto asks the terminal.",
		At:      func(s *Settings) any { return &s.Theme }},
	{Key: "explorer.glyphs", Label: "glyphs", Kind: setting.Word, Default: "unicode",
		Choices: []string{"unicode", "ascii"}, Help: "Characters for lines and bars.",
		At: func(s *Settings) any { return &s.Glyphs }},
	{Key: "explorer.mouse", Label: "mouse", Kind: setting.Bool, Default: false,
		Help: "Wheel and click in the tree; blocks the terminal's own selection.",
		At:   func(s *Settings) any { return &s.Mouse }},
	{Key: "explorer.pace", Label: "pace", Kind: setting.Float, Default: 10.0, Min: 0.5, Max: 600, Step: 2, Log: true,
		Unit: "s", Help: "Seconds to play a whole run.", At: func(s *Settings) any { return &s.Pace }},
}

// DefaultSettings returns every default of Table.
func DefaultSettings() Settings {
	var s Settings
	if err := setting.SetDefaults(Table, &s); err != nil {
		panic(err) // a default outside the range of its row: a bug in the table, which a test finds
	}
	return s
}

// Options say what the explorer opens.
type Options struct {
	session.Options
	Explorer   Settings
	Notes      []string                    // shown once at the start, such as "thresholds are from demo, segments from DSADS"
	Background []session.BackgroundNetwork // other networks on the same data: redundancy.Comparable with Network
	Resume     *state.Session              // session to restore; nil: none
	Present    *optimize.Settings          // settings to start with if a session is restored; nil: Settings
	Placed     bool                        // Layer and Unit override those of the session
	Terminal   *Terminal                   // nil: the process's own
}

// Terminal is a terminal other than the process's own.
type Terminal struct {
	Input         io.Reader
	Output        io.Writer
	Environ       []string
	Width, Height int
	Profile       colorprofile.Profile
	Signals       chan os.Signal // a signal on it ends the program, like one of the process; nil: none
}

// ErrNoTerminal is returned if there is no terminal to draw on. Its message says what to do instead.
var ErrNoTerminal = errors.New("the explorer needs a terminal")

// ErrInterrupted is returned if a signal (SIGINT, SIGTERM, SIGHUP) ended the explorer. The terminal is restored.
var ErrInterrupted = errors.New("interrupted by a signal")

func (o *Options) check() error {
	if o.Network == nil || len(o.Network.Layers) == 0 {
		return errors.New("explorer: no network to show")
	}
	if o.Layer < 0 || o.Layer >= len(o.Network.Layers) {
		return fmt.Errorf("explorer: layer %d of %d", o.Layer, len(o.Network.Layers))
	}
	if n := o.Network.Units(o.Layer); o.Unit < 0 || o.Unit >= n {
		return fmt.Errorf("explorer: layer %s has units 0 to %d, not %d", o.Network.Layers[o.Layer].Name, n-1, o.Unit)
	}
	return nil
}

// checkTerminal returns an error if there is no terminal to draw on, before anything is written to a pipe.
func checkTerminal(in, out *os.File, termName string) error {
	const instead = "use: actmax run --model M --layer L --out DIR"
	switch {
	case !term.IsTerminal(out.Fd()):
		return fmt.Errorf("%w, but its output is not a terminal; %s", ErrNoTerminal, instead)
	case !term.IsTerminal(in.Fd()):
		return fmt.Errorf("%w, but its input is not a terminal; %s", ErrNoTerminal, instead)
	case termName == "dumb" || termName == "":
		return fmt.Errorf("%w that can move its cursor, but TERM is %q; %s", ErrNoTerminal, termName, instead)
	}
	return nil
}

// frame is the time between two frames.
func (s Settings) frame() time.Duration { return time.Second / time.Duration(max(1, s.FPS)) }
