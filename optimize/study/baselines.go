package study

import (
	"context"

	"actmax/optimize/results"
	"actmax/optimize/score"
)

// layerBaseline is the baseline of every unit of a layer (method.md 4).
type layerBaseline struct {
	Matched []int            `json:"matched"` // axis-segments that qualify
	Mean    []results.Number `json:"mean"`    // G²; null if there are too few
	Nearest []results.Number `json:"nearest"`
}

// FloorSeed decides which of the segments that qualify are drawn.
const FloorSeed = 0

// findBaselines computes the baselines of every network.
func (s *session) findBaselines(ctx context.Context) error {
	for i, n := range s.networks {
		settings := s.Variants[0].Settings
		id := s.identify(n, -1, settings)
		for key := range id.Settings { // those that a baseline depends on
			switch key {
			case "threshold.sigma", "threshold.factor", "threshold.eap", "similar.top", "similar.width":
			default:
				delete(id.Settings, key)
			}
		}
		path := s.part(n, "floors.json")
		if s.read(path, id, &n.baselines) && n.soundBaselines() {
			continue
		}
		if err := s.makeBaselines(ctx, i); err != nil {
			return err
		}
		if err := write(path, id, n.baselines); err != nil {
			return err
		}
	}
	return nil
}

// soundBaselines reports whether baselines read from a file can be those of the network.
func (n *network) soundBaselines() bool {
	if len(n.baselines) != len(n.layers) {
		return false
	}
	for k, l := range n.layers {
		if f, units := n.baselines[k], n.Units(l); len(f.Matched) != units || len(f.Mean) != units ||
			len(f.Nearest) != units {
			return false
		}
	}
	return true
}

func (s *session) makeBaselines(ctx context.Context, i int) error {
	n := s.networks[i]
	index, err := s.segments(ctx)
	if err != nil {
		return err
	}
	thresholds := make([][]float64, len(n.layers))
	for k := range n.layers {
		for _, r := range s.find(i, s.Variants[0], k, "").Runs.Runs {
			thresholds[k] = append(thresholds[k], float64(r.Threshold))
		}
	}
	places, err := score.Matched(ctx, n.Network, s.Data, n.layers, thresholds, s.Jobs,
		s.show(i, "baseline from real segments"))
	if err != nil {
		return err
	}
	settings := s.Variants[0].Settings
	n.baselines = nil
	for k, l := range n.layers {
		found, err := score.Floors(ctx, n.Network, s.Data, index, l, places[k],
			score.FloorOptions{Seed: FloorSeed, Width: settings.SimilarWidth, Top: settings.SimilarTop, Jobs: s.Jobs})
		if err != nil {
			return err
		}
		var f layerBaseline
		for _, u := range found {
			f.Matched = append(f.Matched, u.Matched)
			f.Mean, f.Nearest = append(f.Mean, results.Number(u.Mean)), append(f.Nearest, results.Number(u.Nearest))
		}
		n.baselines = append(n.baselines, f)
	}
	return nil
}

// find returns the piece of a network, a variant and a layer (its number among those studied), once compute is done.
func (s *session) find(network int, v Variant, number int, start string) *Piece {
	for _, p := range s.pieces {
		if p.Network == network && p.Preset == v.Preset && p.Method == v.Method && p.number == number &&
			p.Start == start {
			return p
		}
	}
	return nil
}
