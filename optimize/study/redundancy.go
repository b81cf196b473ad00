package study

import (
	"context"
	"errors"
	"slices"

	"actmax/model/train"
	"actmax/model/train/redundancy"
	"actmax/optimize/results"
)

// NetworkRedundancy lists the units of a network that look for the same thing, and the scores without the duplicates.
type NetworkRedundancy struct {
	Network string `json:"model"`
	// lag-maximum correlation from which on units count as duplicates
	Threshold float64           `json:"threshold"`
	Segments  int               `json:"segments"` // training segments compared
	Layers    []LayerRedundancy `json:"layers"`
	// null if the network does not know the activities, or there are no test subjects
	Ablations *redundancy.Ablations `json:"ablations"`
}

// LayerRedundancy is one layer's.
type LayerRedundancy struct {
	Layer      string               `json:"layer"`
	Units      int                  `json:"units"`
	Silent     int                  `json:"silent"`
	Rank       redundancy.Rank      `json:"rank"`
	Duplicates int                  `json:"duplicates"` // units that another one stands for
	Clusters   []redundancy.Cluster `json:"clusters"`
	// of a unit with the one most like it, median over units
	Nearest results.Number `json:"nearest_correlation"`
}

// counterpartSegments is how many training segments are drawn to compare two networks: enough for a mean over units.
const counterpartSegments = redundancy.CounterpartSegments

// redundancyVersion goes up whenever the same network would be measured or summed up differently.
const redundancyVersion = 2

// findRedundancy measures the networks that have not been.
func (s *session) findRedundancy(ctx context.Context) error {
	if !s.Redundancy {
		return nil
	}
	for i, n := range s.networks {
		n.redundancy = new(NetworkRedundancy)
		id := s.identify(n, -1, s.Variants[0].Settings)
		id.Settings = map[string]any{"version": redundancyVersion}
		err := s.kept(s.part(n, "redundancy.json"), id, n.redundancy, func() error { return s.makeRedundancy(ctx, i) })
		if err != nil {
			return err
		}
		n.redundancy.Network = n.Plan.Name // the file may have been made under another name
	}
	for _, f := range s.families {
		for k, i := range f.networks {
			others := f.networks[k+1:]
			if f.control >= 0 {
				others = append(slices.Clone(others), f.control)
			}
			for _, j := range others {
				if err := s.compareActivations(ctx, i, j); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (s *session) show(i int, what string) func(done, total int) {
	return func(done, total int) {
		s.progress(Progress{Network: s.network(i).Plan.Name, Number: i + 1, Of: s.networksAndControls(), What: what,
			Done: done, Total: total})
	}
}

func (n *network) names() []string {
	var names []string
	for _, l := range n.layers {
		names = append(names, n.Layers[l].Name)
	}
	return names
}

func (s *session) makeRedundancy(ctx context.Context, i int) error {
	n := s.networks[i]
	r, err := redundancy.Measure(ctx, n.Network, s.Data, redundancy.Options{
		Layers: n.names(), Lag: redundancy.DefaultLag, Jobs: s.Jobs, Progress: s.show(i, "correlating units"),
	})
	if err != nil {
		return err
	}
	out := n.redundancy
	out.Threshold, out.Segments = redundancy.DefaultDuplicate, r.Segments
	for k := range r.Layers {
		l := &r.Layers[k]
		one := LayerRedundancy{Layer: l.Name, Units: l.Units, Silent: len(l.Silent), Rank: l.Rank,
			Clusters: l.Clusters(out.Threshold), Nearest: results.Number(redundancy.Median(l.Nearest()))}
		if one.Clusters == nil {
			one.Clusters = []redundancy.Cluster{}
		}
		for _, c := range one.Clusters {
			one.Duplicates += len(c.Duplicates)
		}
		out.Layers = append(out.Layers, one)
	}
	out.Ablations, err = redundancy.Ablate(ctx, n.Network, s.Data, r,
		redundancy.AblationOptions{Draws: redundancy.DefaultDraws, Jobs: s.Jobs,
			Progress: s.show(i, "without duplicates")})
	var mix *train.MismatchError
	if errors.As(err, &mix) { // the correlations stand without the activities
		out.Ablations, err = nil, nil
	}
	return err
}

// counterpartMeans are the mean correlations of two networks' units with their counterparts in each other, by layer.
type counterpartMeans struct {
	Of   map[string]results.Number `json:"of"`   // of the first one's units
	Back map[string]results.Number `json:"back"` // of the second one's
}

// compareActivations finds how well the units of networks i and j correlate with their counterparts in each other.
func (s *session) compareActivations(ctx context.Context, i, j int) error {
	a, b := s.network(i), s.network(j)
	id := s.identify(a, -1, s.Variants[0].Settings)
	id.Settings = map[string]any{"network": b.Hash, "segments": counterpartSegments, "of": "both"}
	name := "counterparts-" + b.Plan.Name + ".json"
	if b.control {
		name = "untrained.json"
	}
	var m counterpartMeans
	err := s.kept(s.part(a, name), id, &m, func() error {
		of, back, err := redundancy.CounterpartsBoth(ctx, a.Network, b.Network, s.Data, redundancy.Options{
			Layers: a.names(), Lag: redundancy.DefaultLag, Segments: counterpartSegments, Jobs: s.Jobs,
			Progress: s.show(i, "comparing with "+b.Plan.Name),
		})
		m = counterpartMeans{byLayer(of), byLayer(back)}
		return err
	})
	if s.activation == nil {
		s.activation = map[[2]int]map[string]results.Number{}
	}
	s.activation[[2]int{i, j}], s.activation[[2]int{j, i}] = m.Of, m.Back
	return err
}

// byLayer takes the mean correlation over the units of each layer that have a nearest one.
func byLayer(layers []redundancy.LayerCounterparts) map[string]results.Number {
	out := map[string]results.Number{}
	for _, l := range layers {
		var all []float64
		for _, c := range l.Units {
			if c.Unit >= 0 {
				all = append(all, float64(c.Correlation))
			}
		}
		out[l.Layer] = mean(all)
	}
	return out
}
