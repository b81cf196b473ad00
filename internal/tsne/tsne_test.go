package tsne

import (
	"context"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

func embed(t *testing.T, points [][]float32, o Options) *Map {
	t.Helper()
	d := euclidean(points)
	m, err := Embed(context.Background(), d, o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// normal returns seeded points.
func normal(n, values int) [][]float32 {
	r := rand.New(rand.NewPCG(7, uint64(n)))
	p := make([][]float32, n)
	for i := range p {
		p[i] = make([]float32, values)
		for k := range p[i] {
			p[i][k] = float32(r.NormFloat64())
		}
	}
	return p
}

func TestWorkersChangeNothing(t *testing.T) {
	points := normal(40, 6)
	one := embed(t, points, Options{Starts: 5, Iterations: 200, Seed: 3, Workers: 1})
	for _, w := range []int{2, 3, 7} {
		if m := embed(t, points, Options{Starts: 5, Iterations: 200, Seed: 3, Workers: w}); !reflect.DeepEqual(m, one) {
			t.Errorf("%d workers give another map than one", w)
		}
	}
	if m := embed(t, points, Options{Starts: 5, Iterations: 200, Seed: 4}); reflect.DeepEqual(m.Points, one.Points) {
		t.Error("another seed gives the same map")
	}
	if one.KL != slices.Min(one.Starts) || one.KL != one.Starts[one.Start] {
		t.Errorf("KL %g of start %d is not the best of %v", one.KL, one.Start, one.Starts)
	}
}

// The first starts of many are the starts of few.
func TestMoreStartsNeverWorse(t *testing.T) {
	points := normal(30, 4)
	few, many := embed(t, points, Options{Starts: 2, Iterations: 150}),
		embed(t, points, Options{Starts: 6, Iterations: 150})
	if !slices.Equal(few.Starts, many.Starts[:2]) || many.KL > few.KL {
		t.Errorf("starts %v, then %v", few.Starts, many.Starts)
	}
}

// The forces are the gradient of the divergence.
func TestGradient(t *testing.T) {
	const n = 12
	d := euclidean(normal(n, 5))
	p, err := affinities(context.Background(), d, 4, 1)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, v := range p {
		sum += v
	}
	if math.Abs(sum-1) > 1e-12 {
		t.Errorf("the affinities sum to %g", sum)
	}
	r := rand.New(rand.NewPCG(1, 2))
	y := make([]float64, 2*n)
	for i := range y {
		y[i] = r.NormFloat64()
	}
	f := newField(p, n)
	z := f.forces(y)
	for i := range y {
		const h = 1e-5
		at := y[i]
		y[i] = at + h
		up := f.divergence(y)
		y[i] = at - h
		down := f.divergence(y)
		y[i] = at
		want := (up - down) / (2 * h)
		if got := 4 * (f.pull[i]/2 - f.push[i]/z); math.Abs(got-want) > 1e-8 {
			t.Errorf("coordinate %d: gradient %g, by differences %g", i, got, want)
		}
	}
}

// The perplexity is met at every scale of the distances; if it cannot be met, the nearest points share equally.
func TestNeighbours(t *testing.T) {
	for _, scale := range []float64{1e-200, 1e-9, 1, 1e9, 1e200} {
		d := []float64{0, 1 * scale, 2 * scale, 2.5 * scale, 7 * scale, 40 * scale}
		neighbours(d, 0, math.Log(3))
		entropy := 0.0
		for _, p := range d[1:] {
			if p > 0 {
				entropy -= p * math.Log(p)
			}
		}
		if math.Abs(entropy-math.Log(3)) > 1e-9 || d[0] != 0 ||
			!slices.IsSortedFunc(d[1:], func(a, b float64) int { return int(math.Copysign(1, b-a)) }) {
			t.Errorf("scale %g: perplexity %g of %v", scale, math.Exp(entropy), d)
		}
	}
	d := []float64{0, 1, 1, 1, 1, 9}
	neighbours(d, 0, math.Log(2))
	for _, p := range d[1:5] {
		if math.Abs(p-0.25) > 1e-12 {
			t.Errorf("equal neighbours have weights %v", d)
		}
	}
	d = []float64{4, 4, 4, 0}
	neighbours(d, 3, math.Log(2))
	if d[0] != 1.0/3 || d[3] != 0 {
		t.Errorf("equally far neighbours have weights %v", d)
	}
}

// Classical scaling of Euclidean distances is the principal component analysis of the points.
func TestPrincipal(t *testing.T) {
	const n, values = 50, 7
	points := normal(n, values)
	flat := mat.NewDense(n, values, nil)
	for i, p := range points {
		p[0] *= 5
		p[1] *= 3
		for k, v := range p {
			flat.Set(i, k, float64(v))
		}
	}
	d := euclidean(points)
	got := principal(d)
	var pc stat.PC
	if !pc.PrincipalComponents(flat, nil) {
		t.Fatal("no principal components")
	}
	var directions, projected mat.Dense
	pc.VectorsTo(&directions)
	projected.Mul(flat, directions.Slice(0, values, 0, 2))
	want := make([]float64, 2*n)
	for i := range n {
		want[i], want[n+i] = projected.At(i, 0), projected.At(i, 1)
	}
	for c := range 2 {
		centre(want[c*n : (c+1)*n])
		turn(want[c*n : (c+1)*n])
	}
	sd := math.Sqrt(dot(want[:n], want[:n]) / n)
	for i := range want {
		if math.Abs(got[i]-want[i]/sd) > 1e-6 {
			t.Fatalf("coordinate %d is %g, want %g", i, got[i], want[i]/sd)
		}
	}
}

// Small, flat and repeated inputs have maps too.
func TestDegenerate(t *testing.T) {
	same := normal(12, 3)
	for i := range same {
		same[i] = same[0]
	}
	twice := normal(20, 3)
	copy(twice[10:], twice[:10])
	line := normal(15, 1)
	huge := normal(9, 2)
	for _, p := range huge {
		p[0], p[1] = p[0]*1e18, p[1]*1e18
	}
	cases := map[string][][]float32{"equal": same, "twice": twice, "line": line, "huge": huge}
	for n := 1; n <= 9; n++ {
		cases[strings.Repeat("n", n)] = normal(n, 3)
	}
	for name, points := range cases {
		m := embed(t, points, Options{Starts: 3})
		if len(m.Points) != len(points) || !(m.KL > -1e-9) {
			t.Errorf("%s: %d points, KL %g", name, len(m.Points), m.KL)
		}
		for i, p := range m.Points {
			if math.IsNaN(p[0]+p[1]) || math.IsInf(p[0]+p[1], 0) {
				t.Errorf("%s: point %d at %v", name, i, p)
			}
		}
	}
	// Points that are the same lie next to each other.
	m := embed(t, twice, Options{})
	for i, p := range m.Points {
		nearest, least := 0, math.Inf(1)
		for j, q := range m.Points {
			if r := math.Hypot(p[0]-q[0], p[1]-q[1]); j != i && r < least {
				nearest, least = j, r
			}
		}
		if nearest != (i+10)%20 {
			t.Errorf("point %d and the same one, %d, do not lie next to each other", i, (i+10)%20)
		}
	}
}

func TestRefused(t *testing.T) {
	good := euclidean(normal(5, 2))
	bad := NewDistances(4, func(i, j int) float64 {
		if i == 1 && j == 3 {
			return math.NaN()
		}
		return 1
	})
	for _, c := range []struct {
		d    *Distances
		o    Options
		want string
	}{
		{&Distances{}, Options{}, "at least one point"},
		{good, Options{Perplexity: 5}, "perplexity 5: expected 1 to 4"},
		{good, Options{Perplexity: math.NaN()}, "perplexity NaN"},
		{good, Options{Starts: -1}, "-1 starts"},
		{bad, Options{}, "between points 1 and 3 is NaN"},
	} {
		if _, err := Embed(context.Background(), c.d, c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: error %v, want %q", c.o, err, c.want)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	calls := 0
	_, err := Embed(ctx, good, Options{Workers: 1, Progress: func(done, total int) {
		if calls++; done != calls || total != 10 {
			t.Errorf("progress %d of %d at call %d", done, total, calls)
		}
		cancel()
	}})
	if err != context.Canceled || calls != 1 {
		t.Errorf("cancelled after the first start: %v after %d", err, calls)
	}
}

func TestDistances(t *testing.T) {
	points := normal(7, 3)
	d := euclidean(points)
	for i := range points {
		for j := range points {
			want := 0.0
			for k := range points[i] {
				e := float64(points[i][k]) - float64(points[j][k])
				want += e * e
			}
			if got := d.Squared(i, j); got != want {
				t.Errorf("distance %d %d is %g, want %g", i, j, got, want)
			}
			if i < j {
				if a, b := d.pair(row(7, i) + j - i - 1); a != i || b != j {
					t.Errorf("pair of %d, %d is %d, %d", i, j, a, b)
				}
			}
		}
	}
}

// euclidean returns the squared Euclidean distances of points [n][values].
func euclidean(points [][]float32) *Distances {
	return NewDistances(len(points), func(i, j int) float64 {
		sum := 0.0
		for k, v := range points[i] {
			e := float64(v) - float64(points[j][k])
			sum += e * e
		}
		return sum
	})
}
