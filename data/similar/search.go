package similar

import (
	"cmp"
	"fmt"
	"math"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"

	"actmax/internal/simd"
)

// search is what one query needs, kept for the next one. A query runs over units: a (block, axis) for a signal of one
// axis, a block for one of all. It goes in two passes:
//
//  1. All units, those with the lowest bounds first, by the float32 kernel. Each worker keeps the smallest distances
//     that it has seen; the largest of those it keeps, once it has as many as are asked for, is a limit to all, and
//     units whose bound is above the limit are left out.
//  2. Every segment that is within the limit, widened by the kernel's rounding, again in float64.
//
// Why the result is exact. The kernel adds n squares in one accumulator; with unit roundoff u = 2^-24 its sum S differs
// from the true T by at most e T with e = (n+3) u to first order (each term: one difference, one square, n-1 additions,
// all of positive terms), and by less than 2^-110 if squares underflow. If k segments have S <= L then their T is at
// most L/(1-e), so the k-th smallest T is too, and a segment of the k smallest has S <= L (1+e)/(1-e). A unit is left
// out only if its bound, hence every T in it, is above L/(1-e).
type search struct {
	x      *Index
	bounds *bounds
	query  Query
	width  int
	flat   []float32 // the signal, [axes][width]
	whole  bool      // all axes together
	mean   []float64 // of each axis of the signal
	spread []float64 // its deviation

	below []float32 // a bound of the sum of squares for each unit
	order []int32   // units, lowest bounds first
	count []int32   // for sorting
	dist  []float32 // [unit][lanes] sums of squares; +Inf if not computed
	seen  []bool    // by unit: dist was computed

	top     int
	next    atomic.Int64
	limit   atomic.Uint32 // bits of a float32, which are in the order of positive floats
	workers []worker
	wait    sync.WaitGroup

	found  []Match
	hidden []bool // by position: overlaps with what was taken
	taken  []int
}

// tiny is more than all squares of a window that are too small for a float32 come to.
const tiny = 0x1p-110

type worker struct {
	nearest []float32 // a heap, the largest first
	run     func()    // made once, so that starting it allocates nothing
	err     error
}

func newSearch(x *Index) *search {
	s := &search{x: x, workers: make([]worker, x.workers), hidden: make([]bool, len(x.segments))}
	for i := range s.workers {
		w := &s.workers[i]
		w.run = func() {
			defer s.wait.Done()
			defer func() {
				if p := recover(); p != nil {
					w.err = fmt.Errorf("similar: internal error: %v\n%s", p, debug.Stack())
				}
			}()
			s.scan(w)
		}
	}
	return s
}

// sized returns a slice of n elements, v itself if it is large enough.
func sized[T any](v []T, n int) []T {
	if cap(v) < n {
		return make([]T, n)
	}
	return v[:n]
}

func (s *search) units() int {
	n := len(s.bounds.box)
	if s.whole {
		n /= s.x.axes
	}
	return n
}

// items is how many matches there can be.
func (s *search) items() int { return s.units() * lanes }

// begin takes in a query and puts the units in order.
func (s *search) begin(q Query, width int, b *bounds) {
	s.bounds, s.query, s.width = b, q, width
	s.whole = len(q.Signal) == s.x.axes && s.x.axes > 1
	s.flat, s.mean, s.spread = s.flat[:0], s.mean[:0], s.spread[:0]
	for _, v := range q.Signal {
		s.flat = append(s.flat, v...)
		m, d := moments(v, 1, width)
		s.mean, s.spread = append(s.mean, m), append(s.spread, d)
	}
	n := s.units()
	s.below, s.order, s.seen = sized(s.below, n), sized(s.order, n), sized(s.seen, n)
	s.dist = sized(s.dist, n*lanes)
	for u := range s.below {
		sum := 0.0
		if s.whole {
			for axis := range s.x.axes {
				sum += b.box[u*s.x.axes+axis].below(s.mean[axis], s.spread[axis])
			}
		} else {
			sum = b.box[u].below(s.mean[0], s.spread[0])
		}
		s.below[u] = float32(sum * float64(width))
		s.seen[u] = false
	}
	s.sort()
}

// sort orders the units by their bounds, roughly: by exponent and three bits of the mantissa.
func (s *search) sort() {
	const shift = 20
	s.count = sized(s.count, 1<<(31-shift)+1)
	clear(s.count)
	for _, b := range s.below {
		s.count[math.Float32bits(b)>>shift+1]++
	}
	for i := 1; i < len(s.count); i++ {
		s.count[i] += s.count[i-1]
	}
	for u, b := range s.below {
		at := &s.count[math.Float32bits(b)>>shift]
		s.order[*at] = int32(u)
		*at++
	}
}

// rounding is e: how far the kernel may be off, relatively, with a little to spare for what is beyond first order.
func (s *search) rounding() float64 { return float64(len(s.flat)+4) * 0x1p-24 }

