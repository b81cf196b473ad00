package similar

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"actmax/data"
	"actmax/data/dsads"
	"actmax/data/synth"
	"actmax/internal/shared"
	"actmax/internal/simd"
)

// real returns the training segments of DSADS: 45,600 of six axes.
func real(t testing.TB) (*data.Dataset, []int) {
	path := shared.Path(t, "datasets/dsads-accel.zip")
	d, err := dsads.Load(t.Context(), path, data.Options{NoCache: true})
	if err != nil {
		t.Fatal(err)
	}
	return d, d.Subset(data.Train)
}

// queries are windows as a search meets them: a start (a sine), real windows disturbed, and signals of no person.
func queries(d *data.Dataset, segments []int) map[string][][]float32 {
	rng := rand.New(rand.NewPCG(1, 1))
	near := func(axes int) [][]float32 {
		i := segments[rng.IntN(len(segments))]
		q := make([][]float32, axes)
		for a := range q {
			for _, v := range d.Window(i, a)[7:17] {
				q[a] = append(q[a], v+float32(0.1*rng.NormFloat64()))
			}
		}
		return q
	}
	sine, flat, wild, buzz := make([]float32, 10), make([]float32, 10), make([]float32, 10), make([]float32, 10)
	for i := range sine {
		sine[i] = float32(0.3 * math.Sin(2*math.Pi*float64(i)/30))
		flat[i] = 0.98
		wild[i] = float32(3 * rng.NormFloat64())
		buzz[i] = 0.3 * float32(1-2*(i%2)) // deviates as gait does, resembles nothing: the bounds say little
	}
	return map[string][][]float32{
		"sine": {sine}, "flat": {flat}, "wild": {wild}, "buzz": {buzz}, "near": near(1), "six axes": near(6),
	}
}

// Against the naive loop on real recordings, all 45,600 segments.
func TestDSADS(t *testing.T) {
	if testing.Short() {
		t.Skip("reads all of DSADS")
	}
	d, segments := real(t)
	if len(segments) != 45600 {
		t.Errorf("%d training segments", len(segments))
	}
	x := mustNew(t, d, segments, Options{})
	for name, q := range queries(d, segments) {
		compare(t, x, d, segments, Query{Signal: q, Without: map[string]int{"near": 2}[name]}, 50)
	}
}

func benchmark(b *testing.B, d *data.Dataset, segments []int) {
	x := mustNew(b, d, segments, Options{})
	dst := make([]Match, 0, 50)
	for name, q := range queries(d, segments) {
		for _, distinct := range []bool{false, true} {
			label := name
			if distinct {
				label += ", distinct"
			}
			b.Run(label, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := x.AppendNearest(dst, Query{Signal: q, Distinct: distinct}, 50); err != nil {
						b.Fatal(err)
					}
				}
				s := x.search()
				computed := 0
				for _, c := range s.seen {
					if c {
						computed++
					}
				}
				x.leave(s)
				b.ReportMetric(100*float64(computed)/float64(s.units()), "%computed")
			})
		}
	}
}

func BenchmarkNearestDSADS(b *testing.B) {
	b.Log(simd.Variant())
	d, segments := real(b)
	benchmark(b, d, segments)
}

func BenchmarkNearestDemo(b *testing.B) {
	d := synth.Load(synth.Seed)
	benchmark(b, d, d.Subset(data.Train))
}

// BenchmarkAll is the kernel alone over every segment, nothing left out.
func BenchmarkAll(b *testing.B) {
	d, segments := real(b)
	x := mustNew(b, d, segments, Options{Workers: 1})
	dist := make([]float32, len(x.blocks)/x.length)
	query := make([]float32, 10)
	for b.Loop() {
		simd.NearestWindows(dist, nil, x.blocks, 1, x.length, lanes, query)
	}
}

func BenchmarkNew(b *testing.B) {
	d, segments := real(b)
	for b.Loop() {
		mustNew(b, d, segments, Options{})
	}
}

// BenchmarkQuery is the question the explorer asks: the 50 nearest of all single-axis segments of DSADS to a window,
// here a real one with a little noise, a different one each time. On one core and on all.
func BenchmarkQuery(b *testing.B) {
	d, segments := real(b)
	r := rand.New(rand.NewPCG(9, 9))
	asked := make([]Query, 97)
	for i := range asked {
		q := make([]float32, 10)
		copy(q, d.Window(segments[r.IntN(len(segments))], r.IntN(6))[r.IntN(21):])
		for k := range q {
			q[k] += 0.05 * float32(r.NormFloat64())
		}
		asked[i] = Query{Signal: [][]float32{q}}
	}
	dst := make([]Match, 0, 50)
	for _, workers := range []int{1, 0} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			x := mustNew(b, d, segments, Options{Workers: workers})
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := x.AppendNearest(dst, asked[i%len(asked)], 50); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(1e3*b.Elapsed().Seconds()/float64(b.N), "ms/query")
		})
	}
}
