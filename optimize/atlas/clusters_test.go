package atlas

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// plainClusters is HDBSCAN* from its definition: groups are the connected parts of the whole graph of mutual
// reachability at every distance that occurs.
func plainClusters(n int, distance func(i, j int) float64) [][]int {
	core := make([]float64, n)
	for i := range n {
		var all []float64
		for j := range n {
			all = append(all, distance(i, j)) // itself at 0 among them
		}
		slices.Sort(all)
		core[i] = all[LeastCluster-1]
	}
	reach := func(i, j int) float64 { return max(distance(i, j), core[i], core[j]) }
	var levels []float64
	for i := range n {
		for j := range i {
			levels = append(levels, reach(i, j))
		}
	}
	slices.Sort(levels)
	levels = slices.Compact(levels)
	slices.Reverse(levels)
	parts := func(points []int, below float64) (out [][]int) {
		left := slices.Clone(points)
		for len(left) > 0 {
			part := left[:1:1]
			left = left[1:]
			for k := 0; k < len(part); k++ {
				left = slices.DeleteFunc(left, func(q int) bool {
					if reach(part[k], q) < below {
						part = append(part, q)
						return true
					}
					return false
				})
			}
			slices.Sort(part)
			out = append(out, part)
		}
		return out
	}
	var follow func(points []int, born float64, level int) ([][]int, float64)
	follow = func(points []int, born float64, level int) ([][]int, float64) {
		group, stability := points, 0.0
		for ; level < len(levels); level++ {
			density := 1 / levels[level]
			large := slices.DeleteFunc(parts(points, levels[level]),
				func(p []int) bool { return len(p) < LeastCluster })
			if len(large) == 1 {
				stability += float64(len(points)-len(large[0])) * (density - born)
				points = large[0]
				continue
			}
			stability += float64(len(points)) * (density - born)
			var inner [][]int
			sum := 0.0
			for _, p := range large {
				some, s := follow(p, density, level+1)
				inner, sum = append(inner, some...), sum+s
			}
			if born > 0 && stability >= sum {
				return [][]int{group}, stability
			}
			return inner, sum
		}
		return nil, 0
	}
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	out, _ := follow(all, 0, 0)
	slices.SortFunc(out, func(a, b []int) int { return a[0] - b[0] })
	return out
}

func TestClustersAgainstTheDefinition(t *testing.T) {
	found := 0
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 1))
		n := 6 + r.IntN(60)
		at := make([][2]float64, n)
		for i := range at {
			k := r.IntN(4)
			spread := []float64{0.1, 0.5, 0.2, 4}[k]
			at[i] = [2]float64{float64(3*k) + spread*r.NormFloat64(), spread * r.NormFloat64()}
			if seed%3 == 0 { // on a grid many distances are equal
				at[i] = [2]float64{math.Round(at[i][0] * 2), math.Round(at[i][1]*2) + 0.001*float64(i)*float64(seed%2)}
			}
		}
		if seed%3 == 0 && seed%2 == 0 { // no two at one place, where the density would be without bounds
			for i := range at {
				at[i][0] += 1e-3 * float64(i*i)
			}
		}
		distance := func(i, j int) float64 { return math.Hypot(at[i][0]-at[j][0], at[i][1]-at[j][1]) }
		got, want := clusters(n, distance), plainClusters(n, distance)
		if len(got) != len(want) || len(got) > 0 && !reflect.DeepEqual(got, want) {
			t.Errorf("seed %d, %d points: %v, by the definition %v", seed, n, got, want)
		}
		found += len(got)
		// The same groups, however large the units are in which distances are measured.
		if scaled := clusters(n, func(i, j int) float64 { return 1024 * distance(i, j) }); !reflect.DeepEqual(scaled,
			got) {
			t.Errorf("seed %d: scaled %v, else %v", seed, scaled, got)
		}
	}
	if found < 40 {
		t.Errorf("%d clusters in 40 heaps of points: the test tests little", found)
	}
}

