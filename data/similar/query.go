package similar

import (
	"fmt"
	"math"
)

// Query is the window that segments are compared with.
type Query struct {
	// Signal is [axes][width] in G. A signal of one axis is compared with every axis of every segment on its own; one
	// of as many axes as the data has is compared with all of them at the same offset, by the mean over axes and
	// samples.
	Signal [][]float32
	// Without leaves out the segments of one subject; 0: none. A baseline compares real windows with those of other
	// people.
	Without int
	// Distinct counts overlapping segments of one recording, and the axes of one segment, once: by their best match.
	Distinct bool
}

// Match is a segment that resembles the query.
type Match struct {
	Segment  int     // index into Dataset.Segments
	Training int     // position in the list that New was given: with d.Subset(data.Train), the place in training order
	Axis     int     // axis of the segment that was compared; -1: all
	Offset   int     // samples into the segment where the best window begins, the earliest on ties
	MSE      float64 // G², equation (8), in float64
}

// Nearest returns the top matches in ascending order of MSE, equal ones in the order of segments and axes; fewer if
// there are fewer. They are exactly those that a loop in float64 over all windows finds. Windows with NaN or infinite
// samples, or so far away that the square does not fit into a float32, never match.
func (x *Index) Nearest(q Query, top int) ([]Match, error) {
	return x.AppendNearest(nil, q, top)
}

// AppendNearest is Nearest into a slice of the caller's. Once a few queries have been answered it allocates nothing
// if dst is large enough.
func (x *Index) AppendNearest(dst []Match, q Query, top int) ([]Match, error) {
	width, err := x.check(q, top)
	if err != nil {
		return dst, err
	}
	b, err := x.prepared(width)
	if err != nil {
		return dst, err
	}
	s := x.search()
	defer x.leave(s)
	s.begin(q, width, b)
	top = min(top, s.items()) // no more are there, however many are asked for
	if !q.Distinct {
		found, err := s.nearest(top)
		if err != nil {
			return dst, err
		}
		return append(dst, found[:min(top, len(found))]...), nil
	}
	// A match hides few others, so somewhat more than top are enough; if they are not, more are asked for.
	for more := 4 * top; ; more *= 4 {
		found, err := s.nearest(more)
		if err != nil {
			return dst, err
		}
		n := len(dst)
		dst = s.distinct(dst, found[:min(more, len(found))], top)
		if len(dst)-n == top || more >= s.items() {
			return dst, nil
		}
		dst = dst[:n]
	}
}

// check returns the width of a query that can be answered.
func (x *Index) check(q Query, top int) (width int, err error) {
	if top < 1 {
		return 0, fmt.Errorf("similar: the nearest %d; expected 1 or more (similar.top)", top)
	}
	if n := len(q.Signal); n != 1 && n != x.axes {
		return 0, fmt.Errorf("similar: a signal of %d axes; expected 1 or %d, as the data has", n, x.axes)
	}
	width = len(q.Signal[0])
	if width < 1 || width > x.length {
		return 0, fmt.Errorf("similar: a window of %d samples; expected 1 to %d, a segment's length", width, x.length)
	}
	for axis, v := range q.Signal {
		if len(v) != width {
			return 0, fmt.Errorf("similar: %d samples on axis %d, %d on axis 0; expected as many", len(v), axis, width)
		}
		for i, s := range v {
			if math.IsNaN(float64(s)) || math.IsInf(float64(s), 0) {
				return 0, fmt.Errorf("similar: axis %d, sample %d is %g; expected a finite number of G", axis, i, s)
			}
		}
	}
	return width, nil
}
