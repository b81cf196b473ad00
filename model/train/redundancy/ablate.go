package redundancy

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"actmax/data"
	"actmax/internal/safetensors"
	"actmax/model"
	"actmax/model/train"
	"actmax/model/train/cache"
	"actmax/model/train/internal/random"
)

// DefaultDraws is how many draws of random units are averaged by default.
const DefaultDraws = 2

// AblationOptions say how duplicates are removed. The zero value removes those of DefaultDuplicate, without comparison.
type AblationOptions struct {
	Thresholds []float64 // correlations from which on units count as duplicates; nil: DefaultDuplicate
	Draws      int       // of random units that are left out for comparison; 0: none
	Seed       uint64    // of these
	Jobs       int       // workers; 0: one a core
	// evaluations of a network, called in order by the calling goroutine; not called if the cache answers
	Progress func(done, total int)
	// keeps the scores under the hashes of network and data and what is removed; nil: they are computed again
	Cache *cache.Store
}

// Ablations are the scores of a network without its duplicates.
type Ablations struct {
	Draws   int        `json:"random_draws"` // that Random is the mean of
	Whole   Effect     `json:"whole"`        // of the network as it is
	Without []Ablation `json:"without"`      // by threshold as given, the layers in order, then all of these together
}

// Ablation is one layer, or several at once, without their duplicates: of each cluster only the kept unit stays.
type Ablation struct {
	Layers    []string `json:"layers"`
	Threshold float64  `json:"threshold"`
	Units     int      `json:"units"`    // of these layers
	Clusters  int      `json:"clusters"` // of duplicates
	Removed   int      `json:"removed"`  // duplicates left out; 0: nothing was evaluated, the network is the same
	Zeroed    *Effect  `json:"zeroed"`   // their maps are 0
	Merged    *Effect  `json:"merged"`   // their outgoing weights go to the kept unit, scaled and moved by the lag
	// for comparison: as many units, drawn among those of the layer that are ever active, are 0
	Random *Effect `json:"random"`
}

// Effect is the macro-F1 of a network on the subjects that it was not trained on; nil if there are none.
type Effect struct {
	Validation *Score `json:"validation"`
	Test       *Score `json:"test"`
}

// Score is a macro-F1, and how much higher it is than that of the whole network.
type Score struct {
	MacroF1 float64 `json:"macro_f1"`
	Change  float64 `json:"change"`
}

// Ablate removes the duplicates from the hidden layers of a network and evaluates what is left, each layer by itself
// and all of them at once, at every threshold. r is of the same network. The networks that are evaluated are really
// smaller: duplicates have no weights left. They are not retrained, so a lower score does not say that a smaller layer
// could not learn the same. The error is a *train.MismatchError if the data does not have the activities of the network
// or has no test subjects.
func Ablate(ctx context.Context, n *model.Network, d *data.Dataset, r *Result, o AblationOptions) (*Ablations, error) {
	if err := train.SameClasses(n, d); err != nil {
		return nil, err
	}
	thresholds := o.Thresholds
	if thresholds == nil {
		thresholds = []float64{DefaultDuplicate}
	}
	if o.Draws < 0 {
		return nil, train.Mismatch("%d draws of random units: expected 0 or more", o.Draws)
	}
	for _, t := range thresholds {
		if !(t > 0 && t <= 1) {
			return nil, train.Mismatch("threshold %g: expected a correlation above 0 and at most 1", t)
		}
	}
	a := &ablater{ctx: ctx, n: n, d: d, o: o}
	for _, split := range []data.Split{data.Validate, data.Test} {
		if len(d.Subset(split)) > 0 {
			a.splits = append(a.splits, split)
		}
	}
	if len(a.splits) == 0 {
		_, err := train.Segments(d, data.Test)
		return nil, err
	}
	out := &Ablations{Draws: o.Draws, Without: []Ablation{}}
	var todo []planned
	for _, t := range thresholds {
		plans, err := plan(n, r, t, o)
		if err != nil {
			return nil, err
		}
		todo = append(todo, plans...)
	}
	tested := [][]removal{nil}
	for _, p := range todo {
		if p.Removed > 0 {
			tested = append(append(tested, p.zeroed, p.merged), p.random...)
		}
	}
	effects, err := a.evaluateAll(tested)
	if err != nil {
		return nil, err
	}
	out.Whole = effects[0]
	effects = effects[1:]
	for _, p := range todo {
		if p.Removed > 0 {
			p.Zeroed, p.Merged = a.compare(&out.Whole, effects[0]), a.compare(&out.Whole, effects[1])
			effects = effects[2:]
			if len(p.random) > 0 {
				p.Random = a.compare(&out.Whole, effects[:len(p.random)]...)
				effects = effects[len(p.random):]
			}
		}
		out.Without = append(out.Without, p.Ablation)
	}
	return out, nil
}

// planned is an ablation and the removals that it is made of.
type planned struct {
	Ablation
	zeroed, merged []removal
	random         [][]removal // [draws]
}

