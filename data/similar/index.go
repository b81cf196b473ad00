// Package similar finds the real segments that resemble a signal: the exact nearest ones by the mean squared error of
// the best aligned window,
//
//	(8)  d(u, i) = min over j of MSE(x*, x_i,j)
//
// over every window of every given segment, stride 1.
package similar

import (
	"context"
	"fmt"
	"math"
	"sync"

	"actmax/data"
	"actmax/internal/parallel"
	"actmax/internal/simd"
)

// lanes is how many segments lie side by side. Sixteen suits every variant of the kernel.
const lanes = 16

// Options say how an index is built and used. The zero value is usable.
type Options struct {
	// Width of the windows asked for, in samples; 0: 10, the method's. It only says which width is prepared for: a
	// query of another width prepares for its own when it first comes, which takes about as long as New.
	Width int
	// Workers is the number of goroutines that build and that answer one query; 0: GOMAXPROCS. Results do not depend
	// on it.
	Workers int
	// Progress is called while the index is built, one call at a time; nil: silent.
	Progress func(done, total int)
}

// Index holds a copy of the segments of a data set that a search runs over. Any number of goroutines may ask at once.
type Index struct {
	set      *data.Dataset
	segments []int
	axes     int
	length   int
	workers  int
	blocks   []float32 // [block][axis][time][lanes] in G; lanes without a segment hold NaN, which is nearest to nothing

	mu     sync.Mutex
	bounds map[int]*bounds // by width
	idle   []*search       // as many as have been busy at once
}

// New copies the given segments (ascending indices into d.Segments, such as d.Subset(data.Train)) into an index. It
// stops with the context's error when cancelled.
func New(ctx context.Context, d *data.Dataset, segments []int, o Options) (*Index, error) {
	x := &Index{
		set: d, segments: segments, axes: len(d.Axes), length: d.Length, workers: parallel.Jobs(o.Workers),
		bounds: map[int]*bounds{},
	}
	width := o.Width
	if width == 0 {
		width = 10
	}
	if width < 1 {
		return nil, fmt.Errorf("similar: windows of %d samples; expected 1 or more (similar.width)", width)
	}
	if len(segments) == 0 {
		return nil, fmt.Errorf("similar: data set %q has no segments to compare with", d.Name)
	}
	for k, i := range segments {
		if i < 0 || i >= len(d.Segments) || k > 0 && i <= segments[k-1] {
			return nil, fmt.Errorf("similar: segment %d at position %d; expected ascending indices below %d", i, k,
				len(d.Segments))
		}
	}
	blocks := (len(segments) + lanes - 1) / lanes
	x.blocks = simd.Aligned(blocks * x.axes * x.length * lanes)
	b := newBounds(blocks * x.axes)
	width = min(width, x.length)
	x.bounds[width] = b
	// Pieces of some thousand segments: few enough calls of Progress, soon enough cancelled.
	const piece = 128
	err := parallel.Each(ctx, (blocks+piece-1)/piece, x.workers, o.Progress, func(i int) error {
		for block := i * piece; block < min((i+1)*piece, blocks); block++ {
			x.fill(block)
			b.measure(x, block, width)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("similar: index not built: %w", err)
	}
	return x, nil
}

// Len returns the number of segments.
func (x *Index) Len() int { return len(x.segments) }

// fill copies up to 16 segments into their lanes.
func (x *Index) fill(block int) {
	for lane := range lanes {
		k := block*lanes + lane
		for axis := range x.axes {
			dst := x.at(block, axis)
			if k >= len(x.segments) {
				for t := range x.length {
					dst[t*lanes+lane] = float32(math.NaN())
				}
				continue
			}
			for t, v := range x.set.Window(x.segments[k], axis) {
				dst[t*lanes+lane] = v
			}
		}
	}
}

// at returns one axis of a block, [time][lanes].
func (x *Index) at(block, axis int) []float32 {
	n := x.length * lanes
	i := (block*x.axes + axis) * n
	return x.blocks[i : i+n : i+n]
}

// prepared returns the bounds for windows of a width, computed when first asked for.
func (x *Index) prepared(width int) (*bounds, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if b := x.bounds[width]; b != nil {
		return b, nil
	}
	blocks := (len(x.segments) + lanes - 1) / lanes
	b := newBounds(blocks * x.axes)
	err := parallel.Each(context.Background(), blocks, x.workers, nil, func(i int) error {
		b.measure(x, i, width)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("similar: windows of %d samples: %w", width, err)
	}
	x.bounds[width] = b
	return b, nil
}

// search returns one that is not in use; leave returns it to the pool.
func (x *Index) search() *search {
	x.mu.Lock()
	defer x.mu.Unlock()
	if n := len(x.idle); n > 0 {
		s := x.idle[n-1]
		x.idle = x.idle[:n-1]
		return s
	}
	return newSearch(x)
}

func (x *Index) leave(s *search) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.idle = append(x.idle, s)
}
