package thorough

import "testing"

// Together the states draw every size where everything is tried; each draws the break points at any rate.
func TestSizes(t *testing.T) {
	const states = 9
	for _, long := range []string{"", "1"} {
		t.Setenv("ACTMAX_LONG", long)
		drawn := map[[2]int]bool{}
		for state := range states {
			here := map[[2]int]bool{}
			for w, h := range Sizes(state, states) {
				if w < 1 || h < 1 || w > MostWidth || h > MostHeight {
					t.Fatalf("%dx%d", w, h)
				}
				here[[2]int{w, h}], drawn[[2]int{w, h}] = true, true
			}
			for _, size := range [][2]int{{1, 1}, {59, 18}, {60, 17}, {60, 18}, {120, 36}, {160, 50}, {MostWidth, MostHeight}} {
				if !here[size] && !Race {
					t.Errorf("state %d is not drawn at %v", state, size)
				}
			}
		}
		for _, size := range [][2]int{{59, 18}, {60, 17}, {160, 50}, {MostWidth, MostHeight}} {
			if !drawn[size] {
				t.Errorf("no state is drawn at %v", size)
			}
		}
		if all := len(drawn) == MostWidth*MostHeight; all != (long != "") {
			t.Errorf("ACTMAX_LONG=%q: %d sizes of %d", long, len(drawn), MostWidth*MostHeight)
		} else if len(drawn) < 64 {
			t.Errorf("%d sizes", len(drawn))
		}
	}
}
