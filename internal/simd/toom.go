package simd

import (
	"fmt"
	"math"
)

// This file is the Toom-Cook path for filters of five taps between many channels (Winograd's F(6,5)). It computes six
// outputs from ten inputs at ten points, so that a pair of channels costs 10 multiplications instead of the 30 of
// direct filtering.
//
// Six outputs y of filter g over ten inputs d are, for the points x_p = 0, ±a_1..±a_4 and infinity,
//
//	y = A' [(G g) * (B' d)]
//
// where (G g)_p is g at x_p over the point's Lagrange denominator (at infinity its last tap), row p of B' has the
// coefficients of the product of (x - x_q) over the other finite points q (at infinity: over all of them), and column p
// of A' the powers 1, x_p .. x_p^5 (at infinity 0, .., 0, 1). With M = B' d the points ±a share the even and the odd
// part of their polynomials.
const (
	toomPoints = 10
	toomPairs  = 4
	toomOut    = 6  // outputs of a tile
	toomIn     = 10 // its inputs
)

// toomPoint holds the a. Of fractions of small numbers these gave the smallest error over random filters and signals.
var toomPoint = [toomPairs]float64{2.0 / 5, 5.0 / 6, 5.0 / 4, 5.0 / 2}

// toomTable holds the constants of the transforms, in the order in which the kernels read them.
type toomTable struct {
	even  [toomPairs][3]float32 // of the product over the other pairs of (x² - a²): x^4, x^2, 1; x^6 has 1
	point [toomPairs]float32    // a
	all   [4]float32            // of the product over all pairs: x^6, x^4, x^2, 1; x^8 has 1
	power [2][toomPairs]float32 // a², a^4
}

var toomConstants, toomWeights = toomMatrices()

// toomMatrices returns the constants and G.
func toomMatrices() (*toomTable, [toomPoints][Taps]float64) {
	var t toomTable
	var g [toomPoints][Taps]float64
	all := []float64{1}
	for _, a := range toomPoint {
		all = timesRoot(all, a*a)
	}
	for i := range t.all {
		t.all[i] = float32(all[len(t.all)-1-i])
	}
	g[0][0] = 1 / all[0]
	g[toomPoints-1][Taps-1] = 1
	for p, a := range toomPoint {
		others := []float64{1}
		for q, b := range toomPoint {
			if q != p {
				others = timesRoot(others, b*b)
			}
		}
		for i := range t.even[p] {
			t.even[p][i] = float32(others[len(t.even[p])-1-i])
		}
		t.point[p] = float32(a)
		t.power[0][p], t.power[1][p] = float32(a*a), float32(a*a*a*a)
		value := 0.0
		for i := len(others) - 1; i >= 0; i-- {
			value = float64(value*a*a) + others[i]
		}
		// The product over the other finite points at x = ±a: x from 0, 2x from the other sign, value from the other
		// pairs.
		for k := range Taps {
			g[1+2*p][k] = math.Pow(a, float64(k)) / (a * 2 * a * value)
			g[2+2*p][k] = math.Pow(-a, float64(k)) / (a * 2 * a * value)
		}
	}
	return &t, g
}

// timesRoot multiplies a polynomial, lowest power first, by (y - root). Here and above no product is fused with a sum,
// so that all platforms have the same constants.
func timesRoot(p []float64, root float64) []float64 {
	out := make([]float64, len(p)+1)
	for i, c := range p {
		out[i+1] += c
		out[i] -= float64(root * c)
	}
	return out
}

// Toom holds transformed filters of five taps between many channels: ten matrices [out][in]. Any number of goroutines
// may share it.
type Toom struct {
	out, in int
	points  [toomPoints]*Packed
}

// NewToom returns filters of zeros from in channels to out channels.
func NewToom(out, in int) *Toom {
	t := &Toom{out: out, in: in}
	for p := range t.points {
		t.points[p] = NewPacked(out, in)
	}
	return t
}

// ToomPays reports whether the transforms pay for filters from in to out channels over cols columns: whether they take
// at most 0.8 of the time of direct filtering. The sums count vector operations.
func ToomPays(in, out, cols int) bool {
	if cols < toomOut {
		return false
	}
	const transform = 45 // operations of a tile of one channel, in one direction
	padded, tiles := (out+group-1)/group*group, (cols+toomOut-1)/toomOut
	direct := Taps * in * padded * cols
	toom := tiles * (toomPoints*in*padded + transform*(in+out))
	return 10*toom <= 8*direct
}

