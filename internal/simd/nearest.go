package simd

// NearestWindows finds the window that is nearest to a query in each of many signals:
//
//	dist[b*lanes + l] = min over j of  sum over s, i of (blocks[b][s][j+i][l] - query[s][i])²,   0 <= j <= length-width
//
// blocks is [len(dist)/lanes][axes][length][lanes], query is [axes][width] with width = len(query)/axes. If at is not
// nil, it has the length of dist and receives the j of the minimum (the earliest on ties). Each j sums in order of (s,
// i) in one accumulator. It panics if the lengths do not match. Windows with NaN are never nearest; a signal without
// any other window gets +Inf at 0.
func NearestWindows(dist []float32, at []int32, blocks []float32, axes, length, lanes int, query []float32) {
	if len(dist) == 0 {
		return
	}
	const name = "NearestWindows"
	if axes < 1 || lanes < 1 || len(dist)%lanes != 0 ||
		len(query)%axes != 0 || len(query)/axes < 1 || len(query)/axes > length {
		panic("simd.NearestWindows: expected axes and lanes above 0, dist a multiple of lanes," +
			" a query of [axes][1..length]")
	}
	require(name, "blocks", len(blocks), len(dist)*axes*length)
	if at != nil {
		exactly(name, "at", len(at), len(dist))
	}
	if !vectorNearest(dist, at, blocks, axes, length, lanes, query) {
		portableNearest(dist, at, blocks, axes, length, lanes, query)
	}
}
