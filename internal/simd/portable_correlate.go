package simd

import "runtime"

// wide reports whether the processor has registers for tiles of 4x3 accumulators. On amd64, with 16 registers, the
// compiler spills half of them and 4x1 is 1.6 times as fast. Results are the same.
var wide = runtime.GOARCH != "amd64" && runtime.GOARCH != "386"

// portableCorrelate computes four rows by three neighbouring floats, or by one, at a time.
func portableCorrelate(dst []float32, dstRow, dstStep int, p *Packed, bias []float32, src []float32, off []int32,
	srcStep, cols, lanes int, add bool) {
	for m := 0; m < p.M; m += group {
		w := p.data[m*p.R : (m+group)*p.R]
		var start [group]float32
		if bias != nil {
			copy(start[:], bias[m:])
		}
		for c := range cols {
			d, s := dst[m*dstRow+c*dstStep:], src[c*srcStep:]
			if p.M-m < group {
				for i := range p.M - m {
					correlateRow(d[i*dstRow:][:lanes], w[i:], start[i], s, off, add)
				}
				continue
			}
			l := 0
			if wide {
				for ; l+3 <= lanes; l += 3 {
					correlateTile(d[l:], dstRow, w, &start, s[l:], off, add)
				}
			}
			for ; l < lanes; l++ {
				correlateColumn(d[l:], dstRow, w, &start, s[l:], off, add)
			}
		}
	}
}

// correlateTile computes dst[i*dstRow + 0..2] for the four rows i of w, [R][4].
func correlateTile(dst []float32, dstRow int, w []float32, start *[group]float32, src []float32, off []int32,
	add bool) {
	d0, d1 := (*[3]float32)(dst), (*[3]float32)(dst[dstRow:])
	d2, d3 := (*[3]float32)(dst[2*dstRow:]), (*[3]float32)(dst[3*dstRow:])
	a0, a1, a2 := start[0], start[0], start[0]
	b0, b1, b2 := start[1], start[1], start[1]
	c0, c1, c2 := start[2], start[2], start[2]
	e0, e1, e2 := start[3], start[3], start[3]
	if add {
		a0, a1, a2 = d0[0], d0[1], d0[2]
		b0, b1, b2 = d1[0], d1[1], d1[2]
		c0, c1, c2 = d2[0], d2[1], d2[2]
		e0, e1, e2 = d3[0], d3[1], d3[2]
	}
	for r, o := range off {
		x, q := (*[3]float32)(src[o:]), (*[group]float32)(w[r*group:])
		x0, x1, x2 := x[0], x[1], x[2]
		a0 += q[0] * x0
		a1 += q[0] * x1
		a2 += q[0] * x2
		b0 += q[1] * x0
		b1 += q[1] * x1
		b2 += q[1] * x2
		c0 += q[2] * x0
		c1 += q[2] * x1
		c2 += q[2] * x2
		e0 += q[3] * x0
		e1 += q[3] * x1
		e2 += q[3] * x2
	}
	d0[0], d0[1], d0[2] = a0, a1, a2
	d1[0], d1[1], d1[2] = b0, b1, b2
	d2[0], d2[1], d2[2] = c0, c1, c2
	d3[0], d3[1], d3[2] = e0, e1, e2
}

// correlateColumn computes dst[i*dstRow] for the four rows i of w, [R][4].
func correlateColumn(dst []float32, dstRow int, w []float32, start *[group]float32, src []float32, off []int32,
	add bool) {
	a, b, c, d := start[0], start[1], start[2], start[3]
	if add {
		a, b, c, d = dst[0], dst[dstRow], dst[2*dstRow], dst[3*dstRow]
	}
	for r, o := range off {
		q, x := (*[group]float32)(w[r*group:]), src[o]
		a += q[0] * x
		b += q[1] * x
		c += q[2] * x
		d += q[3] * x
	}
	dst[0], dst[dstRow], dst[2*dstRow], dst[3*dstRow] = a, b, c, d
}

