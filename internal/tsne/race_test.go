//go:build race

package tsne

// underRace is set under the race detector, which slows float loops tenfold and finds nothing in loops of one
// goroutine.
const underRace = true
