package simd

import (
	"math/rand/v2"
	"testing"
)

// The benchmarks compute what one step of a block of signals (or a batch of training) does in the third layer: 64
// channels in and out, 5 taps, 30 samples. They report GFLOP/s and the percentage of the peak that they measure at
// their start.
const (
	benchChannels = 64
	benchTaps     = 5
	benchTime     = 30
	benchPadded   = benchTime + benchTaps - 1
)

// variants runs a benchmark with every variant.
func variants(b *testing.B, run func(b *testing.B)) {
	for l := portable; l <= best(); l++ {
		b.Run(levels[l], func(b *testing.B) {
			use(b, l)
			run(b)
		})
	}
}

// report turns the floating-point operations of one iteration into rates.
func report(b *testing.B, flop float64, top float64) {
	rate := flop * float64(b.N) / b.Elapsed().Seconds() / 1e9
	b.ReportMetric(rate, "GFLOP/s")
	if top > 0 {
		b.ReportMetric(100*rate/top, "%peak")
	}
}

func benchOffsets(lanes int) []int32 {
	return offsetsOf(benchChannels, benchPadded, benchTaps, lanes)
}

func benchData(n int) []float32 {
	x := Aligned(n)
	copy(x, normal(rand.New(rand.NewPCG(1, 1)), n))
	return x
}

func BenchmarkPeak(b *testing.B) {
	b.Run("best", func(b *testing.B) { // of several short runs: the base of percentages
		top := 0.0
		for b.Loop() {
			top = max(top, Peak())
		}
		b.ReportMetric(top, "GFLOP/s")
	})
	variants(b, func(b *testing.B) {
		if active == portable {
			b.Skip("portable Go has no peak kernel")
		}
		top := Peak()
		floats, _, _ := tiling()
		for b.Loop() {
			vectorPeak(1 << 12)
		}
		report(b, (1<<12)*12*2*float64(floats), top)
	})
}

func BenchmarkCorrelate(b *testing.B) {
	for _, lanes := range []int{1, 8, 16} {
		b.Run(map[int]string{1: "lanes=1", 8: "lanes=8", 16: "lanes=16"}[lanes], func(b *testing.B) {
			variants(b, func(b *testing.B) {
				p := NewPacked(benchChannels, benchChannels*benchTaps)
				w := benchData(benchChannels * benchChannels * benchTaps)
				p.PackMatrix(w, benchChannels*benchTaps, 1)
				src, dst := benchData(benchChannels*benchPadded*lanes), benchData(benchChannels*benchPadded*lanes)
				off := benchOffsets(lanes)
				top := Peak()
				for b.Loop() {
					Correlate(dst, benchPadded*lanes, lanes, p, w, src, off, lanes, benchTime, lanes, false)
				}
				report(b, 2*float64(len(w))*benchTime*float64(lanes), top)
			})
		})
	}
}

// A dense layer for a batch of 64: the blocks of lanes are its columns.
func BenchmarkCorrelateDense(b *testing.B) {
	variants(b, func(b *testing.B) {
		const in, out, batch = 1920, 128, 64
		lanes := Lanes()
		p := NewPacked(out, in)
		p.PackMatrix(benchData(in*out), in, 1)
		src, dst := benchData(in*batch), benchData(out*batch)
		off := make([]int32, in)
		for i := range off {
			off[i] = int32(i * lanes)
		}
		top := Peak()
		for b.Loop() {
			Correlate(dst, lanes, out*lanes, p, nil, src, off, in*lanes, batch/lanes, lanes, false)
		}
		report(b, 2*in*out*batch, top)
	})
}

func BenchmarkLaneCorrelate(b *testing.B) {
	variants(b, func(b *testing.B) {
		lanes := Lanes()
		w := benchData(benchChannels * benchTaps * lanes)
		src, dst := benchData(benchChannels*benchPadded*lanes), benchData(benchPadded*lanes)
		off := benchOffsets(lanes)
		top := Peak()
		for b.Loop() {
			LaneCorrelate(dst, benchPadded*lanes, lanes, 1, w, nil, src, off, lanes, benchTime, lanes, false)
		}
		report(b, 2*float64(len(w))*benchTime, top)
	})
}

func BenchmarkDot(b *testing.B) {
	variants(b, func(b *testing.B) {
		lanes := Lanes()
		src, grad := benchData(benchChannels*benchPadded*lanes), benchData(benchChannels*benchPadded*lanes)
		off := benchOffsets(lanes)
		dst := make([]float32, benchChannels*len(off))
		top := Peak()
		for b.Loop() {
			Dot(dst, len(off), grad, benchPadded*lanes, lanes, benchChannels, src, off, lanes, benchTime, lanes, true)
		}
		report(b, 2*float64(len(dst))*benchTime*float64(lanes), top)
	})
}

// 60,000 signals of 30 samples against one query of 10.
func BenchmarkNearestWindows(b *testing.B) {
	variants(b, func(b *testing.B) {
		const n, length, width = 60000, 30, 10
		lanes := Lanes()
		x := benchData(n / 16 * 16 * length)
		dist, at := make([]float32, n/16*16), make([]int32, n/16*16)
		query := benchData(width)
		for b.Loop() {
			NearestWindows(dist, at, x, 1, length, lanes, query)
		}
		b.ReportMetric(float64(b.N)*n*(length-width+1)*width/b.Elapsed().Seconds()/1e9, "Gpair/s")
	})
}

func BenchmarkAdam(b *testing.B) {
	variants(b, func(b *testing.B) {
		const n = 1 << 14
		w, g, m, v := benchData(n), benchData(n), make([]float32, n), make([]float32, n)
		for b.Loop() {
			adam(w, g, m, v, 1e-4, 0.9, 0.999, 1e-8, 1, 1)
		}
		b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds()/1e9, "Gweight/s")
	})
}

func BenchmarkMask(b *testing.B) {
	variants(b, func(b *testing.B) {
		x, y := benchData(benchChannels*benchTime*16), benchData(benchChannels*benchTime*16)
		for b.Loop() {
			Mask(x, y)
		}
		b.SetBytes(int64(4 * len(x)))
	})
}

func BenchmarkPackMatrix(b *testing.B) {
	w := benchData(128 * 1920)
	p := NewPacked(128, 1920)
	q := NewPacked(1920, 128)
	b.Run("rows", func(b *testing.B) {
		for b.Loop() {
			p.PackMatrix(w, 1920, 1)
		}
	})
	b.Run("transposed", func(b *testing.B) {
		for b.Loop() {
			q.PackMatrix(w, 1, 1920)
		}
	})
}