// ToomSpace is the working memory of Toom.Filter. It belongs to one goroutine, and serves any number of filters.
type ToomSpace struct {
	lanes    int
	tiles    int // largest number of tiles at a time
	channels int
	point    int       // floats from one point to the next
	in, out  []float32 // shared memory: the outputs of a point overwrite the inputs of the point before it
	off      []int32   // start of each channel at a point
	any      []float32 // per input column and lane: not 0 if any channel is not 0
	windows  []float32 // per output column and lane: 1 if any of its inputs is not 0, else 0
}

// toomRow is the approximate number of floats of a channel that are processed at a time, at each point: few enough that
// those of 64 channels fit the second-level cache, and as many as two tiles of Correlate.
const toomRow = 96

// NewToomSpace returns working memory for up to channels channels, in or out, of cols columns of lanes floats.
func NewToomSpace(channels, cols, lanes int) *ToomSpace {
	tiles := max(1, toomRow/lanes)
	s := &ToomSpace{lanes: lanes, channels: channels, tiles: min(tiles, (cols+toomOut-1)/toomOut),
		off: make([]int32, channels)}
	// One cache line more than whole pages, so that the ten points of a tile do not share a set of the cache.
	s.point = (channels*s.tiles*lanes+15)/16*16 + 16
	s.out = Aligned((toomPoints + 1) * s.point)
	s.in = s.out[s.point:]
	s.any, s.windows = Aligned((cols+Taps-1)*lanes), Aligned(cols*lanes)
	return s
}

// Filter writes, for c < cols and the lanes l of the working memory,
//
//	dst[i*dstRow + c*lanes + l] = max(floor,
//	        bias[i] + sum over j, k < 5 of at(i, j, k) * src[j*srcRow + (c+k)*lanes + l])
//
// for every output channel i; j are the input channels. floor is 0 if relu is set, else minus infinity. bias may be
// nil, for zeros. cols must be 6 or more. dst must not overlap src. It panics if a slice is too short.
//
// Columns are computed six at a time from the first one on, the last six together. In the last bits a column depends on
// its position and on the columns computed with it, but not on other lanes or output channels. A column whose inputs
// are all 0 is exactly the bias.
func (t *Toom) Filter(s *ToomSpace, dst []float32, dstRow int, bias []float32, relu bool, src []float32,
	srcRow, cols int) {
	if bias != nil {
		require("Filter", "bias", len(bias), t.out)
	}
	t.filter(s, dst, dstRow, bias, nil, lowest(relu), src, srcRow, cols)
}

// FilterMask is Filter without bias and floor. It sets dst to 0 at every element whose activation act, in the layout of
// dst, is not above 0.
func (t *Toom) FilterMask(s *ToomSpace, dst []float32, dstRow int, act []float32, src []float32, srcRow, cols int) {
	require("FilterMask", "act", len(act), reach(t.out, dstRow, cols, s.lanes, s.lanes))
	t.filter(s, dst, dstRow, nil, act, lowest(false), src, srcRow, cols)
}

