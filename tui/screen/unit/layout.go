package unit

import (
	"actmax/tui/canvas"
	"actmax/tui/screen"
	"actmax/tui/widget"
)

// The size from which the picked segment has its own plot.
const ownPlotWidth, ownPlotHt = 160, 50

// layout is the arrangement of the screen. Rectangles are the insides of frames; boxes are the frames, which share
// edges.
type layout struct {
	boxes []canvas.Area

	Tree       canvas.Area
	Signal     canvas.Area // first row: its label
	Activation canvas.Area // first row: its label
	Picked     canvas.Area // own plot of the picked segment; empty if there is no room
	Objective  canvas.Area
	Similar    canvas.Area
	Settings   canvas.Area
	main       canvas.Area // signal to lower panes, for overlays
}

// Arrange returns the arrangement for a size and the shape of the signals.
func Arrange(z screen.Size, s widget.Shape) layout {
	var l layout
	if !z.Fits {
		return l
	}
	w, h := z.W, z.H
	tree := 17 // width with both frames
	settings := 1
	if z.Wide {
		tree, settings = 25, 2
	}
	// Rows from top to bottom: frame, signal, activation, [picked,] frame, lower panes, frame, settings, frame.
	rest := h - 4 - settings
	lower := rest - rest*8/19 - rest*5/19
	if z.Wide {
		lower = min(max(rest/3, 8), 16)
	}
	upper := rest - lower
	signal := (upper*8 + 6) / 13
	picked := 0
	own := w >= ownPlotWidth && h >= ownPlotHt
	switch {
	case s.Single && upper >= 16: // a single activation needs few rows
		signal = widget.WholeRows(upper-4, s.Axes)
	case s.Axes > 1 && upper >= 20:
		signal = widget.WholeRows(upper-7, s.Axes)
	case s.Axes > 1 && signal > s.Axes: // the feature map gets the rows left over by the axes
		signal = widget.WholeRows(signal, s.Axes)
	case own:
		signal = upper * 45 / 100
	}
	if s.Axes == 1 {
		if own {
			picked = upper * 25 / 100
		}
	} else if both := 1 + 3*s.Axes; own && signal >= 2*both { // otherwise the segment is drawn only behind the signal
		picked = signal / 2
		signal -= picked
	}
	activation := upper - signal - picked

	x := tree // first column inside the main frame
	inner := w - tree - 1
	y := 1
	l.Signal = canvas.Rect(x, y, inner, signal)
	y += signal
	l.Activation = canvas.Rect(x, y, inner, activation)
	y += activation
	l.Picked = canvas.Rect(x, y, inner, picked)
	y += picked
	frame := y // row of the frame above the lower panes
	l.Objective = canvas.Rect(x, frame+1, inner, lower)
	l.Similar = l.Objective
	if z.Wide {
		left := min(max(inner*2/5, 44), 64)
		l.Objective.W = left
		l.Similar = canvas.Rect(x+left+1, frame+1, inner-left-1, lower)
	}
	bottom := frame + 1 + lower // row of the frame above the settings
	l.Settings = canvas.Rect(1, bottom+1, w-2, settings)
	l.Tree = canvas.Rect(1, 1, tree-2, bottom-1)
	l.main = canvas.Rect(x, 1, inner, bottom-1)
	l.boxes = []canvas.Area{
		canvas.Rect(0, 0, tree, bottom+1),
		canvas.Rect(tree-1, 0, inner+2, frame+1),
		canvas.Rect(tree-1, frame, l.Objective.W+2, lower+2),
		canvas.Rect(0, bottom, w, settings+2),
	}
	if z.Wide {
		l.boxes = append(l.boxes, canvas.Rect(l.Similar.X-1, frame, l.Similar.W+2, lower+2))
	}
	return l
}
