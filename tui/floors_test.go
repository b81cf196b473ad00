package tui

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"
)

// Floors belong to their network: who goes over to another and comes back finds those that were known, and they are not worked
// out again. What is half done when it is left is taken up again.
func TestFloorsStayWithTheirNetwork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := shelved(t, &shelf{})
		o.Beside = []Beside{{turned(t), "turned"}}
		x := open(t, o, 120, 40, colorprofile.TrueColor)
		x.wait(3 * time.Second)
		x.keys("5")
		x.wait(5 * time.Second)
		here := x.m.o.Network
		if !x.m.floorsKnown(0) || x.m.floors.basis.network != here {
			t.Fatalf("no floors: %+v", x.m.floors)
		}
		places := &x.m.floors.places[0]
		x.keys("b")
		if x.m.o.Network == here || x.m.floors.basis.network == here {
			t.Fatal("the floors of the network before are shown")
		}
		if f := x.m.other().floors; f.basis.network != here || len(f.known) == 0 {
			t.Fatalf("the floors of the network that waits are lost: %+v", f)
		}
		x.keys("b")
		if !x.m.floorsKnown(0) || &x.m.floors.places[0] != places {
			t.Error("they are worked out again")
		}
		x.keys("b")
		x.wait(5 * time.Second)
		if !x.m.floorsKnown(0) {
			t.Error("those of the other network are not worked out")
		}
		clear(x.m.floors.known)
		x.m.floors.busy = true // left while they were under way
		x.keys("b", "b")
		x.wait(5 * time.Second)
		if !x.m.floorsKnown(0) {
			t.Error("what was half done is not taken up again")
		}
	})
}
