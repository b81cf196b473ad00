//go:build unix

package tui

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"

	"actmax/data/synth"
	"actmax/model/zoo"
	"actmax/optimize"
	"actmax/tui/session"
)

// live is the whole program at 160x50 by the real clock, in a terminal in memory that notes when bytes come.
type live struct {
	b    testing.TB
	m    *explorer
	p    *tea.Program
	keys *io.PipeWriter
	end  func()

	mu     sync.Mutex
	e      *vt.Emulator
	blind  bool // only counts
	bytes  int
	writes int
	wanted string // on the screen; empty: nothing is waited for
	came   chan time.Time
}

func (l *live) Write(p []byte) (int, error) {
	now := time.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.bytes += len(p)
	l.writes++
	if l.blind {
		return len(p), nil
	}
	n, err := l.e.Write(p)
	if l.wanted != "" && strings.Contains(l.e.String(), l.wanted) {
		l.wanted = ""
		l.came <- now
	}
	return n, err
}

// endless are settings under which no run comes to its end while one measures.
func endless() optimize.Settings {
	s := optimize.Default()
	s.Steps, s.Gamma, s.Restarts = 1_000_000, 1, 0
	return s
}

// demoOptions open a layer of the embedded network on the embedded recordings.
func demoOptions(t testing.TB, layer int, s optimize.Settings) Options {
	t.Helper()
	network, err := zoo.Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	return Options{Options: session.Options{Network: network, Dataset: synth.Load(1), Settings: s, Layer: layer, Unit: 17, Workers: runtime.NumCPU()}, Explorer: DefaultSettings()}
}

// goLive starts the program.
func goLive(b testing.TB, o Options) *live {
	b.Helper()
	l := &live{b: b, e: vt.NewEmulator(160, 50), came: make(chan time.Time, 1)}
	if _, err := l.e.WriteString("\x1b[20h"); err != nil {
		b.Fatal(err)
	}
	in, keys := io.Pipe()
	l.keys = keys
	go io.Copy(io.Discard, l.e) // what the terminal would answer
	o.Terminal = &Terminal{Input: in, Output: l, Environ: []string{"TERM=xterm-256color"}, Width: 160, Height: 50, Profile: colorprofile.TrueColor}
	l.m, l.p = o.program(context.Background())
	done := make(chan error, 1)
	go func() { _, err := l.p.Run(); done <- err }()
	l.end = func() {
		l.p.Quit()
		if err := <-done; err != nil {
			b.Error(err)
		}
		l.m.common.Session.Close()
		keys.Close()
		l.e.Close()
	}
	return l
}

// press types a key and returns the time until the last byte of the frame that shows what it did.
func (l *live) press(key, shows string) time.Duration {
	l.b.Helper()
	l.mu.Lock()
	if key != "" && strings.Contains(l.e.String(), shows) {
		l.b.Errorf("%q: %q is on the screen already", key, shows)
	}
	l.wanted = shows
	l.mu.Unlock()
	from := time.Now()
	if _, err := io.WriteString(l.keys, key); err != nil {
		l.b.Fatal(err)
	}
	select {
	case t := <-l.came:
		return t.Sub(from)
	case <-time.After(5 * time.Second):
		l.mu.Lock()
		defer l.mu.Unlock()
		l.b.Fatalf("%q: %q does not come\n%s", key, shows, l.e.String())
		return 0
	}
}

// BenchmarkKeyToFrame is what a person waits for: from the bytes of a key on the program's input to the last byte of the frame
// that shows what it did, at 160x50, while a layer of 64 units is computed flat out on every core and plays.
func BenchmarkKeyToFrame(b *testing.B) {
	for _, c := range []struct {
		name, key string
		shows     string // of the unit under the cursor
	}{{"unit", "", "unit %02d "}, {"layer", "2", "▸%02d "}, {"compare", "3", "conv3/%d "}} {
		b.Run(c.name, func(b *testing.B) {
			l := goLive(b, demoOptions(b, 2, endless()))
			defer l.end()
			l.press("", "step ")
			if c.key != "2" { // every core has a layer to compute
				l.press("2", "▸17 ")
			}
			if c.key == "" {
				l.press("1", "unit 17 ")
			} else {
				l.press(c.key, fmt.Sprintf(c.shows, 17))
			}
			time.Sleep(time.Second)
			random := rand.New(rand.NewPCG(1, 1))
			var took []time.Duration
			unit := 17
			for b.Loop() {
				time.Sleep(time.Duration(20+random.IntN(60)) * time.Millisecond) // a person types when she likes
				key := "j"
				if unit == 18 {
					key = "k"
				}
				unit = 17 + 18 - unit
				if c.key == "2" { // j goes down a row of tiles
					key = map[string]string{"j": "l", "k": "h"}[key]
				}
				took = append(took, l.press(key, fmt.Sprintf(c.shows, unit)))
			}
			slices.Sort(took)
			at := func(share float64) float64 {
				return float64(took[int(share*float64(len(took)-1))].Microseconds()) / 1000
			}
			b.ReportMetric(at(0.99), "ms/key99")
			b.ReportMetric(at(0.5), "ms/key50")
		})
	}
}

// written is how many bytes have come.
func (l *live) written() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.bytes
}

// rest waits until nothing moves on the screen any more.
func (l *live) rest() {
	l.b.Helper()
	for was, end := -1, time.Now().Add(3*time.Minute); time.Now().Before(end); {
		is := l.written()
		if is == was {
			return
		}
		was = is
		time.Sleep(5 * time.Second) // baselines are computed for some seconds without a byte
	}
	l.b.Fatal("the screen does not come to rest")
}
