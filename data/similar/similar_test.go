package similar

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"actmax/data"
	"actmax/data/synth"
)

// naive is equation (8) to the letter, in float64, for every segment.
func naive(d *data.Dataset, segments []int, q Query, top int) []Match {
	width := len(q.Signal[0])
	var all []Match
	for k, i := range segments {
		if q.Without != 0 && d.Of(i).Subject == q.Without {
			continue
		}
		axes := []int{-1}
		if len(q.Signal) == 1 {
			axes = nil
			for a := range d.Axes {
				axes = append(axes, a)
			}
		}
		for _, axis := range axes {
			m := Match{Segment: i, Training: k, Axis: axis, MSE: math.Inf(1)}
			for j := 0; j+width <= d.Length; j++ {
				sum := 0.0
				for a := range q.Signal {
					of := axis
					if axis < 0 {
						of = a
					}
					for t, v := range q.Signal[a] {
						e := float64(d.Window(i, of)[j+t]) - float64(v)
						sum += e * e
					}
				}
				if mse := sum / float64(width*len(q.Signal)); mse < m.MSE {
					m.MSE, m.Offset = mse, j
				}
			}
			if !math.IsInf(m.MSE, 1) {
				all = append(all, m)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Match) int { return cmp.Compare(a.MSE, b.MSE) })
	if q.Distinct {
		var kept []Match
		for _, m := range all {
			s := d.Segments[m.Segment]
			if !slices.ContainsFunc(kept, func(o Match) bool {
				t := d.Segments[o.Segment]
				return s.Recording == t.Recording && max(s.Start, t.Start)-min(s.Start, t.Start) < int32(d.Length)
			}) {
				kept = append(kept, m)
			}
		}
		all = kept
	}
	return all[:min(top, len(all))]
}

// small makes a data set of random recordings of some character.
func small(rng *rand.Rand, axes, length, hop, recordings int, sample func(rec, t int) float32) *data.Dataset {
	d := &data.Dataset{Name: "small", Length: length, Rate: data.Rate, Splits: map[int]data.Split{}}
	for a := range axes {
		d.Axes = append(d.Axes, fmt.Sprint("axis", a))
	}
	for r := range recordings {
		n := length + rng.IntN(4*length)
		rec := data.Recording{ID: fmt.Sprint(r), Subject: 1 + r%3, Samples: make([][]float32, axes)}
		for a := range rec.Samples {
			for t := range n {
				rec.Samples[a] = append(rec.Samples[a], sample(r, t))
			}
		}
		d.Recordings = append(d.Recordings, rec)
	}
	d.Cut(hop)
	return d
}

// kinds are characters of recordings, each hard in its own way.
func kinds(rng *rand.Rand) map[string]func(rec, t int) float32 {
	nan := float32(math.NaN())
	return map[string]func(rec, t int) float32{
		"noise": func(_, _ int) float32 { return float32(rng.NormFloat64()) },
		"ties":  func(_, _ int) float32 { return float32(rng.IntN(2)) },
		"flat":  func(rec, _ int) float32 { return 1 + float32(rec%2)*0x1p-23 },
		"gait": func(rec, t int) float32 {
			return float32(math.Sin(float64(t)*(0.3+0.02*float64(rec))) + 0.01*rng.NormFloat64())
		},
		"far":  func(_, _ int) float32 { return 1e4 + float32(rng.NormFloat64()) },
		"tiny": func(_, _ int) float32 { return float32(rng.NormFloat64()) * 1e-22 },
		"holes": func(_, _ int) float32 {
			switch rng.IntN(12) {
			case 0:
				return nan
			case 1:
				return float32(math.Inf(1 - 2*rng.IntN(2)))
			}
			return float32(rng.NormFloat64())
		},
	}
}

func mustNew(t testing.TB, d *data.Dataset, segments []int, o Options) *Index {
	t.Helper()
	x, err := New(context.Background(), d, segments, o)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func all(d *data.Dataset) []int {
	s := make([]int, len(d.Segments))
	for i := range s {
		s[i] = i
	}
	return s
}

// compare asks both and wants the same answer, to the last bit.
func compare(t *testing.T, x *Index, d *data.Dataset, segments []int, q Query, top int) {
	t.Helper()
	got, err := x.Nearest(q, top)
	if err != nil {
		t.Fatal(err)
	}
	if want := naive(d, segments, q, top); !slices.Equal(got, want) {
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || got[i] != want[i] {
				t.Fatalf("%d axes x %d samples, top %d, without %d, distinct %v: %d matches, want %d; differ at "+
					"%d:\n got %+v\nwant %+v",
					len(q.Signal), len(q.Signal[0]), top, q.Without, q.Distinct, len(got), len(want), i,
					got[min(i, len(got)):min(i+3, len(got))], want[min(i, len(want)):min(i+3, len(want))])
			}
		}
	}
}

// cut takes a window out of a random segment and disturbs it.
func cut(rng *rand.Rand, d *data.Dataset, axes, width int, noise float64) [][]float32 {
	i, j, a := rng.IntN(len(d.Segments)), rng.IntN(d.Length-width+1), rng.IntN(len(d.Axes))
	q := make([][]float32, axes)
	for k := range q {
		from := a
		if axes > 1 {
			from = k
		}
		for _, v := range d.Window(i, from)[j : j+width] {
			v += float32(noise * rng.NormFloat64())
			if v != v || math.IsInf(float64(v), 0) {
				v = 0.5
			}
			q[k] = append(q[k], v)
		}
	}
	return q
}

func TestNearestIsTheNaiveLoop(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for name := range kinds(rng) {
		t.Run(name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(uint64(len(name)), 3))
			kind := kinds(rng)[name]
			for round := range 40 {
				if testing.Short() && round%20 != 0 {
					continue
				}
				axes, length := 1+rng.IntN(6), 4+rng.IntN(30)
				d := small(rng, axes, length, 1+rng.IntN(length), 1+rng.IntN(30), kind)
				segments := slices.DeleteFunc(all(d),
					func(i int) bool { return round%2 == 1 && i > 0 && rng.IntN(3) == 0 })
				x := mustNew(t, d, segments, Options{Width: 1 + rng.IntN(12), Workers: 1 + rng.IntN(3)})
				for range 12 {
					width := 1 + rng.IntN(length)
					n := 1
					if rng.IntN(2) == 0 {
						n = axes
					}
					q := Query{
						Signal: cut(rng, d, n, width, []float64{0, 1e-3, 0.3}[rng.IntN(3)]), Without: rng.IntN(4),
						Distinct: rng.IntN(2) == 0,
					}
					compare(t, x, d, segments, q, []int{1, 2, 5, 50, 100000}[rng.IntN(5)])
				}
			}
		})
	}
}

