// Package random gives every purpose and place of a training run its own stream of random numbers.
package random

import "math/rand/v2"

// Purpose is what a stream is for. Weights are drawn by model.NewSFHF from stream 0 of the same seed.
type Purpose int

// The purposes.
const (
	Shuffle    Purpose = 1 // the order of segments in an epoch
	Dropout    Purpose = 2 // the outputs that a training step leaves out
	Redundancy Purpose = 3 // segments to compare units on, and units to leave out for comparison
)

// Stream returns the random numbers of one purpose at one place of a run. Every place has its own stream, so that the
// place is the whole state of the generators: a run that continues after an interrupt needs nothing else.
func Stream(seed uint64, p Purpose, epoch, batch int) *rand.Rand {
	return rand.New(rand.NewPCG(seed, Place(p, epoch, batch)))
}

// Place is the second half of a stream's seed.
func Place(p Purpose, epoch, batch int) uint64 {
	return uint64(p)<<60 ^ uint64(epoch)<<32 ^ uint64(batch)
}
