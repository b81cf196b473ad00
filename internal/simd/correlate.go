package simd

// Correlate multiplies a packed matrix by columns gathered from src, for every lane:
//
//	dst[m*dstRow + c*dstStep + l] = start + sum over r of p[m][r] * src[off[r] + c*srcStep + l]
//
// for m < p.M, c < cols, l < lanes; start is the old value of dst if add is set (bias is ignored then), else bias[m],
// or 0 if bias is nil. len(off) = p.R. Offsets and steps are in floats and not negative. For a convolution, off has the
// channel and tap offsets, and srcStep = stride*lanes; for a dense layer, off = r*lanes, with one column per block of
// lanes. dst must not overlap src. If srcStep = dstStep = lanes, the columns are one run of floats, which is fastest.
//
// Each element is accumulated from start over every r in ascending order, with fused multiply-adds in avx2 and avx512,
// which agree bit for bit. The bits do not depend on the lanes, columns and rows around the element. It panics if a
// slice is too short for the arguments.
func Correlate(dst []float32, dstRow, dstStep int, p *Packed, bias []float32, src []float32, off []int32,
	srcStep, cols, lanes int, add bool) {
	if p.M <= 0 || cols <= 0 || lanes <= 0 {
		return
	}
	const name = "Correlate"
	exactly(name, "off", len(off), p.R)
	require(name, "dst", len(dst), reach(p.M, dstRow, cols, dstStep, lanes))
	require(name, "src", len(src), gather(name, off, cols, srcStep, lanes))
	if add {
		bias = nil
	} else if bias != nil {
		require(name, "bias", len(bias), p.M)
	}
	if p.R == 0 {
		fill(dst, dstRow, dstStep, p.M, bias, 1, 0, cols, lanes, add)
		return
	}
	if srcStep == lanes && dstStep == lanes {
		cols, lanes = 1, cols*lanes
	}
	if !vectorCorrelate(dst, dstRow, dstStep, p, bias, src, off, srcStep, cols, lanes, add) {
		portableCorrelate(dst, dstRow, dstStep, p, bias, src, off, srcStep, cols, lanes, add)
	}
}

// LaneCorrelate is Correlate with weights that differ by lane, m rows of them:
//
//	dst[m*dstRow + c*dstStep + l] = start + sum over r of w[(m*len(off) + r)*lanes + l] * src[off[r] + c*srcStep + l]
//
// start is the old value of dst if add is set, else bias[m*lanes + l], or 0 if bias is nil. Order, overlap, precision
// and panics are those of Correlate.
func LaneCorrelate(dst []float32, dstRow, dstStep int, m int, w, bias []float32, src []float32, off []int32,
	srcStep, cols, lanes int, add bool) {
	if m <= 0 || cols <= 0 || lanes <= 0 {
		return
	}
	const name = "LaneCorrelate"
	require(name, "dst", len(dst), reach(m, dstRow, cols, dstStep, lanes))
	require(name, "w", len(w), m*len(off)*lanes)
	require(name, "src", len(src), gather(name, off, cols, srcStep, lanes))
	if add {
		bias = nil
	} else if bias != nil {
		require(name, "bias", len(bias), m*lanes)
	}
	if len(off) == 0 {
		fill(dst, dstRow, dstStep, m, bias, lanes, 1, cols, lanes, add)
		return
	}
	if !vectorLaneCorrelate(dst, dstRow, dstStep, m, w, bias, src, off, srcStep, cols, lanes, add) {
		portableLaneCorrelate(dst, dstRow, dstStep, m, w, bias, src, off, srcStep, cols, lanes, add)
	}
}

// fill writes only the start values, for an empty sum. The bias of row i and lane l is bias[i*row + l*lane].
func fill(dst []float32, dstRow, dstStep, m int, bias []float32, row, lane, cols, lanes int, add bool) {
	if add {
		return
	}
	for i := range m {
		for c := range cols {
			for l := range lanes {
				var v float32
				if bias != nil {
					v = bias[i*row+l*lane]
				}
				dst[i*dstRow+c*dstStep+l] = v
			}
		}
	}
}

// share returns how many of the n remaining columns form the next tile of at most most columns. All tiles are about
// equal, since narrow ones are limited by the latency of their multiply-adds.
func share(n, most int) int {
	tiles := (n + most - 1) / most
	return (n + tiles - 1) / tiles
}
