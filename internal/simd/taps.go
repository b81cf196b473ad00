package simd

import "math"

// Taps is the number of taps of the filters in this file and in toom.go.
const Taps = 5

// FanOut filters one row of columns into len(w)/5 rows:
//
//	dst[i*dstRow + c*lanes + l] = max(bias[i] + sum over k < 5 of w[5*i + k] * src[(c+k)*lanes + l], floor)
//
// for c < cols, l < lanes. floor is 0 if relu is set, else minus infinity. bias may be nil, for zeros. It gives the
// bits of Correlate (and of ReLU, except for the sign of zeros), faster. dst must not overlap src. It panics if a slice
// is too short.
func FanOut(dst []float32, dstRow int, w, bias, src []float32, cols, lanes int, relu bool) {
	n := len(w) / Taps
	if n == 0 || cols <= 0 || lanes <= 0 {
		return
	}
	const name = "FanOut"
	require(name, "dst", len(dst), reach(n, dstRow, cols, lanes, lanes))
	require(name, "src", len(src), reach(1, 0, cols+Taps-1, lanes, lanes))
	if bias != nil {
		require(name, "bias", len(bias), n)
	}
	switch {
	case active == portable:
		portableFanOut(dst, dstRow, w, bias, src, cols*lanes, lanes, relu)
		return
	case vectorFanOut(dst, dstRow, w, bias, src, cols, lanes, lowest(relu)):
		return
	}
	p := Packed{M: group, R: Taps}
	var packed [group * Taps]float32
	p.data = packed[:]
	for i := 0; i < n; i += group {
		p.M = min(group, n-i)
		p.PackMatrix(w[i*Taps:], Taps, 1)
		var start []float32
		if bias != nil {
			start = bias[i:]
		}
		off := tapOffsets(lanes)
		Correlate(dst[i*dstRow:], dstRow, lanes, &p, start, src, off[:], lanes, cols, lanes, false)
	}
	if relu {
		for i := range n {
			ReLU(dst[i*dstRow:][:cols*lanes])
		}
	}
}

// LaneFanOut is FanOut with weights that differ by lane, w[(5*i + k)*lanes + l], without bias and floor. Like Mask, it
// sets dst to 0 at every element whose activation act, in the layout of dst, is not above 0; act may be nil. It gives
// the bits of LaneCorrelate.
func LaneFanOut(dst []float32, dstRow int, w, src, act []float32, cols, lanes int) {
	if cols <= 0 || lanes <= 0 || len(w) < Taps*lanes {
		return
	}
	const name = "LaneFanOut"
	n := len(w) / (Taps * lanes)
	require(name, "dst", len(dst), reach(n, dstRow, cols, lanes, lanes))
	require(name, "src", len(src), reach(1, 0, cols+Taps-1, lanes, lanes))
	if act != nil {
		require(name, "act", len(act), reach(n, dstRow, cols, lanes, lanes))
	}
	switch {
	case active == portable:
		portableLaneFanOut(dst, dstRow, w, src, cols, lanes)
	case vectorLaneFanOut(dst, dstRow, w, src, act, cols, lanes):
		return
	default:
		off := tapOffsets(lanes)
		LaneCorrelate(dst, dstRow, lanes, n, w, nil, src, off[:], lanes, cols, lanes, false)
	}
	for i := range n {
		if act != nil {
			Mask(dst[i*dstRow:][:cols*lanes], act[i*dstRow:][:cols*lanes])
		}
	}
}

// FanIn filters len(w)/5 rows of columns and adds them up:
//
//	dst[c*lanes + l] = start + sum over i, k < 5 of w[5*i + k] * src[i*srcRow + (c+k)*lanes + l]
//
// start is the old value if add is set, else 0. It gives the bits of Correlate, faster. dst must not overlap src.
// It panics if a slice is too short.
func FanIn(dst, w, src []float32, srcRow, cols, lanes int, add bool) {
	n := len(w) / Taps
	if n == 0 || cols <= 0 || lanes <= 0 {
		return
	}
	const name = "FanIn"
	require(name, "dst", len(dst), reach(1, 0, cols, lanes, lanes))
	require(name, "src", len(src), reach(n, srcRow, cols+Taps-1, lanes, lanes))
	switch {
	case active == portable:
		if !add {
			clear(dst[:cols*lanes])
		}
		portableFanIn(dst, w, src, srcRow, cols*lanes, lanes)
		return
	case vectorFanIn(dst, w, src, srcRow, cols, lanes, add):
		return
	}
	p := Packed{M: 1, R: Taps}
	var packed [group * Taps]float32
	p.data = packed[:]
	off := tapOffsets(lanes)
	for i := range n {
		p.PackMatrix(w[i*Taps:], Taps, 1)
		Correlate(dst, 0, lanes, &p, nil, src[i*srcRow:], off[:], lanes, cols, lanes, add || i > 0)
	}
}

// LaneFanIn is FanIn with weights that differ by lane, w[(5*i + k)*lanes + l]. start is the old value if add is set,
// else bias[l], or 0 if bias is nil. It gives the bits of LaneCorrelate.
func LaneFanIn(dst, w, bias, src []float32, srcRow, cols, lanes int, add bool) {
	if cols <= 0 || lanes <= 0 || len(w) < Taps*lanes {
		return
	}
	const name = "LaneFanIn"
	n := len(w) / (Taps * lanes)
	require(name, "dst", len(dst), reach(1, 0, cols, lanes, lanes))
	require(name, "src", len(src), reach(n, srcRow, cols+Taps-1, lanes, lanes))
	if add {
		bias = nil
	} else if bias != nil {
		require(name, "bias", len(bias), lanes)
	}
	switch {
	case active == portable:
		if !add {
			repeat(dst[:cols*lanes], bias, lanes)
		}
		portableLaneFanIn(dst, w, src, srcRow, cols, lanes)
		return
	case vectorLaneFanIn(dst, w, bias, src, srcRow, cols, lanes, add):
		return
	}
	off := tapOffsets(lanes)
	for i := range n {
		LaneCorrelate(dst, 0, lanes, 1, w[i*Taps*lanes:], bias, src[i*srcRow:], off[:], lanes, cols, lanes, add || i > 0)
	}
}

// tapOffsets returns the offsets of the taps of the first column.
func tapOffsets(lanes int) (off [Taps]int32) {
	for k := range off {
		off[k] = int32(k * lanes)
	}
	return off
}

// lowest returns the smallest result: 0 with relu, else minus infinity.
func lowest(relu bool) float32 {
	if relu {
		return 0
	}
	return float32(math.Inf(-1))
}
