package simd

import "fmt"

// ToomGradient sums the derivatives of a loss with respect to filters of five taps, in the Toom-Cook domain. With
// y = A' [(G g) * (B' d)] and e the derivatives with respect to six outputs y, those with respect to the filter are
//
//	G' [(A e) * (B' d)]
//
// A pair of channels costs 10 multiplications per tile instead of the 30 of the direct sum; G' is applied once at the
// end. The sums are kept in parts, so that several goroutines can work concurrently, each on its own part.
type ToomGradient struct {
	out, in, parts int
	part           int       // floats of a part
	sums           []float32 // [part][point][out][in]
}

// NewToomGradient returns sums of zero for filters from in to out channels.
func NewToomGradient(out, in, parts int) *ToomGradient {
	g := &ToomGradient{out: out, in: in, parts: parts, part: (toomPoints*out*in + 15) / 16 * 16}
	g.sums = Aligned(parts * g.part)
	return g
}

// Clear sets the sums of a part to zero.
func (g *ToomGradient) Clear(part int) { clear(g.sums[part*g.part : (part+1)*g.part]) }

// ToomGradientSpace is the working memory of ToomGradient.Add. It belongs to one goroutine, and serves any number of
// gradients.
type ToomGradientSpace struct {
	lanes, tiles, out, in int
	rows                  []float32 // [lane][column][channel], columns up to whole tiles
	pointsOut, pointsIn   []float32 // [point][lane][tile][channel]
	pointOut, pointIn     int       // floats from one point to the next
}

// NewToomGradientSpace returns working memory for filters from at most in to at most out channels, over at most cols
// columns of lanes floats.
func NewToomGradientSpace(out, in, cols, lanes int) *ToomGradientSpace {
	s := &ToomGradientSpace{lanes: lanes, tiles: (cols + toomOut - 1) / toomOut, out: out, in: in}
	// One extra cache line, as in NewToomSpace.
	apart := func(channels int) int { return (lanes*s.tiles*channels+15)/16*16 + 16 }
	s.pointOut, s.pointIn = apart(out), apart(in)
	s.rows = Aligned(lanes * (s.tiles*toomOut + Taps - 1) * max(in, out))
	s.pointsOut, s.pointsIn = Aligned(toomPoints*s.pointOut), Aligned(toomPoints*s.pointIn)
	return s
}

// ToomGradientPays reports whether the transforms pay for gradients of filters from in to out channels over cols
// columns, like ToomPays for filters.
func ToomGradientPays(in, out, cols int) bool {
	const transform = 60 // operations of a tile of one channel
	tiles := (cols + toomOut - 1) / toomOut
	return 10*tiles*(toomPoints*in*out+transform*(in+out)) <= 8*Taps*in*out*cols
}

// Add adds cols columns of the lanes of the working memory to a part:
//
//	gradient(i, j, k) += sum over c < cols, l of e[i*eRow + c*lanes + l] * src[j*srcRow + (c+k)*lanes + l]
//
// and adds the sums of e over its columns and lanes to bias, one per channel. It panics if a slice is too short or the
// working memory is too small.
func (g *ToomGradient) Add(part int, s *ToomGradientSpace, bias, e []float32, eRow int, src []float32,
	srcRow, cols int) {
	const name = "ToomGradient"
	tiles, lanes := (cols+toomOut-1)/toomOut, s.lanes
	if cols < 1 || tiles > s.tiles || g.out > s.out || g.in > s.in {
		panic(fmt.Sprintf("simd.%s: %d columns, filters from %d to %d channels:"+
			" the working memory is for at most %d columns, from %d to %d channels",
			name, cols, g.in, g.out, s.tiles*toomOut, s.in, s.out))
	}
	if part < 0 || part >= g.parts {
		panic(fmt.Sprintf("simd.%s: part %d of %d", name, part, g.parts))
	}
	require(name, "bias", len(bias), g.out)
	require(name, "e", len(e), reach(g.out, eRow, cols, lanes, lanes))
	require(name, "src", len(src), reach(g.in, srcRow, cols+Taps-1, lanes, lanes))
	wide, far := tiles*toomOut, tiles*toomOut+Taps-1
	turn(s.rows, e, eRow, g.out, cols, wide, lanes)
	Product(bias, 0, 0, one, 0, 1, s.rows, 0, Sum{Runs: 1, Steps: lanes * wide, BStep: g.out}, 1, g.out, true)
	toomSpread(s.pointsOut, s.pointOut, tiles*g.out, s.rows, wide*g.out, lanes, tiles, g.out)
	turn(s.rows, src, srcRow, g.in, cols+Taps-1, far, lanes)
	toomInput(s.pointsIn, s.pointIn, tiles*g.in, s.rows, far*g.in, lanes, tiles, g.in)
	positions := Sum{Runs: 1, Steps: lanes * tiles, AStep: g.out, BStep: g.in}
	sums := g.sums[part*g.part:]
	for p := range toomPoints {
		Product(sums[p*g.out*g.in:], g.in, 0, s.pointsOut[p*s.pointOut:], 1, g.out, s.pointsIn[p*s.pointIn:], 0, positions, 1,
			g.in, true)
	}
}