// nearest returns the top smallest distances, sorted, and perhaps some more.
func (s *search) nearest(top int) ([]Match, error) {
	s.top = top
	s.next.Store(0)
	s.limit.Store(math.Float32bits(float32(math.Inf(1))))
	for i := range s.workers {
		w := &s.workers[i]
		w.nearest, w.err = w.nearest[:0], nil
		s.wait.Add(1)
		if i > 0 {
			go w.run()
		}
	}
	s.workers[0].run()
	s.wait.Wait()
	for i := range s.workers {
		if err := s.workers[i].err; err != nil {
			return nil, err
		}
	}
	e := s.rounding()
	limit := float64(math.Float32frombits(s.limit.Load()))*(1+e)/(1-e) + tiny
	s.found = s.found[:0]
	for u, seen := range s.seen {
		if !seen {
			continue
		}
		for lane, d := range s.dist[u*lanes : (u+1)*lanes] {
			if float64(d) <= limit && !math.IsInf(float64(d), 1) && s.allowed(u, lane) {
				s.found = append(s.found, s.match(u, lane))
			}
		}
	}
	slices.SortFunc(s.found, func(a, b Match) int {
		return cmp.Or(cmp.Compare(a.MSE, b.MSE), cmp.Compare(a.Training, b.Training), cmp.Compare(a.Axis, b.Axis))
	})
	return s.found, nil
}

// scan computes units until none are left.
func (s *search) scan(w *worker) {
	const share = 16 // units taken at once
	e := s.rounding()
	for {
		last := int(s.next.Add(share))
		first := last - share
		if first >= len(s.order) {
			return
		}
		for _, u := range s.order[first:min(last, len(s.order))] {
			limit := math.Float32frombits(s.limit.Load())
			if float64(s.below[u]) > float64(limit)/(1-e)+tiny {
				continue
			}
			dist := s.dist[int(u)*lanes : (int(u)+1)*lanes]
			if !s.seen[u] {
				s.compute(dist, int(u))
				s.seen[u] = true
			}
			for lane, d := range dist {
				if d < limit && s.allowed(int(u), lane) && w.keep(d, s.top) {
					limit = s.lower(w.nearest[0])
				}
			}
		}
	}
}

func (s *search) compute(dist []float32, u int) {
	x := s.x
	if s.whole {
		n := x.axes * x.length * lanes
		simd.NearestWindows(dist, nil, x.blocks[u*n:(u+1)*n], x.axes, x.length, lanes, s.flat)
		return
	}
	n := x.length * lanes
	simd.NearestWindows(dist, nil, x.blocks[u*n:(u+1)*n], 1, x.length, lanes, s.flat)
}

// lower brings the limit down to d, if it is above, and returns it.
func (s *search) lower(d float32) float32 {
	for {
		old := s.limit.Load()
		if math.Float32bits(d) >= old {
			return math.Float32frombits(old)
		}
		if s.limit.CompareAndSwap(old, math.Float32bits(d)) {
			return d
		}
	}
}

// allowed reports whether a lane holds a segment that the query asks about.
func (s *search) allowed(u, lane int) bool {
	k, _ := s.place(u, lane)
	return k < len(s.x.segments) && (s.query.Without == 0 || s.x.set.Of(s.x.segments[k]).Subject != s.query.Without)
}

// place returns the position of the segment in a lane of a unit, and the axis compared.
func (s *search) place(u, lane int) (position, axis int) {
	if s.whole {
		return u*lanes + lane, -1
	}
	return u/s.x.axes*lanes + lane, u % s.x.axes
}

// match compares one segment in float64.
func (s *search) match(u, lane int) Match {
	k, axis := s.place(u, lane)
	m := Match{Segment: s.x.segments[k], Training: k, Axis: axis, MSE: math.Inf(1)}
	for j := 0; j+s.width <= s.x.length; j++ {
		sum := 0.0
		for a, q := range s.query.Signal {
			v := s.x.set.Window(m.Segment, max(axis, a))
			for i, x := range q {
				e := float64(v[j+i]) - float64(x)
				sum += e * e
			}
		}
		if mse := sum / float64(len(s.flat)); mse < m.MSE {
			m.MSE, m.Offset = mse, j
		}
	}
	return m
}

// keep takes a distance into the heap of the n smallest and reports whether the heap's largest is a limit now.
func (w *worker) keep(d float32, n int) bool {
	h := w.nearest
	if len(h) < n {
		h = append(h, d)
		w.nearest = h
		for i := len(h) - 1; i > 0 && h[(i-1)/2] < h[i]; i = (i - 1) / 2 {
			h[i], h[(i-1)/2] = h[(i-1)/2], h[i]
		}
		return len(h) == n
	}
	if d >= h[0] {
		return false
	}
	h[0] = d
	for i := 0; ; {
		big := i
		for c := 2*i + 1; c <= 2*i+2 && c < n; c++ {
			if h[c] > h[big] {
				big = c
			}
		}
		if big == i {
			return true
		}
		h[i], h[big] = h[big], h[i]
		i = big
	}
}
