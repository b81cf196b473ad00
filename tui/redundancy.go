package tui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"actmax/data"
	"actmax/model"
	"actmax/model/train"
	"actmax/model/train/redundancy"
	"actmax/tui/screen"
	"actmax/tui/session"
)

// repeats is what was measured of a network: which units do the same in training, and what it is worth without them.
type repeats struct {
	*redundancy.Result
	ablations *redundancy.Ablations // nil until evaluated, and where the note says why
	note      string
	layers    []repeatLayer // those of the network
}

// repeatLayer is one layer of it.
type repeatLayer struct {
	*redundancy.Layer
	clusters []repeatGroup
	pairs    []repeatPair // those that correlate at least at leastPair, the most alike first
}

// repeatGroup is a cluster of duplicates.
type repeatGroup struct {
	redundancy.Cluster
	members []int // the kept unit first
}

// repeatPair are two units that correlate.
type repeatPair struct {
	a, b int
	r    float32
	lag  int // b shows so many samples later what a shows
}

const (
	duplicate = redundancy.DefaultDuplicate
	leastPair = 0.5 // below, two units have less than a quarter of their variance in common
)

// listOf is what the list of the redundancy view holds.
type listOf int

const (
	listClusters listOf = iota
	listPairs
	listUnits
	lists
)

var listWords = [lists]string{"clusters", "pairs", "units"}

// repeatsView shows which units of a layer repeat each other. What was measured of a network stays as long as the program
// runs, and on disk.
type repeatsView struct {
	busy    bool
	err     error // why nothing is known
	of      string
	known   map[string]*repeats
	listing listOf
	row     int // of the list
	top     int // first row on the screen
}

// repeatsKey tells measurements of networks on data sets apart.
func repeatsKey(n *model.Network, d *data.Dataset) string {
	return fmt.Sprintf("%s|%s|%s|%d|%d", n.Hash, d.Hash, d.Resample, len(d.Segments), len(d.Activities))
}

// get returns what is known of the network on the screen, nil where it was not measured.
func (r *repeatsView) get(m *screen.Common) *repeats {
	if m.Dataset == nil {
		return nil
	}
	return r.known[repeatsKey(m.Network, m.Dataset)]
}

// layer is what is known of a layer.
func (r *repeatsView) layer(m *screen.Common, layer int) *repeatLayer {
	if k := r.get(m); k != nil && layer < len(k.layers) {
		return &k.layers[layer]
	}
	return nil
}

// evaluated tells whether macro-F1 without the duplicates is known, or why there is none.
func (k *repeats) evaluated() bool { return k.ablations != nil || k.note != "" }

// ask has the network measured, unless it is known or could not be measured: first which units correlate, which can be shown
// at once, then the network without the duplicates, which takes far longer.
func (r *repeatsView) ask(m *screen.Common, s *mapScreen) {
	k := r.get(m)
	if m.Dataset == nil || r.busy || k != nil && k.evaluated() {
		return
	}
	n, d := m.Network, m.Dataset
	key := repeatsKey(n, d)
	if r.err != nil && r.of == key {
		return
	}
	r.busy, r.err, r.of = true, nil, key
	cache, jobs := m.Cache, 0
	if s.running {
		jobs = 1 // ascents come first
	}
	m.Changed()
	what, measure := "correlating units", func(ctx context.Context, tell func(done, total int)) (*repeats, error) {
		return correlateUnits(ctx, n, d, redundancy.Options{Lag: redundancy.DefaultLag, Jobs: jobs, Cache: cache, Progress: tell})
	}
	if k != nil {
		what, measure = "evaluating without duplicates", func(ctx context.Context, tell func(done, total int)) (*repeats, error) {
			return k.evaluate(ctx, n, d, redundancy.AblationOptions{Draws: redundancy.DefaultDraws, Jobs: jobs, Cache: cache, Progress: tell})
		}
	}
	cancelled := func() { r.busy, r.err = false, errRepeatsGivenUp }
	m.Start(session.TaskRepeats, what, cancelled, func(ctx context.Context, t *session.Task) func() {
		found, err := measure(ctx, func(done, total int) { t.Progress(what, done, total) })
		return func() { r.take(m, s, key, found, err) }
	})
}

