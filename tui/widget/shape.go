package widget

// Shape is what determines the height of the plots: the axes of the signal, and whether the feature map is a single
// value.
type Shape struct {
	Axes   int
	Single bool
}

// WholeRows returns the largest number of rows, up to h, that holds a label and equally many rows for each axis.
func WholeRows(h, axes int) int { return 1 + max(1, (h-1)/axes)*axes }
