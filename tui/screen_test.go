package tui

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"

	"actmax/data"
	"actmax/data/similar"
	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/tui/session"
)

// terminal is an in-memory terminal: the program writes to it, the test types into it and reads its screen.
type terminal struct {
	t     testing.TB
	mu    sync.Mutex
	e     *vt.Emulator
	p     *tea.Program
	m     *explorer
	bytes int
	blind bool // only counts

	copied []byte // the last write that set the clipboard

	last   string   // key that was typed
	before standing // it
}

func (x *terminal) Write(b []byte) (int, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.bytes += len(b)
	if bytes.Contains(b, []byte("\x1b]52;")) {
		x.copied = bytes.Clone(b)
	}
	if x.blind && os.Getenv("DUMP") != "" {
		fmt.Printf("%d %q\n", len(b), b)
	}
	if x.blind {
		return len(b), nil
	}
	return x.e.Write(b)
}

func (x *terminal) screen() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	lines := strings.Split(x.e.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// settle lets a frame pass and everything that it sets off.
func (x *terminal) settle() { x.wait(100 * time.Millisecond) }

// wait lets time pass. What the test has read of the model before is read before the program goes on: hence the message.
func (x *terminal) wait(d time.Duration) {
	x.p.Send(nil)
	time.Sleep(d)
	synctest.Wait()
}

func (x *terminal) keys(keys ...string) {
	for _, k := range keys {
		if x.t != nil && !x.blind {
			x.last, x.before = k, x.standing()
		}
		x.e.SendText(k)
		x.settle()
	}
}

func (x *terminal) resize(w, h int) {
	x.mu.Lock()
	x.e.Resize(w, h)
	x.mu.Unlock()
	x.p.Send(tea.WindowSizeMsg{Width: w, Height: h})
	x.settle()
}

// want fails unless the screen holds every text.
func (x *terminal) want(what string, texts ...string) {
	x.t.Helper()
	s := x.screen()
	for _, w := range texts {
		if !strings.Contains(s, w) {
			x.t.Fatalf("%s: %q is not on the screen\n%s", what, w, s)
		}
	}
}

func (x *terminal) wantNot(what string, texts ...string) {
	x.t.Helper()
	s := x.screen()
	for _, w := range texts {
		if strings.Contains(s, w) {
			x.t.Fatalf("%s: %q is on the screen\n%s", what, w, s)
		}
	}
}

// open starts the explorer in a terminal of w columns and h rows; to be called inside a synctest bubble.
func open(t testing.TB, o Options, w, h int, profile colorprofile.Profile) *terminal {
	t.Helper()
	x := &terminal{t: t, e: vt.NewEmulator(w, h)}
	if _, err := x.e.WriteString("\x1b[20h"); err != nil { // without a tty the renderer takes \n to mean \r\n
		t.Fatal(err)
	}
	pr, pw := io.Pipe()
	go io.Copy(pw, x.e)
	o.Terminal = &Terminal{Input: pr, Output: x, Environ: []string{"TERM=xterm-256color"}, Width: w, Height: h, Profile: profile}
	x.m, x.p = o.program(context.Background())
	done := make(chan error, 1)
	go func() { _, err := x.p.Run(); done <- err }()
	t.Cleanup(func() {
		x.p.Quit()
		if err := <-done; err != nil {
			t.Error(err)
		}
		x.m.common.Session.Close()
		pw.Close()
		x.e.Close()
		time.Sleep(time.Second) // leftover ticks fire in fake time
	})
	x.settle()
	return x
}

// small returns a small network with a layer of every kind, and statistics.
func small(t testing.TB) *model.Network {
	t.Helper()
	n := &model.Network{Name: "small", Input: model.Input{Axes: 6, Length: 30, RateHz: 30, Unit: "G"}, Classes: []string{"walking", "sitting", "jumping"},
		Layers: []model.Layer{
			{Name: "conv1", Kind: "conv", Filters: 12, Kernel: [2]int{1, 5}, Padding: [2]int{0, 2}, Activation: "relu"},
			{Name: "conv2", Kind: "conv", Filters: 6, Kernel: [2]int{1, 5}, Padding: [2]int{0, 2}, Activation: "relu"},
			{Name: "fusion", Kind: "conv", Filters: 5, Kernel: [2]int{6, 1}, Activation: "relu"},
			{Name: "dense1", Kind: "dense", Units: 4, Activation: "relu"},
			{Name: "dense2", Kind: "dense", Units: 3},
		}}
	if err := n.Initialize(5); err != nil {
		t.Fatal(err)
	}
	if err := n.Derive(); err != nil {
		t.Fatal(err)
	}
	for i := range n.Layers {
		units := n.Units(i)
		s := &model.Statistics{}
		for u := range units {
			count := int64(1000)
			if i == 0 && u == 11 {
				count = 0 // silent
			}
			s.Count = append(s.Count, count)
			s.Mean, s.Std = append(s.Mean, 0.3), append(s.Std, 0.2)
			s.Max, s.P95, s.Min = append(s.Max, 2), append(s.P95, 0.65), append(s.Min, 0)
			for b := range 64 {
				s.Histogram = append(s.Histogram, float32(64-b))
			}
		}
		n.Layers[i].Statistics = s
	}
	return n
}

// recordings returns a few recordings of three activities.
func recordings() *data.Dataset { return recordingsOf(90) }

// recordingsOf returns recordings of so many samples each.
func recordingsOf(samples int) *data.Dataset {
	d := &data.Dataset{Name: "demo", Title: "demo", Activities: []string{"walking", "sitting", "jumping"}, Axes: data.Axes, Rate: 30, Length: 30,
		Splits: map[int]data.Split{1: data.Train, 2: data.Train}}
	r := rand.New(rand.NewPCG(1, 2))
	for a := range d.Activities {
		for s := 1; s <= 2; s++ {
			rec := data.Recording{ID: strings.Join([]string{"a", "p", "s"}, "/"), Subject: s, Activity: a}
			for range d.Axes {
				x := make([]float32, samples)
				for i := range x {
					x[i] = float32(0.3 * float64(a) * r.NormFloat64())
				}
				rec.Samples = append(rec.Samples, x)
			}
			d.Recordings = append(d.Recordings, rec)
			for start := 0; start+30 <= samples; start += 15 {
				d.Segments = append(d.Segments, data.Segment{Recording: int32(len(d.Recordings) - 1), Start: int32(start)})
			}
		}
	}
	return d
}

// brisk are settings under which a run takes 300 steps.
func brisk() optimize.Settings {
	s := optimize.Default()
	s.Steps = 300
	s.Gamma = 0.99
	s.Restarts = 0
	return s
}

// briskFlags says on a command line what brisk changes.
const briskFlags = "--set ascent.gamma=0.99 --set ascent.steps=300 --set ascent.restarts=0"

func options(t testing.TB) Options {
	e := DefaultSettings()
	e.Pace, e.FPS = 2, 15 // half the frames of a person's, which cost most of the tests' time
	return Options{Options: session.Options{Network: small(t), Dataset: recordings(), Settings: brisk(), Workers: 1}, Explorer: e}
}

var _ score.Index = (*similar.Index)(nil)
