package simd

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// fiveTap is a case of filters of five taps: channels, columns of the output, and extra distance between rows.
type fiveTap struct{ in, out, cols, lanes, srcPad, dstPad int }

func (s fiveTap) srcRow() int { return (s.cols+Taps-1)*s.lanes + s.srcPad }
func (s fiveTap) dstRow() int { return s.cols*s.lanes + s.dstPad }

// toom64 is the plain form of the Toom-Cook algorithm: the matrices A', B' and G of toom.go in float64.
func toom64() (a [toomOut][toomPoints]float64, b [toomPoints][toomIn]float64, g [toomPoints][Taps]float64) {
	points := []float64{0}
	for _, x := range toomPoint {
		points = append(points, x, -x)
	}
	all := []float64{1}
	for p, x := range points {
		all = timesRoot(all, x)
		others, value := []float64{1}, 1.0
		for q, y := range points {
			if q != p {
				others = timesRoot(others, y)
				value *= x - y
			}
		}
		copy(b[p][:], others)
		for i := range a {
			a[i][p] = math.Pow(x, float64(i))
		}
		for k := range g[p] {
			g[p][k] = math.Pow(x, float64(k)) / value
		}
	}
	const infinity = toomPoints - 1
	copy(b[infinity][:], all)
	a[toomOut-1][infinity], g[infinity][Taps-1] = 1, 1
	return a, b, g
}

// A'[(G g)*(B' d)] is the filtered signal, and the package's constants are those matrices.
func TestToomMatrices(t *testing.T) {
	a, b, g := toom64()
	for i := range toomOut {
		for j := range toomIn {
			for k := range Taps {
				sum := 0.0
				for p := range toomPoints {
					sum += a[i][p] * g[p][k] * b[p][j]
				}
				want := 0.0
				if j == i+k {
					want = 1
				}
				if math.Abs(sum-want) > 1e-11 {
					t.Errorf("output %d, input %d, tap %d: %g, expected %g", i, j, k, sum, want)
				}
			}
		}
	}
	for p := range g {
		for k := range g[p] {
			if d := math.Abs(g[p][k] - toomWeights[p][k]); d > 1e-12*math.Abs(g[p][k]) {
				t.Errorf("point %d tap %d: %g, expected %g", p, k, toomWeights[p][k], g[p][k])
			}
		}
	}
}

// direct filters in float64: [out][cols][lanes]. It also returns a bound of the error of the Toom-Cook path in float32
// for each value. This is the usual bound for sums of products: the sum of all magnitudes in the value, times 2⁻²⁴,
// times the number of successive roundings (including those of the constants and of the transformed weights).
func direct(s fiveTap, w, src []float32) (values, bounds []float64) {
	a, b, g := toom64()
	const half = 1.0 / (1 << 24)
	roundings := float64(s.in + 24)
	values, bounds = make([]float64, s.out*s.cols*s.lanes), make([]float64, s.out*s.cols*s.lanes)
	weights := make([]float64, s.out*s.in*toomPoints)
	for i := range s.out * s.in {
		for p := range g {
			for k, c := range g[p] {
				weights[i*toomPoints+p] += c * float64(w[i*Taps+k])
			}
		}
	}
	for l := range s.lanes {
		for c := 0; c < s.cols; c += toomOut {
			first := min(c, s.cols-toomOut) // of the tile
			at := make([]float64, s.in*toomPoints)
			for in := range s.in {
				for p := range b {
					for j, m := range b[p] {
						at[in*toomPoints+p] += math.Abs(m * float64(src[in*s.srcRow()+(first+j)*s.lanes+l]))
					}
				}
			}
			for o := range s.out {
				for i := range toomOut {
					value, bound := 0.0, 0.0
					for in := range s.in {
						for k := range Taps {
							value += float64(w[(o*s.in+in)*Taps+k]) * float64(src[in*s.srcRow()+(first+i+k)*s.lanes+l])
						}
						for p := range b {
							bound += math.Abs(a[i][p]*weights[(o*s.in+in)*toomPoints+p]) * at[in*toomPoints+p]
						}
					}
					to := (o*s.cols+first+i)*s.lanes + l
					values[to] = value
					bounds[to] = max(bounds[to], roundings*half*bound)
					if silent(s, src, first+i, l) {
						bounds[to] = 0
					}
				}
			}
		}
	}
	return values, bounds
}