// The answer does not depend on what was asked before, nor on the number of workers, nor on who asks meanwhile.
func TestManyAskAtOnce(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	d := small(rng, 6, 30, 15, 60, kinds(rng)["gait"])
	segments := all(d)
	x := mustNew(t, d, segments, Options{Workers: 3})
	done := make(chan error)
	const askers = 8
	for a := range askers {
		rng := rand.New(rand.NewPCG(uint64(a), 6))
		go func() {
			for range 20 {
				q := Query{Signal: cut(rng, d, 1+5*rng.IntN(2), 1+rng.IntN(30), 0.1), Distinct: rng.IntN(2) == 0}
				got, err := x.Nearest(q, 20)
				if err != nil || !slices.Equal(got, naive(d, segments, q, 20)) {
					done <- fmt.Errorf("asker %d: %v, %v", a, got, err)
					return
				}
			}
			done <- nil
		}()
	}
	for range askers {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestDemo(t *testing.T) {
	d := synth.Load(synth.Seed)
	training := d.Subset(data.Train)
	x := mustNew(t, d, training, Options{})
	rng := rand.New(rand.NewPCG(7, 7))
	for i := range 8 {
		if testing.Short() && i > 1 {
			break
		}
		compare(t, x, d, training, Query{Signal: cut(rng, d, 1+5*(i%2), 10, 0.05), Distinct: i%4 > 1}, 50)
	}
}

func TestWithoutLeavesASubjectOut(t *testing.T) {
	d := synth.Load(synth.Seed)
	x := mustNew(t, d, d.Subset(data.Train), Options{})
	for _, i := range []int{0, 3000, 5000} {
		of := d.Of(x.segments[i])
		q := Query{Signal: [][]float32{d.Window(x.segments[i], 3)[5:15]}, Without: of.Subject}
		found, err := x.Nearest(q, 50)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range found {
			if d.Of(m.Segment).Subject == of.Subject {
				t.Fatalf("%s found among others", d.Of(m.Segment).ID)
			}
		}
		q.Without = 0
		if found, _ = x.Nearest(q, 1); found[0].MSE != 0 {
			t.Errorf("a window of the data is %g G² from itself", found[0].MSE)
		}
	}
}

func TestBadInput(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	d := small(rng, 6, 30, 15, 3, kinds(rng)["noise"])
	ten := make([]float32, 10)
	nan := slices.Clone(ten)
	nan[4] = float32(math.NaN())
	x := mustNew(t, d, all(d), Options{})
	for want, ask := range map[string]func() error{
		"signal of 2 axes; expected 1 or 6": func() error {
			_,
				err := x.Nearest(Query{Signal: [][]float32{ten, ten}}, 5)
			return err
		},
		"signal of 0 axes": func() error { _, err := x.Nearest(Query{}, 5); return err },
		"window of 31 samples; expected 1 to 30": func() error {
			_,
				err := x.Nearest(Query{Signal: [][]float32{make([]float32, 31)}}, 5)
			return err
		},
		"window of 0 samples": func() error {
			_,
				err := x.Nearest(Query{Signal: [][]float32{{}}}, 5)
			return err
		},
		"axis 0, sample 4 is NaN": func() error {
			_,
				err := x.Nearest(Query{Signal: [][]float32{nan}}, 5)
			return err
		},
		"9 samples on axis 3, 10 on axis 0": func() error {
			_, err := x.Nearest(Query{Signal: [][]float32{ten, ten, ten, ten[:9], ten, ten}}, 5)
			return err
		},
		"nearest 0; expected 1 or more": func() error {
			_,
				err := x.Nearest(Query{Signal: [][]float32{ten}}, 0)
			return err
		},
		"has no segments": func() error {
			_,
				err := New(t.Context(), d, nil, Options{})
			return err
		},
		"segment 0 at position 1": func() error {
			_,
				err := New(t.Context(), d, []int{1, 0}, Options{})
			return err
		},
		"windows of -1 samples; expected 1 or more": func() error {
			_,
				err := New(t.Context(), d, []int{0}, Options{Width: -1})
			return err
		},
	} {
		if err := ask(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
}

// As many as there are, however many are asked for: no product of the number overflows.
func TestMoreThanThereAre(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	d := small(rng, 6, 30, 15, 3, kinds(rng)["noise"])
	x := mustNew(t, d, all(d), Options{})
	for _, distinct := range []bool{false, true} {
		q := Query{Signal: [][]float32{make([]float32, 10)}, Distinct: distinct}
		want, err := x.Nearest(q, 10000)
		if err != nil {
			t.Fatal(err)
		}
		for _, top := range []int{math.MaxInt, math.MaxInt/4 + 1, math.MaxInt / 2} {
			if got, err := x.Nearest(q, top); err != nil || !slices.Equal(got, want) {
				t.Errorf("the nearest %d, distinct %v: %d of them (%v), want %d", top, distinct, len(got), err,
					len(want))
			}
		}
	}
}

func TestCancelAndProgress(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	d := small(rng, 6, 30, 1, 300, kinds(rng)["noise"])
	ctx, cancel := context.WithCancel(context.Background())
	calls := 0
	_, err := New(ctx, d, all(d), Options{Workers: 1, Progress: func(done, total int) {
		if calls++; done != calls || total < 4 {
			t.Errorf("call %d: %d of %d", calls, done, total)
		}
		if done == 2 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || calls > 3 {
		t.Errorf("%v after %d calls", err, calls)
	}
}

func TestNoAllocations(t *testing.T) {
	d := synth.Load(synth.Seed)
	x := mustNew(t, d, d.Subset(data.Train), Options{Workers: 2})
	q := Query{Signal: [][]float32{d.Window(4000, 4)[3:13]}, Distinct: true}
	dst := make([]Match, 0, 50)
	ask := func() {
		if _, err := x.AppendNearest(dst, q, 50); err != nil {
			t.Fatal(err)
		}
	}
	ask()
	if n := testing.AllocsPerRun(50, ask); n > 0 {
		t.Errorf("%g allocations a query", n)
	}
}

// Windows that hold the same values in another order are equally far but for rounding, which differs between float32
// and float64: the candidates must reach far enough for float64 to decide.
func TestRoundingDoesNotDecide(t *testing.T) {
	rng := rand.New(rand.NewPCG(10, 10))
	values := make([]float32, 30)
	for i := range values {
		values[i] = float32(rng.NormFloat64())
	}
	d := small(rng, 1, len(values), len(values), 1, func(_, t int) float32 { return values[t%len(values)] })
	d.Recordings = nil
	for r := range 500 {
		rng.Shuffle(len(values), func(i, j int) { values[i], values[j] = values[j], values[i] })
		d.Recordings = append(d.Recordings,
			data.Recording{ID: fmt.Sprint(r), Subject: 1, Samples: [][]float32{slices.Clone(values)}})
	}
	d.Cut(len(values))
	x := mustNew(t, d, all(d), Options{Workers: 2})
	for _, top := range []int{1, 3, 20} {
		compare(t, x, d, all(d), Query{Signal: [][]float32{make([]float32, len(values))}}, top)
	}
}

// FuzzNearest takes recordings and query from bytes: few different values, so that ties are common, and odd ones.
func FuzzNearest(f *testing.F) {
	f.Add([]byte("some bytes that make recordings of some length, long enough for a few segments of each axis"),
		uint8(5), uint8(3), uint8(7), false)
	f.Add([]byte{0, 1, 2, 3, 255, 254, 253, 252, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9}, uint8(2), uint8(1), uint8(2),
		true)
	value := func(b byte) float32 {
		switch b {
		case 255:
			return float32(math.NaN())
		case 254:
			return float32(math.Inf(1))
		case 253:
			return 1e15
		case 252:
			return 1e-30
		}
		return float32(int(b)-100) / 16
	}
	f.Fuzz(func(t *testing.T, raw []byte, width, top, shape uint8, distinct bool) {
		axes, length, hop := 1+int(shape)%3, 2+int(shape)/3%12, 1+int(shape)/36%6
		if len(raw) < 2*axes*length || len(raw) > 4000 {
			t.Skip()
		}
		rng := rand.New(rand.NewPCG(uint64(shape), 1))
		at := 0
		d := small(rng, axes, length, hop, 1+len(raw)/(axes*length*3), func(_, _ int) float32 {
			at++
			return value(raw[at%len(raw)])
		})
		x := mustNew(t, d, all(d), Options{Workers: 2})
		q := Query{Signal: cut(rng, d, map[bool]int{true: axes, false: 1}[shape%2 == 0], 1+int(width)%length, 0),
			Distinct: distinct}
		compare(t, x, d, all(d), q, 1+int(top))
	})
}
