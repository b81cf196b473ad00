package study

import (
	"context"
	"reflect"
	"slices"

	"actmax/model"
	"actmax/model/train"
	"actmax/model/train/redundancy"
	"actmax/optimize"
)

// family is the networks whose figures are averaged: of one head and the same layers, from different seeds.
type family struct {
	networks []int // of session.networks
	// for session.network: a network of the same layers that was never trained; -1: nothing is compared with it
	control int
}

// findFamilies groups the networks in the order in which they come. If networks of one head have other layers, the head
// of the later ones is extended by the name of the first of them, so that grouping by head does not mix them.
func (s *session) findFamilies() {
	for i, n := range s.networks {
		k := slices.IndexFunc(s.families, func(f family) bool {
			first := s.networks[f.networks[0]]
			return first.Head == n.Head && sameLayers(first.Network, n.Network)
		})
		if k < 0 {
			k = len(s.families)
			s.families = append(s.families, family{control: -1})
		}
		s.families[k].networks = append(s.families[k].networks, i)
	}
	var heads []string
	for _, f := range s.families {
		first := s.networks[f.networks[0]]
		head := first.Head
		if slices.Contains(heads, head) {
			for _, i := range f.networks {
				s.networks[i].Head = head + " as in " + first.Plan.Name
			}
		}
		heads = append(heads, head)
	}
}

// sameLayers reports whether two networks have the same layers, whatever their weights.
func sameLayers(a, b *model.Network) bool {
	return slices.EqualFunc(a.Layers, b.Layers,
		func(x, y model.Layer) bool { return reflect.DeepEqual(x.Untrained(), y.Untrained()) })
}

// findControls makes the untrained networks that the likeness of signals of different networks is judged by, one a
// family, with the statistics that their thresholds come from.
func (s *session) findControls(ctx context.Context) error {
	if s.ScoresOnly || !slices.ContainsFunc(s.Variants, func(v Variant) bool { return v.Method == optimize.Proposed }) {
		return nil
	}
	for i := range s.families {
		f := &s.families[i]
		if len(f.networks) < 2 {
			continue
		}
		first := s.networks[f.networks[0]]
		n, err := redundancy.Untrained(first.Network)
		if err != nil {
			return err
		}
		f.control = s.networksAndControls()
		s.controls = append(s.controls, &network{Plan: Plan{Name: "untrained, " + first.Head, Head: first.Head},
			Network: n, control: true, layers: first.layers})
		err = train.Statistics(ctx, n, s.Data,
			train.MeasureOptions{Jobs: s.Jobs, Progress: s.show(f.control, "measuring activations"), Warn: s.warn})
		if err != nil {
			return err
		}
	}
	return nil
}

// networksAndControls is how many networks there are, those that were never trained included.
func (s *session) networksAndControls() int { return len(s.networks) + len(s.controls) }

// network returns one by its index; those that were never trained come last.
func (s *session) network(i int) *network {
	if k := i - len(s.networks); k >= 0 {
		return s.controls[k]
	}
	return s.networks[i]
}
