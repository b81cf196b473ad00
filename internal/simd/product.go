package simd

// Sum describes the sum of products of an element of Product: runs of steps. Steps are AStep and BStep floats apart,
// the first steps of two runs ARun and BRun floats.
type Sum struct{ Runs, ARun, BRun, Steps, AStep, BStep int }

// Product multiplies two unpacked matrices, the second in rows of columns of lanes:
//
//	dst[i*dstRow + c*dstStep + l] = start + sum over r < Runs, s < Steps of
//	                                a[i*aRow + r*ARun + s*AStep] * b[r*BRun + s*BStep + c*bStep + l]
//
// for i < m, c < cols, l < lanes; start is the old value of dst if add is set, else 0. Distances are in floats and not
// negative. If dstStep = bStep = lanes, the columns are one run of floats. Product replaces Correlate for weights that
// change too often to be packed: dense layers during training, and sums of gradients over positions in rows. dst must
// not overlap a or b.
//
// Each element is accumulated from start over every (r, s) in ascending order, with fused multiply-adds in avx2 and
// avx512, which agree bit for bit. It panics if a slice is too short for the arguments.
func Product(dst []float32, dstRow, dstStep int, a []float32, aRow, m int, b []float32, bStep int, sum Sum,
	cols, lanes int, add bool) {
	if m <= 0 || cols <= 0 || lanes <= 0 {
		return
	}
	const name = "Product"
	require(name, "dst", len(dst), reach(m, dstRow, cols, dstStep, lanes))
	if sum.Runs <= 0 || sum.Steps <= 0 {
		fill(dst, dstRow, dstStep, m, nil, 0, 0, cols, lanes, add)
		return
	}
	require(name, "a", len(a), reach(m, aRow, 1, 0, reach(sum.Runs, sum.ARun, sum.Steps, sum.AStep, 1)))
	require(name, "b", len(b), reach(cols, bStep, 1, 0, reach(sum.Runs, sum.BRun, sum.Steps, sum.BStep, lanes)))
	if dstStep == lanes && bStep == lanes {
		cols, lanes = 1, cols*lanes
	}
	if vectorProduct(dst, dstRow, dstStep, a, aRow, m, b, bStep, sum, cols, lanes, add) {
		return
	}
	for c := range cols {
		portableProduct(dst[c*dstStep:], dstRow, a, aRow, m, b[c*bStep:], sum, lanes, add)
	}
}

// portableProduct computes a run of n floats. It uses four rows of b at a time, so that dst is read and written a
// quarter as often.
func portableProduct(dst []float32, dstRow int, a []float32, aRow, m int, b []float32, sum Sum, n int, add bool) {
	for i := range m {
		d := dst[i*dstRow:][:n]
		if !add {
			clear(d)
		}
		for r := range sum.Runs {
			x, y := a[i*aRow+r*sum.ARun:], b[r*sum.BRun:]
			s := 0
			for ; s+4 <= sum.Steps; s += 4 {
				x0, x1, x2, x3 := x[s*sum.AStep], x[(s+1)*sum.AStep], x[(s+2)*sum.AStep], x[(s+3)*sum.AStep]
				y0, y1, y2, y3 := y[s*sum.BStep:][:n], y[(s+1)*sum.BStep:][:n], y[(s+2)*sum.BStep:][:n], y[(s+3)*sum.BStep:][:n]
				for j := range d {
					v := d[j] + x0*y0[j]
					v += x1 * y1[j]
					v += x2 * y2[j]
					d[j] = v + x3*y3[j]
				}
			}
			for ; s < sum.Steps; s++ {
				x0 := x[s*sum.AStep]
				for j, v := range y[s*sum.BStep:][:n] {
					d[j] += x0 * v
				}
			}
		}
	}
}
