package train

import "math/rand/v2"

// What a random stream is for. Weights are drawn by model.NewSFHF from stream 0 of the same seed.
const (
	shuffleStream = 1
	dropoutStream = 2
)

// stream returns the random numbers of one purpose at one place of a training run. Every place has its own stream, so
// that the place is the whole state of the generators: a run that goes on after an interrupt needs nothing else.
func stream(seed uint64, purpose, epoch, batch int) *rand.Rand {
	return rand.New(rand.NewPCG(seed, place(purpose, epoch, batch)))
}

func place(purpose, epoch, batch int) uint64 {
	return uint64(purpose)<<60 ^ uint64(epoch)<<32 ^ uint64(batch)
}

// shuffled returns the training segments in the order of one epoch.
func shuffled(dst, segments []int, seed uint64, epoch int) []int {
	dst = append(dst[:0], segments...)
	r := stream(seed, shuffleStream, epoch, 0)
	r.Shuffle(len(dst), func(i, k int) { dst[i], dst[k] = dst[k], dst[i] })
	return dst
}

// drop fills mask with 0 at the given rate and with 1/(1-rate) elsewhere, so that the expected activation stays.
func drop(mask []float32, rate float64, r *rand.Rand) {
	factor := [2]float32{float32(1 / (1 - rate)), 0}
	for i := range mask {
		out := 0 // no branch: no processor can foresee it
		if r.Float64() < rate {
			out = 1
		}
		mask[i] = factor[out]
	}
}
