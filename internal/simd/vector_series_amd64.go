//go:build amd64 && !purego

package simd

// whole splits n floats into whole vectors of the variant in use and a rest.
func whole(n int) (vectors, rest int) {
	if active == avx512 {
		return n / 16, n % 16
	}
	return n / 8, n % 8
}

func vectorReLU(x []float32) bool {
	n, tail := whole(len(x))
	switch active {
	case avx512:
		reluAVX512(first(x), n, tail)
	case avx2:
		reluAVX2(first(x), n, tail)
	}
	return active != portable
}

func vectorMask(grad, activation []float32) bool {
	n, tail := whole(len(grad))
	switch active {
	case avx512:
		maskAVX512(first(grad), first(activation), n, tail)
	case avx2:
		maskAVX2(first(grad), first(activation), n, tail)
	}
	return active != portable
}

func vectorAdam(next, mNext, vNext, w, m, v, grad, more []float32, a *AdamRates) (finite, done bool) {
	n, tail := whole(len(w))
	switch active {
	case avx512:
		return adamAVX512(first(next), first(mNext), first(vNext), first(w), first(m), first(v), first(grad),
			first(more), n, tail, a.Eta, a.Beta1, a.Beta2, a.Rest1, a.Rest2, a.Epsilon, a.C1, a.C2) == 0, true
	case avx2:
		return adamAVX2(first(next), first(mNext), first(vNext), first(w), first(m), first(v), first(grad),
			first(more), n, tail, a.Eta, a.Beta1, a.Beta2, a.Rest1, a.Rest2, a.Epsilon, a.C1, a.C2) == 0, true
	}
	return false, false
}

func vectorAddScaled(dst, x []float32, a float32) bool {
	n, tail := whole(len(x))
	switch active {
	case avx512:
		addScaledAVX512(first(dst), first(x), n, tail, a)
	case avx2:
		addScaledAVX2(first(dst), first(x), n, tail, a)
	}
	return active != portable
}

func vectorSumSquares(x []float32) (sum float64, done bool) {
	n, tail := whole(len(x))
	switch active {
	case avx512:
		sum = sumSquaresAVX512(first(x), n, tail)
	case avx2:
		sum = sumSquaresAVX2(first(x), n, tail)
	}
	return sum, active != portable
}

// vectorVariation computes the floats that have two neighbours.
func vectorVariation(grad, x []float32, pull float32) (sum float64, done bool) {
	if len(x) < 3 {
		return 0, active != portable
	}
	n, tail := whole(len(x) - 2)
	switch active {
	case avx512:
		sum = variationAVX512(&grad[1], &x[1], n, tail, pull)
	case avx2:
		sum = variationAVX2(&grad[1], &x[1], n, tail, pull)
	}
	return sum, active != portable
}

func vectorExcess(x []float32, threshold float32, keep uint32) (sum float64, count int, done bool) {
	n, tail := whole(len(x))
	switch active {
	case avx512:
		sum, count = excessAVX512(first(x), n, tail, threshold, keep)
	case avx2:
		sum, count = excessAVX2(first(x), n, tail, threshold, keep)
	}
	return sum, count, active != portable
}

func vectorSubtractAbove(grad, x []float32, above, below, pull float32) bool {
	n, tail := whole(len(x))
	switch active {
	case avx512:
		subtractAboveAVX512(first(grad), first(x), n, tail, above, below, pull)
	case avx2:
		subtractAboveAVX2(first(grad), first(x), n, tail, above, below, pull)
	}
	return active != portable
}

func vectorClip(grad, x []float32, threshold, top, slope float32) (sum float64, done bool) {
	n, tail := whole(len(x))
	switch active {
	case avx512:
		sum = clipAVX512(first(grad), first(x), n, tail, threshold, top, slope)
	case avx2:
		sum = clipAVX2(first(grad), first(x), n, tail, threshold, top, slope)
	}
	return sum, active != portable
}

func vectorFinite(x []float32) (finite, done bool) {
	n, tail := whole(len(x))
	switch active {
	case avx512:
		return finiteAVX512(first(x), n, tail) == 0, true
	case avx2:
		return finiteAVX2(first(x), n, tail) == 0, true
	}
	return false, false
}

// vectorTranspose computes squares. The last ones end with the last row or column, and may overlap those before.
func vectorTranspose(dst []float32, dstRow int, src []float32, srcRow, rows, cols int) bool {
	if active == portable {
		return false
	}
	tile := func(r, c, squares int) {
		if active == avx512 {
			transposeAVX512(&dst[c*dstRow+r], &src[r*srcRow+c], dstRow*size, srcRow*size, squares)
		} else {
			transposeAVX2(&dst[c*dstRow+r], &src[r*srcRow+c], dstRow*size, srcRow*size, squares)
		}
	}
	for r := 0; r < rows; r += square {
		r := min(r, rows-square)
		tile(r, 0, cols/square)
		if cols%square != 0 {
			tile(r, cols-square, 1)
		}
	}
	return true
}
