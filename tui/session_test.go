package tui

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"

	"actmax/data"
	"actmax/model"
	"actmax/model/train"
	"actmax/model/train/redundancy"
	"actmax/optimize"
	"actmax/optimize/atlas"
	"actmax/optimize/results"
	"actmax/optimize/study"
	"actmax/tui/session"
	"actmax/tui/session/state"
)

// shelf is a library of two networks and the recordings of the tests.
type shelf struct {
	t     testing.TB
	takes time.Duration // to read data
	fails error
	recut bool // "more" is other segments of the recordings of "demo"

	mu       sync.Mutex
	kept     []state.Session
	compared atomic.Int32 // how often networks were
}

func (l *shelf) Models() []session.Choice {
	return []session.Choice{{Name: "small", About: "the network of the tests"}, {Name: "other", About: "another one"}, {Name: "turned", About: "its first units in reverse"}}
}

func (l *shelf) Data() []session.Choice {
	return []session.Choice{{Name: "demo", About: "made up"}, {Name: "more", About: "made up as well"}}
}

func (l *shelf) OpenModel(name string) (*model.Network, error) {
	n := small(l.t)
	if name == "small" {
		return n, nil
	}
	switch name {
	case "turned":
		return turned(l.t), nil
	case "long", "alien":
		return unlike(l.t, name), nil
	}
	if name != "other" {
		return nil, errors.New("no network " + name)
	}
	n.Name, n.Layers[0].Bias[0] = "other", 0.5
	if err := n.Derive(); err != nil {
		return nil, err
	}
	return n, nil
}

