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

// Repeats is what was measured of a network: which units do the same in training, and what it is worth without them.
type Repeats struct {
	*redundancy.Result
	Ablations *redundancy.Ablations // nil until evaluated, and where the note says why
	Note      string
	layers    []repeatLayer // those of the network
}

// repeatLayer is one layer of it.
type repeatLayer struct {
	*redundancy.Layer
	Clusters []RepeatGroup
	Pairs    []repeatPair // those that correlate at least at leastPair, the most alike first
}

// RepeatGroup is a cluster of duplicates.
type RepeatGroup struct {
	redundancy.Cluster
	Members []int // the kept unit first
}

// repeatPair are two units that correlate.
type repeatPair struct {
	A, B int
	R    float32
	lag  int // b shows so many samples later what a shows
}

const (
	duplicate = redundancy.DefaultDuplicate
	LeastPair = 0.5 // below, two units have less than a quarter of their variance in common
)

// listOf is what the list of the redundancy view holds.
type listOf int

const (
	ListClusters listOf = iota
	ListPairs
	ListUnits
	lists
)

var listWords = [lists]string{"clusters", "pairs", "units"}

// repeatsView shows which units of a layer repeat each other. What was measured of a network stays as long as the program
// runs, and on disk.
type repeatsView struct {
	Busy    bool
	Err     error // why nothing is known
	of      repeatsKey
	cache   Cache
	Listing listOf
	row     int // of the list
	top     int // first row on the screen
}

// repeatsKey names a network, by its hash, and the data over which its units are correlated, by its identity.
type repeatsKey struct{ network, data string }

func keyOf(m *session.Session) repeatsKey { return repeatsKey{m.Open.Network.Hash, m.Data.Identity} }

// Get returns what is known of the network on the screen, nil where it was not measured.
func (r *repeatsView) Get(m *screen.Common) *Repeats {
	if m.Session.Data.Dataset == nil {
		return nil
	}
	return r.cache[keyOf(m.Session)]
}

// Layer is what is known of a layer.
func (r *repeatsView) Layer(m *screen.Common, layer int) *repeatLayer {
	if k := r.Get(m); k != nil && layer < len(k.layers) {
		return &k.layers[layer]
	}
	return nil
}

// Evaluated tells whether macro-F1 without the duplicates is known, or why there is none.
func (k *Repeats) Evaluated() bool { return k.Ablations != nil || k.Note != "" }

// ask has the network measured, unless it is known or could not be measured: first which units correlate, which can be shown
// at once, then the network without the duplicates, which takes far longer.
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
	what, measure := "correlating units", func(ctx context.Context, tell func(done, total int)) (*Repeats, error) {
		return correlateUnits(ctx, n, d, redundancy.Options{Lag: redundancy.DefaultLag, Jobs: jobs, Cache: cache, Progress: tell})
	}
	if k != nil {
		what, measure = "evaluating without duplicates", func(ctx context.Context, tell func(done, total int)) (*Repeats, error) {
			return k.evaluate(ctx, n, d, redundancy.AblationOptions{Draws: redundancy.DefaultDraws, Jobs: jobs, Cache: cache, Progress: tell})
		}
	}
	cancelled := func() { r.Busy, r.Err = false, errCancelled }
	m.Session.Start(session.TaskRepeats, what, cancelled, func(ctx context.Context, t *session.Task) func() {
		found, err := measure(ctx, func(done, total int) { t.Progress(what, done, total) })
		return func() { r.take(m, s, key, found, err) }
	})
}

// take takes over what was measured.
func (r *repeatsView) take(m *screen.Common, s *Screen, key repeatsKey, found *Repeats, err error) {
	if r.of != key {
		return
	}
	if r.Busy, r.Err = false, err; err != nil {
		m.Session.Complain(err)
		return
	}
	r.cache[key] = found
	s.Due, s.LookAt = true, time.Time{} // what is left to measure
}

// evaluate evaluates the network without the duplicates, as actmax model redundancy does, and returns what is known with that.
func (k *Repeats) evaluate(ctx context.Context, n *model.Network, d *data.Dataset, o redundancy.AblationOptions) (*Repeats, error) {
	out := *k
	var err error
	out.Ablations, err = redundancy.Ablate(ctx, n, d, k.Result, o)
	var mix *train.MismatchError
	if errors.As(err, &mix) { // the correlations stand without the activities
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

// Like lists the other units of a layer that vary, the most alike first; none where the unit itself does not vary.
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

// Removed is how many units of the layer others can stand for.
func (l *repeatLayer) Removed() (n int) {
	for _, c := range l.Clusters {
		n += len(c.Duplicates)
	}
	return n
}

// Ablation is the network without the duplicates of one layer; nil where that was not evaluated.
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

var errCancelled = errors.New("comparing the units was given up; r takes it up again")

// Cache holds what was measured of networks, as long as the program runs.
type Cache map[repeatsKey]*Repeats
