package train

import "math"

// crossEntropy returns -log softmax(scores)[class] and writes its derivative by the scores, times scale, to gradient.
func crossEntropy(scores []float32, class int, scale float64, gradient []float32) float64 {
	top := math.Inf(-1)
	for _, s := range scores {
		top = max(top, float64(s))
	}
	sum := 0.0
	for _, s := range scores {
		sum += math.Exp(float64(s) - top)
	}
	log := top + math.Log(sum)
	for i, s := range scores {
		p := math.Exp(float64(s) - log)
		if i == class {
			p--
		}
		gradient[i] = float32(scale * p)
	}
	return log - float64(scores[class])
}
