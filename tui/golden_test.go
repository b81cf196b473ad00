package tui_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"

	"actmax/internal/cli"
	"actmax/internal/golden"
	"actmax/internal/simd"
	"actmax/internal/thorough"
	"actmax/model"
	"actmax/tui"
	"actmax/tui/session"
)

// goldenSizes are those of every golden screen, columns by rows. The first one is that in which keys are pressed.
var goldenSizes = [][2]int{{120, 40}, {80, 24}}

// goldenVariant is the variant of the vector loops that made the golden screens: others differ in the last digits.
const goldenVariant = "avx2"

// every is how many of the demo's segments stand for one that is kept: less data is measured and compared sooner.
const every = 32

// screen is a terminal in memory with the program in it, which is driven by what is typed and read as a person does.
type screen struct {
	t  *testing.T
	mu sync.Mutex
	e  *vt.Emulator
}

// Write takes what the program writes.
func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.e.Write(b)
}

// text returns the screen without spaces at the ends of its lines.
func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	lines := strings.Split(s.e.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n"
}

// wait lets time pass and everything happen that is due. The clock stands still while anything is computed.
func (s *screen) wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// resize gives the terminal another size, of which it tells the program in band, as terminals with mode 2048 do.
func (s *screen) resize(w, h int) {
	s.mu.Lock()
	s.e.Resize(w, h)
	s.mu.Unlock()
	s.e.SendText(fmt.Sprintf("\x1b[48;%d;%d;0;0t", h, w))
	s.wait(keyTime)
}

const (
	keyTime = 300 * time.Millisecond // between keys, and after them before a scene with a message is read
	still   = 6 * time.Second        // a screen that did not change for so long will not: messages go after 5 s
	soon    = 500 * time.Millisecond // how often that is looked at
	patient = 10 * time.Minute       // nothing takes longer
)

// settle waits until nothing on the screen changes any more.
func (s *screen) settle(what string) {
	s.t.Helper()
	last, same := s.text(), time.Duration(0)
	for range patient / soon {
		s.wait(soon)
		if now := s.text(); now != last {
			last, same = now, 0
		} else if same += soon; same >= still {
			return
		}
	}
	s.t.Fatalf("%s: the screen does not come to rest\n%s", what, last)
}

// keyNames are keys that have a name in a scene.
var keyNames = map[string]string{
	"enter": "\r", "tab": "\t", "esc": "\x1b[27u", "space": " ", "home": "\x1b[H", "end": "\x1b[F",
	"right": "\x1b[C", "ctrl+u": "\x15", "ctrl+d": "\x04",
}

// keysOf reads the keys of a scene: letters, names and texts in quotes, separated by spaces. A text is typed at once;
// in it _ stands for a space.
func keysOf(text string) (out []string, err error) {
	for _, word := range strings.Fields(text) {
		switch key, named := keyNames[word]; {
		case named:
			out = append(out, key)
		case len(word) == 1:
			out = append(out, word)
		case len(word) > 2 && word[0] == '"' && word[len(word)-1] == '"':
			out = append(out, strings.ReplaceAll(word[1:len(word)-1], "_", " "))
		default:
			return nil, fmt.Errorf("%q is no key", word)
		}
	}
	return out, nil
}

// scene is a screen that is compared, and the keys that lead to it from the scene before. Scenes without a name only
// lead on.
type scene struct {
	name, keys string
	now        bool // read at once: what is said on the screen does not stay
	ascii      bool // with ASCII glyphs as well
}

// cut is a library whose demo recordings are a part of the embedded ones.
type cut struct{ session.Library }

func (c cut) OpenData(ctx context.Context, n *model.Network, modelName, dataName string, say session.Say) (*session.Opened, error) {
	o, err := c.Library.OpenData(ctx, n, modelName, dataName, say)
	if err != nil {
		return nil, err
	}
	d := o.Dataset
	for i := 0; i*every < len(d.Segments); i++ {
		d.Segments[i] = d.Segments[i*every]
	}
	d.Segments = d.Segments[:(len(d.Segments)+every-1)/every]
	return o, nil
}

