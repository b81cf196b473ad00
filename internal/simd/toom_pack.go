package simd

// Pack transforms the filters at(out, in, tap), in float64. Tap k reads the input k columns after the output's column.
func (t *Toom) Pack(at func(out, in, tap int) float32) {
	for out := range t.out {
		rows := t.rows(out)
		for in := range t.in {
			var g [Taps]float32
			for k := range g {
				g[k] = at(out, in, k)
			}
			put(&rows, in*group, &g)
		}
	}
}

// PackFilters is Pack for filters in memory, for the output channels from..to-1: at(out, in, k) is w[out*outStep +
// in*inStep + k], or with reversed taps w[... + 4 - k]. It may run concurrently for different output channels. It
// panics if w is too short.
func (t *Toom) PackFilters(w []float32, outStep, inStep int, reverse bool, from, to int) {
	if from >= to || t.in == 0 {
		return
	}
	require("PackFilters", "w", len(w), (to-1)*outStep+(t.in-1)*inStep+Taps)
	for out := from; out < to; out++ {
		rows := t.rows(out)
		for in := range t.in {
			g := [Taps]float32(w[out*outStep+in*inStep:])
			if reverse {
				g[0], g[1], g[3], g[4] = g[4], g[3], g[1], g[0]
			}
			put(&rows, in*group, &g)
		}
	}
}

// rows returns the transformed filters of an output channel at every point.
func (t *Toom) rows(out int) (rows [toomPoints][]float32) {
	if t.in > 0 {
		for p := range rows {
			rows[p] = t.points[p].row(out)
		}
	}
	return rows
}

// put transforms a filter. The points ±a share their products except for the sign of odd powers. No product is fused
// with a sum, so that all platforms pack the same bits.
func put(rows *[toomPoints][]float32, at int, filter *[Taps]float32) {
	var g [Taps]float64
	for k, v := range filter {
		g[k] = float64(v)
	}
	rows[0][at] = float32(toomWeights[0][0] * g[0])
	for p := range toomPairs {
		c := &toomWeights[1+2*p]
		even := float64(c[0]*g[0]) + float64(c[2]*g[2]) + float64(c[4]*g[4])
		odd := float64(c[1]*g[1]) + float64(c[3]*g[3])
		rows[1+2*p][at], rows[2+2*p][at] = float32(even+odd), float32(even-odd)
	}
	rows[toomPoints-1][at] = float32(toomWeights[toomPoints-1][Taps-1] * g[Taps-1])
}