func (l *shelf) OpenData(ctx context.Context, n *model.Network, modelName, dataName string, say session.Say) (*session.Opened, error) {
	if dataName == "" {
		dataName = "demo"
	}
	const parts = 10
	for i := range parts {
		say("reading "+dataName, i, parts)
		select {
		case <-time.After(l.takes / parts):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if l.fails != nil {
		return nil, l.fails
	}
	d := recordings()
	d.Name, d.Title = dataName, dataName
	switch {
	case !l.recut:
		d.Hash = dataName
	case dataName == "more":
		d.Segments = d.Segments[:len(d.Segments)-1]
	}
	o := &session.Opened{Network: n, Model: modelName, Dataset: d, Data: dataName}
	o.Measure = func(context.Context, session.Say) (*train.Measurement, error) {
		return measuredOf(Options{Options: session.Options{Network: n, Dataset: d}}), nil
	}
	return o, nil
}

// startsFor are the segments of a network, of which it has none.
type startsFor struct{ network string }

func (startsFor) Best(_, _, _, _ int) ([]float32, string, error) { return nil, "", session.ErrNotRead }

func (l *shelf) Join(n *model.Network, modelName string, o *session.Opened) *session.Opened {
	d := o.Dataset
	return &session.Opened{Network: n, Model: modelName, Dataset: d, Data: o.Data, Starts: startsFor{n.Name}, Measure: func(context.Context, session.Say) (*train.Measurement, error) {
		return measuredOf(Options{Options: session.Options{Network: n, Dataset: d}}), nil
	}}
}

func (l *shelf) Counterparts(ctx context.Context, a, b *model.Network, d *data.Dataset, say session.Say) (ofA, ofB []redundancy.LayerCounterparts, err error) {
	l.compared.Add(1)
	const parts = 10
	for i := range parts {
		say("", i, parts)
		select {
		case <-time.After(l.takes / parts):
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
	}
	if l.fails != nil {
		return nil, nil, l.fails
	}
	return redundancy.CounterpartsBoth(ctx, a, b, d, session.CounterpartOptions(1, say))
}

func (l *shelf) Recompute(ctx context.Context, o *session.Opened, say session.Say) (*model.Network, error) {
	n := small(l.t)
	for u := range n.Layers[0].Statistics.Mean {
		n.Layers[0].Statistics.Mean[u] = 0.6
	}
	return n, nil
}

func (l *shelf) Keep(s state.Session) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	text, err := json.Marshal(s) // as it comes back from a file
	if err != nil {
		return err
	}
	var back state.Session
	if err := json.Unmarshal(text, &back); err != nil {
		return err
	}
	l.kept = append([]state.Session{back}, l.kept...)
	return nil
}

func (l *shelf) Kept(hash, dataName string) *state.Session {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range l.kept {
		if l.kept[i].ModelHash == hash && (dataName == "" || l.kept[i].Data == dataName) {
			return &l.kept[i]
		}
	}
	return nil
}

func (l *shelf) Arguments(name string) []string { return []string{"--data", name} }

func (l *shelf) ScoreFigures(*study.Study) (map[string][]byte, error) {
	return map[string][]byte{"fig3.svg": []byte("<svg></svg>\n")}, nil
}

func (l *shelf) Map(dir string, o *session.Opened, made *atlas.Map) (svg, values []byte, err error) {
	if _, err := results.Read(dir); err != nil { // what it is drawn from is there
		return nil, nil, err
	}
	return []byte("<svg></svg>\n"), []byte("{}\n"), nil
}

func (l *shelf) Repeats(*session.Opened, int, *redundancy.Result, *redundancy.Ablations, string) (svg, values []byte, err error) {
	return []byte("<svg></svg>\n"), []byte("{}\n"), nil
}

func (l *shelf) Figure(*optimize.Result) ([]byte, error) { return []byte("<svg></svg>\n"), nil }

// shelved are options whose data comes from a library.
func shelved(t testing.TB, l *shelf) Options {
	o := options(t)
	l.t = t
	o.Dataset, o.Library, o.Model, o.Data = nil, l, "small", "demo"
	return o
}

// leave ends the program and returns what was kept.
func (x *terminal) leave(l *shelf) state.Session {
	x.t.Helper()
	x.keys("q")
	x.p.Wait()
	if len(l.kept) == 0 {
		x.t.Fatal("nothing was kept")
	}
	return l.kept[0]
}

// The screen is there before the data: it shows units, runs them, tells how far the reading is, and takes the data when it comes.
func TestReadsBehindTheScreen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &shelf{takes: 4 * time.Second}
		x := open(t, shelved(t, l), 120, 40, colorprofile.TrueColor)
		x.want("first frame", "Units", "conv1")
		x.wantNot("first frame", "demo ")
		x.wait(time.Second)
		x.want("while it reads", "step ", "demo 20%", "x ")
		x.wait(2 * time.Second)
		x.want("later", "demo 70%")
		x.wait(3 * time.Second)
		x.want("read", "MSE")
		if s := x.m.common.Session; s.Open.Measured == nil || len(s.Tasks) > 0 {
			t.Errorf("measured: %v, tasks: %d", s.Open.Measured != nil, len(s.Tasks))
		}
	})
	synctest.Test(t, func(t *testing.T) {
		l := &shelf{takes: time.Hour}
		x := open(t, shelved(t, l), 80, 24, colorprofile.TrueColor)
		x.keys("x")
		x.refuses("too early")
		x.wait(time.Second)
		x.keys(tab)
		reading := x.screen()
		x.keys("x")
		x.says("given up")
		x.wait(messageFor + time.Second)
		x.wantNot("given up", "MSE")
		if x.screen() == reading {
			t.Errorf("it still says that the data is read\n%s", reading)
		}
		if s := x.m.common.Session; s.Data.Dataset != nil || len(s.Tasks) > 0 {
			t.Errorf("tasks: %d", len(s.Tasks))
		}
		l.takes = 0
		x.keys(":", "open data", enter, "dem", enter)
		x.wait(time.Second)
		x.want("read after all", "MSE")
	})
	synctest.Test(t, func(t *testing.T) {
		l := &shelf{fails: errors.New("cut short")}
		x := open(t, shelved(t, l), 120, 40, colorprofile.TrueColor)
		x.wait(time.Second)
		x.want("failed", "cut short", "step ")
	})
}

// An ascent that asks for a real segment waits for the data; where that will not come, it is told so.
func TestPendingStarts(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	p := &session.PendingStarts{Ctx: ctx, Ready: make(chan struct{})}
	got := make(chan error)
	ask := func() { _, _, err := p.Best(0, 0, 0, -1); got <- err }
	go ask()
	p.Give(nil, session.ErrNotRead)
	p.Give(nil, errors.New("late")) // has no effect
	if err := <-got; !errors.Is(err, session.ErrNotRead) {
		t.Error(err)
	}
	p = &session.PendingStarts{Ctx: ctx, Ready: make(chan struct{})}
	go ask()
	cancel()
	if err := <-got; !errors.Is(err, session.ErrNotRead) {
		t.Error(err)
	}
}

