package tree

import (
	"testing"
	"testing/quick"
)

func forest() *Tree {
	t := &Tree{Layers: []Layer{{Name: "conv1", Units: 12}, {Name: "conv2", Units: 3, Folded: true}, {Name: "dense", Units: 120, Folded: true}}}
	return t
}

// The cursor stands on what is shown, whatever is pressed.
func TestTreeMoves(t *testing.T) {
	f := func(moves []byte) bool {
		t := forest()
		for _, m := range moves {
			switch m % 9 {
			case 0:
				t.Move(1)
			case 1:
				t.Move(-1)
			case 2:
				t.MoveLayer(1)
			case 3:
				t.MoveLayer(-1)
			case 4:
				t.Fold()
			case 5:
				t.Unfold()
			case 6:
				t.Move(10)
			case 7:
				t.Filter(func(_, u int) bool { return u%3 == 2 })
			case 8:
				t.Filter(nil)
			}
			seen := false
			for _, p := range t.stops() {
				seen = seen || p == t.Cursor
			}
			if !seen {
				return false
			}
		}
		return true
	}
	if err := quick.Check(f, &quick.Config{MaxCount: 300}); err != nil {
		t.Error(err)
	}
}

func TestTreeReturns(t *testing.T) {
	f := forest()
	f.Move(7)
	f.Fold()
	if f.Cursor != (Place{0, -1}) {
		t.Fatal(f.Cursor)
	}
	f.Unfold()
	if f.Cursor != (Place{0, 7}) {
		t.Errorf("unfolded at %v, left at unit 7", f.Cursor)
	}
	f.MoveLayer(1)
	f.Unfold()
	f.MoveLayer(-1)
	f.Move(4)
	f.MoveLayer(1)
	if f.Cursor != (Place{1, 2}) {
		t.Errorf("%v: the nearest number in the next layer is 2", f.Cursor)
	}
	if n := f.Filter(func(layer, _ int) bool { return layer == 2 }); n != 120 || f.Cursor != (Place{2, 0}) {
		t.Errorf("found %d, cursor %v", n, f.Cursor)
	}
}
