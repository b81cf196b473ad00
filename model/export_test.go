package model

import "testing"

// DirectOnly filters layers of five taps directly until the test ends.
func DirectOnly(t testing.TB) {
	setToom(t, func(_, _, _ int) bool { return false })
}

// ToomOnly filters them with simd.Toom wherever possible, also if that is slower.
func ToomOnly(t testing.TB) {
	setToom(t, func(_, _, cols int) bool { return cols >= 6 })
}

func setToom(t testing.TB, pays func(in, out, cols int) bool) {
	filters, gradients := toomPays, toomGradientPays
	toomPays, toomGradientPays = pays, pays
	t.Cleanup(func() { toomPays, toomGradientPays = filters, gradients })
}
