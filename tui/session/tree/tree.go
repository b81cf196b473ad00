// Package tree is the list of layers and units: its visible rows and its cursor.
package tree

import (
	"fmt"
	"slices"
	"strings"

	"actmax/model"
)

// Place is a row of the tree: a unit, or a folded layer (unit -1).
type Place struct{ Layer, Unit int }

// Tree is the state of the tree of layers and units: its visible rows and the cursor. It does not depend on runs.
type Tree struct {
	Layers []Layer
	Cursor Place
	Match  func(layer, unit int) bool // nil: every unit is shown
	Order  [][]int                    // units of each layer in display order; nil: by number
}

// Layer is a layer of the tree.
type Layer struct {
	Name   string
	Units  int
	Folded bool
	Last   int // unit last under the cursor
}

// New returns the tree of a network with one layer unfolded.
func New(n *model.Network, unfolded int) Tree {
	t := Tree{}
	for i := range n.Layers {
		t.Layers = append(t.Layers, Layer{Name: n.Layers[i].Name, Units: n.Units(i), Folded: i != unfolded})
	}
	return t
}

// Shows reports whether the filter shows a unit.
func (t *Tree) Shows(layer, unit int) bool { return t.Match == nil || t.Match(layer, unit) }

// Rows returns every row from top to bottom; a layer's own row (unit -1) precedes its units. While a filter is on,
// layers without a match are left out.
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

// stops returns the rows on which the cursor can be: units and folded layers.
func (t *Tree) stops() []Place {
	var out []Place
	for _, p := range t.Rows() {
		if p.Unit >= 0 || t.Layers[p.Layer].Folded && t.Match == nil {
			out = append(out, p)
		}
	}
	return out
}

// Move moves the cursor n stops down (up if negative) and reports whether it moved.
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

// Set moves the cursor to a row and reports whether it moved.
func (t *Tree) Set(p Place) bool {
	moved := p != t.Cursor
	t.Cursor = p
	if p.Unit >= 0 {
		t.Layers[p.Layer].Last = p.Unit
	}
	return moved
}

// MoveLayer moves the cursor to the next (or previous) layer that is shown, unfolds it, and selects the unit with the
// same number or the nearest smaller one. It reports whether the cursor moved.
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

// Fold folds the layer under the cursor and moves the cursor to its row.
func (t *Tree) Fold() bool {
	l := &t.Layers[t.Cursor.Layer]
	if t.Match != nil || l.Folded {
		return false
	}
	l.Folded = true
	return t.Set(Place{t.Cursor.Layer, -1})
}

// Unfold unfolds the layer under the cursor and moves the cursor to the unit last seen in it.
func (t *Tree) Unfold() bool {
	l := &t.Layers[t.Cursor.Layer]
	if t.Match != nil || !l.Folded {
		return false
	}
	l.Folded = false
	return t.Set(Place{t.Cursor.Layer, min(l.Last, l.Units-1)})
}

// Filter shows only the units that match and returns their number; nil shows all. The cursor moves to the nearest
// unit that is shown.
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

// Name returns the name of a place, such as "conv3/17".
func (t *Tree) Name(p Place) string {
	if p.Unit < 0 {
		return t.Layers[p.Layer].Name
	}
	return strings.Join([]string{t.Layers[p.Layer].Name, fmt.Sprint(p.Unit)}, "/")
}
