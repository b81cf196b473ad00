package atlas

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"actmax/optimize/results"
)

// Neighbours is how many nearest units are asked for their activity.
const Neighbours = 5

// shuffles is how many random assignments of the activities an agreement is held against.
const shuffles = 999

// Agreement says how far units of the same activity lie together: whether a map's colours form clusters. Null in JSON
// (NaN) if fewer than two activities have units, or too few units are left.
type Agreement struct {
	Units int `json:"units"` // with an activity
	// Same is the share of the Neighbours nearest units that have a unit's own activity, mean over units; Chance is
	// what it would be on average if the activities were shuffled among the units, and P the share of shuffles (and of
	// the true assignment) that reach it.
	Same   results.Number `json:"same_share"`
	Chance results.Number `json:"by_chance"`
	P      results.Number `json:"p"`
	// Silhouette is Rousseeuw's (1987) with the activities as clusters, mean over units: 1 if they lie far apart, 0 if
	// they meet, below 0 if units lie nearer to another activity than to their own. A unit alone counts 0.
	Silhouette results.Number `json:"silhouette"`
}

// agreement compares the labels of points with their distances; points without a label are left out.
func agreement(labels []string, seed uint64, distance func(i, j int) float64) Agreement {
	var points []int
	number := map[string]int{}
	var label, size []int
	for i, l := range labels {
		if l == "" {
			continue
		}
		k, ok := number[l]
		if !ok {
			k = len(number)
			number[l] = k
			size = append(size, 0)
		}
		points, label = append(points, i), append(label, k)
		size[k]++
	}
	n := len(points)
	none := results.Number(math.NaN())
	a := Agreement{n, none, none, none, none}
	if n <= Neighbours || len(size) < 2 {
		return a
	}
	d := make([][]float64, n)
	near := make([][]int, n)
	for i := range d {
		d[i] = make([]float64, n)
		order := make([]int, 0, n)
		for j := range d[i] {
			if j != i {
				d[i][j] = distance(points[i], points[j])
				order = append(order, j)
			}
		}
		slices.SortStableFunc(order, func(p, q int) int { return cmp.Compare(d[i][p], d[i][q]) })
		near[i] = order[:Neighbours]
	}
	same := agreeing(label, near)
	chance := 0.0
	for _, s := range size {
		chance += float64(s) * float64(s-1) / (float64(n) * float64(n-1))
	}
	reached := 1
	shuffled := slices.Clone(label)
	r := rand.New(rand.NewPCG(seed, 0))
	for range shuffles {
		r.Shuffle(n, func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if agreeing(shuffled, near) >= same {
			reached++
		}
	}
	a.Same = results.Number(float64(same) / float64(n*Neighbours))
	a.Chance = results.Number(chance)
	a.P = results.Number(float64(reached) / (shuffles + 1))
	a.Silhouette = results.Number(silhouette(label, size, d))
	return a
}

// agreeing counts neighbours that have the label of the point they are neighbours of.
func agreeing(label []int, near [][]int) int {
	count := 0
	for i, js := range near {
		for _, j := range js {
			if label[j] == label[i] {
				count++
			}
		}
	}
	return count
}

// silhouette is the mean over points of (b-a)/max(a, b): a the mean distance to the others of the same label, b the
// least mean distance to those of another.
func silhouette(label, size []int, d [][]float64) float64 {
	total := 0.0
	sums := make([]float64, len(size))
	for i := range label {
		own := label[i]
		if size[own] == 1 {
			continue
		}
		clear(sums)
		for j, v := range d[i] {
			sums[label[j]] += v
		}
		a, b := sums[own]/float64(size[own]-1), math.Inf(1)
		for k, s := range sums {
			if k != own {
				b = math.Min(b, s/float64(size[k]))
			}
		}
		if m := math.Max(a, b); m > 0 {
			total += (b - a) / m
		}
	}
	return total / float64(len(label))
}
