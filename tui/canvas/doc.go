// Package canvas is the kit that screens are drawn with: a Grid of cells, Painters that draw into an Area of it and cannot leave
// it, and what they draw: text cut to its columns, frames and windows, curves, bars, sparklines, axes that hold still, rulers.
//
// A Style says what a piece of text means (an ink), what lies behind it (a ground) and how it stands out; a Theme turns styles
// into escape sequences for a terminal, and Glyphs are the characters for one that has Unicode or has not. Nothing here knows
// networks, units or keys.
//
// Coordinates are columns and rows of cells from 0, x to the right, y down. Values are drawn between two bounds, in their own unit.
package canvas
