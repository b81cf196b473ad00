package model

import "testing"

// DirectOnly has layers of five taps filtered directly until the test ends.
func DirectOnly(t testing.TB) {
	setToom(t, func(_, _, _ int) bool { return false })
}

// ToomOnly has them filtered by simd.Toom wherever that can be done, also where it does not pay.
func ToomOnly(t testing.TB) {
	setToom(t, func(_, _, cols int) bool { return cols >= 6 })
}

func setToom(t testing.TB, pays func(in, out, cols int) bool) {
	filters, gradients := toomPays, toomGradientPays
	toomPays, toomGradientPays = pays, pays
	t.Cleanup(func() { toomPays, toomGradientPays = filters, gradients })
}
