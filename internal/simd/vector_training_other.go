//go:build !amd64 || purego

package simd

func vectorProduct([]float32, int, int, []float32, int, int, []float32, int, Sum, int, int, bool) bool {
	return false
}

func vectorToomSpread([]float32, int, int, []float32, int, int, int, int) bool { return false }

func vectorFetch([]float32) {}

func vectorSparse([]float32, int, *Sparse, []float32, int, int) bool { return false }
