package model_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"actmax/model"
)

// plainUnit computes a unit's map, and the gradient of its sum with respect to the signal, in float32 with simple
// loops, for filters of five taps along time only. Portable Go's vector loops are measured against it.
type plainUnit struct {
	layers   []*model.Layer
	unit     int
	values   [][]float32 // of each layer's input and of the last map, [channel][time with padding]
	gradient [][]float32 // likewise
	length   int         // of the signal
}

const (
	plainTaps    = 5
	plainPadding = 2
)

func newPlainUnit(n *model.Network, layer, unit int) *plainUnit {
	p := &plainUnit{unit: unit, length: n.Input.Length}
	channels := []int{1}
	for i := range layer + 1 {
		p.layers = append(p.layers, &n.Layers[i])
		channels = append(channels, n.Units(i))
	}
	channels[layer+1] = 1
	for _, c := range channels {
		p.values = append(p.values, make([]float32, c*p.row()))
		p.gradient = append(p.gradient, make([]float32, c*p.row()))
	}
	return p
}

func (p *plainUnit) row() int { return p.length + 2*plainPadding }

// filters returns the range of a layer's filters in use: all, or only the unit's filter in the last layer.
func (p *plainUnit) filters(layer int) (from, to int) {
	if layer == len(p.layers)-1 {
		return p.unit, p.unit + 1
	}
	return 0, p.layers[layer].Filters
}

func (p *plainUnit) forward(signal []float32) {
	copy(p.values[0][plainPadding:], signal)
	for i, l := range p.layers {
		from, to := p.filters(i)
		for o := from; o < to; o++ {
			out := p.values[i+1][(o-from)*p.row()+plainPadding:][:p.length]
			for t := range out {
				out[t] = l.Bias[o]
			}
			for c := range l.In.Channels {
				in := p.values[i][c*p.row():]
				for k, w := range l.Weight[(o*l.In.Channels+c)*plainTaps:][:plainTaps] {
					for t := range out {
						out[t] += w * in[t+k]
					}
				}
			}
			for t := range out {
				out[t] = max(out[t], 0)
			}
		}
	}
}

func (p *plainUnit) backward() []float32 {
	last := len(p.layers)
	for t := range p.length {
		p.gradient[last][plainPadding+t] = 1
	}
	for i := last - 1; i >= 0; i-- {
		l := p.layers[i]
		clear(p.gradient[i])
		from, to := p.filters(i)
		for o := from; o < to; o++ {
			g, out := p.gradient[i+1][(o-from)*p.row()+plainPadding:][:p.length], p.values[i+1][(o-from)*p.row()+plainPadding:]
			for t := range g {
				if out[t] <= 0 {
					g[t] = 0
				}
			}
			for c := range l.In.Channels {
				in := p.gradient[i][c*p.row():]
				for k, w := range l.Weight[(o*l.In.Channels+c)*plainTaps:][:plainTaps] {
					for t, v := range g {
						in[t+k] += w * v
					}
				}
			}
		}
	}
	return p.gradient[0][plainPadding:][:p.length]
}

// loneBlock returns a block for one unit with a signal, and the same unit in plain loops.
func loneBlock(t testing.TB, layer int) (*model.Block, *plainUnit) {
	t.Helper()
	n, err := model.NewSFHF("flatten", []string{"a", "b"}, 4)
	if err != nil {
		t.Fatal(err)
	}
	const unit = 7
	b := model.NewBlock(n, layer, 1)
	b.SetUnit(0, unit)
	for i := range b.Signal {
		b.Signal[i] = float32(math.Sin(0.7 * float64(i)))
	}
	for i := range b.MapGradient {
		b.MapGradient[i] = 1
	}
	return b, newPlainUnit(n, layer, unit)
}

// The plain loops compute what the block does.
func TestPlainLoops(t *testing.T) {
	for layer := range 3 {
		b, p := loneBlock(t, layer)
		b.Forward()
		b.Backward()
		p.forward(b.Signal)
		g := p.backward()
		for i := range b.Map {
			if d := math.Abs(float64(b.Map[i] - p.values[layer+1][plainPadding+i])); !(d <= 1e-5) {
				t.Errorf("layer %d, map value %d: %v, in plain loops %v", layer, i, b.Map[i], p.values[layer+1][plainPadding+i])
			}
			if d := math.Abs(float64(b.SignalGradient[i] - g[i])); !(d <= 1e-5) {
				t.Errorf("layer %d, gradient %d: %v, in plain loops %v", layer, i, b.SignalGradient[i], g[i])
			}
		}
	}
}

// BenchmarkPlainLoops measures the forward and backward pass of a single unit by a Block and by plain loops, in
// alternation. It reports the fastest of each.
func BenchmarkPlainLoops(b *testing.B) {
	for layer := range 3 {
		b.Run(fmt.Sprintf("conv%d", layer+1), func(b *testing.B) {
			k, p := loneBlock(b, layer)
			ours, plain := time.Hour, time.Hour
			const repeats = 8 // a single pass is too short for the clock
			for b.Loop() {
				start := time.Now()
				for range repeats {
					k.Forward()
					k.Backward()
				}
				middle := time.Now()
				for range repeats {
					p.forward(k.Signal)
					p.backward()
				}
				ours, plain = min(ours, middle.Sub(start)), min(plain, time.Since(middle))
			}
			b.ReportMetric(ours.Seconds()*1e6/repeats, "ours-us")
			b.ReportMetric(plain.Seconds()*1e6/repeats, "plain-us")
		})
	}
}
