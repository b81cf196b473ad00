// Package canvas is the screen that everything is drawn on: a Grid of cells, and Painters that draw into an Area of it
// and cannot leave it: text cut to its columns, windows, and what lipgloss and bubbles render. Colours and borders come
// from package style, plots from package plot. Nothing here knows networks, units or keys.
//
// Coordinates are columns and rows of cells from 0, x to the right, y down.
package canvas
