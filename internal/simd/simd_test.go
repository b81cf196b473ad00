package simd

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// each runs a test with every variant that this machine has.
func each(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	for l := portable; l <= best(); l++ {
		t.Run(levels[l], func(t *testing.T) {
			use(t, l)
			test(t)
		})
	}
	t.Run("portable with the other tiles", func(t *testing.T) {
		use(t, portable)
		old := wide
		wide = !wide
		t.Cleanup(func() { wide = old })
		test(t)
	})
}

// use makes a variant the active one until the test ends.
func use(t testing.TB, l level) {
	old := active
	active = l
	t.Cleanup(func() { active = old })
}

// fenced returns n random floats between fences of NaN: an operation that reads too far has NaN in its result. The
// second value checks that the fences were not overwritten.
func fenced(t testing.TB, rnd *rand.Rand, n int) ([]float32, func()) {
	const fence = 64
	all := make([]float32, n+2*fence)
	nan := float32(math.NaN())
	for i := range all {
		all[i] = nan
		if i >= fence && i < fence+n {
			all[i] = float32(rnd.NormFloat64())
		}
	}
	return all[fence : fence+n : fence+n], func() {
		t.Helper()
		for i, v := range all {
			if (i < fence || i >= fence+n) && v == v {
				t.Fatalf("wrote %g at %d of a slice of %d", v, i-fence, n)
			}
		}
	}
}

// shape is a case of Correlate, LaneCorrelate or Dot.
type shape struct{ m, r, cols, lanes, srcPad, dstPad int }

func (s shape) String() string {
	return fmt.Sprintf("m%d r%d cols%d lanes%d pad%d,%d", s.m, s.r, s.cols, s.lanes, s.srcPad, s.dstPad)
}

// shapes lists every tail of every tile, then random shapes.
func shapes(rnd *rand.Rand) []shape {
	var all []shape
	for _, lanes := range []int{1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 48} {
		for _, pad := range [][2]int{{0, 0}, {lanes, 0}, {3, 5}} {
			for cols := 1; cols <= 14; cols++ {
				all = append(all, shape{1 + rnd.IntN(9), rnd.IntN(12), cols, lanes, pad[0], pad[1]})
			}
		}
	}
	for m := 1; m <= 13; m++ {
		all = append(all, shape{m, 5, 30, 16, 0, 0}, shape{m, 1, 5, 8, 0, 8}, shape{m, 0, 5, 16, 0, 0},
			shape{m, 7, 30, 1, 0, 0})
	}
	for range 300 {
		all = append(all, shape{1 + rnd.IntN(20), rnd.IntN(70), 1 + rnd.IntN(40), 1 + rnd.IntN(40), rnd.IntN(3), rnd.IntN(3)})
	}
	if testing.Short() {
		var few []shape
		for i := 0; i < len(all); i += 20 {
			few = append(few, all[i])
		}
		return few
	}
	return all
}

// offsets returns n offsets within span floats.
func offsets(rnd *rand.Rand, n, span int) ([]int32, int) {
	off := make([]int32, n)
	top := 0
	for i := range off {
		off[i] = int32(rnd.IntN(span))
		top = max(top, int(off[i]))
	}
	return off, top
}

// near fails unless got is want within the rounding of n operations on values whose magnitudes sum to scale.
func near(t *testing.T, got float32, want, scale float64, n int, what string, args ...any) {
	const half = 1.0 / (1 << 24) // unit roundoff of float32
	limit := (float64(n)+2)*half*scale + 1e-44
	if d := math.Abs(float64(got) - want); !(d <= limit) {
		t.Helper()
		t.Fatalf("%s: %g, float64 says %g: off by %.2g, limit %.2g", fmt.Sprintf(what, args...), got, want, d, limit)
	}
}

func TestCorrelate(t *testing.T) {
	each(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(1, 2))
		for _, s := range shapes(rnd) {
			checkCorrelate(t, rnd, s, rnd.IntN(3), false)
			checkCorrelate(t, rnd, s, rnd.IntN(3), true)
		}
	})
}

