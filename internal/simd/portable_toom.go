package simd

import "math"

// portableToomInput transforms tiles of each row of src at ten points, lane by lane.
func portableToomInput(dst []float32, dstPoint, dstRow int, src []float32, srcRow, rows, tiles, lanes int) {
	t := toomConstants
	for r := range rows {
		for tile := range tiles {
			from, to := src[r*srcRow+tile*toomOut*lanes:], dst[r*dstRow+tile*lanes:]
			for l := range lanes {
				d := from[l:]
				d0, d1, d2, d3, d4 := d[0], d[lanes], d[2*lanes], d[3*lanes], d[4*lanes]
				d5, d6, d7, d8, d9 := d[5*lanes], d[6*lanes], d[7*lanes], d[8*lanes], d[9*lanes]
				to := to[l:]
				to[0] = d8 + (t.all[0]*d6 + t.all[2]*d2) + (t.all[1]*d4 + t.all[3]*d0)
				for p := range toomPairs {
					e := &t.even[p]
					even := (d8 + e[0]*d6) + (e[1]*d4 + e[2]*d2)
					odd := t.point[p] * ((d7 + e[0]*d5) + (e[1]*d3 + e[2]*d1))
					to[(1+2*p)*dstPoint], to[(2+2*p)*dstPoint] = even+odd, even-odd
				}
				to[(toomPoints-1)*dstPoint] = d9 + (t.all[0]*d7 + t.all[2]*d3) + (t.all[1]*d5 + t.all[3]*d1)
			}
		}
	}
}

// portableToomOutput transforms back, lane by lane. bias, act and windows may be nil.
func portableToomOutput(dst []float32, dstRow int, src []float32, srcPoint, srcRow int, bias, act, windows []float32,
	rows, tiles, lanes int, floor float32) {
	t := toomConstants
	for r := range rows {
		start := float32(0)
		if bias != nil {
			start = bias[r]
		}
		for tile := range tiles {
			from, to := src[r*srcRow+tile*lanes:], dst[r*dstRow+tile*toomOut*lanes:]
			for l := range lanes {
				m, y := from[l:], to[l:]
				y0, y5 := m[0]+start, m[(toomPoints-1)*srcPoint]+start
				y1, y2, y3, y4 := start, start, start, start
				for p := range toomPairs {
					plus, minus := m[(1+2*p)*srcPoint], m[(2+2*p)*srcPoint]
					sum, difference := plus+minus, t.point[p]*(plus-minus)
					a2, a4 := t.power[0][p], t.power[1][p]
					y0 += sum
					y1 += difference
					y2 += a2 * sum
					y3 += a2 * difference
					y4 += a4 * sum
					y5 += a4 * difference
				}
				y[0], y[lanes], y[2*lanes] = max(y0, floor), max(y1, floor), max(y2, floor)
				y[3*lanes], y[4*lanes], y[5*lanes] = max(y3, floor), max(y4, floor), max(y5, floor)
			}
			if n := toomOut * lanes; act != nil {
				portableMask(to[:n], act[r*dstRow+tile*n:][:n])
				if windows != nil {
					portableMask(to[:n], windows[tile*n:][:n])
				}
			}
		}
	}
}

// portableToomAny ors the bits of all rows into dst.
func portableToomAny(dst, src []float32, srcRow, rows, n int) {
	for r := range rows {
		for i, v := range src[r*srcRow:][:n] {
			dst[i] = math.Float32frombits(math.Float32bits(dst[i]) | math.Float32bits(v))
		}
	}
}

// portableToomWindows sets dst to 1 if any of five columns of src is not 0, else to 0. It reports whether it wrote a 0
// in a lane that is not 0 everywhere.
func portableToomWindows(dst, src []float32, cols, lanes int) (missed bool) {
	for l := range lanes {
		some, all := false, true
		for c := range cols {
			any := false
			for k := range Taps {
				any = any || src[(c+k)*lanes+l] != 0
			}
			dst[c*lanes+l] = 0
			if any {
				dst[c*lanes+l] = 1
			}
			some, all = some || any, all && any
		}
		missed = missed || some && !all
	}
	return missed
}
