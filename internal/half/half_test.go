package half

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestWiden compares every half-precision number with the definition.
func TestWiden(t *testing.T) {
	for i := range 1 << 16 {
		bits := uint16(i)
		sign, exponent, fraction := 1-2*float64(bits>>15), int(bits>>10)&31, float64(bits&1023)
		var want float64
		switch exponent {
		case 0:
			want = sign * math.Ldexp(fraction, -24)
		case 31:
			want = math.Inf(int(sign))
			if fraction != 0 {
				want = math.NaN()
			}
		default:
			want = sign * math.Ldexp(1024+fraction, exponent-25)
		}
		got := Widen(bits)
		if math.IsNaN(want) && got != got {
			continue
		}
		if float64(got) != want || math.Signbit(float64(got)) != math.Signbit(want) {
			t.Fatalf("%#04x is %v, expected %v", bits, got, want)
		}
	}
}

// TestNarrow compares with the definition: the nearest number, found among all of them.
func TestNarrow(t *testing.T) {
	for i := range 1 << 16 {
		if bits, v := uint16(i), Widen(uint16(i)); v == v && Narrow(v) != bits {
			t.Fatalf("%v is %#04x, expected %#04x", v, Narrow(v), bits)
		}
	}
	nearest := func(v float64) uint16 { // of a positive number: the bits of positive numbers ascend with them
		low, high := uint16(0), uint16(0x7c00)
		for high-low > 1 {
			if middle := (low + high) / 2; float64(Widen(middle)) <= v {
				low = middle
			} else {
				high = middle
			}
		}
		below, above := float64(Widen(low)), float64(Widen(high))
		if high == 0x7c00 {
			above = 65536 // the step goes on
		}
		switch {
		case v-below < above-v, v-below == above-v && low%2 == 0:
			return low
		}
		return high
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		v := float32(math.Ldexp(1+r.Float64(), r.IntN(44)-27))
		if i := r.IntN(0x7bff); i%3 == 0 { // exactly between two
			v = (Widen(uint16(i)) + Widen(uint16(i+1))) / 2
		}
		want := nearest(float64(v))
		if got := Narrow(v); got != want {
			t.Fatalf("%v is %#04x, expected %#04x", v, got, want)
		}
		if got := Narrow(-v); got != want|0x8000 {
			t.Fatalf("%v is %#04x, expected %#04x", -v, got, want|0x8000)
		}
	}
	if !math.IsNaN(float64(Widen(Narrow(float32(math.NaN()))))) || Narrow(float32(math.Inf(-1))) != 0xfc00 {
		t.Error("NaN or infinity is lost")
	}
}