// checkCorrelate compares Correlate, or LaneCorrelate, with plain loops in float64. mode 0: no bias, 1: bias, 2: add.
func checkCorrelate(t *testing.T, rnd *rand.Rand, s shape, mode int, byLane bool) {
	t.Helper()
	srcStep, dstStep := s.lanes+s.srcPad, s.lanes+s.dstPad
	off, top := offsets(rnd, s.r, 100)
	src, srcFence := fenced(t, rnd, top+(s.cols-1)*srcStep+s.lanes)
	dstRow := (s.cols-1)*dstStep + s.lanes + rnd.IntN(4)
	dst, dstFence := fenced(t, rnd, (s.m-1)*dstRow+(s.cols-1)*dstStep+s.lanes)
	before := append([]float32(nil), dst...)
	weights := 1
	if byLane {
		weights = s.lanes
	}
	w, _ := fenced(t, rnd, s.m*s.r*weights)
	var bias []float32
	if mode == 1 {
		bias, _ = fenced(t, rnd, s.m*weights)
	}
	if byLane {
		LaneCorrelate(dst, dstRow, dstStep, s.m, w, bias, src, off, srcStep, s.cols, s.lanes, mode == 2)
	} else {
		p := NewPacked(s.m, s.r)
		p.Pack(func(m, r int) float32 { return w[m*s.r+r] })
		Correlate(dst, dstRow, dstStep, p, bias, src, off, srcStep, s.cols, s.lanes, mode == 2)
	}
	srcFence()
	dstFence()
	written := make([]bool, len(dst))
	for m := range s.m {
		for c := range s.cols {
			for l := range s.lanes {
				i := m*dstRow + c*dstStep + l
				written[i] = true
				k := 0
				if byLane {
					k = l
				}
				want := 0.0
				switch mode {
				case 1:
					want = float64(bias[m*weights+k])
				case 2:
					want = float64(before[i])
				}
				scale := math.Abs(want)
				for r, o := range off {
					v := float64(w[(m*s.r+r)*weights+k]) * float64(src[int(o)+c*srcStep+l])
					want += v
					scale += math.Abs(v)
				}
				near(t, dst[i], want, scale, 2*s.r, "%v mode %d by lane %v: row %d column %d lane %d", &s, mode, byLane, m, c, l)
			}
		}
	}
	for i, v := range dst {
		if !written[i] && v != before[i] {
			t.Fatalf("%v by lane %v: wrote between the columns, at %d", s, byLane, i)
		}
	}
}

func TestDot(t *testing.T) {
	each(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(3, 4))
		for _, s := range shapes(rnd) {
			checkDot(t, rnd, s, rnd.IntN(2) == 1)
		}
	})
}

func checkDot(t *testing.T, rnd *rand.Rand, s shape, add bool) {
	t.Helper()
	aStep, bStep := s.lanes+s.srcPad, s.lanes+s.dstPad
	off, top := offsets(rnd, s.r, 100)
	aRow := (s.cols-1)*aStep + s.lanes + rnd.IntN(4)
	a, _ := fenced(t, rnd, (s.m-1)*aRow+(s.cols-1)*aStep+s.lanes)
	b, _ := fenced(t, rnd, top+(s.cols-1)*bStep+s.lanes)
	dstRow := s.r + rnd.IntN(3)
	dst, dstFence := fenced(t, rnd, max(0, (s.m-1)*dstRow+s.r))
	before := append([]float32(nil), dst...)
	Dot(dst, dstRow, a, aRow, aStep, s.m, b, off, bStep, s.cols, s.lanes, add)
	dstFence()
	for i := range s.m {
		for n, o := range off {
			want := 0.0
			if add {
				want = float64(before[i*dstRow+n])
			}
			scale := math.Abs(want)
			for c := range s.cols {
				for l := range s.lanes {
					v := float64(a[i*aRow+c*aStep+l]) * float64(b[int(o)+c*bStep+l])
					want += v
					scale += math.Abs(v)
				}
			}
			near(t, dst[i*dstRow+n], want, scale, 2*s.cols*s.lanes, "%v: row %d column %d", &s, i, n)
		}
		for n := i*dstRow + s.r; n < min(len(dst), (i+1)*dstRow); n++ {
			if dst[n] != before[n] {
				t.Fatalf("%v: wrote between the rows, at %d", s, n)
			}
		}
	}
}

func TestNearestWindows(t *testing.T) {
	each(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(5, 6))
		for _, lanes := range []int{1, 3, 8, 16, 24, 32} {
			for _, axes := range []int{1, 2, 6} {
				for length := 1; length <= 33; length += 1 + rnd.IntN(3) {
					checkNearest(t, rnd, 1+rnd.IntN(3), axes, length, lanes, 1+rnd.IntN(length))
				}
				checkNearest(t, rnd, 5, axes, 30, lanes, 10)
			}
		}
	})
}

