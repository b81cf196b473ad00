//go:build race

package tsne

// underRace: the race detector slows loops of floats tenfold, and finds nothing in those that one goroutine runs.
const underRace = true
