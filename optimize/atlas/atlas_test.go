package atlas

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"actmax/internal/tsne"
	"actmax/optimize"
	"actmax/optimize/results"
)

// waves returns units of two kinds, slow and fast waves, each at its own place in time.
func waves(n int) Group {
	const time = 30
	r := rand.New(rand.NewPCG(3, 4))
	g := Group{Layer: "conv3", Axes: 1, Time: time}
	for i := range n {
		kind := i % 2
		phase := r.IntN(time)
		u := Unit{Run: i, Unit: i, Signal: make([]float32, time),
			Real: Real{Segment: i, Activity: []string{"slow", "fast"}[kind]}}
		for t := range u.Signal {
			u.Signal[t] = float32(math.Sin(2*math.Pi*float64((1+3*kind)*(t+phase))/time) + 0.1*r.NormFloat64())
		}
		g.Units = append(g.Units, u)
	}
	return g
}

func newMap(t *testing.T, g Group, o Options) *Map {
	t.Helper()
	m, err := New(context.Background(), g, o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Waves of two kinds at random places: where shifts do not count, each unit's neighbours are of its kind, and more
// often so than where they do.
func TestShiftFindsKinds(t *testing.T) {
	g := waves(40)
	plain, shifted := newMap(t, g, Options{}), newMap(t, g, Options{Shift: true})
	if plain.Distance != Euclidean || shifted.Distance != Shifted || plain.Perplexity != 10 {
		t.Errorf("distances %s, %s, perplexity %v", plain.Distance, shifted.Distance, plain.Perplexity)
	}
	for name, a := range map[string]Agreement{"signals": shifted.Signals, "map": shifted.Places} {
		if a.Same != 1 || a.P != 0.001 || a.Silhouette < 0.5 {
			t.Errorf("by shifts, %s: %+v", name, a)
		}
	}
	if plain.Signals.Silhouette > shifted.Signals.Silhouette/2 {
		t.Errorf("without shifts %+v, with %+v", plain.Signals, shifted.Signals)
	}
	if c := float64(plain.Signals.Chance); math.Abs(c-19.0/39) > 1e-12 {
		t.Errorf("by chance %g, want 19/39", c)
	}
	for i, p := range shifted.Points {
		if p.Unit != i || p.Run != i || p.Nearest != g.Units[i].Real {
			t.Errorf("point %d is %+v", i, p)
		}
	}
}

func TestJobsChangeNothing(t *testing.T) {
	g := waves(24)
	one := newMap(t, g, Options{Shift: true, Seed: 5, Jobs: 1})
	for _, jobs := range []int{2, 5} {
		if m := newMap(t, g, Options{Shift: true, Seed: 5, Jobs: jobs}); !reflect.DeepEqual(m, one) {
			t.Errorf("%d jobs give another map", jobs)
		}
	}
	if m := newMap(t, g, Options{Shift: true, Seed: 6}); reflect.DeepEqual(m.Points, one.Points) {
		t.Error("another seed gives the same map")
	}
}

// The distance by shifts is that of a plain loop over rolled signals, does not see shifts, and is no longer than
// detours.
func TestShiftedDistance(t *testing.T) {
	const axes, time = 3, 11
	r := rand.New(rand.NewPCG(1, 1))
	g := Group{Axes: axes, Time: time}
	for i := range 6 {
		u := Unit{Unit: i, Signal: make([]float32, axes*time)}
		for k := range u.Signal {
			u.Signal[k] = float32(r.NormFloat64())
		}
		g.Units = append(g.Units, u)
	}
	rolled := Unit{Unit: 6, Signal: make([]float32, axes*time)} // unit 0, four samples later
	for s := range axes {
		for k := range time {
			rolled.Signal[s*time+(k+4)%time] = g.Units[0].Signal[s*time+k]
		}
	}
	g.Units = append(g.Units, rolled)
	d, err := distances(context.Background(), g, true, 2)
	if err != nil {
		t.Fatal(err)
	}
	e, err := distances(context.Background(), g, false, 2)
	if err != nil {
		t.Fatal(err)
	}
	for i := range g.Units {
		for j := range g.Units {
			best := math.Inf(1)
			for shift := range time {
				sum := 0.0
				for s := range axes {
					for k := range time {
						v := float64(g.Units[i].Signal[s*time+k]) - float64(g.Units[j].Signal[s*time+(k+shift)%time])
						sum += v * v
					}
				}
				best = math.Min(best, sum)
				if shift == 0 && math.Abs(e.Squared(i, j)-sum) > 1e-12 {
					t.Errorf("%d %d: %g without shifts, want %g", i, j, e.Squared(i, j), sum)
				}
			}
			if math.Abs(d.Squared(i, j)-best) > 1e-12 {
				t.Errorf("%d %d: %g, want %g", i, j, d.Squared(i, j), best)
			}
			for _, shift := range []bool{false, true} {
				from := map[bool]*tsne.Distances{false: e, true: d}[shift]
				got := Apart(g.Units[i].Signal, g.Units[j].Signal, time, shift)
				if want := math.Sqrt(from.Squared(i, j) / (axes * time)); !(math.Abs(got-want) <= 1e-12) {
					t.Errorf("%d %d, shift %v: %g G apart, want %g", i, j, shift, got, want)
				}
			}
			for k := range g.Units {
				if math.Sqrt(d.Squared(i, j)) > math.Sqrt(d.Squared(i, k))+math.Sqrt(d.Squared(k, j))+1e-12 {
					t.Errorf("%d to %d is longer than by way of %d", i, j, k)
				}
			}
		}
	}
	if d.Squared(0, 6) != 0 || e.Squared(0, 6) == 0 {
		t.Errorf("a signal and itself later are %g apart, without shifts %g", d.Squared(0, 6), e.Squared(0, 6))
	}
	for _, signals := range [][2]int{{33, 22}, {0, 0}, {32, 32}} { // of 11 samples an axis
		if got := Apart(make([]float32, signals[0]), make([]float32, signals[1]), time, true); !math.IsNaN(got) {
			t.Errorf("signals of %d and %d samples are %g G apart", signals[0], signals[1], got)
		}
	}
}

func TestAgreement(t *testing.T) {
	// On a line: six of one label, a gap, six of another, and one without a label among them.
	at := []float64{0, 1, 2, 3, 4, 5, 100, 101, 102, 103, 104, 105, 2.5}
	labels := []string{"a", "a", "a", "a", "a", "a", "b", "b", "b", "b", "b", "b", ""}
	line := func(i, j int) float64 { return math.Abs(at[i] - at[j]) }
	a := agreement(labels, 1, line)
	if a.Units != 12 || a.Same != 1 || math.Abs(float64(a.Chance)-5.0/11) > 1e-12 || a.P > 0.01 || a.Silhouette < 0.9 {
		t.Errorf("two heaps: %+v", a)
	}
	if again := agreement(labels, 1, line); again != a {
		t.Error("the same seed gives another agreement")
	}
	mixed := slices.Clone(labels)
	for i := range 12 {
		mixed[i] = []string{"a", "b"}[i%2]
	}
	if m := agreement(mixed, 1, line); m.Same >= m.Chance || m.P < 0.5 || m.Silhouette > 0.1 {
		t.Errorf("mixed: %+v", m)
	}
	// By hand: of 0, 1, 9, 10, 12, 14 with labels p p q q q q the silhouettes are (11.25-1)/11.25, (10.25-1)/10.25, ...
	at = []float64{0, 1, 9, 10, 12, 14}
	want := ((11.25-1)/11.25 + (10.25-1)/10.25 + (8.5-3)/8.5 + (9.5-7.0/3)/9.5 + (11.5-7.0/3)/11.5 +
		(13.5-11.0/3)/13.5) / 6
	if got := float64(agreement([]string{"p", "p", "q", "q", "q", "q"}, 1,
		line).Silhouette); math.Abs(got-want) > 1e-12 {
		t.Errorf("silhouette %g, want %g", got, want)
	}
	for name, l := range map[string][]string{"one label": slices.Repeat([]string{"a"}, 6), "too few": {"a", "b", "a"},
		"none": nil} {
		if a := agreement(l, 1, line); !math.IsNaN(float64(a.Same)) || !math.IsNaN(float64(a.P)) ||
			!math.IsNaN(float64(a.Silhouette)) {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

// result is a result with the given states, a unit each, of two layers in turn.
func result(states ...optimize.Status) *results.Result {
	r := &results.Result{Signal: results.Signals{Count: len(states), Axes: 1, Time: 4,
		Values: make([]float32, 4*len(states))}}
	for i, s := range states {
		r.Runs = append(r.Runs, results.Record{Run: i, Layer: []string{"conv3", "conv1"}[i%2], Unit: i / 2, Status: s})
		r.Signal.Values[4*i] = float32(i)
	}
	return r
}

func TestGroups(t *testing.T) {
	found := result(optimize.OK, optimize.Dead, optimize.Failed, optimize.OK, optimize.Silent, optimize.Diverged,
		optimize.OK)
	nearest := make([]Real, 7)
	for i := range nearest {
		nearest[i].Segment = 10 * i
	}
	g, err := Groups(found, nearest)
	if err != nil {
		t.Fatal(err)
	}
	if len(g) != 2 || g[0].Layer != "conv3" || g[1].Layer != "conv1" ||
		g[0].Left != (Left{Failed: 1, Silent: 1}) || g[1].Left != (Left{Dead: 1, Diverged: 1}) ||
		len(g[0].Units) != 2 || len(g[1].Units) != 1 {
		t.Fatalf("groups %+v", g)
	}
	if u := g[0].Units[1]; u.Run != 6 || u.Unit != 3 || u.Signal[0] != 6 || u.Real.Segment != 60 {
		t.Errorf("unit %+v", u)
	}
	if g, err := Groups(found, nil); err != nil || g[0].Units[0].Real.Segment != -1 {
		t.Errorf("without segments: %+v, %v", g, err)
	}
	if _, err := Groups(found, nearest[:3]); err == nil || !strings.Contains(err.Error(),
		"3 similar segments for 7 runs") {
		t.Errorf("too few segments: %v", err)
	}
	found.Signal.Values[12] = float32(math.NaN())
	if _, err := Groups(found, nil); err == nil || !strings.Contains(err.Error(), "run 3 (conv1/1)") {
		t.Errorf("a signal that is not finite: %v", err)
	}
}

// A layer without anything to show has an empty map that can be written as JSON.
func TestNothingToShow(t *testing.T) {
	for n := range 3 {
		m := newMap(t, waves(n), Options{})
		text, err := json.Marshal(m)
		if err != nil || len(m.Points) != n {
			t.Errorf("%d units: %s, %v", n, text, err)
		}
		if strings.Contains(string(text), `"kl_starts":null`) {
			t.Errorf("%d units: %s", n, text)
		}
	}
	g := waves(3)
	g.Units[2].Signal = g.Units[2].Signal[:7]
	if _, err := New(context.Background(), g, Options{}); err == nil || !strings.Contains(err.Error(),
		"conv3/2 has 7 samples; expected 1 axes x 30") {
		t.Errorf("a short signal: %v", err)
	}
	if _, err := New(context.Background(), waves(9), Options{Perplexity: 50}); err == nil ||
		!strings.Contains(err.Error(), "map of conv3: perplexity 50") {
		t.Errorf("perplexity: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := New(ctx, waves(9), Options{}); err != context.Canceled {
		t.Errorf("cancelled: %v", err)
	}
}
