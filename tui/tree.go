package tui

import (
	"fmt"
	"slices"
	"strings"

	"actmax/model"
)

// place is a row of the tree: a unit, or a folded layer (unit -1).
type place struct{ layer, unit int }

// summary is what the tree shows of one unit.
type summary struct {
	signal     []float32 // the newest, one axis after the other; nil where none was computed
	attainment string    // "1.01", "97 %"; "" where there is none to show
	word       string    // dead, silent, failed, diverged: instead of the attainment
	running    bool
	stale      bool // made under other settings
	restarted  bool
	pinned     bool
}

// tree is the pane of layers and units. It knows which rows are to be seen and where the cursor stands, nothing of runs.
type tree struct {
	layers []treeLayer
	cursor place
	top    int                        // first row on the screen
	match  func(layer, unit int) bool // nil: every unit is shown
	order  [][]int                    // units of each layer as they are listed; nil: by number
}

type treeLayer struct {
	name   string
	units  int
	folded bool
	last   int // unit that the cursor was on
}

// newTree returns the rows of a network, one layer unfolded.
func newTree(n *model.Network, unfolded int) tree {
	t := tree{}
	for i := range n.Layers {
		t.layers = append(t.layers, treeLayer{name: n.Layers[i].Name, units: n.Units(i), folded: i != unfolded})
	}
	return t
}

func (t *tree) shows(layer, unit int) bool { return t.match == nil || t.match(layer, unit) }

// rows returns every row from top to bottom; a layer's own row (unit -1) precedes its units. Layers without a match are
// left out while a filter is on.
func (t *tree) rows() []place {
	var out []place
	for i, l := range t.layers {
		header := len(out)
		out = append(out, place{i, -1})
		if l.folded && t.match == nil {
			continue
		}
		for u := range l.units {
			if t.order != nil {
				u = t.order[i][u]
			}
			if t.shows(i, u) {
				out = append(out, place{i, u})
			}
		}
		if t.match != nil && len(out) == header+1 {
			out = out[:header]
		}
	}
	return out
}

// stops returns the rows on which the cursor may stand: units, and layers that are folded.
func (t *tree) stops() []place {
	var out []place
	for _, p := range t.rows() {
		if p.unit >= 0 || t.layers[p.layer].folded && t.match == nil {
			out = append(out, p)
		}
	}
	return out
}

// move goes n stops down (up where negative) and reports whether the cursor moved.
func (t *tree) move(n int) bool {
	stops := t.stops()
	return t.jump(stops, t.find(stops)+n)
}

// find returns the index of the cursor among stops, or of the first stop after it.
func (t *tree) find(stops []place) int {
	if i := slices.Index(stops, t.cursor); i >= 0 {
		return i
	}
	for i, p := range stops {
		if p.layer > t.cursor.layer || p.layer == t.cursor.layer && p.unit > t.cursor.unit {
			return i
		}
	}
	return len(stops) - 1
}

func (t *tree) jump(stops []place, i int) bool {
	if len(stops) == 0 {
		return false
	}
	return t.set(stops[min(max(i, 0), len(stops)-1)])
}

func (t *tree) set(p place) bool {
	moved := p != t.cursor
	t.cursor = p
	if p.unit >= 0 {
		t.layers[p.layer].last = p.unit
	}
	return moved
}

// moveLayer goes to the next (or previous) layer that is shown, unfolds it, and goes to the unit of the same number where
// there is one.
func (t *tree) moveLayer(n int) bool {
	stops := t.stops()
	target := -1
	for i := t.cursor.layer + n; i >= 0 && i < len(t.layers); i += n {
		for _, p := range stops {
			if p.layer == i {
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
	t.layers[target].folded = false
	best := place{target, -1}
	for _, p := range t.stops() {
		if p.layer == target && (best.unit < 0 || p.unit <= t.cursor.unit && p.unit > best.unit) {
			best = p
		}
	}
	return t.set(best)
}

// fold closes the layer under the cursor and puts the cursor on its row.
func (t *tree) fold() bool {
	l := &t.layers[t.cursor.layer]
	if t.match != nil || l.folded {
		return false
	}
	l.folded = true
	return t.set(place{t.cursor.layer, -1})
}

// unfold opens the layer under the cursor and returns to the unit last seen in it.
func (t *tree) unfold() bool {
	l := &t.layers[t.cursor.layer]
	if t.match != nil || !l.folded {
		return false
	}
	l.folded = false
	return t.set(place{t.cursor.layer, min(l.last, l.units-1)})
}

// filter shows only the units that match; nil shows all. The cursor goes to the nearest unit that is shown.
func (t *tree) filter(match func(layer, unit int) bool) (found int) {
	t.match = match
	stops := t.stops()
	if len(stops) > 0 {
		t.jump(stops, t.find(stops))
	}
	for _, p := range stops {
		if p.unit >= 0 {
			found++
		}
	}
	return found
}

// at returns the place drawn in a row of the pane, for the mouse.
func (t *tree) at(row int) (place, bool) {
	rows := t.rows()
	if i := t.top + row; i >= 0 && i < len(rows) {
		return rows[i], true
	}
	return place{}, false
}

// name returns "conv3/17" for a place.
func (t *tree) name(p place) string {
	if p.unit < 0 {
		return t.layers[p.layer].name
	}
	return strings.Join([]string{t.layers[p.layer].name, fmt.Sprint(p.unit)}, "/")
}
