//go:build race

package tui

// raceEnabled tells that the race detector slows everything down.
const raceEnabled = true
