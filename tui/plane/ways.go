package plane

import (
	"cmp"
	"math"
	"slices"
)

// Heading is a direction that an arrow points in.
type Heading int

const (
	Left Heading = iota // goes to smaller x without exception, see NewWays
	Right
	Up
	Down
	Headings // how many there are
)

// Ways says where arrows lead from each point of a plane, by their numbers: Ways[point][heading].
type Ways [][Headings]int // -1: nowhere

// parts are how far from a point p another one, q, lies in a direction, and how far beside it.
func (h Heading) parts(p, q [2]float64) (along, across float64) {
	dx, dy := q[0]-p[0], q[1]-p[1]
	switch h {
	case Left:
		return -dx, dy
	case Right:
		return dx, dy
	case Up:
		return dy, dx
	}
	return -dy, dx
}

// far is how far q seems from p in a direction: the distance over the square of the cosine of the angle between them. At 45
// degrees a point must lie half as far as one straight ahead; behind, or right beside, nothing lies at all (+Inf).
func (h Heading) far(p, q [2]float64) float64 {
	along, across := h.parts(p, q)
	if along <= 0 {
		return math.Inf(1)
	}
	d := math.Hypot(along, across)
	return d * (d / along) * (d / along)
}

// NewWays leads each arrow to the point that seems nearest in its direction, and then makes sure that every point can be
// reached from every other. Always to the left one comes to the leftmost point, from everywhere. From there a point may
// be out of reach, where others are preferred to it from all sides: it then takes over an arrow that is not needed
// elsewhere, the one that changes least.
func NewWays(at [][2]float64) Ways {
	w := make(Ways, len(at))
	for i := range w {
		for h := range Headings {
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
func (w Ways) tie(at [][2]float64) {
	order := leftToRight(at)
	for k, i := range order {
		if k > 0 && w[i][Left] < 0 {
			w[i][Left] = order[k-1]
		}
		if k+1 < len(order) && w[i][Right] < 0 {
			w[i][Right] = order[k+1]
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
func (w Ways) reached(from int) []bool {
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
func (w Ways) lost(at [][2]float64) (out []int) {
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
func (w Ways) repair(at [][2]float64, lost []int) bool {
	root := leftToRight(at)[0]
	seen := w.reached(root)
	type change struct {
		from int
		h    Heading
		to   int
		far  float64
	}
	var all []change
	for _, t := range lost {
		for i := range at {
			for h := Right; h < Headings; h++ { // the way to the left stays as it is
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
		w[i][Right] = order[k+1]
	}
	return false
}
