package tree

import (
	"fmt"
	"slices"
	"strings"

	"actmax/model"
)

// Place is a row of the tree: a unit, or a folded layer (unit -1).
type Place struct{ Layer, Unit int }

// Tree is the pane of layers and units. It knows which rows are to be seen and where the cursor stands, nothing of runs.
type Tree struct {
	Layers []Layer
	Cursor Place
	Match  func(layer, unit int) bool // nil: every unit is shown
	Order  [][]int                    // units of each layer as they are listed; nil: by number
}

type Layer struct {
	Name   string
	Units  int
	Folded bool
	Last   int // unit that the cursor was on
}

// New returns the rows of a network, one layer unfolded.
func New(n *model.Network, unfolded int) Tree {
	t := Tree{}
	for i := range n.Layers {
		t.Layers = append(t.Layers, Layer{Name: n.Layers[i].Name, Units: n.Units(i), Folded: i != unfolded})
	}
	return t
}

func (t *Tree) Shows(layer, unit int) bool { return t.Match == nil || t.Match(layer, unit) }

// Rows returns every row from top to bottom; a layer's own row (unit -1) precedes its units. Layers without a match are
// left out while a filter is on.
func (t *Tree) Rows() []Place {
	var out []Place
	for i, l := range t.Layers {
		header := len(out)
		out = append(out, Place{i, -1})
		if l.Folded && t.Match == nil {
			continue
		}
		for u := range l.Units {
			if t.Order != nil {
				u = t.Order[i][u]
			}
			if t.Shows(i, u) {
				out = append(out, Place{i, u})
			}
		}
		if t.Match != nil && len(out) == header+1 {
			out = out[:header]
		}
	}
	return out
}

// stops returns the rows on which the cursor may stand: units, and layers that are folded.
func (t *Tree) stops() []Place {
	var out []Place
	for _, p := range t.Rows() {
		if p.Unit >= 0 || t.Layers[p.Layer].Folded && t.Match == nil {
			out = append(out, p)
		}
	}
	return out
}

// Move goes n stops down (up where negative) and reports whether the cursor moved.
func (t *Tree) Move(n int) bool {
	stops := t.stops()
	return t.jump(stops, t.find(stops)+n)
}

// find returns the index of the cursor among stops, or of the first stop after it.
func (t *Tree) find(stops []Place) int {
	if i := slices.Index(stops, t.Cursor); i >= 0 {
		return i
	}
	for i, p := range stops {
		if p.Layer > t.Cursor.Layer || p.Layer == t.Cursor.Layer && p.Unit > t.Cursor.Unit {
			return i
		}
	}
	return len(stops) - 1
}

func (t *Tree) jump(stops []Place, i int) bool {
	if len(stops) == 0 {
		return false
	}
	return t.Set(stops[min(max(i, 0), len(stops)-1)])
}

func (t *Tree) Set(p Place) bool {
	moved := p != t.Cursor
	t.Cursor = p
	if p.Unit >= 0 {
		t.Layers[p.Layer].Last = p.Unit
	}
	return moved
}

// MoveLayer goes to the next (or previous) layer that is shown, unfolds it, and goes to the unit of the same number where
// there is one.
func (t *Tree) MoveLayer(n int) bool {
	stops := t.stops()
	target := -1
	for i := t.Cursor.Layer + n; i >= 0 && i < len(t.Layers); i += n {
		for _, p := range stops {
			if p.Layer == i {
				target = i
			}
		}
		if target >= 0 {
			break
		}
	}
	if target < 0 {
		return false
	}
	t.Layers[target].Folded = false
	best := Place{target, -1}
	for _, p := range t.stops() {
		if p.Layer == target && (best.Unit < 0 || p.Unit <= t.Cursor.Unit && p.Unit > best.Unit) {
			best = p
		}
	}
	return t.Set(best)
}

// Fold closes the layer under the cursor and puts the cursor on its row.
func (t *Tree) Fold() bool {
	l := &t.Layers[t.Cursor.Layer]
	if t.Match != nil || l.Folded {
		return false
	}
	l.Folded = true
	return t.Set(Place{t.Cursor.Layer, -1})
}

// Unfold opens the layer under the cursor and returns to the unit last seen in it.
func (t *Tree) Unfold() bool {
	l := &t.Layers[t.Cursor.Layer]
	if t.Match != nil || !l.Folded {
		return false
	}
	l.Folded = false
	return t.Set(Place{t.Cursor.Layer, min(l.Last, l.Units-1)})
}

// Filter shows only the units that match; nil shows all. The cursor goes to the nearest unit that is shown.
func (t *Tree) Filter(match func(layer, unit int) bool) (found int) {
	t.Match = match
	stops := t.stops()
	if len(stops) > 0 {
		t.jump(stops, t.find(stops))
	}
	for _, p := range stops {
		if p.Unit >= 0 {
			found++
		}
	}
	return found
}

// Name returns "conv3/17" for a place.
func (t *Tree) Name(p Place) string {
	if p.Unit < 0 {
		return t.Layers[p.Layer].Name
	}
	return strings.Join([]string{t.Layers[p.Layer].Name, fmt.Sprint(p.Unit)}, "/")
}