// playGolden opens the explorer as the command line does and compares the screens of the scenes.
func playGolden(t *testing.T, dir, glyphs string, flags []string, scenes []scene, used map[string]bool) {
	var o *tui.Options
	flags = append([]string{"--fresh", "--model", "demo", "--data", "demo", "--jobs", "2"}, flags...)
	for _, set := range []string{
		"explorer.theme=dark", "explorer.fps=10", "explorer.pace=1", "explorer.glyphs=" + glyphs,
		"ascent.steps=40", "ascent.gamma=0.93", "ascent.eta=0.02", "ascent.restarts=0", // short: there are many
	} {
		flags = append(flags, "--set", set)
	}
	err := cli.Explore(context.Background(), flags, func(_ context.Context, opened tui.Options) error {
		o = &opened
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	o.Library = cut{o.Library}
	if glyphs == "ascii" { // what comes after the last scene of that kind need not be played
		for len(scenes) > 0 && !scenes[len(scenes)-1].ascii {
			scenes = scenes[:len(scenes)-1]
		}
	}
	synctest.Test(t, func(t *testing.T) {
		w, h := goldenSizes[0][0], goldenSizes[0][1]
		s := &screen{t: t, e: vt.NewEmulator(w, h)}
		if _, err := s.e.WriteString("\x1b[20h"); err != nil { // without a tty the renderer takes \n to mean \r\n
			t.Fatal(err)
		}
		in, keys := io.Pipe()
		o.Terminal = &tui.Terminal{
			Input: in, Output: s, Environ: []string{"TERM=xterm-256color"}, Width: w, Height: h, Profile: colorprofile.ANSI256,
		}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- tui.Run(ctx, *o) }()
		go func() {
			_, err := io.Copy(keys, s.e)
			keys.CloseWithError(err)
		}()
		defer func() {
			stop()
			if err := <-done; !errors.Is(err, context.Canceled) {
				t.Errorf("the program ended before the last scene: %v", err)
			}
			if err := s.e.Close(); err != nil {
				t.Error(err)
			}
			time.Sleep(time.Second) // clocks that were set go off
		}()
		s.wait(20 * time.Millisecond) // away from the moments at which frames are drawn
		for _, c := range scenes {
			pressed, err := keysOf(c.keys)
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			for _, k := range pressed {
				s.e.SendText(k)
				s.wait(keyTime)
			}
			if !c.now {
				s.settle(c.name + ", keys " + c.keys)
			}
			if c.name == "" || glyphs == "ascii" && !c.ascii {
				continue
			}
			for i, size := range goldenSizes {
				if i > 0 {
					s.resize(size[0], size[1])
				}
				if i > 0 && !c.now {
					s.settle(c.name)
				}
				ending := ".txt"
				if glyphs == "ascii" {
					ending = ".ascii.txt"
				}
				path := filepath.Join(dir, fmt.Sprintf("%s.%dx%d%s", c.name, size[0], size[1], ending))
				if used[path] {
					t.Errorf("two scenes are called %s", c.name)
				}
				used[path] = true
				golden.Compare(t, path, s.text())
			}
			s.resize(w, h)
		}
	})
}

// TestGoldenScreens compares the text of every screen and pane on the demo with the files in testdata/golden.
func TestGoldenScreens(t *testing.T) {
	if thorough.Race {
		t.Skip("it computes whole layers; what is concurrent here has tests of its own")
	}
	if !slices.Contains(simd.Variants(), goldenVariant) {
		t.Skipf("the digits on the screens are those of %s vector loops, which are not here", goldenVariant)
	}
	if simd.Variant() != goldenVariant {
		again := exec.Command(os.Args[0], "-test.run=^TestGoldenScreens$", "-test.v="+fmt.Sprint(testing.Verbose()))
		again.Env = append(os.Environ(), simd.Environment+"="+goldenVariant)
		if out, err := again.CombinedOutput(); err != nil {
			t.Errorf("with %s=%s: %v\n%s", simd.Environment, goldenVariant, err, out)
		}
		return
	}
	dir, err := filepath.Abs(filepath.Join("testdata", "golden"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"} {
		t.Setenv(name, t.TempDir())
	}
	used, played := map[string]bool{}, 0
	for _, glyphs := range []string{"unicode", "ascii"} {
		for _, f := range films {
			t.Run(f.name+" "+glyphs, func(t *testing.T) {
				t.Chdir(t.TempDir()) // what is exported
				played++
				playGolden(t, dir, glyphs, f.flags, f.scenes, used)
			})
		}
	}
	if !t.Failed() && played == 2*len(films) {
		golden.Unused(t, dir, used)
	}
}

// films are explorers that are opened, with the scenes that are played in each, one after the other. They are opened
// again with ASCII glyphs for the scenes marked so.
//
// A layer is played once before it is compared: what is seen while it is computed is not the same each time, and
// value axes remember what they had to show.
var films = []struct {
	name   string
	flags  []string
	scenes []scene
}{
	{"unit", []string{"--unit", "conv3/13"}, []scene{
		{name: "unit", ascii: true},
		{name: "unit-similar-focused", keys: "tab j j", ascii: true},
		{name: "unit-strongest", keys: "t"},
		{name: "unit-frequencies", keys: "esc t v", ascii: true},
		{name: "unit-activations", keys: "v", ascii: true},
		{name: "unit-strongest-focused", keys: "t tab j"},
		{name: "settings", keys: "esc t v s l l", ascii: true},
		{name: "setting-open", keys: "enter"},
		{name: "setting-refused", keys: `"x" enter`, now: true},
		{name: "unit-stale", keys: `ctrl+u "0.5" enter esc`},
		{name: "setting-undone", keys: "u", now: true},
		{name: "unit-held", keys: "home > > > > , ,", ascii: true},
		{name: "unit-pinned", keys: "p", now: true},
		{name: "unit-edited", keys: `: "tv=0.3" enter end`},
		{name: "unit-noise", keys: "u r R"},
		{name: "unit-fusion", keys: "J", ascii: true},
		{name: "unit-fusion-sensor", keys: "a"},
		{name: "unit-fusion-axis", keys: "a a v"},
		{name: "unit-dead", keys: `v v a a a a a a / "fusion_54" enter`},
		{name: "unit-class", keys: `esc "JJ"`, ascii: true},
		{name: "unit-class-activations", keys: "v v"},
		{name: "unit-folded", keys: "v h"},
	}},
	{"windows", []string{"--unit", "conv2/9"}, []scene{
		{name: "filter-open", keys: `/ "conv2_|_3-9_att>0.5"`},
		{name: "filter", keys: "enter", ascii: true},
		{name: "filter-refused", keys: `/ ctrl+u "att>oops" enter`, now: true},
		{name: "filter-nothing", keys: `/ ctrl+u "999" enter`, now: true},
		{name: "key-unknown", keys: "esc w", now: true},
		{name: "palette", keys: `:`, ascii: true},
		{name: "palette-narrowed", keys: `"sim"`},
		{name: "palette-setting", keys: `ctrl+u "penalty.l2=0.3"`},
		{name: "menu", keys: "esc m", ascii: true},
		{name: "pick-network", keys: `esc : "open_model" enter`},
		{name: "pick-data", keys: `esc : "open_data" enter`},
		{name: "pins", keys: `esc p j p : "pins" enter`, ascii: true},
		{name: "copied", keys: "esc y"},
		{name: "help", keys: "esc ?", ascii: true},
		{name: "help-numbers", keys: "ctrl+d ctrl+d ctrl+d"},
		{name: "help-end", keys: "G"},
		{name: "help-on-setting", keys: "esc s l l l l ?"},
		{name: "help-on-list", keys: "esc esc tab ?"},
		{name: "exported", keys: "esc esc e", now: true},
	}},
	{"layer", []string{"--unit", "conv1/20"}, []scene{
		{keys: "2"},
		{name: "layer", keys: "home space", ascii: true},
		{name: "layer-attainment", keys: "o"},
		{name: "layer-activity", keys: "o o"},
		{name: "layer-filter", keys: `o / "att>0.6_|_6-40" enter`, ascii: true},
		{name: "layer-stale", keys: `esc : "tv=0.5" enter j l`},
		{keys: `u "JJJ"`},
		{name: "layer-fusion", keys: "home space", ascii: true},
		{keys: `"JJ"`},
		{name: "layer-class", keys: "home space"},
		{name: "layer-held", keys: "home > > >"},
		{name: "help-layer", keys: "?"},
	}},
	{"compare", []string{"--unit", "conv3/13"}, []scene{
		{name: "compare", keys: "3", ascii: true},
		{name: "compare-held", keys: "home > > > >"},
		{name: "compare-menu", keys: "m"},
		{name: "compare-method", keys: "g enter end"},
		{name: "compare-units", keys: `tab / "conv3_20" enter end`},
		{name: "compare-pin", keys: `1 home > > p 3 end`, ascii: true},
		{name: "compare-fusion", keys: "1 p J 3 end"},
		{name: "help-compare", keys: "?"},
	}},
	{"map", []string{"--unit", "conv1/13"}, []scene{
		{name: "map", keys: "4", ascii: true},
		{name: "map-outline", keys: "t"},
		{name: "map-zoomed", keys: "z z right right"},
		{name: "map-filter", keys: `Z Z / "att>0.4" enter`},
		{name: "map-shifts", keys: "esc v"},
		{name: "repeats", keys: "v", ascii: true},
		{name: "repeats-pairs", keys: "j j t"},
		{name: "repeats-units", keys: "t"},
		{name: "map-fusion", keys: `v "JJJ"`},
		{name: "help-map", keys: "?"},
	}},
	{"scores", []string{"--unit", "conv1/13"}, []scene{
		{name: "scores-empty", keys: "5"},
		{name: "scores-held", keys: `"r_"`},
		{name: "quit", keys: "q", ascii: true},
		{name: "scores", keys: "esc space", ascii: true},
		{name: "scores-paper", keys: "v"},
		{name: "scores-list", keys: "v tab j", ascii: true},
		{name: "scores-list-similarity", keys: "o"},
		{name: "scores-list-filter", keys: `/ "att<0.9" enter`},
		{name: "scores-row", keys: "esc j j j"},
		{name: "help-scores", keys: "?"},
		{name: "scores-opened", keys: "esc enter"},
	}},
	{"two networks", []string{"--unit", "conv2/7", "--also", "dsads"}, []scene{
		{name: "two-unit"},
		{name: "two-counterparts", keys: "c end", ascii: true},
		{name: "two-counterparts-right", keys: "tab j end"},
		{name: "two-methods", keys: "c end"},
		{name: "two-tally", keys: `1 : "counterparts" enter`, ascii: true},
		{name: "two-networks", keys: "esc B"},
		{name: "two-over", keys: "esc b"},
		{name: "two-filter", keys: `/ "twin>0.8_conv1" enter`},
	}},
}
