package atlas

import (
	"context"
	"fmt"

	"actmax/data"
	"actmax/data/similar"
	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/results"
	"actmax/optimize/score"
)

// Real is the training segment most similar to a signal: the one with the window nearest to the signal's best window
// (equation 8).
type Real struct {
	Segment  int            `json:"segment"`  // in training order; -1: none is comparable
	Activity string         `json:"activity"` // "" if there is none
	Subject  int            `json:"subject"`
	Axis     string         `json:"axis"`  // or "all"
	Start    int            `json:"start"` // of the window, in the segment
	MSE      results.Number `json:"mse"`   // G²
}

// Unknown stands for a missing segment.
var Unknown = Real{Segment: -1}

// Nearest finds for each run of a result the most similar segment of an index, which was made from training segments of
// the data set, by the window of so many samples that activates the unit most. Runs that are on no map get none. The
// network must be the one that made the result.
func Nearest(ctx context.Context, n *model.Network, found *results.Result, set *data.Dataset, index *similar.Index,
	width int) ([]Real, error) {
	out := make([]Real, len(found.Runs))
	for i, r := range found.Runs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out[i] = Unknown
		if r.Status != optimize.OK {
			continue
		}
		layer, err := found.MadeBy(n, i)
		if err != nil {
			return nil, fmt.Errorf("run %d: %w", i, err)
		}
		s := found.Signal
		from, to, err := score.Window(n, layer, r.Unit, s.Of(i), found.Activation.Of(i), width)
		if err != nil {
			return nil, fmt.Errorf("run %d: %w", i, err)
		}
		near, err := score.Nearest(index, s.Window(i, from, to), score.Search{Top: 1})
		if err != nil {
			return nil, fmt.Errorf("run %d: %w", i, err)
		}
		if len(near.Matches) > 0 {
			out[i] = RealOf(set, near.Matches[0])
		}
	}
	return out, nil
}

// RealOf describes the segment of a match with an index of the data set's training segments.
func RealOf(set *data.Dataset, b similar.Match) Real {
	recording := set.Of(b.Segment)
	out := Real{
		Segment: b.Training, Activity: set.Activities[recording.Activity], Subject: recording.Subject, Axis: "all",
		Start: b.Offset,
		MSE:   results.Number(b.MSE),
	}
	if b.Axis >= 0 {
		out.Axis = set.Axes[b.Axis]
	}
	return out
}
