package tui

import (
	"cmp"
	"math"
	"slices"
)

// ordering is the order of the units within their layers.
type ordering int

const (
	orderNumber ordering = iota
	orderAttainment
	orderSimilarity
	orderActivity
	orders
)

var orderWords = [orders]string{"number", "attainment", "similarity", "activity"}

var orderHelp = [orders]string{"by number", "by attainment, the largest first", "by similarity, the most similar to real segments first",
	"by the activity in which a unit is most active"}

func (o ordering) word() string { return orderWords[o] }

// orderOf is the inverse of word; number for what is not known.
func orderOf(word string) ordering {
	return ordering(max(0, slices.Index(orderWords[:], word)))
}

// nextOrder goes to the next order.
func (m *session) nextOrder() {
	m.setOrder((m.ordering + 1) % orders)
	switch {
	case m.ordering == orderSimilarity && m.index.data == nil:
		m.say("units %s; without data there is none, so all stay by number", orderHelp[m.ordering])
	case m.ordering == orderActivity && m.measured == nil:
		m.say("units %s; that is not measured yet, so all stay by number", orderHelp[m.ordering])
	default:
		m.say("units %s", orderHelp[m.ordering])
	}
}

func (m *session) setOrder(o ordering) {
	m.ordering = o
	m.reorder()
}

// reorder sorts the units of every layer by what is known of them now. Units of which it is not known come last, by number.
func (m *session) reorder() {
	m.changed()
	if m.ordering == orderNumber {
		m.tree.order = nil
		return
	}
	m.tree.order = make([][]int, len(m.tree.layers))
	for l := range m.tree.layers {
		m.tree.order[l] = m.unitsInOrder(l)
	}
}

// unitsInOrder lists the units of a layer in the present order.
func (m *session) unitsInOrder(layer int) []int {
	units := make([]int, m.tree.layers[layer].units)
	keys := make([]float64, len(units))
	for u := range units {
		units[u], keys[u] = u, m.orderKey(layer, u)
	}
	slices.SortStableFunc(units, func(a, b int) int {
		x, y := keys[a], keys[b]
		switch {
		case math.IsNaN(x) && math.IsNaN(y):
			return 0
		case math.IsNaN(x):
			return 1
		case math.IsNaN(y):
			return -1
		}
		return cmp.Compare(x, y)
	})
	return units
}

// orderKey is what a unit is ordered by, the smallest first; not a number where that is not known.
func (m *session) orderKey(layer, unit int) float64 {
	switch m.ordering {
	case orderAttainment:
		return -m.subject(layer, unit).Attainment
	case orderSimilarity:
		return m.similarity(place{layer, unit})
	case orderActivity:
		if a := m.activity(place{layer, unit}); a >= 0 {
			return float64(a)
		}
		return nan
	}
	return float64(unit)
}

// activity is the activity in whose training segments a unit is most active, the first on ties; -1 where it is not known.
func (m *session) activity(p place) int {
	means := m.classMeans(p)
	best := -1
	for i, v := range means {
		if (v > 0 || m.percentile(p.layer)) && (best < 0 || v > means[best]) {
			best = i
		}
	}
	return best
}
