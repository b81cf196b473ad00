// Package half converts half-precision numbers.
package half

import "math"

// Widen converts an IEEE 754 half-precision number, given by its bits.
func Widen(bits uint16) float32 {
	sign, exponent, fraction := uint32(bits>>15)<<31, uint32(bits>>10)&0x1f, uint32(bits)&0x3ff
	switch exponent {
	case 0: // zero or subnormal: fraction * 2^-24
		return math.Float32frombits(sign | math.Float32bits(float32(fraction)/(1<<24)))
	case 0x1f: // infinity or NaN
		return math.Float32frombits(sign | 0x7f800000 | fraction<<13)
	}
	return math.Float32frombits(sign | (exponent+112)<<23 | fraction<<13)
}

// Narrow returns the bits of the half-precision number nearest to v, on ties the even one. Values that are too large
// become infinite; NaN stays NaN.
func Narrow(v float32) uint16 {
	bits := math.Float32bits(v)
	sign := uint16(bits >> 16 & 0x8000)
	magnitude := bits & 0x7fffffff
	switch {
	case magnitude > 0x7f800000: // NaN
		return sign | 0x7e00
	case magnitude >= 0x477ff000: // from 65520 on, half a step beyond the largest
		return sign | 0x7c00
	case magnitude < 0x38800000: // below 2^-14: round to multiples of 2^-24 by adding a number whose last bit is 2^-24
		return sign | uint16(math.Float32bits(math.Float32frombits(magnitude)+0.5)-math.Float32bits(0.5))
	}
	magnitude += 0xfff + magnitude>>13&1 // rounds away the last 13 bits
	return sign | uint16(magnitude>>13-112<<10)
}
