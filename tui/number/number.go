// Package number formats numbers for the explorer in few columns.
package number

import (
	"fmt"
	"math"
	"strings"

	"actmax/optimize/results"
)

// Short formats a number in few columns.
func Short(v float64) string {
	switch a := math.Abs(v); {
	case !Known(v):
		return "-"
	case a == 0:
		return "0"
	case a < 0.001 || a >= 10000:
		return fmt.Sprintf("%.1e", v)
	case a < 10:
		return fmt.Sprintf("%.3f", v)
	default:
		return fmt.Sprintf("%.1f", v)
	}
}

// Signed formats a share of the objective in at most 9 columns, always with its sign.
func Signed(v float64) string {
	if !Known(v) {
		return "-"
	}
	switch a := math.Abs(v); {
	case a == 0:
		return "0"
	case a < 1000:
		return fmt.Sprintf("%+.3f", v)
	default:
		return fmt.Sprintf("%+.3g", v)
	}
}

// MSE formats a mean squared error in at most eight columns.
func MSE(v float64) string {
	if v < 0.0001 || v >= 1000 {
		return fmt.Sprintf("%.1e", v)
	}
	return fmt.Sprintf("%.4f", v)
}

// Attainment formats an attainment, the ratio of activation and threshold, or as a percentage if it is a percentile,
// as for units without ReLU. It returns "" if it is not finite.
func Attainment(a float64, percentile bool) string {
	switch {
	case math.IsNaN(a) || math.IsInf(a, 0):
		return ""
	case percentile:
		return fmt.Sprintf("%.0f%%", 100*a)
	case a >= 99.5:
		return fmt.Sprintf("%.0f", min(a, 9999))
	case a >= 9.995:
		return fmt.Sprintf("%.1f", a)
	default:
		return fmt.Sprintf("%.2f", a)
	}
}

// Times formats a ratio in at most six columns, "" if it is not finite or too large.
func Times(r float64) string {
	switch a := math.Abs(r); {
	case !Known(r) || a >= 1000:
		return ""
	case a < 9.995:
		return fmt.Sprintf("%.2fx", r)
	default:
		return fmt.Sprintf("%.0fx", r)
	}
}

// Percent formats a share as a percentage.
func Percent(share float64) string {
	switch {
	case !Known(share):
		return "-"
	case share > 0.9995 && share < 1:
		return ">99.9%"
	case share > 0.99 && share < 1:
		return fmt.Sprintf("%.1f%%", 100*share)
	}
	return fmt.Sprintf("%.0f%%", 100*share)
}

// OrNone returns s, or "none" if it is empty.
func OrNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// MeanSquare formats a mean squared error in G², "-" if unknown.
func MeanSquare(v results.Number) string {
	if !Known(float64(v)) {
		return "-"
	}
	switch f := float64(v); {
	case f >= 1 && f < 1000:
		return fmt.Sprintf("%.*f", 3-int(math.Log10(f)), f)
	case f < 0.0001 && f > 0:
		return fmt.Sprintf("%.0e", f)
	default:
		return MSE(f)
	}
}

// Share formats a share as a whole percentage, "-" if unknown.
func Share(v results.Number) string {
	if !Known(float64(v)) {
		return "-"
	}
	return fmt.Sprintf("%.0f%%", 100*float64(v))
}

// Fraction formats a share with three decimals, "-" if unknown.
func Fraction(v results.Number) string {
	if !Known(float64(v)) {
		return "-"
	}
	return fmt.Sprintf("%.3f", float64(v))
}

// OrDash returns s, or "-" if it is empty.
func OrDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// Correlation formats a correlation, "-" if unknown.
func Correlation(r float64) string {
	if !Known(r) {
		return "-"
	}
	return fmt.Sprintf("%.2f", r)
}

// Below formats a correlation below a limit, rounded down so that it does not seem to reach the limit.
func Below(r float64) string { return fmt.Sprintf("%.3f", math.Floor(1000*r)/1000) }

// Eta formats a learning rate.
func Eta(v float64) string {
	if v >= 0.01 || v == 0 {
		return fmt.Sprintf("%.3g", v)
	}
	return strings.Replace(fmt.Sprintf("%.1e", v), "e-0", "e-", 1)
}

// Thousands formats a count with a comma between thousands.
func Thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Difference formats a difference of two numbers with its sign, "=" if it is tiny.
func Difference(d float64) string {
	if math.Abs(d) < 0.0005 {
		return "="
	}
	if d > 0 {
		return "+" + Short(d)
	}
	return Short(d)
}

// Known reports whether v is finite.
func Known(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// Finite reports whether all values are finite.
func Finite(values []float32) bool {
	for _, v := range values {
		if !Known(float64(v)) {
			return false
		}
	}
	return true
}
