package model

import "testing"

// DirectOnly has layers of five taps filtered directly until the test ends.
func DirectOnly(t testing.TB) {
	old := toomPays
	toomPays = func(int, int, int) bool { return false }
	t.Cleanup(func() { toomPays = old })
}

// ToomOnly has them filtered by simd.Toom wherever that can be done, also where it does not pay.
func ToomOnly(t testing.TB) {
	old := toomPays
	toomPays = func(_, _, cols int) bool { return cols >= 6 }
	t.Cleanup(func() { toomPays = old })
}
