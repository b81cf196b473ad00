package unitmap

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"actmax/data"
	"actmax/model"
	"actmax/model/train"
	"actmax/model/train/redundancy"
	"actmax/tui/screen"
	"actmax/tui/session"
)

// Repeats is what was measured of a network: which units repeat each other in training, and its macro-F1 without them.
type Repeats struct {
	*redundancy.Result
	Ablations *redundancy.Ablations // nil until evaluated, or if the note says why there are none
	Note      string
	layers    []repeatLayer // in the order of the network
}

// repeatLayer is one layer of Repeats.
type repeatLayer struct {
	*redundancy.Layer
	Clusters []RepeatGroup
	Pairs    []repeatPair // units that correlate at LeastPair or more, highest first
}

// RepeatGroup is a cluster of duplicates.
type RepeatGroup struct {
	redundancy.Cluster
	Members []int // the representative first
}

// repeatPair are two units that correlate.
type repeatPair struct {
	A, B int
	R    float32
	lag  int // B follows A by this many samples
}

const (
	duplicate = redundancy.DefaultDuplicate
	LeastPair = 0.5 // below, two units have less than a quarter of their variance in common
)

// listOf is what the redundancy view lists.
type listOf int

const (
	ListClusters listOf = iota
	ListPairs
	ListUnits
	lists
)

var listWords = [lists]string{"clusters", "pairs", "units"}

// repeatsView shows which units of a layer repeat each other.
type repeatsView struct {
	Busy    bool
	Err     error // of the last measurement
	of      repeatsKey
	cache   Cache
	Listing listOf
	row     int // of the list
	top     int // first row on the screen
}

// repeatsKey identifies a network by its hash, and the data over which its units are correlated by its identity.
type repeatsKey struct{ network, data string }

func keyOf(m *session.Session) repeatsKey { return repeatsKey{m.Open.Network.Hash, m.Data.Identity} }

// Get returns what was measured of the network on the screen, nil if nothing was.
func (r *repeatsView) Get(m *screen.Common) *Repeats {
	if m.Session.Data.Dataset == nil {
		return nil
	}
	return r.cache[keyOf(m.Session)]
}

// Layer returns what was measured of a layer, nil if nothing was.
func (r *repeatsView) Layer(m *screen.Common, layer int) *repeatLayer {
	if k := r.Get(m); k != nil && layer < len(k.layers) {
		return &k.layers[layer]
	}
	return nil
}

// Evaluated reports whether macro-F1 without the duplicates is known, or the reason why there is none.
func (k *Repeats) Evaluated() bool { return k.Ablations != nil || k.Note != "" }

// ask starts to measure the network unless that is done or failed: first which units correlate, which can be shown at
// once, then macro-F1 without the duplicates, which takes far longer.
func (r *repeatsView) ask(m *screen.Common, s *Screen) {
	k := r.Get(m)
	if m.Session.Data.Dataset == nil || r.Busy || k != nil && k.Evaluated() {
		return
	}
	n, d := m.Session.Open.Network, m.Session.Data.Dataset
	key := keyOf(m.Session)
	if r.Err != nil && r.of == key {
		return
	}
	r.Busy, r.Err, r.of = true, nil, key
	cache, jobs := m.Session.Cache, 0
	if s.running {
		jobs = 1 // ascents come first
	}
	m.Session.Changed()
	what, measure := "correlating units", func(ctx context.Context, progress func(done, total int)) (*Repeats, error) {
		o := redundancy.Options{Lag: redundancy.DefaultLag, Jobs: jobs, Cache: cache, Progress: progress}
		return correlateUnits(ctx, n, d, o)
	}
	if k != nil {
		what = "evaluating without duplicates"
		measure = func(ctx context.Context, progress func(done, total int)) (*Repeats, error) {
			return k.evaluate(ctx, n, d, redundancy.AblationOptions{
				Draws: redundancy.DefaultDraws, Jobs: jobs, Cache: cache, Progress: progress,
			})
		}
	}
	cancelled := func() { r.Busy, r.Err = false, errCancelled }
	m.Session.Start(session.TaskRepeats, what, cancelled, func(ctx context.Context, t *session.Task) func() {
		found, err := measure(ctx, func(done, total int) { t.Progress(what, done, total) })
		return func() { r.take(m, s, key, found, err) }
	})
}

