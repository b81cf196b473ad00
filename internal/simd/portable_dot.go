package simd

import "math"

// portableDot computes four rows by three columns of dst at a time. At the edges the tile's surplus rows and columns
// repeat the last one and are dropped.
func portableDot(dst []float32, dstRow int, a []float32, aRow, aStep, m int, b []float32, off []int32, bStep, cols, lanes int, add bool) {
	const width = 3
	for i := 0; i < m; i += group {
		for n := 0; n < len(off); n += width {
			var rows [group]int
			for k := range rows {
				rows[k] = min(i+k, m-1) * aRow
			}
			var at [width]int
			for k := range at {
				at[k] = int(off[min(n+k, len(off)-1)])
			}
			var sum [group][width]float32
			dotTile(&sum, a, &rows, aStep, b, &at, bStep, cols, lanes)
			for k := range min(group, m-i) {
				d := dst[(i+k)*dstRow+n:]
				for j := range min(width, len(off)-n) {
					if add {
						d[j] += sum[k][j]
					} else {
						d[j] = sum[k][j]
					}
				}
			}
		}
	}
}

func dotTile(sum *[group][3]float32, a []float32, rows *[group]int, aStep int, b []float32, at *[3]int, bStep, cols, lanes int) {
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
	sum[0], sum[1] = [3]float32{a0, a1, a2}, [3]float32{b0, b1, b2}
	sum[2], sum[3] = [3]float32{c0, c1, c2}, [3]float32{e0, e1, e2}
}

// portableNearest takes two neighbouring lanes and four offsets at a time.
func portableNearest(dist []float32, at []int32, blocks []float32, axes, length, lanes int, query []float32) {
	width := len(query) / axes
	last := length - width
	for b := 0; b < len(dist)/lanes; b++ {
		block := blocks[b*axes*length*lanes : (b+1)*axes*length*lanes]
		for l := range lanes {
			best, where := float32(math.Inf(1)), 0
			for j := 0; j <= last; j += 4 {
				n := min(4, last+1-j)
				var sum [4]float32
				if n == 4 {
					sum = fourWindows(block[j*lanes+l:], axes, length, lanes, query, width)
				} else {
					for k := range n {
						sum[k] = oneWindow(block[(j+k)*lanes+l:], axes, length, lanes, query, width)
					}
				}
				for k, s := range sum[:n] {
					if s < best {
						best, where = s, j+k
					}
				}
			}
			dist[b*lanes+l] = best
			if at != nil {
				at[b*lanes+l] = int32(where)
			}
		}
	}
}

// fourWindows returns the distances of the query from the windows that begin at four successive samples.
func fourWindows(x []float32, axes, length, lanes int, query []float32, width int) [4]float32 {
	var d0, d1, d2, d3 float32
	for s := range axes {
		i := s * length * lanes
		x0, x1, x2 := x[i], x[i+lanes], x[i+2*lanes]
		i += 3 * lanes
		for _, q := range query[s*width : (s+1)*width] {
			x3 := x[i]
			i += lanes
			e0, e1, e2, e3 := x0-q, x1-q, x2-q, x3-q
			d0 += e0 * e0
			d1 += e1 * e1
			d2 += e2 * e2
			d3 += e3 * e3
			x0, x1, x2 = x1, x2, x3
		}
	}
	return [4]float32{d0, d1, d2, d3}
}

func oneWindow(x []float32, axes, length, lanes int, query []float32, width int) float32 {
	var d float32
	for s := range axes {
		i := s * length * lanes
		for _, q := range query[s*width : (s+1)*width] {
			e := x[i] - q
			d += e * e
			i += lanes
		}
	}
	return d
}
