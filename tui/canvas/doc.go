// Package canvas is the screen on which everything is drawn: a Grid of cells, and Painters that draw into an Area of
// it and clip at its edges: text, windows, and the output of lipgloss and bubbles. Colours and borders come from
// package style, plots from package plot. It does not depend on networks, units or keys.
//
// Coordinates are columns and rows of cells from 0, x to the right, y down.
package canvas
