package widget

import "actmax/tui/plot"

// The signal and the selected real segment share a value axis, so that their amplitudes can be compared. A strong
// segment, a jump of 10 G, would squeeze a signal of 1 G into one row. So the signal keeps a part of the axis, and
// the edge marks where the segment goes beyond it.

const (
	ownPart  = 0.5 // minimum share of the axis for the signal
	leastOwn = 0.5 // minimum span in G, so that a flat signal does not cut off every segment
)

// Span returns the largest range (maximum minus minimum) among the drawn axes of the signal, in G.
func (sc *Scene) Span() float64 {
	most := leastOwn
	for _, a := range sc.Axes {
		if lo, hi, ok := plot.Bounds(sc.Snap.Axis(a)); ok {
			most = max(most, hi-lo)
		}
	}
	return most
}

// RangeOf returns the bounds of an axis: the extremes of the signal and of the visible part of the selected segment.
// The segment's are limited so that a signal with the span own keeps its share.
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
	if free := max(0, own/ownPart-(hi-lo)); below+above > free {
		part := free / (below + above)
		below, above = below*part, above*part
	}
	return lo - below, hi + above, ok
}

// seen returns the extremes of the samples of an axis that the shift leaves visible.
func (k *Segment) seen(a int) (lo, hi float64, ok bool) {
	n := len(k.Signal[a])
	return plot.Bounds(k.Signal[a][min(max(-k.Shift, 0), n):max(min(n-k.Shift, n), 0)])
}
