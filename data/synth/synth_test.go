package synth

import (
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"actmax/data"
)

func TestSameSeedSameSamples(t *testing.T) {
	a := Load(7)
	old := runtime.GOMAXPROCS(1)
	b := Load(7)
	runtime.GOMAXPROCS(old)
	c := Load(8)
	if a.Hash != b.Hash || a.Hash == c.Hash {
		t.Errorf("hashes %s, %s of one seed, %s of another", a.Hash, b.Hash, c.Hash)
	}
	same := 0
	for r := range a.Recordings {
		for axis, x := range a.Recordings[r].Samples {
			for i, v := range x {
				if v != b.Recordings[r].Samples[axis][i] {
					t.Fatalf("recording %s, axis %d, sample %d: %g on many cores, %g on one", a.Recordings[r].ID, axis,
						i, v, b.Recordings[r].Samples[axis][i])
				}
				if v == c.Recordings[r].Samples[axis][i] {
					same++
				}
			}
		}
	}
	if all := len(a.Recordings) * 6 * samples; same > all/1000 {
		t.Errorf("%d of %d samples do not depend on the seed", same, all)
	}
}

func TestShape(t *testing.T) {
	d := Load(Seed)
	if len(d.Activities) != 12 || len(d.Recordings) != 12*8*takes {
		t.Fatalf("%d activities, %d recordings", len(d.Activities), len(d.Recordings))
	}
	ids := map[string]bool{}
	for _, r := range d.Recordings {
		ids[r.ID] = true
		if len(r.Samples) != 6 {
			t.Fatalf("%s: %d axes", r.ID, len(r.Samples))
		}
		for axis, x := range r.Samples {
			if len(x) != samples {
				t.Fatalf("%s: %d samples", r.ID, len(x))
			}
			for i, v := range x {
				if !(math.Abs(float64(v)) <= reach) {
					t.Fatalf("%s %s, sample %d: %g G", r.ID, d.Axes[axis], i, v)
				}
			}
		}
	}
	if len(ids) != len(d.Recordings) {
		t.Errorf("%d names for %d recordings", len(ids), len(d.Recordings))
	}
	last := data.Segment{}
	for i, s := range d.Segments {
		if s.Recording < last.Recording || s.Recording == last.Recording && i > 0 && s.Start != last.Start+data.Hop {
			t.Fatalf("segment %d (%+v) after %+v", i, s, last)
		}
		if int(s.Start)+data.Length > samples {
			t.Fatalf("segment %d reaches beyond its recording", i)
		}
		last = s
	}
}

// Whoever keeps still feels gravity and nothing else.
func TestGravity(t *testing.T) {
	d := Load(Seed)
	for r := range d.Recordings {
		if a := d.Recordings[r].Activity; a > 2 {
			continue
		}
		for first := 0; first < 6; first += 3 {
			square := 0.0
			for axis := first; axis < first+3; axis++ {
				mean := 0.0
				for _, v := range d.Recordings[r].Samples[axis] {
					mean += float64(v) / samples
				}
				square += mean * mean
			}
			if g := math.Sqrt(square); math.Abs(g-1) > 0.08 {
				t.Errorf("%s, axes from %d: %.3f G", d.Recordings[r].ID, first, g)
			}
		}
	}
}

// The tables call the training subjects the average; the generator relies on it.
func TestPeopleAreStandardized(t *testing.T) {
	columns := map[string]func(p person) float64{
		"tempo": func(p person) float64 { return p.tempo }, "vigour": func(p person) float64 { return p.vigour },
		"limp": func(p person) float64 { return p.limp }, "shape": func(p person) float64 { return p.shape },
	}
	for k, axis := range []string{"x", "y", "z"} {
		columns["arm "+axis] = func(p person) float64 { return p.arm[k] }
		columns["leg "+axis] = func(p person) float64 { return p.leg[k] }
	}
	for name, of := range columns {
		sum, square := 0.0, 0.0
		for _, p := range people[:5] {
			sum += of(p) / 5
			square += of(p) * of(p) / 5
		}
		if math.Abs(sum) > 0.01 || math.Abs(square-1) > 0.02 {
			t.Errorf("%s: mean %.3f, mean square %.3f", name, sum, square)
		}
	}
}

func TestWander(t *testing.T) {
	// Many short pieces, each newly started: the start must be as the rest.
	rng := rand.New(rand.NewPCG(1, 0))
	const pieces, length = 4000, 20
	var first, last, product float64
	for range pieces {
		w := newWander(rng, 0.3)
		var v [length]float64
		for i := range v {
			v[i] = w.next(rng)
		}
		first += v[0] * v[0] / pieces
		last += v[length-1] * v[length-1] / pieces
		product += v[0] * v[1] / pieces
	}
	if math.Abs(first-1) > 0.08 || math.Abs(last-1) > 0.08 {
		t.Errorf("variance %.3f at the start, %.3f later; want 1", first, last)
	}
	if product < 0.97*first {
		t.Errorf("neighbours correlate by %.3f: not smooth", product/first)
	}
}

func TestRotation(t *testing.T) {
	r := rotation([3]float64{0, 0, math.Pi / 2})
	want := [3][3]float64{{0, -1, 0}, {1, 0, 0}, {0, 0, 1}}
	for i := range r {
		for j := range r {
			if math.Abs(r[i][j]-want[i][j]) > 1e-15 {
				t.Fatalf("a quarter turn about z: %v", r)
			}
		}
	}
	r = rotation([3]float64{0.3, -1.1, 0.7})
	for i := range r {
		for j := range r {
			dot := r[i][0]*r[j][0] + r[i][1]*r[j][1] + r[i][2]*r[j][2]
			if one := map[bool]float64{true: 1}[i == j]; math.Abs(dot-one) > 1e-14 {
				t.Fatalf("rows %d and %d: %g", i, j, dot)
			}
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		Load(Seed)
	}
}
