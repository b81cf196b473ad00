package study

import (
	"context"
	"path/filepath"
	"slices"

	"actmax/data"
	"actmax/optimize"
	"actmax/optimize/atlas"
)

// MapRow is whether the units of a layer whose signals are alike resemble the same activity (the paper's Fig. 8).
type MapRow struct {
	Network string `json:"model"`
	Preset  string `json:"preset"`
	*atlas.Map
}

// maps lays out the units of the first and the last layer studied, by the proposed method's signals.
func (s *session) maps(ctx context.Context) ([]MapRow, error) {
	var all []MapRow
	for i, n := range s.networks {
		for _, v := range s.Variants {
			if v.Method != optimize.Proposed {
				continue
			}
			for _, k := range slices.Compact([]int{0, len(n.layers) - 1}) {
				p := s.find(i, v, k, "")
				m := new(atlas.Map)
				err := s.kept(filepath.Join(p.dir, "atlas.json"), p.id, m, func() error {
					made, err := s.layOut(ctx, p)
					if err == nil {
						*m = *made
					}
					return err
				})
				if err != nil {
					return nil, err
				}
				all = append(all, MapRow{n.Plan.Name, v.Preset, m})
			}
		}
	}
	return all, nil
}

func (s *session) layOut(ctx context.Context, p *Piece) (*atlas.Map, error) {
	real := make([]atlas.Real, len(p.Scores))
	training := s.Data.Subset(data.Train)
	for u, c := range p.Scores {
		real[u] = atlas.Real{Segment: -1, MSE: nan}
		if c.Training < 0 {
			continue
		}
		r := s.Data.Of(training[c.Training])
		real[u] = atlas.Real{Segment: c.Training, Activity: s.Data.Activities[r.Activity], Subject: r.Subject,
			Axis: "all", Start: c.Offset, MSE: c.Nearest}
		if c.Axis >= 0 {
			real[u].Axis = s.Data.Axes[c.Axis]
		}
	}
	groups, err := atlas.Groups(p.Runs, real)
	if err != nil {
		return nil, err
	}
	return atlas.New(ctx, groups[0], atlas.Options{Jobs: s.Jobs,
		Progress: s.show(p.Network, "map of "+groups[0].Layer)})
}
