//go:build !amd64 || purego

package simd

// On processors without assembly the portable code does everything.

func best() level { return portable }

func vectorCorrelate([]float32, int, int, *Packed, []float32, []float32, []int32, int, int, int, bool) bool {
	return false
}

func vectorLaneCorrelate([]float32, int, int, int, []float32, []float32, []float32, []int32, int, int, int, bool) bool {
	return false
}

func vectorDot([]float32, int, []float32, int, int, int, []float32, []int32, int, int, int, bool) bool {
	return false
}

func vectorNearest([]float32, []int32, []float32, int, int, int, []float32) bool { return false }

func vectorReLU([]float32) bool { return false }

func vectorMask(_, _ []float32) bool { return false }

func vectorAdam(_, _, _, _, _, _, _, _ []float32, _ *AdamRates) (finite, done bool) {
	return false, false
}

func vectorAddScaled(_, _ []float32, _ float32) bool { return false }

func vectorSumSquares([]float32) (float64, bool) { return 0, false }

func vectorVariation(_, _ []float32, _ float32) (float64, bool) { return 0, false }

func vectorExcess([]float32, float32, uint32) (float64, int, bool) { return 0, 0, false }

func vectorSubtractAbove(_, _ []float32, _, _, _ float32) bool { return false }

func vectorClip(_, _ []float32, _, _, _ float32) (float64, bool) { return 0, false }

func tiling() (floats, cols, dots int) { return 1, 1, 1 }

func vectorPeak(int) bool { return false }

func vectorFanOut([]float32, int, []float32, []float32, []float32, int, int, float32) bool {
	return false
}

func vectorLaneFanOut([]float32, int, []float32, []float32, []float32, int, int) bool { return false }

func vectorFanIn([]float32, []float32, []float32, int, int, int, bool) bool { return false }

func vectorLaneFanIn([]float32, []float32, []float32, []float32, int, int, int, bool) bool {
	return false
}

func vectorToomInput([]float32, int, int, []float32, int, int, int, int) bool { return false }

func vectorToomOutput([]float32, int, []float32, int, int, []float32, int, int, int, float32) bool {
	return false
}

func vectorToomOutputMask(_ []float32, _ int, _ []float32, _, _ int, _, _ []float32, _, _, _ int) bool {
	return false
}

func vectorToomAny(_, _ []float32, _, _, _, _ int) bool { return false }

func vectorToomWindows(_, _ []float32, _, _ int) (missed, done bool) { return false, false }

func vectorFinite([]float32) (finite, done bool) { return false, false }

func vectorTranspose([]float32, int, []float32, int, int, int) bool { return false }
