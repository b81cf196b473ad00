package train

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestCounterQuantile compares with the quantile of the sorted values.
func TestCounterQuantile(t *testing.T) {
	for name, draw := range map[string]func(*rand.Rand) float32{
		"half normal":   func(r *rand.Rand) float32 { return float32(math.Abs(r.NormFloat64())) },
		"log normal":    func(r *rand.Rand) float32 { return float32(math.Exp(8 * r.NormFloat64())) },
		"both signs":    func(r *rand.Rand) float32 { return float32(r.NormFloat64() - 1) },
		"all negative":  func(r *rand.Rand) float32 { return float32(-math.Exp(r.NormFloat64())) },
		"subnormal":     func(r *rand.Rand) float32 { return math.Float32frombits(r.Uint32N(1 << 22)) },
		"largest":       func(r *rand.Rand) float32 { return math.MaxFloat32 },
		"whole numbers": func(r *rand.Rand) float32 { return float32(r.IntN(7)) },
	} {
		for _, n := range []int{1, 2, 19, 1000} {
			r := rand.New(rand.NewPCG(1, uint64(n)))
			var c counter
			values := make([]float64, n)
			for i := range values {
				v := draw(r)
				values[i] = float64(v)
				c.add(v)
			}
			slices.Sort(values)
			for _, q := range []float64{0, 0.05, 0.5, 0.95, 1} {
				at := int(q * float64(n-1))
				low, high := values[at], values[min(at+1, n-1)]
				got := c.quantile(q, int64(n))
				// The cell of the value at that rank is less than a thousandth wide, or as wide as the smallest
				// subnormal cells.
				if slack := max(math.Abs(low), math.Abs(high))/1000 + 1e-40; got < low-slack || got > high+slack {
					t.Errorf("%s, %d values: quantile %g is %g, expected %g to %g", name, n, q, got, low, high)
				}
			}
		}
	}
}

// TestCounterCells makes sure that every value lies in the cell that it is counted in, and that cells are narrow.
func TestCounterCells(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 2000 {
		v := math.Float32frombits(r.Uint32())
		if v-v != 0 {
			continue
		}
		var c counter
		c.add(v)
		visited := 0
		c.each(func(low, high float64, count uint64) {
			visited++
			if float64(v) < low || float64(v) > high || count != 1 {
				t.Errorf("%g is counted %d times in %g to %g", v, count, low, high)
			}
			if high-low > math.Abs(float64(v))/1000+1e-40 {
				t.Errorf("%g lies in a cell of %g", v, high-low)
			}
		})
		if visited != 1 {
			t.Errorf("%g is in %d cells", v, visited)
		}
	}
}

func TestCounterHistogram(t *testing.T) {
	var c counter
	for _, v := range []float32{-1, -0.2, 0, 0.9, 1.1, 2.99, 3} {
		c.add(v)
	}
	if got := c.histogram(-1, 3, 4); !slices.Equal(got, []float32{2, 2, 1, 2}) {
		t.Errorf("histogram %v", got)
	}
	var same counter
	same.add(2)
	same.add(2)
	if got := same.histogram(2, 2, 3); !slices.Equal(got, []float32{2, 0, 0}) {
		t.Errorf("histogram of equal values %v", got)
	}
}

// TestCounterCarries: cells are 16 bits wide, counts are not.
func TestCounterCarries(t *testing.T) {
	var c counter
	c.add(1)
	bits := math.Float32bits(1)
	cell := &c.pages[bits>>23][bits>>cellShift&(cells-1)]
	*cell = math.MaxUint16
	c.add(1)
	c.add(1)
	c.add(3)
	const ones = 1<<16 + 1
	if got := c.histogram(1, 3, 2); got[0] != ones || got[1] != 1 {
		t.Errorf("histogram %v, expected %d and 1", got, ones)
	}
	if got := c.quantile(1-0.6/ones, ones+1); got < 1 || got > 2.9 {
		t.Errorf("quantile just below the largest is %v", got)
	}
}
