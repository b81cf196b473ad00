package simd

import (
	"math/rand/v2"
	"testing"
)

func BenchmarkCorrelateConv2(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 1))
	const lanes, cols, ch = 16, 30, 64
	p := NewPanel(64, ch*5)
	p.Pack(func(m, r int) float32 { return float32(rnd.NormFloat64()) })
	src, dst := Aligned(ch*34*lanes), Aligned(ch*34*lanes)
	for i := range src {
		src[i] = float32(rnd.NormFloat64())
	}
	off := make([]int32, ch*5)
	for i := range off {
		off[i] = int32((i/5*34 + i%5) * lanes)
	}
	for b.Loop() {
		Correlate(dst[2*lanes:], 34*lanes, lanes, p, nil, src, off, lanes, cols, lanes, false)
	}
	b.ReportMetric(2*64*ch*5*cols*lanes*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
}
func BenchmarkDotConv2(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 1))
	const lanes, cols, ch = 16, 30, 64
	src, g, dst := Aligned(ch*34*lanes), Aligned(ch*34*lanes), Aligned(ch*ch*5)
	for i := range src {
		src[i] = float32(rnd.NormFloat64())
		g[i] = float32(rnd.NormFloat64())
	}
	off := make([]int32, ch*5)
	for i := range off {
		off[i] = int32((i/5*34 + i%5) * lanes)
	}
	for b.Loop() {
		Dot(dst, ch*5, g[2*lanes:], 34*lanes, lanes, ch, src, off, lanes, cols, lanes, true)
	}
	b.ReportMetric(2*64*ch*5*cols*lanes*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
}
