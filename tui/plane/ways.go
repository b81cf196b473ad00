package plane

import (
	"cmp"
	"math"
	"slices"
)

// Heading is the direction of an arrow key.
type Heading int

const (
	Left Heading = iota // always leads to smaller x, see NewWays
	Right
	Up
	Down
	Headings // number of directions
)

// Ways holds the target of each arrow key from each point, by number: Ways[point][heading].
type Ways [][Headings]int // -1: nowhere

// parts returns the distance from point p to q along a direction and across it.
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

// far returns how far q seems from p in a direction: the distance divided by the squared cosine of the angle between
// them. A point at 45 degrees must be half as far away as one straight ahead. It is +Inf for points behind or exactly
// to the side.
func (h Heading) far(p, q [2]float64) float64 {
	along, across := h.parts(p, q)
	if along <= 0 {
		return math.Inf(1)
	}
	d := math.Hypot(along, across)
	return d * (d / along) * (d / along)
}

// NewWays returns arrows that lead to the point that seems nearest in their direction, changed so that every point
// can be reached from every other. Left arrows lead to the leftmost point from everywhere. A point may be unreachable
// from there if other points are nearer from all sides; such a point becomes the target of an arrow that is not
// needed for other points, the one that changes least.
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
	w.connectColumns(at)
	for {
		lost := w.unreachable(at)
		if len(lost) == 0 || !w.repair(at, lost) {
			return w
		}
	}
}

// connectColumns connects points with the same x, which otherwise have no arrow left or right.
func (w Ways) connectColumns(at [][2]float64) {
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

// leftToRight returns the numbers of points ordered by x, then by number.
func leftToRight(at [][2]float64) []int {
	order := make([]int, len(at))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(at[a][0], at[b][0]) })
	return order
}

// reached returns which points can be reached from one.
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

// unreachable returns the points that cannot be reached from the leftmost one.
func (w Ways) unreachable(at [][2]float64) (out []int) {
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

// repair makes a lost point the target of one arrow and reports whether more points can be reached.
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
			for h := Right; h < Headings; h++ { // left arrows stay unchanged
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
		if len(w.unreachable(at)) < len(lost) {
			return true
		}
		w[c.from][c.h] = was
	}
	// No single arrow helps: the right arrows lead through all points in order of x.
	order := leftToRight(at)
	for k, i := range order[:len(order)-1] {
		w[i][Right] = order[k+1]
	}
	return false
}