var one = []float32{1}

// Gradient writes the sums of the first parts, in their order, as gradients of the filters to the output channels
// from..to-1: dst[((i-from)*in + j)*5 + k]. scratch needs as many floats as dst.
func (g *ToomGradient) Gradient(dst, scratch []float32, parts, from, to int) {
	n := (to - from) * g.in
	if parts > g.parts || from < 0 || to > g.out {
		panic(fmt.Sprintf("simd.ToomGradient: %d parts of %d, filters %d to %d of %d", parts, g.parts, from, to, g.out))
	}
	require("ToomGradient", "dst", len(dst), n*Taps)
	require("ToomGradient", "scratch", len(scratch), n*Taps)
	sum := Sum{Runs: parts, BRun: g.part, Steps: toomPoints, AStep: Taps, BStep: g.out * g.in}
	Product(scratch, n, 0, toomTransposed[:], 1, Taps, g.sums[from*g.in:], 0, sum, 1, n, false)
	Transpose(dst, Taps, scratch, n, Taps, n)
}

// toomTransposed is G, [point][tap].
var toomTransposed = func() (all [toomPoints * Taps]float32) {
	for p := range toomWeights {
		for k, c := range toomWeights[p] {
			all[p*Taps+k] = float32(c)
		}
	}
	return all
}()

// turn rearranges columns of lanes into rows of channels, dst[(l*wide + c)*channels + channel], with zeros from column
// cols on. It processes a few channels at a time and prefetches the rows of the next ones, since hardware prefetchers
// do not follow so many rows.
func turn(dst, src []float32, srcRow, channels, cols, wide, lanes int) {
	const few = 16
	fetch := func(from int) {
		for i := from; i < min(from+few, channels); i++ {
			vectorFetch(src[i*srcRow:][:cols*lanes])
		}
	}
	fetch(0)
	for i := 0; i < channels; i += few {
		fetch(i + few)
		for c := range cols {
			Transpose(dst[c*channels+i:], wide*channels, src[i*srcRow+c*lanes:], srcRow, min(few, channels-i), lanes)
		}
	}
	for l := range lanes {
		clear(dst[(l*wide+cols)*channels : (l+1)*wide*channels])
	}
}

func toomSpread(dst []float32, point, dstRow int, src []float32, srcRow, rows, tiles, lanes int) {
	if !vectorToomSpread(dst, point, dstRow, src, srcRow, rows, tiles, lanes) {
		portableToomSpread(dst, point, dstRow, src, srcRow, rows, tiles, lanes)
	}
}

// portableToomSpread spreads tiles of each row of src to ten points, lane by lane.
func portableToomSpread(dst []float32, dstPoint, dstRow int, src []float32, srcRow, rows, tiles, lanes int) {
	t := toomConstants
	for r := range rows {
		for tile := range tiles {
			from, to := src[r*srcRow+tile*toomOut*lanes:], dst[r*dstRow+tile*lanes:]
			for l := range lanes {
				d, to := from[l:], to[l:]
				y0, y1, y2, y3, y4, y5 := d[0], d[lanes], d[2*lanes], d[3*lanes], d[4*lanes], d[5*lanes]
				to[0] = y0
				for p := range toomPairs {
					square, fourth := t.power[0][p], t.power[1][p]
					even, odd := y0+square*y2+fourth*y4, t.point[p]*(y1+square*y3+fourth*y5)
					to[(1+2*p)*dstPoint], to[(2+2*p)*dstPoint] = even+odd, even-odd
				}
				to[(toomPoints-1)*dstPoint] = y5
			}
		}
	}
}
