package simd

import (
	"testing"
	"time"
)

// least runs the iterations of a benchmark one by one and reports the fastest, which is the most reliable figure on a
// busy machine. Floating-point operations are those of direct filtering.
func least(b *testing.B, flop float64, run func()) {
	top := Peak()
	best := time.Hour
	for b.Loop() {
		start := time.Now()
		run()
		best = min(best, time.Since(start))
	}
	b.ReportMetric(best.Seconds()*1e6, "least-us")
	if top > 0 && flop > 0 {
		b.ReportMetric(100*flop/best.Seconds()/1e9/top, "%peak")
	}
}

// BenchmarkStep3 measures one step of the network on a block of signals for units of a third layer of 64 channels, as a
// whole and part by part.
func BenchmarkStep3(b *testing.B) {
	variants(b, func(b *testing.B) {
		const channels, cols = benchChannels, benchTime
		lanes := Lanes()
		row, inner := benchPadded*lanes, 2*lanes
		first, weights := benchData(channels*Taps), benchData(channels*channels*Taps)
		own := benchData(channels * Taps * lanes)
		signal, maps := benchData(row), benchData(row)
		h1, h2, g1, g2 := benchData(channels*row), benchData(channels*row), benchData(channels*row), benchData(channels*row)
		toom := NewToom(channels, channels)
		toom.Pack(func(o, i, k int) float32 { return weights[(o*channels+i)*Taps+k] })
		space := NewToomSpace(channels, cols, lanes)
		one := 2 * float64(channels*Taps*cols*lanes) // between one row and all
		parts := []struct {
			name string
			flop float64
			run  func()
		}{
			{"fan out", one, func() { FanOut(h1[inner:], row, first, first, signal, cols, lanes, true) }},
			{"filter", channels * one, func() { toom.Filter(space, h2[inner:], row, first, true, h1, row, cols) }},
			{"lane fan in", one, func() { LaneFanIn(maps, own, nil, h2, row, cols, lanes, false) }},
			{"lane fan out", one, func() { LaneFanOut(g2[inner:], row, own, maps, h2[inner:], cols, lanes) }},
			{"filter mask", channels * one, func() { toom.FilterMask(space, g1[inner:], row, h1[inner:], g2, row, cols) }},
			{"fan in", one, func() { FanIn(signal, first, g1, row, cols, lanes, false) }},
		}
		b.Run("whole", func(b *testing.B) {
			least(b, (2*channels+4)*one, func() {
				for i := range parts {
					parts[i].run()
				}
			})
		})
		for _, p := range parts {
			b.Run(p.name, func(b *testing.B) { least(b, p.flop, p.run) })
		}
		b.Run("filter directly", func(b *testing.B) {
			p, off := NewPacked(channels, channels*Taps), benchOffsets(lanes)
			p.PackMatrix(weights, channels*Taps, 1)
			least(b, channels*one, func() { Correlate(h2[inner:], row, lanes, p, first, h1, off, lanes, cols, lanes, false) })
		})
		tiles := (cols + toomOut - 1) / toomOut
		b.Run("of filter: input", func(b *testing.B) {
			least(b, 0, func() { toomInput(space.in, space.point, tiles*lanes, h1, row, channels, tiles, lanes) })
		})
		b.Run("of filter: products", func(b *testing.B) {
			for i := range space.off {
				space.off[i] = int32(i * tiles * lanes)
			}
			least(b, 2*toomPoints*float64(channels*channels*tiles*lanes), func() {
				for p, packed := range toom.points {
					Correlate(space.out[p*space.point:], tiles*lanes, tiles*lanes, packed, nil, space.in[p*space.point:], space.off,
						tiles*lanes, 1, tiles*lanes, false)
				}
			})
		})
		b.Run("of filter: output", func(b *testing.B) {
			least(b, 0, func() {
				space.output(toom, h2[inner:], row, tiles*lanes, 0, 0, tiles, first, nil, 0, false)
			})
		})
		b.Run("of filter: output mask", func(b *testing.B) {
			least(b, 0, func() {
				space.output(toom, g1[inner:], row, tiles*lanes, 0, 0, tiles, nil, h1[inner:], 0, true)
			})
		})
		b.Run("of filter: silent columns", func(b *testing.B) {
			least(b, 0, func() { space.silent(h1, row, channels, cols) })
		})
	})
}
