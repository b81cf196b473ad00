// Package feed puts the segments of a data set into a network's pass.
package feed

import (
	"fmt"

	"actmax/data"
	"actmax/model"
)

// Batch is how many segments go through a network together when nothing depends on that number.
const Batch = 64

// Load puts the samples of some segments (indices into d.Segments) into a pass. Window is scratch space, [axes].
func Load(p *model.Pass, d *data.Dataset, segments []int, window [][]float32) error {
	for i, s := range segments {
		for axis := range window {
			window[axis] = d.Window(s, axis)
		}
		if err := p.SetSegment(i, window); err != nil {
			return fmt.Errorf("segment %d of %s: %w", s, d.Title, err)
		}
	}
	return nil
}
