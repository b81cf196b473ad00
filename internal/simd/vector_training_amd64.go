//go:build amd64 && !purego

package simd

// The functions of this file serve training: products of matrices that change, and sums of gradients.

func vectorProduct(dst []float32, dstRow, dstStep int, a []float32, aRow, m int, b []float32, bStep int, sum Sum,
	cols, lanes int, add bool) bool {
	if active == portable {
		return false
	}
	floats, most, _ := tiling()
	whole := m / group * group
	aSkip, bSkip := sum.ARun-sum.Steps*sum.AStep, sum.BRun-sum.Steps*sum.BStep
	tile := func(d, s, dstStep, bStep, n, tail int) {
		if whole > 0 {
			if active == avx512 {
				productAVX512(&dst[d], &a[0], &b[s], sum.Runs, sum.Steps, whole, dstRow*size, dstStep*size, aRow*size,
					sum.AStep*size, aSkip*size, sum.BStep*size, bStep*size, bSkip*size, n, tail, integer(add))
			} else {
				productAVX2(&dst[d], &a[0], &b[s], sum.Runs, sum.Steps, whole, dstRow*size, dstStep*size, aRow*size, sum.AStep*size,
					aSkip*size, sum.BStep*size, bStep*size, bSkip*size, n, tail, integer(add))
			}
		}
		if whole < m {
			to, x := &dst[whole*dstRow+d], &a[whole*aRow]
			if active == avx512 {
				productRowAVX512(to, x, &b[s], sum.Runs, sum.Steps, m-whole, dstRow*size, dstStep*size, aRow*size, sum.AStep*size,
					aSkip*size, sum.BStep*size, bStep*size, bSkip*size, n, tail, integer(add))
			} else {
				productRowAVX2(to, x, &b[s], sum.Runs, sum.Steps, m-whole, dstRow*size, dstStep*size, aRow*size, sum.AStep*size,
					aSkip*size, sum.BStep*size, bStep*size, bSkip*size, n, tail, integer(add))
			}
		}
	}
	tiles(cols, lanes, dstStep, bStep, floats, most, tile)
	return true
}

// tiles splits columns of lanes into tiles of at most most vectors, the last of which may be partial.
func tiles(cols, lanes, dstStep, srcStep, floats, most int, tile func(d, s, dstStep, srcStep, n, tail int)) {
	if cols == 1 { // one run of floats: its vectors are the columns
		vectors := (lanes + floats - 1) / floats
		for c := 0; c < vectors; {
			n := share(vectors-c, most)
			tail := floats
			if c+n == vectors {
				tail = lanes - (vectors-1)*floats
			}
			tile(c*floats, c*floats, floats, floats, n, tail)
			c += n
		}
		return
	}
	for l := 0; l < lanes; l += floats {
		tail := min(floats, lanes-l)
		for c := 0; c < cols; {
			n := 1 // only the last vector of a tile may be partial
			if tail == floats {
				n = share(cols-c, most)
			}
			tile(c*dstStep+l, c*srcStep+l, dstStep, srcStep, n, tail)
			c += n
		}
	}
}

func vectorToomSpread(dst []float32, dstPoint, dstRow int, src []float32, srcRow, rows, tiles, lanes int) bool {
	if active == portable {
		return false
	}
	floats, _, _ := tiling()
	for l := 0; l < lanes; l += floats {
		tail := min(floats, lanes-l)
		if active == avx512 {
			toomSpreadAVX512(&dst[l], &src[l], toomPointer(), rows, tiles, dstPoint*size, dstRow*size, srcRow*size, lanes*size,
				tail)
		} else {
			toomSpreadAVX2(&dst[l], &src[l], toomPointer(), rows, tiles, dstPoint*size, dstRow*size, srcRow*size, lanes*size,
				tail)
		}
	}
	return true
}

// vectorFetch prefetches floats that are needed soon.
func vectorFetch(x []float32) {
	const line = 16
	switch {
	case len(x) == 0:
	case active == avx512:
		fetchAVX512(&x[0], (len(x)+line-1)/line)
	case active == avx2:
		fetchAVX2(&x[0], (len(x)+line-1)/line)
	}
}

// vectorSparse processes so few columns at a time that those of all rows of src stay in the first-level cache.
func vectorSparse(dst []float32, dstRow int, s *Sparse, src []float32, srcRow, n int) bool {
	if active == portable {
		return false
	}
	const columns, cache = 8, 1 << 15
	floats, _, _ := tiling()
	most := min(max(cache/((s.high+1)*floats*size), 2), columns)
	tiles(1, n, 0, 0, floats, most, func(d, b, _, _, cols, tail int) {
		if active == avx512 {
			sparseAVX512(&dst[d], &src[b], &s.value[0], &s.index[0], &s.start[0], s.Rows(), dstRow*size, srcRow*size, cols, tail)
		} else {
			sparseAVX2(&dst[d], &src[b], &s.value[0], &s.index[0], &s.start[0], s.Rows(), dstRow*size, srcRow*size, cols, tail)
		}
	})
	return true
}
