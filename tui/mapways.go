package tui

import (
	"cmp"
	"math"
	"slices"
)

// heading is a direction that an arrow points in.
type heading int

const (
	headLeft heading = iota // goes to smaller x without exception, see newWays
	headRight
	headUp
	headDown
	headings
)

// ways says where arrows lead from each point of a map.
type ways [][headings]int // -1: nowhere

// along and across are how far from a point p another one, q, lies in a direction, and how far beside it.
func (h heading) parts(p, q [2]float64) (along, across float64) {
	dx, dy := q[0]-p[0], q[1]-p[1]
	switch h {
	case headLeft:
		return -dx, dy
	case headRight:
		return dx, dy
	case headUp:
		return dy, dx
	}
	return -dy, dx
}

// far is how far q seems from p in a direction: the distance over the square of the cosine of the angle between them. At 45
// degrees a point must lie half as far as one straight ahead; behind, or right beside, nothing lies at all (+Inf).
func (h heading) far(p, q [2]float64) float64 {
	along, across := h.parts(p, q)
	if along <= 0 {
		return math.Inf(1)
	}
	d := math.Hypot(along, across)
	return d * (d / along) * (d / along)
}

// newWays leads each arrow to the point that seems nearest in its direction, and then makes sure that every point can be
// reached from every other. Always to the left one comes to the leftmost point, from everywhere. From there a point may
// be out of reach, where others are preferred to it from all sides: it then takes over an arrow that is not needed
// elsewhere, the one that changes least.
func newWays(at [][2]float64) ways {
	w := make(ways, len(at))
	for i := range w {
		for h := range headings {
			w[i][h] = -1
			best := math.Inf(1)
			for j := range at {
				if far := h.far(at[i], at[j]); j != i && far < best {
					best, w[i][h] = far, j
				}
			}
		}
	}
	w.tie(at)
	for {
		lost := w.lost(at)
		if len(lost) == 0 || !w.repair(at, lost) {
			return w
		}
	}
}

// tie joins points of the same x, which have none to their left that would lead on from one to the other.
func (w ways) tie(at [][2]float64) {
	order := leftToRight(at)
	for k, i := range order {
		if k > 0 && w[i][headLeft] < 0 {
			w[i][headLeft] = order[k-1]
		}
		if k+1 < len(order) && w[i][headRight] < 0 {
			w[i][headRight] = order[k+1]
		}
	}
}

// leftToRight orders points by x, those of the same x by their number.
func leftToRight(at [][2]float64) []int {
	order := make([]int, len(at))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(at[a][0], at[b][0]) })
	return order
}

// reached tells which points can be reached from one.
func (w ways) reached(from int) []bool {
	seen := make([]bool, len(w))
	seen[from] = true
	for next := []int{from}; len(next) > 0; {
		i := next[len(next)-1]
		next = next[:len(next)-1]
		for _, j := range w[i] {
			if j >= 0 && !seen[j] {
				seen[j] = true
				next = append(next, j)
			}
		}
	}
	return seen
}

// lost lists the points that cannot be reached from the leftmost one.
func (w ways) lost(at [][2]float64) (out []int) {
	if len(at) == 0 {
		return nil
	}
	for i, ok := range w.reached(leftToRight(at)[0]) {
		if !ok {
			out = append(out, i)
		}
	}
	return out
}

// repair leads one arrow to a lost point and tells whether more can be reached now.
func (w ways) repair(at [][2]float64, lost []int) bool {
	root := leftToRight(at)[0]
	seen := w.reached(root)
	type change struct {
		from int
		h    heading
		to   int
		far  float64
	}
	var all []change
	for _, t := range lost {
		for i := range at {
			for h := headRight; h < headings; h++ { // the way to the left stays as it is
				if far := h.far(at[i], at[t]); seen[i] && !math.IsInf(far, 1) {
					all = append(all, change{i, h, t, far})
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b change) int { return cmp.Compare(a.far, b.far) })
	for _, c := range all {
		was := w[c.from][c.h]
		w[c.from][c.h] = c.to
		if len(w.lost(at)) < len(lost) {
			return true
		}
		w[c.from][c.h] = was
	}
	// No single arrow helps: to the right everything is reached one after the other.
	order := leftToRight(at)
	for k, i := range order[:len(order)-1] {
		w[i][headRight] = order[k+1]
	}
	return false
}
