package simd

// The loops of this file filter with five taps in portable Go. They add in the order of correlate and laneCorrelate,
// and so give the same bits. The taps stay in registers while a filter slides. Lanes that share the taps are one run of
// floats.

// portableFanOut filters n = cols*lanes floats of src into every row of dst. bias may be nil.
func portableFanOut(dst []float32, dstRow int, w, bias, src []float32, n, lanes int, relu bool) {
	x0, x1, x2, x3, x4 := shifted(src, n, lanes)
	for i := range len(w) / Taps {
		q := (*[Taps]float32)(w[i*Taps:])
		q0, q1, q2, q3, q4 := q[0], q[1], q[2], q[3], q[4]
		start := float32(0)
		if bias != nil {
			start = bias[i]
		}
		d := dst[i*dstRow:][:n]
		for j := range d {
			a := start
			a += q0 * x0[j]
			a += q1 * x1[j]
			a += q2 * x2[j]
			a += q3 * x3[j]
			a += q4 * x4[j]
			if relu {
				a = rectified(a)
			}
			d[j] = a
		}
	}
}

// portableFanIn filters every row of src and adds the results to n = cols*lanes floats of dst.
func portableFanIn(dst, w, src []float32, srcRow, n, lanes int) {
	dst = dst[:n]
	for i := range len(w) / Taps {
		q := (*[Taps]float32)(w[i*Taps:])
		q0, q1, q2, q3, q4 := q[0], q[1], q[2], q[3], q[4]
		x0, x1, x2, x3, x4 := shifted(src[i*srcRow:], n, lanes)
		for j, a := range dst {
			a += q0 * x0[j]
			a += q1 * x1[j]
			a += q2 * x2[j]
			a += q3 * x3[j]
			a += q4 * x4[j]
			dst[j] = a
		}
	}
}

// repeat fills dst with repetitions of one column, or with zeros if column is nil.
func repeat(dst, column []float32, lanes int) {
	clear(dst[:lanes])
	copy(dst[:lanes], column)
	for done := lanes; done < len(dst); done *= 2 {
		copy(dst[done:], dst[:done])
	}
}

// shifted returns, for each tap, the n floats that it reads.
func shifted(x []float32, n, lanes int) (x0, x1, x2, x3, x4 []float32) {
	return x[:n], x[lanes:][:n], x[2*lanes:][:n], x[3*lanes:][:n], x[4*lanes:][:n]
}

// portableLaneFanOut is portableFanOut with weights by lane, no bias and no ReLU.
func portableLaneFanOut(dst []float32, dstRow int, w, src []float32, cols, lanes int) {
	for i := range len(w) / (Taps * lanes) {
		for l := range lanes {
			laneTaps(dst[i*dstRow+l:], w[i*Taps*lanes+l:], src[l:], cols, lanes, false)
		}
	}
}

// portableLaneFanIn is portableFanIn with weights by lane.
func portableLaneFanIn(dst, w, src []float32, srcRow, cols, lanes int) {
	for i := range len(w) / (Taps * lanes) {
		for l := range lanes {
			laneTaps(dst[l:], w[i*Taps*lanes+l:], src[i*srcRow+l:], cols, lanes, true)
		}
	}
}

// laneTaps filters one row of the first lane. It sets dst or, with add, adds to it.
func laneTaps(dst, w, src []float32, cols, lanes int, add bool) {
	q0, q1, q2, q3, q4 := w[0], w[lanes], w[2*lanes], w[3*lanes], w[4*lanes]
	if lanes == 1 { // adjacent in memory, so one index suffices
		x0, x1, x2, x3, x4 := shifted(src, cols, 1)
		for j := range dst[:cols] {
			a := float32(0)
			if add {
				a = dst[j]
			}
			a += q0 * x0[j]
			a += q1 * x1[j]
			a += q2 * x2[j]
			a += q3 * x3[j]
			a += q4 * x4[j]
			dst[j] = a
		}
		return
	}
	x0, x1, x2, x3 := src[0], src[lanes], src[2*lanes], src[3*lanes]
	for c := range cols {
		x4 := src[(c+4)*lanes]
		a := float32(0)
		if add {
			a = dst[c*lanes]
		}
		a += q0 * x0
		a += q1 * x1
		a += q2 * x2
		a += q3 * x3
		a += q4 * x4
		dst[c*lanes] = a
		x0, x1, x2, x3 = x1, x2, x3, x4
	}
}
