package tui

import (
	"testing"

	"actmax/tui/screen/unitmap"
)

func TestSymbols(t *testing.T) {
	got := unitmap.Symbols([]string{"sitting", "standing", "walking", "stairs", "Walking", "", "走る"})
	for i, want := range []string{"S", "T", "W", "A", "L", "B"} {
		if got[i] != want {
			t.Errorf("activity %d: %q, expected %q", i, got[i], want)
		}
	}
	if len(got[6]) != 1 {
		t.Errorf("a symbol is one column wide: %q", got[6])
	}
	many := unitmap.Symbols(make([]string, 45))
	seen := map[string]bool{}
	for i, s := range many {
		if seen[s] || len(s) != 1 || s == unitmap.UnknownSymbol || s >= "0" && s <= "9" || s >= "a" && s <= "z" {
			t.Errorf("symbol %d is %q", i, s)
		}
		seen[s] = true
	}
	if s := unitmap.Symbols(make([]string, 200)); s[199] == "" {
		t.Error("no symbol where all are taken")
	}
}
