// Package tui is the explorer: one screen in the terminal on which a person steps through the units of a network,
// watches their signals converge and changes settings while they do.
//
// Everything numeric comes from other rooms: ascents, tapes and settings from optimize, scores from optimize/score,
// similar segments from data/similar. This room decides what is drawn where and which key does what.
// What it draws with is package canvas, how a query finds units package filter, the geometry of a map package plane,
// what is kept of a session package state.
//
// The screen is one tea.Model. Panes are plain structs that draw into rectangles which a single layout function hands
// out; keys, help, footer and docs/keys.md come from a single key map. Ascents run in the pool's own goroutines; the
// screen reads what they have recorded, at its own pace, and never makes them wait.
package tui

//go:generate go run ./pictures -keys ../docs/keys.md