// A session is taken up where it was left: unit, settings, filter, order, pins, and edited runs to the last bit.
func TestSessionTakenUp(t *testing.T) {
	l := &shelf{}
	var signal, pinned []float32
	var job optimize.Job
	synctest.Test(t, func(t *testing.T) {
		x := open(t, shelved(t, l), 120, 40, colorprofile.TrueColor)
		x.played()
		x.keys("j", "j")
		x.wait(time.Second)
		x.keys(" ", ":", "penalty.tv=0.3", enter)
		x.want("edited", "edited at ")
		x.keys(" ")
		x.played()
		v := x.m.common.Session.Current()
		signal, job = v.Result.Signal, v.Job
		x.keys("<", "p")
		x.want("p", "pinned: conv1/2 ")
		pinned = x.m.common.Session.Open.Pins[0].Snap.Signal
		x.keys("/", "conv1 1-4", enter, "o")
		s := x.leave(l)
		if err := s.Check(); err != nil {
			t.Error(err)
		}
		if s.Layer != "conv1" || s.Unit != 2 || s.Settings["penalty.tv"] != "0.3" || s.Filter != "conv1 1-4" || s.Order != "attainment" || len(s.Pins) != 1 || s.Screen != "unit" {
			t.Errorf("%+v", s)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		o := shelved(t, l)
		o.Resume = &l.kept[0]
		x := open(t, o, 120, 40, colorprofile.TrueColor)
		x.says("taken up", "conv1/2", "1 pin", "--fresh")
		x.want("taken up", "tv 0.3", "/conv1 1-4")
		x.wait(3 * time.Second)
		v := x.m.common.Session.Current()
		if v == nil || v.Result == nil || !slices.Equal(v.Result.Signal, signal) || !session.SameJob(optimize.Job{Network: job.Network, Layer: 0, Unit: 2, Settings: v.Job.Settings, Edits: v.Job.Edits}, job) {
			t.Fatal("the edited run is another")
		}
		if v.Playing || v.Shown.Step != x.m.common.Session.Open.Pins[0].Step {
			t.Errorf("it was left at step %d and is at %d", x.m.common.Session.Open.Pins[0].Step, v.Shown.Step)
		}
		if got := x.m.common.Session.Pinned(); got.Snap == nil || !slices.Equal(got.Snap.Signal, pinned) {
			t.Error("the pin is another")
		}
		x.want("edited", "edited at ")
		x.keys("p")
		x.says("the pin is known")
		if again := x.leave(l); len(again.Pins) != 0 || again.Unit != 2 || again.Order != "attainment" {
			t.Errorf("%+v", again)
		}
	})
	synctest.Test(t, func(t *testing.T) { // flags win
		o := shelved(t, l)
		o.Resume, o.Placed, o.Layer, o.Unit = &l.kept[1], true, 1, 3
		present := brisk()
		present.TV = 0.7
		o.Present = &present
		x := open(t, o, 120, 40, colorprofile.TrueColor)
		x.want("flags", "conv2 · unit 03", "tv 0.7")
		x.keys("2")
		if s := x.leave(l); s.Screen != "layer" || s.Layer != "conv2" || s.Unit != 3 {
			t.Errorf("%+v", s)
		}
	})
	synctest.Test(t, func(t *testing.T) { // the screen is kept, and a folded layer
		o := shelved(t, l)
		o.Resume = &l.kept[0]
		x := open(t, o, 120, 40, colorprofile.TrueColor)
		x.wait(time.Second)
		x.want("layer screen", "conv2 · 6 units")
		x.keys("1", "h")
		if s := x.leave(l); s.Unit != -1 {
			t.Errorf("%+v", s)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		o := shelved(t, l)
		o.Resume = &l.kept[0]
		x := open(t, o, 120, 40, colorprofile.TrueColor)
		x.want("folded", "conv2: 6 units")
	})
}

// A session that cannot be kept is said, not passed over.
func TestNotKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := shelved(t, &shelf{})
		o.Library = fullDisk{o.Library}
		x := open(t, o, 120, 40, colorprofile.TrueColor)
		x.keys(":", "save session", enter)
		x.complains("palette", "disk full")
		x.keys("q")
		x.p.Wait()
		if x.m.common.Session.Kept.Unsaved == nil {
			t.Error("nobody knows")
		}
	})
}

type fullDisk struct{ session.Library }

func (fullDisk) Keep(state.Session) error { return errors.New("disk full") }
