package number

import (
	"fmt"
	"math"
	"strings"

	"actmax/optimize/results"
)

// Short writes a number in few columns.
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

// Signed writes a share of the objective in at most 9 columns, always with its sign.
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

// MSE writes a mean squared error in at most eight columns.
func MSE(v float64) string {
	if v < 0.0001 || v >= 1000 {
		return fmt.Sprintf("%.1e", v)
	}
	return fmt.Sprintf("%.4f", v)
}

// Attainment writes the share of its threshold that a unit attains; for units without ReLU, whose attainment is a
// percentile of their values in training, as one.
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

// Times writes a ratio in at most six columns.
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

// Percent writes a share.
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

func OrNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// MeanSquare writes a mean squared error in G², "-" where there is none.
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

func Share(v results.Number) string {
	if !Known(float64(v)) {
		return "-"
	}
	return fmt.Sprintf("%.0f%%", 100*float64(v))
}

func Fraction(v results.Number) string {
	if !Known(float64(v)) {
		return "-"
	}
	return fmt.Sprintf("%.3f", float64(v))
}

func OrDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// Correlation writes a correlation.
func Correlation(r float64) string {
	if !Known(r) {
		return "-"
	}
	return fmt.Sprintf("%.2f", r)
}

// Below writes a correlation that is too small, so that rounding does not make it look large enough.
func Below(r float64) string { return fmt.Sprintf("%.3f", math.Floor(1000*r)/1000) }

// Eta writes a learning rate.
func Eta(v float64) string {
	if v >= 0.01 || v == 0 {
		return fmt.Sprintf("%.3g", v)
	}
	return strings.Replace(fmt.Sprintf("%.1e", v), "e-0", "e-", 1)
}

// Thousands writes a count with a comma between thousands.
func Thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Difference writes how far a number lies from another, always with its sign.
func Difference(d float64) string {
	if math.Abs(d) < 0.0005 {
		return "="
	}
	if d > 0 {
		return "+" + Short(d)
	}
	return Short(d)
}

// Known reports whether v is a number: neither NaN nor infinite.
func Known(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// Finite reports whether every value is a number.
func Finite(values []float32) bool {
	for _, v := range values {
		if !Known(float64(v)) {
			return false
		}
	}
	return true
}
