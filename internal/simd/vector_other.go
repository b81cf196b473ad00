//go:build !amd64 || purego

package simd

// Processors without assembly: the portable code does everything.

func best() level { return portable }

func vectorCorrelate([]float32, int, int, *Panel, []float32, []float32, []int32, int, int, int, bool) bool {
	return false
}

func vectorLaneCorrelate([]float32, int, int, int, []float32, []float32, []float32, []int32, int, int, int, bool) bool {
	return false
}

func vectorDot([]float32, int, []float32, int, int, int, []float32, []int32, int, int, int, bool) bool {
	return false
}

func vectorNearest([]float32, []int32, []float32, int, int, int, []float32) bool { return false }

// These return how many elements they did.

func vectorReLU([]float32) int { return 0 }

func vectorMask(_, _ []float32) int { return 0 }

func vectorAdam(_, _, _, _ []float32, _, _, _, _, _, _ float32) int { return 0 }

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

func vectorToomOutputMask([]float32, int, []float32, int, int, []float32, int, int, int) bool {
	return false
}

func vectorToomAny(_, _ []float32, _, _, _, _ int) bool { return false }

func vectorToomWindows(_, _ []float32, _, _ int) (missed, done bool) { return false, false }
