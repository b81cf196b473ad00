package starts

import (
	"context"
	"slices"
	"strings"
	"testing"

	"actmax/data"
	"actmax/data/synth"
	"actmax/model"
	"actmax/model/train"
)

// few is the demo with some of its training segments.
func few() *data.Dataset {
	set := *synth.Load(synth.Seed)
	var segments []data.Segment
	for i, s := range set.Subset(data.Train) {
		if i%70 == 0 {
			segments = append(segments, set.Segments[s])
		}
	}
	set.Segments, set.Hash = segments, "few"
	return &set
}

func TestBest(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	n, err := model.NewSFHF("fusion", []string{"class00", "class01"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	set := few()
	measured := 0
	s := New(context.Background(), n, set, func() (*train.Measurement, error) {
		measured++
		return train.Measure(context.Background(), n, set, train.MeasureOptions{})
	})
	if measured > 0 {
		t.Error("measured before a segment is wanted")
	}
	for layer := range 3 {
		for unit := range 8 {
			got, id, err := s.Best(layer, unit, 0, -1)
			if err != nil {
				t.Fatal(err)
			}
			// the measurement and a search over everything find the same segment
			training, axis, err := s.search(layer, unit, 0, 6)
			if err != nil {
				t.Fatal(err)
			}
			want, wantID, _ := s.samples(training, axis)
			if id != wantID || !slices.Equal(got, want) {
				t.Errorf("layer %d, unit %d: starts from %s, a search finds %s", layer, unit, id, wantID)
			}
			if _, id, err = s.Best(layer, unit, 4, 5); err != nil || !strings.HasSuffix(id, "/"+set.Axes[4]) {
				t.Errorf("on axis 4: %s, %v", id, err)
			}
		}
	}
	if all, id, err := s.Best(3, 5, 0, -1); err != nil || len(all) != 6*30 || strings.Contains(id, "/") {
		t.Errorf("of a unit that sees all axes: %d samples, %q, %v", len(all), id, err)
	}
	if measured != 1 {
		t.Errorf("measured %d times", measured)
	}
}