// plan chooses the removals of each layer that has another one above it, and of all together.
func plan(n *model.Network, r *Result, threshold float64, o AblationOptions) ([]planned, error) {
	all := planned{Ablation: Ablation{Threshold: threshold}, random: make([][]removal, o.Draws)}
	var out []planned
	affected := 0
	for k := range r.Layers {
		l := &r.Layers[k]
		layer, err := n.Find(l.Name)
		if err != nil || n.Units(layer) != l.Units {
			return nil, errors.New("the redundancy is not of this network: measure it again")
		}
		if layer == len(n.Layers)-1 {
			continue
		}
		p := planned{Ablation: Ablation{Layers: []string{l.Name}, Threshold: threshold, Units: l.Units},
			random: make([][]removal, o.Draws)}
		merged := removal{layer: layer, merge: map[int]standIn{}}
		for _, c := range l.Clusters(threshold) {
			p.Clusters++
			for _, d := range c.Duplicates {
				merged.units = append(merged.units, d.Unit)
				merged.merge[d.Unit] = standIn{c.Kept, d.Lag, float64(d.Slope), float64(d.Intercept)}
			}
		}
		slices.Sort(merged.units)
		p.Removed = len(merged.units)
		if p.Removed > 0 {
			affected++
			p.merged = []removal{merged}
			p.zeroed = []removal{{layer: layer, units: merged.units}}
			for draw := range p.random {
				p.random[draw] = []removal{{layer: layer, units: l.randomUnits(p.Removed, o.Seed, layer, draw)}}
			}
		}
		all.add(&p)
		out = append(out, p)
	}
	if affected > 1 {
		out = append(out, all)
	}
	return out, nil
}

// add takes in the removals of one more layer.
func (p *planned) add(q *planned) {
	p.Layers = append(p.Layers, q.Layers...)
	p.Units += q.Units
	p.Clusters += q.Clusters
	p.Removed += q.Removed
	p.merged, p.zeroed = append(p.merged, q.merged...), append(p.zeroed, q.zeroed...)
	for i := range p.random {
		p.random[i] = append(p.random[i], q.random[i]...)
	}
}

// randomUnits draws units that are ever active.
func (l *Layer) randomUnits(count int, seed uint64, layer, draw int) []int {
	var units []int
	for u := range l.Units {
		if !slices.Contains(l.Silent, u) {
			units = append(units, u)
		}
	}
	r := random.Stream(seed, random.Redundancy, 1+layer, draw)
	r.Shuffle(len(units), func(i, k int) { units[i], units[k] = units[k], units[i] })
	units = units[:count]
	slices.Sort(units)
	return units
}

// ablater evaluates one network after the other.
type ablater struct {
	ctx         context.Context
	n           *model.Network
	d           *data.Dataset
	o           AblationOptions
	splits      []data.Split
	done, total int
}

// evaluateAll evaluates the network without some of its units, as often as such are given.
func (a *ablater) evaluateAll(tested [][]removal) ([]Effect, error) {
	a.total = len(tested)
	identity := fmt.Sprintf("%d|%s|%s|%v", ablationsVersion, a.n.Hash, a.d.Identity(), tested)
	return cache.Get(a.o.Cache, cache.Entry[[]Effect]{
		Folder: "ablations", What: "the scores without duplicates", Identity: identity,
		Measure: func() (out []Effect, err error) {
			for _, removals := range tested {
				e, err := a.evaluate(removals)
				if err != nil {
					return nil, err
				}
				out = append(out, e)
			}
			return out, nil
		},
		Encode: a.tensors,
		Decode: func(f *safetensors.File) ([]Effect, error) { return a.decode(f, len(tested)) },
	})
}

func (a *ablater) evaluate(removals []removal) (Effect, error) {
	n := a.n
	if len(removals) > 0 {
		var err error
		if n, err = smaller(a.n, removals); err != nil {
			return Effect{}, err
		}
	}
	var e Effect
	for _, split := range a.splits {
		v, err := train.Evaluate(a.ctx, n, a.d, split, a.o.Jobs)
		if err != nil {
			return Effect{}, err
		}
		*e.of(split) = &Score{MacroF1: v.MacroF1}
	}
	a.done++
	if a.o.Progress != nil {
		a.o.Progress(a.done, a.total)
	}
	return e, nil
}

func (e *Effect) of(split data.Split) **Score {
	if split == data.Validate {
		return &e.Validation
	}
	return &e.Test
}

// compare averages some evaluations and takes the difference from the whole network's.
func (a *ablater) compare(whole *Effect, all ...Effect) *Effect {
	var mean Effect
	for _, split := range a.splits {
		s := &Score{}
		for i := range all {
			s.MacroF1 += (*all[i].of(split)).MacroF1 / float64(len(all))
		}
		s.Change = s.MacroF1 - (*whole.of(split)).MacroF1
		*mean.of(split) = s
	}
	return &mean
}
