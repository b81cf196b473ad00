// Package style defines the look of everything in the explorer by its meaning. No other package chooses a colour or a
// border.
//
// A Style combines the meaning of a text (an ink), its background (a ground) and its attributes; it is small enough to
// be stored in every cell of a screen. A Theme maps each Style to a lipgloss style on one kind of terminal:
// dark or light background, 256 colours, 16, or none. Glyphs are the characters that are not letters, for a terminal
// that shows Unicode and for one that does not.
package style
