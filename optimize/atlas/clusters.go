package atlas

import (
	"cmp"
	"math"
	"slices"
)

// LeastCluster is the number of units that make a cluster.
const LeastCluster = 5

// clusters finds the dense groups among n points: HDBSCAN* (Campello, Moulavi and Sander, 2013) with LeastCluster as
// its only parameter, which is both the least size of a cluster and the neighbours, itself among them, that a point's
// density is taken from. It asks for no radius and for no number of clusters, and leaves points out that belong to
// none. Clusters are lists of ascending points, in order of their lowest.
//
// A point's core distance reaches its LeastCluster-th nearest, itself counted; two points are as far apart as the
// largest of their distance and both core distances. As the distance w that may be bridged falls from infinity, groups
// fall apart, at a density 1/w; what is smaller than LeastCluster is noise that leaves its group. A group that parts
// into several has lived from the density of its birth to that, and its stability is the sum over its points of how
// long each stayed. Of a group and the groups within it those with more stability in all are kept; all points together
// are no cluster.
func clusters(n int, distance func(i, j int) float64) [][]int {
	if n <= LeastCluster {
		return nil
	}
	edges := spanning(n, distance)
	least := edges[len(edges)-1].w * 1e-9 // equal points: as near as makes no difference
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	root := &dense{points: all}
	root.grow(edges, least)
	var out [][]int
	for _, c := range root.children {
		out = append(out, c.best()...)
	}
	slices.SortFunc(out, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	return out
}

// edge joins two points that may be bridged at a distance w.
type edge struct {
	i, j int
	w    float64
}

// spanning returns the edges of a minimum spanning tree of the mutual reachability distances, ascending.
func spanning(n int, distance func(i, j int) float64) []edge {
	core := make([]float64, n)
	row := make([]float64, 0, n)
	for i := range n {
		row = row[:0]
		for j := range n {
			if j != i {
				row = append(row, distance(i, j))
			}
		}
		slices.Sort(row)
		core[i] = row[LeastCluster-2]
	}
	// Prim's: the nearest point outside joins, and shortens the way to others.
	best, from := make([]float64, n), make([]int, n)
	in := make([]bool, n)
	for i := range best {
		best[i] = math.Inf(1)
	}
	edges := make([]edge, 0, n-1)
	for at := 0; len(edges) < n-1; {
		in[at] = true
		next := -1
		for j := range n {
			if in[j] {
				continue
			}
			if w := max(distance(at, j), core[at], core[j]); w < best[j] {
				best[j], from[j] = w, at
			}
			if next < 0 || best[j] < best[next] {
				next = j
			}
		}
		edges = append(edges, edge{from[next], next, best[next]})
		at = next
	}
	slices.SortStableFunc(edges, func(a, b edge) int { return cmp.Compare(a.w, b.w) })
	return edges
}

// dense is a group of points that holds together up to some density.
type dense struct {
	points    []int
	born      float64 // density
	stability float64
	children  []*dense
}

// grow follows the group to the density at which it ends. Edges are those of its spanning tree, ascending.
func (d *dense) grow(edges []edge, least float64) {
	points := d.points
	for len(edges) > 0 {
		w := edges[len(edges)-1].w
		density := 1 / max(w, least)
		for len(edges) > 0 && edges[len(edges)-1].w == w {
			edges = edges[:len(edges)-1]
		}
		parts := components(points, edges)
		large := slices.DeleteFunc(slices.Clone(parts), func(p []int) bool { return len(p) < LeastCluster })
		switch len(large) {
		case 1: // the group continues without what has left it
			d.stability += float64(len(points)-len(large[0])) * (density - d.born)
			points = large[0]
			edges = within(edges, points)
			continue
		case 0:
		default:
			for _, p := range large {
				c := &dense{points: p, born: density}
				c.grow(within(edges, p), least)
				d.children = append(d.children, c)
			}
		}
		d.stability += float64(len(points)) * (density - d.born)
		return
	}
}

// best returns the clusters within the group that have most stability in all: itself, or those of its children.
func (d *dense) best() [][]int {
	clusters, _ := d.choose()
	return clusters
}

func (d *dense) choose() (clusters [][]int, stability float64) {
	for _, c := range d.children {
		some, s := c.choose()
		clusters, stability = append(clusters, some...), stability+s
	}
	if d.stability >= stability {
		return [][]int{d.points}, d.stability
	}
	return clusters, stability
}

// components sorts ascending points into those that edges join.
func components(points []int, edges []edge) [][]int {
	parent := make(map[int]int, len(points))
	for _, p := range points {
		parent[p] = p
	}
	find := func(p int) int {
		for parent[p] != p {
			parent[p] = parent[parent[p]]
			p = parent[p]
		}
		return p
	}
	for _, e := range edges {
		parent[find(e.i)] = find(e.j)
	}
	at := map[int]int{}
	var out [][]int
	for _, p := range points {
		root := find(p)
		k, ok := at[root]
		if !ok {
			k = len(out)
			at[root] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], p)
	}
	return out
}

// within returns the edges between ascending points.
func within(edges []edge, points []int) (out []edge) {
	for _, e := range edges {
		if _, ok := slices.BinarySearch(points, e.i); ok {
			out = append(out, e)
		}
	}
	return out
}