// silent reports whether all inputs of a column are 0, so that it must be exact.
func silent(s fiveTap, src []float32, column, lane int) bool {
	for in := range s.in {
		for k := range Taps {
			if src[in*s.srcRow()+(column+k)*s.lanes+lane] != 0 {
				return false
			}
		}
	}
	return true
}

func toomOf(s fiveTap, w []float32) *Toom {
	t := NewToom(s.out, s.in)
	t.Pack(func(o, i, k int) float32 { return w[(o*s.in+i)*Taps+k] })
	return t
}

// fiveTapShapes lists shapes with every tail of tiles, chunks, vectors and groups of rows.
func fiveTapShapes(rnd *rand.Rand) []fiveTap {
	all := []fiveTap{{64, 64, 30, 16, 0, 0}, {3, 2, 800, 1, 0, 0}, {3, 2, 400, 8, 0, 0}, {5, 6, 12, 100, 1, 2}}
	for _, lanes := range []int{1, 2, 5, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33} {
		for cols := toomOut; cols <= 44; cols += 1 + rnd.IntN(3) {
			all = append(all, fiveTap{1 + rnd.IntN(9), 1 + rnd.IntN(9), cols, lanes, rnd.IntN(4), rnd.IntN(4)})
		}
	}
	if testing.Short() {
		var few []fiveTap
		for i := 0; i < len(all); i += 20 {
			few = append(few, all[i])
		}
		return few
	}
	return all
}

func TestToom(t *testing.T) {
	each(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(31, 32))
		for _, s := range fiveTapShapes(rnd) {
			checkToom(t, rnd, s)
		}
	})
}

func checkToom(t *testing.T, rnd *rand.Rand, s fiveTap) {
	t.Helper()
	src, srcFence := fenced(t, rnd, (s.in-1)*s.srcRow()+(s.cols+Taps-1)*s.lanes)
	dst, dstFence := fenced(t, rnd, (s.out-1)*s.dstRow()+s.cols*s.lanes)
	if rnd.IntN(2) == 0 { // runs of zeros in some lanes
		for lane := 0; lane < s.lanes; lane += 1 + rnd.IntN(4) {
			from := rnd.IntN(s.cols + Taps - 1)
			for c := from; c < min(from+rnd.IntN(s.cols+Taps), s.cols+Taps-1); c++ {
				for in := range s.in {
					src[in*s.srcRow()+c*s.lanes+lane] = 0
				}
			}
		}
	}
	act, _ := fenced(t, rnd, len(dst))
	bias, _ := fenced(t, rnd, s.out)
	before := append([]float32(nil), dst...)
	w := normal(rnd, s.out*s.in*Taps)
	toom, space := toomOf(s, w), NewToomSpace(max(s.in, s.out), s.cols, s.lanes)
	for i := range space.in { // values of an earlier call must not matter
		space.in[i], space.out[i] = float32(math.NaN()), float32(math.NaN())
	}
	values, bounds := direct(s, w, src)
	check := func(what string, value func(o, at int, sum float64) float64) {
		t.Helper()
		srcFence()
		dstFence()
		for o := range s.out {
			for i := range min(s.dstRow(), len(dst)-o*s.dstRow()) {
				at := o*s.dstRow() + i
				if i >= s.cols*s.lanes {
					if dst[at] != before[at] {
						t.Fatalf("%+v %s: wrote between the rows, at %d", s, what, at)
					}
					continue
				}
				k := o*s.cols*s.lanes + i
				want := value(o, at, values[k])
				limit := bounds[k]
				if limit > 0 {
					limit += 2e-7 * math.Abs(want)
				}
				if d := math.Abs(float64(dst[at]) - want); !(d <= limit) {
					t.Fatalf("%+v %s: channel %d column %d lane %d: %g, float64 says %g: off by %.2g, limit %.2g", s, what, o,
						i/s.lanes, i%s.lanes, dst[at], want, d, limit)
				}
			}
		}
	}
	toom.Filter(space, dst, s.dstRow(), bias, true, src, s.srcRow(), s.cols)
	check("with ReLU", func(o, _ int, sum float64) float64 { return max(sum+float64(bias[o]), 0) })
	toom.Filter(space, dst, s.dstRow(), nil, false, src, s.srcRow(), s.cols)
	check("plain", func(_, _ int, sum float64) float64 { return sum })
	toom.FilterMask(space, dst, s.dstRow(), act, src, s.srcRow(), s.cols)
	check("masked", func(_, at int, sum float64) float64 {
		if act[at] > 0 {
			return sum
		}
		return 0
	})
}