func TestClustersOfHeaps(t *testing.T) {
	// Two heaps of six; of three points in between the outer ones belong to the heap that is nearer, the middle one to
	// none.
	at := []float64{0, 1, 2, 3, 4, 5, 100, 101, 102, 103, 104, 105, 30, 52, 74}
	line := func(i, j int) float64 { return math.Abs(at[i] - at[j]) }
	if got, want := clusters(len(at), line), [][]int{{0, 1, 2, 3, 4, 5, 12},
		{6, 7, 8, 9, 10, 11, 14}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, expected %v", got, want)
	}
	// One heap alone is no cluster, nor are too few points, nor equal ones.
	for n, of := range map[int]func(i, j int) float64{4: line, 5: line, 12: func(i, j int) float64 { return 0 }} {
		if got := clusters(n, of); len(got) > 0 {
			t.Errorf("%d points: %v", n, got)
		}
	}
	// Six copies of one signal are a cluster, and six of another are one too.
	copies := func(i, j int) float64 {
		if i%2 == j%2 {
			return 0
		}
		return 1
	}
	if got, want := clusters(12, copies), [][]int{{0, 2, 4, 6, 8, 10}, {1, 3, 5, 7, 9, 11}}; !reflect.DeepEqual(got,
		want) {
		t.Errorf("%v, expected %v", got, want)
	}
}

// A turned, mirrored and moved map lies where it lay before; another one comes as near as any turn can bring it.
func TestOnto(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	before := &Map{}
	for u := range 20 {
		before.Points = append(before.Points, Point{Unit: u, X: r.NormFloat64(), Y: 3 * r.NormFloat64()})
	}
	for _, mirror := range []float64{1, -1} {
		for _, angle := range []float64{0, 0.3, 2, -3} {
			after := &Map{}
			for _, p := range before.Points[3:] {
				x, y := p.X, mirror*p.Y
				after.Points = append(after.Points,
					Point{Unit: p.Unit, X: math.Cos(angle)*x - math.Sin(angle)*y + 7, Y: math.Sin(angle)*x +
						math.Cos(angle)*y - 2})
			}
			after.Points = append(after.Points, Point{Unit: 99, X: 1, Y: 1}) // new
			for _, p := range after.Onto(before)[:17] {
				q := before.Points[p.Unit]
				if math.Hypot(p.X-q.X, p.Y-q.Y) > 1e-12 {
					t.Fatalf("mirror %v, angle %v: unit %d at %v %v, before at %v %v", mirror, angle, p.Unit, p.X, p.Y,
						q.X, q.Y)
				}
			}
		}
	}
	other := &Map{}
	for u := range 20 {
		other.Points = append(other.Points,
			Point{Unit: u, X: before.Points[u].X + r.NormFloat64(), Y: before.Points[u].Y + r.NormFloat64()})
	}
	off := func(points []Point, mirror, angle float64) (sum float64) {
		for _, p := range points {
			x, y := p.X, mirror*p.Y
			q := before.Points[p.Unit]
			d := math.Hypot(math.Cos(angle)*x-math.Sin(angle)*y-q.X, math.Sin(angle)*x+math.Cos(angle)*y-q.Y)
			sum += d * d
		}
		return sum
	}
	onto := other.Onto(before)
	least := off(onto, 1, 0)
	for angle := -3.1; angle < 3.2; angle += 0.1 {
		for _, mirror := range []float64{1, -1} {
			centred := slices.Clone(onto)
			if off(centred, mirror, angle) < least-1e-9 {
				t.Errorf("turned by %v, mirror %v, it lies nearer", angle, mirror)
			}
		}
	}
	if far := (&Map{Points: []Point{{Unit: 1, X: 5}}}).Onto(&Map{}); far[0].X != 5 {
		t.Errorf("without common units a point went to %v", far[0])
	}
	if one := (&Map{Points: []Point{{Unit: 1, X: 5},
		{Unit: 2, X: 6}}}).Onto(&Map{Points: []Point{{Unit: 1, X: 2, Y: 3}}}); one[0].X != 2 || one[0].Y != 3 ||
		math.Abs(math.Hypot(one[1].X-2, one[1].Y-3)-1) > 1e-12 {
		t.Errorf("with one common unit: %v", one)
	}
}
