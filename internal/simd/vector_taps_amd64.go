//go:build amd64 && !purego

package simd

import "unsafe"

// tapColumns is the number of columns of a tile of the kernels for five taps.
const tapColumns = 10

// wholeVectors reports whether lanes are whole vectors of an assembly variant.
func wholeVectors(lanes int) (floats int, ok bool) {
	floats, _, _ = tiling()
	return floats, active != portable && lanes%floats == 0
}

func vectorFanOut(dst []float32, dstRow int, w, bias, src []float32, cols, lanes int, floor float32) bool {
	floats, ok := wholeVectors(lanes)
	if !ok {
		return false
	}
	n, step := len(w)/Taps, lanes*size
	for c := 0; c < cols; {
		k := share(cols-c, tapColumns)
		for l := 0; l < lanes; l += floats {
			d, s := &dst[c*lanes+l], &src[c*lanes+l]
			if active == avx512 {
				fanOutAVX512(d, s, &w[0], first(bias), n, dstRow*size, step, k, floor)
			} else {
				fanOutAVX2(d, s, &w[0], first(bias), n, dstRow*size, step, k, floor)
			}
		}
		c += k
	}
	return true
}

func vectorLaneFanOut(dst []float32, dstRow int, w, src, act []float32, cols, lanes int) bool {
	floats, ok := wholeVectors(lanes)
	if !ok {
		return false
	}
	n, step := len(w)/(Taps*lanes), lanes*size
	for c := 0; c < cols; {
		k := share(cols-c, tapColumns)
		for l := 0; l < lanes; l += floats {
			d, s := &dst[c*lanes+l], &src[c*lanes+l]
			var a *float32
			if act != nil {
				a = &act[c*lanes+l]
			}
			if active == avx512 {
				laneFanOutAVX512(d, s, &w[l], a, n, dstRow*size, step, step, k, dstRow*size)
			} else {
				laneFanOutAVX2(d, s, &w[l], a, n, dstRow*size, step, step, k, dstRow*size)
			}
		}
		c += k
	}
	return true
}

func vectorFanIn(dst, w, src []float32, srcRow, cols, lanes int, add bool) bool {
	floats, ok := wholeVectors(lanes)
	if !ok {
		return false
	}
	n, step := len(w)/Taps, lanes*size
	for c := 0; c < cols; {
		k := share(cols-c, tapColumns)
		for l := 0; l < lanes; l += floats {
			d, s := &dst[c*lanes+l], &src[c*lanes+l]
			if active == avx512 {
				fanInAVX512(d, s, &w[0], n, srcRow*size, step, k, integer(add))
			} else {
				fanInAVX2(d, s, &w[0], n, srcRow*size, step, k, integer(add))
			}
		}
		c += k
	}
	return true
}

func vectorLaneFanIn(dst, w, bias, src []float32, srcRow, cols, lanes int, add bool) bool {
	floats, ok := wholeVectors(lanes)
	if !ok {
		return false
	}
	n, step := len(w)/(Taps*lanes), lanes*size
	for c := 0; c < cols; {
		k := share(cols-c, tapColumns)
		for l := 0; l < lanes; l += floats {
			d, s := &dst[c*lanes+l], &src[c*lanes+l]
			var start *float32
			if bias != nil {
				start = &bias[l]
			}
			if active == avx512 {
				laneFanInAVX512(d, s, &w[l], start, n, srcRow*size, step, step, k, integer(add))
			} else {
				laneFanInAVX2(d, s, &w[l], start, n, srcRow*size, step, step, k, integer(add))
			}
		}
		c += k
	}
	return true
}

func toomPointer() *float32 { return (*float32)(unsafe.Pointer(toomConstants)) }

func vectorToomInput(dst []float32, dstPoint, dstRow int, src []float32, srcRow, rows, tiles, lanes int) bool {
	if active == portable {
		return false
	}
	floats, _, _ := tiling()
	for l := 0; l < lanes; l += floats {
		tail := min(floats, lanes-l)
		if active == avx512 {
			toomInputAVX512(&dst[l], &src[l], toomPointer(), rows, tiles, dstPoint*size, dstRow*size, srcRow*size, lanes*size,
				tail)
		} else {
			toomInputAVX2(&dst[l], &src[l], toomPointer(), rows, tiles, dstPoint*size, dstRow*size, srcRow*size, lanes*size,
				tail)
		}
	}
	return true
}

func vectorToomOutput(dst []float32, dstRow int, src []float32, srcPoint, srcRow int, bias []float32,
	rows, tiles, lanes int, floor float32) bool {
	if active == portable {
		return false
	}
	floats, _, _ := tiling()
	for l := 0; l < lanes; l += floats {
		tail := min(floats, lanes-l)
		if active == avx512 {
			toomOutputAVX512(&dst[l], &src[l], toomPointer(), first(bias), rows, tiles, dstRow*size, srcPoint*size, srcRow*size,
				lanes*size, tail, floor)
		} else {
			toomOutputAVX2(&dst[l], &src[l], toomPointer(), first(bias), rows, tiles, dstRow*size, srcPoint*size, srcRow*size,
				lanes*size, tail, floor)
		}
	}
	return true
}

func vectorToomOutputMask(dst []float32, dstRow int, src []float32, srcPoint, srcRow int, act, windows []float32,
	rows, tiles, lanes int) bool {
	if active == portable {
		return false
	}
	floats, _, _ := tiling()
	for l := 0; l < lanes; l += floats {
		tail := min(floats, lanes-l)
		switch {
		case active == avx512 && windows == nil:
			toomOutputMaskAVX512(&dst[l], &src[l], toomPointer(), &act[l], rows, tiles, dstRow*size, srcPoint*size, srcRow*size,
				lanes*size, tail, dstRow*size)
		case active == avx512:
			toomOutputSilenceAVX512(&dst[l], &src[l], toomPointer(), &act[l], &windows[l], rows, tiles, dstRow*size,
				srcPoint*size, srcRow*size, lanes*size, tail, dstRow*size)
		case windows == nil:
			toomOutputMaskAVX2(&dst[l], &src[l], toomPointer(), &act[l], rows, tiles, dstRow*size, srcPoint*size, srcRow*size,
				lanes*size, tail, dstRow*size)
		default:
			toomOutputSilenceAVX2(&dst[l], &src[l], toomPointer(), &act[l], &windows[l], rows, tiles, dstRow*size, srcPoint*size,
				srcRow*size, lanes*size, tail, dstRow*size)
		}
	}
	return true
}

func vectorToomAny(dst, src []float32, srcRow, rows, cols, lanes int) bool {
	if active == portable {
		return false
	}
	floats, _, _ := tiling()
	for l := 0; l < lanes; l += floats {
		tail := min(floats, lanes-l)
		if active == avx512 {
			toomAnyAVX512(&dst[l], &src[l], rows, cols, srcRow*size, lanes*size, tail)
		} else {
			toomAnyAVX2(&dst[l], &src[l], rows, cols, srcRow*size, lanes*size, tail)
		}
	}
	return true
}

func vectorToomWindows(dst, src []float32, cols, lanes int) (missed, done bool) {
	if active == portable {
		return false, false
	}
	floats, _, _ := tiling()
	for l := 0; l < lanes; l += floats {
		tail := min(floats, lanes-l)
		if active == avx512 {
			missed = toomWindowsAVX512(&dst[l], &src[l], cols, lanes*size, tail) != 0 || missed
		} else {
			missed = toomWindowsAVX2(&dst[l], &src[l], cols, lanes*size, tail) != 0 || missed
		}
	}
	return missed, true
}
