package redundancy

import "math"

// Cluster is a group of duplicates: every two of them correlate at least at the threshold.
type Cluster struct {
	// the unit that stands for all: the highest mean correlation with the others
	Kept       int         `json:"kept"`
	Duplicates []Duplicate `json:"duplicates"` // the others, ascending
}

// Duplicate is a unit that a kept one can stand for.
type Duplicate struct {
	Unit        int     `json:"unit"`
	Correlation float32 `json:"correlation"` // with the kept unit, lag-maximum
	Lag         int     `json:"lag"`         // it shows so many samples later what the kept unit shows
	Slope       float32 `json:"slope"`       // it is about slope·kept + intercept
	Intercept   float32 `json:"intercept"`
}

// Clusters groups the units whose lag-maximum correlation is at least the threshold, by complete linkage: the two
// groups whose least alike members are the most alike are joined, as long as those reach the threshold. So any member
// may stand for any other. (Connected components would chain: a like b and b like c puts a with c, however different
// they are; average linkage promises nothing about a single pair.) Units without a duplicate are in no cluster.
// Clusters are in order of their lowest unit.
func (l *Layer) Clusters(threshold float64) []Cluster {
	units, groups := l.group(threshold)
	var out []Cluster
	for _, members := range groups {
		if len(members) < 2 {
			continue
		}
		for i := range members {
			members[i] = units[members[i]]
		}
		out = append(out, l.cluster(members))
	}
	return out
}

// cluster chooses who is kept of ascending members.
func (l *Layer) cluster(members []int) Cluster {
	kept, best := 0, math.Inf(-1)
	for _, i := range members {
		sum := 0.0
		for _, j := range members {
			sum += float64(l.Correlation[i*l.Units+j])
		}
		if sum > best {
			kept, best = i, sum
		}
	}
	c := Cluster{Kept: kept}
	for _, j := range members {
		if j == kept {
			continue
		}
		at := kept*l.Units + j
		c.Duplicates = append(c.Duplicates,
			Duplicate{j, l.Correlation[at], int(l.Lags[at]), l.Slope[at], l.Intercept[at]})
	}
	return c
}

// group joins the units that have any partner: units lists them, groups are ascending indices into it.
func (l *Layer) group(threshold float64) (units []int, groups [][]int) {
	least := float32(threshold)
	for i := range l.Units {
		for j := range l.Units {
			if j != i && l.alike(i, j) >= least {
				units = append(units, i)
				break
			}
		}
	}
	k := len(units)
	link := make([]float32, k*k) // between groups: of their least alike members
	groups = make([][]int, k)
	next := make([]int, k) // the most alike group of a higher number, -1: none
	find := func(x int) {
		next[x] = -1
		for y := x + 1; y < k; y++ {
			if groups[y] != nil && (next[x] < 0 || link[x*k+y] > link[x*k+next[x]]) {
				next[x] = y
			}
		}
	}
	for x, i := range units {
		groups[x] = []int{x}
		for y, j := range units {
			link[x*k+y] = l.alike(i, j)
		}
	}
	for x := range k {
		find(x)
	}
	for {
		x := -1
		for i := range k {
			if groups[i] != nil && next[i] >= 0 && (x < 0 || link[i*k+next[i]] > link[x*k+next[x]]) {
				x = i
			}
		}
		if x < 0 || link[x*k+next[x]] < least {
			return units, groups
		}
		y := next[x]
		groups[x] = mergeSorted(groups[x], groups[y])
		groups[y] = nil
		for z := range k {
			v := min(link[x*k+z], link[y*k+z])
			link[x*k+z], link[z*k+x] = v, v
		}
		for z := range k { // links only fall, so the choices of other groups stand
			if groups[z] != nil && (z == x || next[z] == x || next[z] == y) {
				find(z)
			}
		}
	}
}

// Nearest returns for each unit the other unit of the layer that correlates most with it, the lowest on ties.
func (l *Layer) Nearest() []Counterpart {
	out := make([]Counterpart, l.Units)
	for i := range out {
		out[i].Unit = -1
		for j := range l.Units {
			if j == i || !l.Varies(i) || !l.Varies(j) {
				continue
			}
			at := i*l.Units + j
			if r := l.Correlation[at]; out[i].Unit < 0 || r > out[i].Correlation {
				out[i] = Counterpart{j, r, int(l.Lags[at])}
			}
		}
	}
	return out
}

// alike is the correlation of two units; of those without any, below every threshold.
func (l *Layer) alike(i, j int) float32 {
	if !l.Varies(i) || !l.Varies(j) {
		return float32(math.Inf(-1))
	}
	return l.Correlation[i*l.Units+j]
}

func mergeSorted(a, b []int) []int {
	out := make([]int, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0] < b[0] {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}
