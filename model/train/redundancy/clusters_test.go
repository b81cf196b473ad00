package redundancy

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// table is a layer whose correlations are given, without lags.
func table(units int, at func(i, j int) float32) *Layer {
	l := &Layer{Name: "conv1", Units: units, Silent: []int{}}
	k := units * units
	l.Correlation, l.Lags, l.Slope, l.Intercept = make([]float32, k), make([]int16, k), make([]float32, k),
		make([]float32, k)
	for i := range units {
		for j := range units {
			l.Correlation[i*units+j] = at(min(i, j), max(i, j))
		}
	}
	return l
}

func TestClusters(t *testing.T) {
	// 0 and 1 are alike, 1 and 2 as well, 0 and 2 are not: no chain. 4 is the middle of 3, 4, 5. 6 does not vary.
	pairs := map[[2]int]float32{{0, 1}: 0.95, {1, 2}: 0.94, {0, 2}: 0.5, {3, 4}: 0.97, {4, 5}: 0.96, {3, 5}: 0.91}
	l := table(8, func(i, j int) float32 {
		if i == j && i != 6 {
			return 1
		}
		return pairs[[2]int{i, j}]
	})
	l.Lags[4*8+5], l.Slope[4*8+5], l.Intercept[4*8+5] = -2, 3, 0.5
	want := []Cluster{
		{Kept: 0, Duplicates: []Duplicate{{Unit: 1, Correlation: 0.95}}},
		{Kept: 4, Duplicates: []Duplicate{{Unit: 3, Correlation: 0.97},
			{Unit: 5, Correlation: 0.96, Lag: -2, Slope: 3, Intercept: 0.5}}},
	}
	if got := l.Clusters(0.9); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, expected %+v", got, want)
	}
	if got := l.Clusters(0.99); len(got) != 0 {
		t.Errorf("above every correlation: %+v", got)
	}
	if got := l.Clusters(0.95); len(got) != 2 || len(got[1].Duplicates) != 1 {
		t.Errorf("a correlation equal to the threshold counts, those below do not: %+v", got)
	}
}

// TestClustersAgainstPlainLinkage joins groups the slow way: every linkage from its pairs, every time.
func TestClustersAgainstPlainLinkage(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 40 {
		const k = 14
		values := make([]float32, k*k)
		for i := range values {
			values[i] = random.Float32()
			if round%2 == 0 {
				values[i] = float32(math.Ceil(float64(values[i])*8) / 8) // ties
			}
		}
		l := table(k, func(i, j int) float32 {
			if i == j {
				return 1
			}
			return values[i*k+j]
		})
		threshold := 0.3 + 0.5*random.Float64()
		var groups [][]int
		for u := range k {
			groups = append(groups, []int{u})
		}
		for {
			x, y, best := -1, -1, float32(threshold)
			for i := range groups {
				for j := i + 1; j < len(groups); j++ {
					link := float32(1)
					for _, a := range groups[i] {
						for _, b := range groups[j] {
							link = min(link, l.Correlation[a*k+b])
						}
					}
					if link > best || x < 0 && link == best {
						x, y, best = i, j, link
					}
				}
			}
			if x < 0 {
				break
			}
			groups[x] = append(groups[x], groups[y]...)
			slices.Sort(groups[x])
			groups = slices.Delete(groups, y, y+1)
		}
		groups = slices.DeleteFunc(groups, func(g []int) bool { return len(g) < 2 })
		var got [][]int
		for _, c := range l.Clusters(threshold) {
			members := []int{c.Kept}
			for _, d := range c.Duplicates {
				members = append(members, d.Unit)
			}
			slices.Sort(members)
			got = append(got, members)
		}
		if !reflect.DeepEqual(got, groups) {
			t.Errorf("round %d, threshold %.3f: %v, expected %v", round, threshold, got, groups)
		}
	}
}

func TestMedianNearest(t *testing.T) {
	l := Layer{Units: 4, Lags: make([]int16, 16), Correlation: []float32{
		1, 0.9, 0.2, 0,
		0.9, 1, 0.4, 0,
		0.2, 0.4, 1, 0,
		0, 0, 0, 0, // does not vary
	}}
	near := l.Nearest()
	for i, want := range []int{1, 0, 1, -1} {
		if near[i].Unit != want {
			t.Errorf("nearest of unit %d: %+v, expected %d", i, near[i], want)
		}
	}
	if got := Median(near); float32(got) != 0.9 {
		t.Errorf("of 0.9, 0.9 and 0.4: %v", got)
	}
	l.Correlation[15], l.Correlation[3], l.Correlation[12] = 1, 0.1, 0.1
	if got := Median(l.Nearest()); math.Abs(got-0.65) > 1e-6 { // of 0.1, 0.4, 0.9, 0.9
		t.Errorf("an even number: %v", got)
	}
	if got := Median(nil); !math.IsNaN(got) {
		t.Errorf("of none: %v", got)
	}
}
