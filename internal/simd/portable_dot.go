package simd

// portableDot computes four rows by three columns of dst, or by one, at a time. At the edges the surplus rows and
// columns of a tile repeat the last one and are dropped.
func portableDot(dst []float32, dstRow int, a []float32, aRow, aStep, m int, b []float32, off []int32,
	bStep, cols, lanes int, add bool) {
	width := 1
	if wide {
		width = 3
	}
	for i := 0; i < m; i += group {
		var rows [group]int
		for k := range rows {
			rows[k] = min(i+k, m-1) * aRow
		}
		for n := 0; n < len(off); n += width {
			var sum [3][group]float32
			if wide {
				var at [3]int
				for k := range at {
					at[k] = int(off[min(n+k, len(off)-1)])
				}
				dotTile(&sum, a, &rows, aStep, b, &at, bStep, cols, lanes)
			} else {
				dotColumn(&sum[0], a, &rows, aStep, b[off[n]:], bStep, cols, lanes)
			}
			for j := range min(width, len(off)-n) {
				for k := range min(group, m-i) {
					d := &dst[(i+k)*dstRow+n+j]
					if add {
						*d += sum[j][k]
					} else {
						*d = sum[j][k]
					}
				}
			}
		}
	}
}

// dotColumn sums four rows of a times one column of b.
func dotColumn(sum *[group]float32, a []float32, rows *[group]int, aStep int, b []float32, bStep, cols, lanes int) {
	var s0, s1, s2, s3 float32
	for c := range cols {
		i := c * aStep
		p0, p1 := a[rows[0]+i:][:lanes], a[rows[1]+i:][:lanes]
		p2, p3 := a[rows[2]+i:][:lanes], a[rows[3]+i:][:lanes]
		for l, x := range b[c*bStep:][:lanes] {
			s0 += p0[l] * x
			s1 += p1[l] * x
			s2 += p2[l] * x
			s3 += p3[l] * x
		}
	}
	*sum = [group]float32{s0, s1, s2, s3}
}

// dotTile sums four rows of a times three columns of b.
func dotTile(sum *[3][group]float32, a []float32, rows *[group]int, aStep int, b []float32, at *[3]int,
	bStep, cols, lanes int) {
	var a0, a1, a2, b0, b1, b2, c0, c1, c2, e0, e1, e2 float32
	for c := range cols {
		p0, p1 := a[rows[0]+c*aStep:][:lanes], a[rows[1]+c*aStep:][:lanes]
		p2, p3 := a[rows[2]+c*aStep:][:lanes], a[rows[3]+c*aStep:][:lanes]
		q0, q1, q2 := b[at[0]+c*bStep:][:lanes], b[at[1]+c*bStep:][:lanes], b[at[2]+c*bStep:][:lanes]
		for l, x0 := range q0 {
			x1, x2 := q1[l], q2[l]
			y := p0[l]
			a0 += y * x0
			a1 += y * x1
			a2 += y * x2
			y = p1[l]
			b0 += y * x0
			b1 += y * x1
			b2 += y * x2
			y = p2[l]
			c0 += y * x0
			c1 += y * x1
			c2 += y * x2
			y = p3[l]
			e0 += y * x0
			e1 += y * x1
			e2 += y * x2
		}
	}
	sum[0] = [group]float32{a0, b0, c0, e0}
	sum[1] = [group]float32{a1, b1, c1, e1}
	sum[2] = [group]float32{a2, b2, c2, e2}
}