func (t *Toom) filter(s *ToomSpace, dst []float32, dstRow int, bias, act []float32, floor float32, src []float32,
	srcRow, cols int) {
	const name = "Filter"
	if most := len(s.windows) / s.lanes; cols < toomOut || cols > most || s.channels < max(t.in, t.out) {
		panic(fmt.Sprintf("simd.%s: %d columns, filters from %d to %d channels:"+
			" expected at least %d columns, and at most the %d columns and %d channels of the working memory",
			name, cols, t.in, t.out, toomOut, most, s.channels))
	}
	require(name, "dst", len(dst), reach(t.out, dstRow, cols, s.lanes, s.lanes))
	require(name, "src", len(src), reach(t.in, srcRow, cols+Taps-1, s.lanes, s.lanes))
	silent := s.silent(src, srcRow, t.in, cols)
	tiles := (cols + toomOut - 1) / toomOut
	for first := 0; first < tiles; {
		n := share(tiles-first, s.tiles)
		row := n * s.lanes
		for i := range s.off[:t.in] {
			s.off[i] = int32(i * row)
		}
		// Tiles are six columns apart. If the last one would not fit, it ends with the last column.
		column, whole := first*toomOut*s.lanes, min(n, cols/toomOut-first)
		last, odd := (cols-toomOut)*s.lanes, whole*s.lanes
		toomInput(s.in, s.point, row, src[column:], srcRow, t.in, whole, s.lanes)
		if whole < n {
			toomInput(s.in[odd:], s.point, row, src[last:], srcRow, t.in, 1, s.lanes)
		}
		for p, packed := range t.points {
			Correlate(s.out[p*s.point:], row, row, packed, nil, s.in[p*s.point:], s.off[:t.in], row, 1, row, false)
		}
		s.output(t, dst, dstRow, row, 0, column, whole, bias, act, floor, silent)
		if whole < n {
			s.output(t, dst, dstRow, row, odd, last, 1, bias, act, floor, silent)
		}
		first += n
	}
	if silent && bias != nil {
		for i := range t.out {
			start := max(bias[i], floor)
			for k, w := range s.windows[:cols*s.lanes] {
				if w == 0 {
					dst[i*dstRow+k] = start
				}
			}
		}
	}
}

// output transforms tiles back. They begin at from at each point, and at column in dst, both in floats.
func (s *ToomSpace) output(t *Toom, dst []float32, dstRow, row, from, column, tiles int, bias, act []float32,
	floor float32, silent bool) {
	if tiles == 0 {
		return
	}
	var windows []float32
	if silent && bias == nil {
		windows = s.windows[column:]
	}
	dst, src := dst[column:], s.out[from:]
	if act == nil {
		if !vectorToomOutput(dst, dstRow, src, s.point, row, bias, t.out, tiles, s.lanes, floor) {
			portableToomOutput(dst, dstRow, src, s.point, row, bias, nil, nil, t.out, tiles, s.lanes, floor)
		}
		if windows != nil {
			for i := range t.out {
				n := tiles * toomOut * s.lanes
				Mask(dst[i*dstRow:][:n], windows[:n])
			}
		}
		return
	}
	act = act[column:]
	if !vectorToomOutputMask(dst, dstRow, src, s.point, row, act, windows, t.out, tiles, s.lanes) {
		portableToomOutput(dst, dstRow, src, s.point, row, nil, act, windows, t.out, tiles, s.lanes, floor)
	}
}

// silent reports whether there are columns whose inputs are all 0, in lanes that are not 0 everywhere. It sets windows
// to 0 at those columns. They are made exact, because other inputs in their tiles leave rounding errors that direct
// filtering does not have, and a gradient that is almost but not exactly 0 is enough for Adam to move a sample that has
// no influence.
func (s *ToomSpace) silent(src []float32, srcRow, in, cols int) bool {
	const few = 16 // channels, which usually suffice to find that there are no such columns
	clear(s.any)
	for from := 0; from < in; from += few {
		toomAny(s.any, src[from*srcRow:], srcRow, min(few, in-from), cols+Taps-1, s.lanes)
		if !toomWindows(s.windows, s.any, cols, s.lanes) {
			return false
		}
	}
	return true
}

// toomInput transforms tiles of every row of src: dst[p*point + r*dstRow + tile*lanes + l].
func toomInput(dst []float32, point, dstRow int, src []float32, srcRow, rows, tiles, lanes int) {
	if tiles > 0 && !vectorToomInput(dst, point, dstRow, src, srcRow, rows, tiles, lanes) {
		portableToomInput(dst, point, dstRow, src, srcRow, rows, tiles, lanes)
	}
}

// toomAny ors the bits of all rows into dst.
func toomAny(dst, src []float32, srcRow, rows, cols, lanes int) {
	if !vectorToomAny(dst, src, srcRow, rows, cols, lanes) {
		portableToomAny(dst, src, srcRow, rows, cols*lanes)
	}
}

// toomWindows sets dst to 1 if any of five columns of src is not 0, else to 0. It reports whether it wrote a 0 in a
// lane that is not 0 everywhere.
func toomWindows(dst, src []float32, cols, lanes int) bool {
	if missed, done := vectorToomWindows(dst, src, cols, lanes); done {
		return missed
	}
	return portableToomWindows(dst, src, cols, lanes)
}
