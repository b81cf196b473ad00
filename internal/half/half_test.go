package half

import (
	"math"
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
