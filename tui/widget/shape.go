package widget

// Shape is what the plots have to hold: the axes of the signal, and whether the feature map is a single value.
type Shape struct {
	Axes   int
	Single bool
}

// WholeRows returns the most rows, up to h, that hold a label and the same number of rows for each axis.
func WholeRows(h, axes int) int { return 1 + max(1, (h-1)/axes)*axes }