// take takes over what was measured.
func (r *repeatsView) take(m *screen.Common, s *mapScreen, key string, found *repeats, err error) {
	if r.of != key {
		return
	}
	if r.busy, r.err = false, err; err != nil {
		m.Complain(err)
		return
	}
	if r.known == nil {
		r.known = map[string]*repeats{}
	}
	r.known[key] = found
	s.due, s.lookAt = true, time.Time{} // what is left to measure
}

// evaluate evaluates the network without the duplicates, as actmax model redundancy does, and returns what is known with that.
func (k *repeats) evaluate(ctx context.Context, n *model.Network, d *data.Dataset, o redundancy.AblationOptions) (*repeats, error) {
	out := *k
	var err error
	out.ablations, err = redundancy.Ablate(ctx, n, d, k.Result, o)
	var mix *train.MismatchError
	if errors.As(err, &mix) { // the correlations stand without the activities
		out.note, err = mix.Problem, nil
	}
	if err != nil {
		return nil, err
	}
	return &out, nil
}

// correlateUnits correlates the activations of all units of each layer, as actmax model redundancy does.
func correlateUnits(ctx context.Context, n *model.Network, d *data.Dataset, o redundancy.Options) (*repeats, error) {
	found, err := redundancy.Measure(ctx, n, d, o)
	if err != nil {
		return nil, err
	}
	k := &repeats{Result: found}
	for i := range found.Layers {
		k.layers = append(k.layers, newRepeatLayer(&found.Layers[i]))
	}
	return k, nil
}

func newRepeatLayer(l *redundancy.Layer) repeatLayer {
	out := repeatLayer{Layer: l}
	for _, c := range l.Clusters(duplicate) {
		g := repeatGroup{c, []int{c.Kept}}
		for _, d := range c.Duplicates {
			g.members = append(g.members, d.Unit)
		}
		out.clusters = append(out.clusters, g)
	}
	slices.SortStableFunc(out.clusters, func(a, b repeatGroup) int { return len(b.members) - len(a.members) })
	for i := range l.Units {
		for j := i + 1; j < l.Units; j++ {
			if r := l.Correlation[i*l.Units+j]; r >= leastPair && l.Varies(i) && l.Varies(j) {
				out.pairs = append(out.pairs, repeatPair{i, j, r, int(l.Lags[i*l.Units+j])})
			}
		}
	}
	slices.SortStableFunc(out.pairs, func(a, b repeatPair) int { return cmp.Compare(b.r, a.r) })
	return out
}

// like lists the other units of a layer that vary, the most alike first; none where the unit itself does not vary.
func (l *repeatLayer) like(unit int) (out []repeatPair) {
	if !l.Varies(unit) {
		return nil
	}
	for j := range l.Units {
		if j != unit && l.Varies(j) {
			at := unit*l.Units + j
			out = append(out, repeatPair{unit, j, l.Correlation[at], int(l.Lags[at])})
		}
	}
	slices.SortStableFunc(out, func(a, b repeatPair) int { return cmp.Compare(b.r, a.r) })
	return out
}

// removed is how many units of the layer others can stand for.
func (l *repeatLayer) removed() (n int) {
	for _, c := range l.clusters {
		n += len(c.Duplicates)
	}
	return n
}

// ablation is the network without the duplicates of one layer; nil where that was not evaluated.
func (k *repeats) ablation(layer string) *redundancy.Ablation {
	if k.ablations == nil {
		return nil
	}
	for i := range k.ablations.Without {
		if a := &k.ablations.Without[i]; len(a.Layers) == 1 && a.Layers[0] == layer {
			return a
		}
	}
	return nil
}

var errRepeatsGivenUp = errors.New("comparing the units was given up; r takes it up again")