// take stores what was measured.
func (r *repeatsView) take(m *screen.Common, s *Screen, key repeatsKey, found *Repeats, err error) {
	if r.of != key {
		return
	}
	if r.Busy, r.Err = false, err; err != nil {
		m.Session.Complain(err)
		return
	}
	r.cache[key] = found
	s.Due, s.LookAt = true, time.Time{} // measures the rest
}

// evaluate returns a copy with macro-F1 of the network without the duplicates, as actmax model redundancy computes it.
func (k *Repeats) evaluate(ctx context.Context, n *model.Network, d *data.Dataset,
	o redundancy.AblationOptions) (*Repeats, error) {
	out := *k
	var err error
	out.Ablations, err = redundancy.Ablate(ctx, n, d, k.Result, o)
	var mix *train.MismatchError
	if errors.As(err, &mix) { // the correlations need no activities
		out.Note, err = mix.Problem, nil
	}
	if err != nil {
		return nil, err
	}
	return &out, nil
}

// correlateUnits correlates the activations of all units of each layer, as actmax model redundancy does.
func correlateUnits(ctx context.Context, n *model.Network, d *data.Dataset, o redundancy.Options) (*Repeats, error) {
	found, err := redundancy.Measure(ctx, n, d, o)
	if err != nil {
		return nil, err
	}
	k := &Repeats{Result: found}
	for i := range found.Layers {
		k.layers = append(k.layers, newRepeatLayer(&found.Layers[i]))
	}
	return k, nil
}

func newRepeatLayer(l *redundancy.Layer) repeatLayer {
	out := repeatLayer{Layer: l}
	for _, c := range l.Clusters(duplicate) {
		g := RepeatGroup{c, []int{c.Kept}}
		for _, d := range c.Duplicates {
			g.Members = append(g.Members, d.Unit)
		}
		out.Clusters = append(out.Clusters, g)
	}
	slices.SortStableFunc(out.Clusters, func(a, b RepeatGroup) int { return len(b.Members) - len(a.Members) })
	for i := range l.Units {
		for j := i + 1; j < l.Units; j++ {
			if r := l.Correlation[i*l.Units+j]; r >= LeastPair && l.Varies(i) && l.Varies(j) {
				out.Pairs = append(out.Pairs, repeatPair{i, j, r, int(l.Lags[i*l.Units+j])})
			}
		}
	}
	slices.SortStableFunc(out.Pairs, func(a, b repeatPair) int { return cmp.Compare(b.R, a.R) })
	return out
}

// Like lists the other units of a layer that vary, by correlation, highest first; none if the unit does not vary.
func (l *repeatLayer) Like(unit int) (out []repeatPair) {
	if !l.Varies(unit) {
		return nil
	}
	for j := range l.Units {
		if j != unit && l.Varies(j) {
			at := unit*l.Units + j
			out = append(out, repeatPair{unit, j, l.Correlation[at], int(l.Lags[at])})
		}
	}
	slices.SortStableFunc(out, func(a, b repeatPair) int { return cmp.Compare(b.R, a.R) })
	return out
}

// Removed returns the number of units of the layer that others can replace.
func (l *repeatLayer) Removed() (n int) {
	for _, c := range l.Clusters {
		n += len(c.Duplicates)
	}
	return n
}

// Ablation returns the evaluation without the duplicates of one layer, nil if there is none.
func (k *Repeats) Ablation(layer string) *redundancy.Ablation {
	if k.Ablations == nil {
		return nil
	}
	for i := range k.Ablations.Without {
		if a := &k.Ablations.Without[i]; len(a.Layers) == 1 && a.Layers[0] == layer {
			return a
		}
	}
	return nil
}

var errCancelled = errors.New("comparing the units was cancelled; press r to resume")

// Cache holds what was measured of networks, as long as the program runs.
type Cache map[repeatsKey]*Repeats
