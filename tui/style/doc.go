// Package style defines the look of everything in the explorer by its meaning. No other package chooses a colour or a
// border.
//
// A Style names what a piece of text means (an ink), what lies behind it (a ground) and how it stands out; it is small
// enough to stand in every cell of a screen. A Theme knows the lipgloss style of each Style on one kind of terminal:
// dark or light background, 256 colours, 16, or none. Glyphs are the characters that are not letters, for a terminal
// that shows Unicode and for one that does not.
package style