func checkNearest(t *testing.T, rnd *rand.Rand, n, axes, length, lanes, width int) {
	t.Helper()
	blocks, _ := fenced(t, rnd, n*axes*length*lanes)
	query, _ := fenced(t, rnd, axes*width)
	dist, distFence := fenced(t, rnd, n*lanes)
	at := make([]int32, len(dist))
	NearestWindows(dist, at, blocks, axes, length, lanes, query)
	distFence()
	alone := make([]float32, len(dist))
	NearestWindows(alone, nil, blocks, axes, length, lanes, query)
	for i, d := range dist {
		if alone[i] != d {
			t.Fatalf("without positions %g, with %g", alone[i], d)
		}
		b, l := i/lanes, i%lanes
		least, here := math.Inf(1), 0.0
		for j := 0; j+width <= length; j++ {
			sum := 0.0
			for s := range axes {
				for k := range width {
					e := float64(blocks[((b*axes+s)*length+j+k)*lanes+l]) - float64(query[s*width+k])
					sum += e * e
				}
			}
			least = min(least, sum)
			if j == int(at[i]) {
				here = sum
			}
		}
		what := fmt.Sprintf("%d blocks, %d axes, length %d, %d lanes, width %d: signal %d", n, axes, length, lanes, width, i)
		near(t, d, least, least, 2*axes*width+2, "%s", what)
		near(t, d, here, here, 2*axes*width+2, "%s at its position", what)
	}
}

// Equal windows: the earliest wins, wherever the tiles of the implementation begin.
func TestNearestWindowsTies(t *testing.T) {
	each(t, func(t *testing.T) {
		for _, lanes := range []int{1, 8, 16} {
			for first := range 27 {
				for second := first; second < 27; second++ {
					x := make([]float32, 30*lanes)
					for l := range lanes {
						for i := range 30 {
							x[i*lanes+l] = 9
						}
						for _, j := range []int{first, second} {
							for k := range 4 {
								x[(j+k)*lanes+l] = 1
							}
						}
					}
					dist, at := make([]float32, lanes), make([]int32, lanes)
					NearestWindows(dist, at, x, 1, 30, lanes, []float32{1, 1, 1, 1})
					for l := range lanes {
						if dist[l] != 0 || int(at[l]) != first {
							t.Fatalf("windows at %d and %d: found %g at %d", first, second, dist[l], at[l])
						}
					}
				}
			}
		}
	})
}

func TestTranspose(t *testing.T) {
	each(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(7, 8))
		for _, s := range [][2]int{{1, 1}, {3, 40}, {16, 16}, {17, 33}, {64, 5}, {8, 8}, {30, 16}, {16, 30}, {9, 15},
			{23, 8}} {
			rows, cols := s[0], s[1]
			src, _ := fenced(t, rnd, (rows-1)*(cols+2)+cols)
			dst, fence := fenced(t, rnd, (cols-1)*(rows+3)+rows)
			before := append([]float32(nil), dst...)
			Transpose(dst, rows+3, src, cols+2, rows, cols)
			fence()
			for i, v := range dst {
				want := before[i]
				if c, r := i/(rows+3), i%(rows+3); r < rows {
					want = src[r*(cols+2)+c]
				}
				if v != want {
					t.Fatalf("%dx%d: element %d is %g, expected %g", rows, cols, i, v, want)
				}
			}
		}
	})
}

func TestPack(t *testing.T) {
	rnd := rand.New(rand.NewPCG(9, 10))
	for m := 1; m < 10; m++ {
		const r = 7
		w, _ := fenced(t, rnd, m*r)
		a, b, c := NewPacked(m, r), NewPacked(m, r), NewPacked(m, r)
		a.Pack(func(i, j int) float32 { return w[i*r+j] })
		b.PackMatrix(w, r, 1)
		turned := make([]float32, len(w))
		Transpose(turned, m, w, r, m, r)
		c.PackMatrix(turned, 1, m)
		for i := range a.data {
			if a.data[i] != b.data[i] || a.data[i] != c.data[i] {
				t.Fatalf("%d rows: element %d: %g, %g, %g", m, i, a.data[i], b.data[i], c.data[i])
			}
		}
	}
}
