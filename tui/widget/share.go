package widget

import "actmax/tui/plot"

// The signal and the real segment picked in the list share a value axis, so that their amplitudes can be compared. A strong
// segment, a jump of 10 G, would press a signal of 1 G into one row: hence the signal keeps a part of the axis, and what of
// the segment lies beyond is marked at the edge.

const (
	ownPart  = 0.5 // of the axis, at least, that the signal keeps
	leastOwn = 0.5 // G that a signal without movement counts as, so that it does not cut every segment off
)

// Span is the largest movement, greatest less least sample, among the drawn axes of the signal, in G.
func (sc *Scene) Span() float64 {
	most := leastOwn
	for _, a := range sc.Axes {
		if lo, hi, ok := plot.Bounds(sc.Snap.Axis(a)); ok {
			most = max(most, hi-lo)
		}
	}
	return most
}

// RangeOf returns the bounds of an axis: the least and the greatest sample of the signal and of what is seen of the picked
// segment, the latter as far as a signal of the span own keeps its part.
func (sc *Scene) RangeOf(a int, own float64) (lo, hi float64, ok bool) {
	lo, hi, ok = plot.Bounds(sc.Snap.Axis(a))
	if k := sc.Segment; k == nil || !ok || sc.Alone || a >= len(k.Signal) {
		return lo, hi, ok
	}
	l, h, seen := sc.Segment.seen(a)
	if !seen {
		return lo, hi, ok
	}
	below, above := max(0, lo-l), max(0, h-hi)
	if room := max(0, own/ownPart-(hi-lo)); below+above > room {
		part := room / (below + above)
		below, above = below*part, above*part
	}
	return lo - below, hi + above, ok
}

// seen returns the least and the greatest sample of an axis among those that the shift leaves on the screen.
func (k *Segment) seen(a int) (lo, hi float64, ok bool) {
	n := len(k.Signal[a])
	return plot.Bounds(k.Signal[a][min(max(-k.Shift, 0), n):max(min(n-k.Shift, n), 0)])
}
