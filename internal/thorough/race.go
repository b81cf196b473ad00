//go:build race

package thorough

// Race is whether the race detector watches, which slows computations by an order of magnitude.
const Race = true
