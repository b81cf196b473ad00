package optimize

import (
	"math"
	"testing"

	"actmax/model"
	"actmax/model/reference"
)

// passes is a network in float64 as plain needs it: reference.Network, or chain, which is quicker.
type passes interface {
	forward(t testing.TB, x [][]float64) []float64         // the unit's map
	backward(t testing.TB, gradient []float64) [][]float64 // by each sample
}

// whole is reference.Network up to one unit.
type whole struct {
	network *reference.Network
	layer   int
}

func (w whole) forward(t testing.TB, x [][]float64) []float64 {
	t.Helper()
	if err := w.network.Forward(x); err != nil {
		t.Fatal(err)
	}
	return w.network.Layers[w.layer].Map
}

func (w whole) backward(t testing.TB, gradient []float64) [][]float64 {
	t.Helper()
	dx, err := w.network.Backward(w.layer, gradient)
	if err != nil {
		t.Fatal(err)
	}
	return dx
}

// chain is a chain of convolutions of 1x5 with padding 2 and ReLU on one axis, up to one unit: the networks of the
// reference ascents. Half a million of their steps are computed in a test, so that it leaves out what is zero and the
// weights' gradients.
type chain struct {
	length int
	layers []chainLayer
	maps   [][][]float64 // [layer][channel][2 + length + 2]; maps[0] is the signal
}

type chainLayer struct {
	in, out      int
	weight, bias []float64 // [out][in][5], [out]
}

func newChain(n *model.Network, layer, unit int) *chain {
	c := &chain{length: n.Input.Length, maps: [][][]float64{padded(1, n.Input.Length)}}
	for i := range layer + 1 {
		l := &n.Layers[i]
		from, to := 0, l.Filters
		if i == layer {
			from, to = unit, unit+1
		}
		d := chainLayer{in: l.In.Channels, out: to - from}
		d.weight, d.bias = wide(l.Weight[from*d.in*5:to*d.in*5]), wide(l.Bias[from:to])
		c.layers, c.maps = append(c.layers, d), append(c.maps, padded(d.out, c.length))
	}
	return c
}

func padded(channels, length int) [][]float64 {
	m := make([][]float64, channels)
	for i := range m {
		m[i] = make([]float64, length+4)
	}
	return m
}

func (c *chain) forward(_ testing.TB, x [][]float64) []float64 {
	copy(c.maps[0][0][2:], x[0])
	for i, l := range c.layers {
		for o, y := range c.maps[i+1] {
			y = y[2:][:c.length]
			for t := range y {
				y[t] = l.bias[o]
			}
			for k, from := range c.maps[i] {
				if !nonzero(from) {
					continue
				}
				for tap, w := range l.weight[(o*l.in+k)*5:][:5] {
					for t, v := range from[tap:][:len(y)] {
						y[t] += w * v
					}
				}
			}
			for t, v := range y {
				y[t] = max(v, 0)
			}
		}
	}
	return c.maps[len(c.layers)][0][2:][:c.length]
}

func (c *chain) backward(_ testing.TB, gradient []float64) [][]float64 {
	above := padded(1, c.length)
	copy(above[0][2:], gradient)
	for i := len(c.layers) - 1; i >= 0; i-- {
		l := c.layers[i]
		below := padded(l.in, c.length)
		for o, d := range above {
			for t, a := range c.maps[i+1][o] {
				if a == 0 {
					d[t] = 0
				}
			}
			if !nonzero(d) {
				continue
			}
			for k := range below {
				to := below[k][2:][:c.length]
				for tap, w := range l.weight[(o*l.in+k)*5:][:5] {
					for t, v := range d[4-tap:][:len(to)] {
						to[t] += w * v
					}
				}
			}
		}
		above = below
	}
	return [][]float64{above[0][2:][:c.length]}
}

// nonzero reports whether a value differs from zero.
func nonzero(x []float64) bool {
	for _, v := range x {
		if v != 0 {
			return true
		}
	}
	return false
}

// The quick float64 network is the plain one.
func TestChain(t *testing.T) {
	n := sfhf(t)
	x := make([]float32, 30)
	noise(x, 0.5, 1, 1, 0)
	for layer := range 3 {
		quick, slow := newChain(n, layer, 9), whole{reference.NewUnit(n, layer, 9), layer}
		for range 2 { // nothing is left over from the first time
			a, b := quick.forward(t, split(x, 1)), slow.forward(t, split(x, 1))
			g := make([]float64, 30)
			for i := range g {
				g[i] = float64(i) - 10
			}
			da, db := quick.backward(t, g), slow.backward(t, g)
			for i := range a {
				if !(math.Abs(a[i]-b[i]) <= 1e-13) || !(math.Abs(da[0][i]-db[0][i]) <= 1e-12) || !nonzero(a) {
					t.Fatalf("layer %d: map %g and %g, gradient %g and %g at %d", layer, a[i], b[i], da[0][i], db[0][i],
						i)
				}
			}
		}
	}
}