// TestToomError reports the error of filters between 64 channels over rectified signals, and checks the figures in
// doc.go.
func TestToomError(t *testing.T) {
	each(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(33, 34))
		s := fiveTap{in: 64, out: 64, cols: 30, lanes: 16}
		var toomError, directError meter
		for range 3 {
			src := normal(rnd, s.in*s.srcRow())
			ReLU(src)
			w := normal(rnd, s.out*s.in*Taps)
			values, _ := direct(s, w, src)
			dst := make([]float32, s.out*s.dstRow())
			toomOf(s, w).Filter(NewToomSpace(64, s.cols, s.lanes), dst, s.dstRow(), nil, false, src, s.srcRow(), s.cols)
			toomError.see(dst, values)
			p := NewPacked(s.out, s.in*Taps)
			p.PackMatrix(w, s.in*Taps, 1)
			Correlate(dst, s.dstRow(), s.lanes, p, nil, src, offsetsOf(s.in, s.cols+Taps-1, Taps, s.lanes), s.lanes, s.cols,
				s.lanes, false)
			directError.see(dst, values)
		}
		t.Logf("of the values' rms: Toom-Cook %v; direct %v", toomError, directError)
		if toomError.rms() > 2e-6 || toomError.most() > 3e-5 {
			t.Errorf("the error is larger than doc.go says")
		}
	})
}

// TestToomRange reports how much sooner than direct filtering the Toom-Cook path overflows for growing signals, and
// checks the figures in doc.go.
func TestToomRange(t *testing.T) {
	if testing.Short() {
		t.Skip("measures more than it tests")
	}
	each(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(35, 36))
		s := fiveTap{in: 64, out: 64, cols: 30, lanes: 16}
		unit := normal(rnd, s.in*s.srcRow())
		ReLU(unit)
		w := normal(rnd, s.out*s.in*Taps)
		toom, space, p := toomOf(s, w), NewToomSpace(64, s.cols, s.lanes), NewPacked(s.out, s.in*Taps)
		p.PackMatrix(w, s.in*Taps, 1)
		src, dst := make([]float32, len(unit)), make([]float32, s.out*s.dstRow())
		// decades is the power of ten from which on results are not finite, to a sixteenth.
		decades := func(filter func()) float64 {
			low, high := 35.0, 39.0
			for high-low > 1.0/16 {
				power := (low + high) / 2
				for i, v := range unit {
					src[i] = float32(math.Pow(10, power) * float64(v) / 4) // no sample itself overflows
				}
				if filter(); Finite(dst) {
					low = power
				} else {
					high = power
				}
			}
			return high
		}
		toomEnd := decades(func() { toom.Filter(space, dst, s.dstRow(), nil, false, src, s.srcRow(), s.cols) })
		directEnd := decades(func() {
			Correlate(dst, s.dstRow(), s.lanes, p, nil, src, offsetsOf(s.in, s.cols+Taps-1, Taps, s.lanes), s.lanes, s.cols,
				s.lanes, false)
		})
		t.Logf("overflows %.1f decades before direct filtering", directEnd-toomEnd)
		if d := directEnd - toomEnd; d < 0 || d > 1.5 {
			t.Errorf("overflows %.1f decades before direct filtering: not as doc.go says", d)
		}
	})
}

// meter compares values with expected ones.
type meter struct{ squares, errors, largest, n float64 }

func (m *meter) see(got []float32, want []float64) {
	for i, v := range got {
		e := math.Abs(float64(v) - want[i])
		m.squares, m.errors, m.largest, m.n = m.squares+want[i]*want[i], m.errors+e*e, math.Max(m.largest, e), m.n+1
	}
}

func (m *meter) rms() float64  { return math.Sqrt(m.errors / m.squares) }
func (m *meter) most() float64 { return m.largest / math.Sqrt(m.squares/m.n) }
func (m meter) String() string { return fmt.Sprintf("rms %.2g, largest %.2g", m.rms(), m.most()) }
