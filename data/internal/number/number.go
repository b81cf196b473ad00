// Package number reads decimal numbers and rows of them from text, fast and correctly rounded.
package number

import (
	"math"
	"strconv"
)

// pow10 holds the powers of ten that float64 represents exactly.
var pow10 = [...]float64{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
	1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// Parse reads one decimal number: optional sign, digits with an optional point, optional exponent; nothing else around
// it. The result is the float64 nearest to the written value, ties to even, as strconv.ParseFloat gives. ok is false
// for anything else: text, an empty field, hexadecimal, NaN, Inf, and numbers too large for float64.
//
// A number of at most 2^53 in all its digits and a power of ten of at most 22 needs a single rounded multiplication or
// division (Clinger 1990), which covers the files read here; the others go to strconv.
func Parse(s []byte) (value float64, ok bool) {
	var (
		i, digits int
		mantissa  uint64
		exponent  int
		negative  bool
		long      bool // more digits than the mantissa holds
	)
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		negative = s[i] == '-'
		i++
	}
	start := i
	for ; i < len(s) && s[i]-'0' <= 9; i++ {
		mantissa = mantissa*10 + uint64(s[i]-'0')
	}
	digits = i - start
	if i < len(s) && s[i] == '.' {
		i++
		point := i
		for ; i < len(s) && s[i]-'0' <= 9; i++ {
			mantissa = mantissa*10 + uint64(s[i]-'0')
		}
		digits += i - point
		exponent = point - i
	}
	if digits == 0 {
		return 0, false
	}
	long = digits > 18
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		i++
		sign := 1
		if i < len(s) && (s[i] == '-' || s[i] == '+') {
			if s[i] == '-' {
				sign = -1
			}
			i++
		}
		from, e := i, 0
		for ; i < len(s) && s[i]-'0' <= 9; i++ {
			if e < 10000 {
				e = e*10 + int(s[i]-'0')
			}
		}
		if i == from {
			return 0, false
		}
		exponent += sign * e
	}
	if i != len(s) {
		return 0, false
	}
	if long || mantissa > 1<<53 || exponent > 22 || exponent < -22 {
		v, err := strconv.ParseFloat(string(s), 64)
		return v, err == nil && !math.IsInf(v, 0)
	}
	value = float64(mantissa)
	if exponent < 0 {
		value /= pow10[-exponent]
	} else {
		value *= pow10[exponent]
	}
	if negative {
		value = -value
	}
	return value, true
}