// correlateRow computes the floats of one row; its weights are w[0], w[4], ...
func correlateRow(dst, w []float32, start float32, src []float32, off []int32, add bool) {
	l := 0
	for ; l+4 <= len(dst); l += 4 {
		d := (*[4]float32)(dst[l:])
		a0, a1, a2, a3 := start, start, start, start
		if add {
			a0, a1, a2, a3 = d[0], d[1], d[2], d[3]
		}
		for r, o := range off {
			x, q := (*[4]float32)(src[int(o)+l:]), w[r*group]
			a0 += q * x[0]
			a1 += q * x[1]
			a2 += q * x[2]
			a3 += q * x[3]
		}
		d[0], d[1], d[2], d[3] = a0, a1, a2, a3
	}
	for ; l < len(dst); l++ {
		a := start
		if add {
			a = dst[l]
		}
		for r, o := range off {
			a += w[r*group] * src[int(o)+l]
		}
		dst[l] = a
	}
}

// portableLaneCorrelate computes four lanes of two columns at a time, and four columns at a time for the remaining
// lanes.
func portableLaneCorrelate(dst []float32, dstRow, dstStep int, m int, w, bias []float32, src []float32, off []int32,
	srcStep, cols, lanes int, add bool) {
	for i := range m {
		wi := w[i*len(off)*lanes : (i+1)*len(off)*lanes]
		l := 0
		for ; l+4 <= lanes; l += 4 {
			var start [4]float32
			if bias != nil {
				start = [4]float32(bias[i*lanes+l:])
			}
			for c := 0; c < cols; c += 2 {
				d := dst[i*dstRow+c*dstStep+l:]
				s := src[c*srcStep+l:]
				if c+2 <= cols {
					laneTile(d, dstStep, wi[l:], &start, s, srcStep, off, lanes, add)
				} else {
					for k := range 4 {
						laneColumns(d[k:], dstStep, wi[l+k:], start[k], s[k:], srcStep, off, 1, lanes, add)
					}
				}
			}
		}
		for ; l < lanes; l++ {
			var start float32
			if bias != nil {
				start = bias[i*lanes+l]
			}
			laneColumns(dst[i*dstRow+l:], dstStep, wi[l:], start, src[l:], srcStep, off, cols, lanes, add)
		}
	}
}

// laneTile computes four lanes of two columns.
func laneTile(dst []float32, dstStep int, w []float32, start *[4]float32, src []float32, srcStep int, off []int32,
	lanes int, add bool) {
	d, e := (*[4]float32)(dst), (*[4]float32)(dst[dstStep:])
	a0, a1, a2, a3 := start[0], start[1], start[2], start[3]
	b0, b1, b2, b3 := a0, a1, a2, a3
	if add {
		a0, a1, a2, a3 = d[0], d[1], d[2], d[3]
		b0, b1, b2, b3 = e[0], e[1], e[2], e[3]
	}
	for r, o := range off {
		q, x, y := (*[4]float32)(w[r*lanes:]), (*[4]float32)(src[o:]), (*[4]float32)(src[int(o)+srcStep:])
		a0 += q[0] * x[0]
		a1 += q[1] * x[1]
		a2 += q[2] * x[2]
		a3 += q[3] * x[3]
		b0 += q[0] * y[0]
		b1 += q[1] * y[1]
		b2 += q[2] * y[2]
		b3 += q[3] * y[3]
	}
	d[0], d[1], d[2], d[3] = a0, a1, a2, a3
	e[0], e[1], e[2], e[3] = b0, b1, b2, b3
}

// laneColumns computes one lane of all columns.
func laneColumns(dst []float32, dstStep int, w []float32, start float32, src []float32, srcStep int, off []int32,
	cols, lanes int, add bool) {
	c := 0
	for ; c+4 <= cols; c += 4 {
		d := dst[c*dstStep:]
		a0, a1, a2, a3 := start, start, start, start
		if add {
			a0, a1, a2, a3 = d[0], d[dstStep], d[2*dstStep], d[3*dstStep]
		}
		for r, o := range off {
			q, x := w[r*lanes], src[int(o)+c*srcStep:]
			a0 += q * x[0]
			a1 += q * x[srcStep]
			a2 += q * x[2*srcStep]
			a3 += q * x[3*srcStep]
		}
		d[0], d[dstStep], d[2*dstStep], d[3*dstStep] = a0, a1, a2, a3
	}
	for ; c < cols; c++ {
		a := start
		if add {
			a = dst[c*dstStep]
		}
		for r, o := range off {
			a += w[r*lanes] * src[int(o)+c*srcStep]
		}
		dst[c*dstStep] = a
	}
}
