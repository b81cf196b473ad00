// Package tui is the explorer: a terminal program in which users step through the units of a network, watch their
// signals converge and change settings while they do.
//
// The program is one tea.Model. It knows which screen and which dialog are open and routes messages to them; it alone
// carries out what they ask for. What is open and computed is in package session, what is on the screen in the packages
// below screen and dialog, which draw with the packages canvas, plot, style and widget.
//
// Footer, help and docs/keys.md are made from the key bindings of the screens. Runs compute in goroutines of their own;
// the explorer polls their newest step at the frame rate, and neither side blocks.
package tui

//go:generate go run ./pictures -keys ../docs/keys.md
