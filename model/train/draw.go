package train

import (
	"math/rand/v2"

	"actmax/model/train/internal/random"
)

// shuffled returns the training segments in the order of one epoch.
func shuffled(dst, segments []int, seed uint64, epoch int) []int {
	dst = append(dst[:0], segments...)
	r := random.Stream(seed, random.Shuffle, epoch, 0)
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
