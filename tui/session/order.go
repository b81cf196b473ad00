package session

import (
	"cmp"
	"math"
	"slices"

	"actmax/tui/session/tree"
)

// Ordering is the order of the units within their layers.
type Ordering int

const (
	OrderNumber Ordering = iota
	OrderAttainment
	OrderSimilarity
	OrderActivity
	orders
)

var orderWords = [orders]string{"number", "attainment", "similarity", "activity"}

var orderHelp = [orders]string{
	"by number",
	"by attainment, largest first",
	"by similarity to real segments, most similar first",
	"by the activity in which each unit is most active",
}

// Word returns the word for the order in a saved session.
func (o Ordering) Word() string { return orderWords[o] }

// orderOf is the inverse of Word; OrderNumber for unknown words.
func orderOf(word string) Ordering {
	return Ordering(max(0, slices.Index(orderWords[:], word)))
}

// NextOrder switches to the next order.
func (m *Session) NextOrder() {
	m.setOrder((m.Open.Ordering + 1) % orders)
	switch {
	case m.Open.Ordering == OrderSimilarity && m.Data.Index.Data == nil:
		m.Say("units %s; no data open, so sorted by number", orderHelp[m.Open.Ordering])
	case m.Open.Ordering == OrderActivity && m.Open.Measured == nil:
		m.Say("units %s; not measured yet, so sorted by number", orderHelp[m.Open.Ordering])
	default:
		m.Say("units %s", orderHelp[m.Open.Ordering])
	}
}

func (m *Session) setOrder(o Ordering) {
	m.Open.Ordering = o
	m.reorder()
}

// reorder sorts the units of every layer by what is known now. Units whose value is unknown come last, by number.
func (m *Session) reorder() {
	m.Changed()
	if m.Open.Ordering == OrderNumber {
		m.Open.Tree.Order = nil
		return
	}
	m.Open.Tree.Order = make([][]int, len(m.Open.Tree.Layers))
	for l := range m.Open.Tree.Layers {
		m.Open.Tree.Order[l] = m.UnitsInOrder(l)
	}
}

// UnitsInOrder returns the units of a layer in the current order.
func (m *Session) UnitsInOrder(layer int) []int {
	units := make([]int, m.Open.Tree.Layers[layer].Units)
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

// orderKey returns the value by which a unit is ordered, smallest first; NaN if it is unknown.
func (m *Session) orderKey(layer, unit int) float64 {
	switch m.Open.Ordering {
	case OrderAttainment:
		return -m.Subject(layer, unit).Attainment
	case OrderSimilarity:
		return m.Similarity(tree.Place{Layer: layer, Unit: unit})
	case OrderActivity:
		if a := m.Activity(tree.Place{Layer: layer, Unit: unit}); a >= 0 {
			return float64(a)
		}
		return NaN
	}
	return float64(unit)
}

// Activity returns the activity in whose training segments a unit is most active, the first of equals; -1 if unknown.
func (m *Session) Activity(p tree.Place) int {
	means := m.classMeans(p)
	best := -1
	for i, v := range means {
		if (v > 0 || m.Open.Percentile(p.Layer)) && (best < 0 || v > means[best]) {
			best = i
		}
	}
	return best
}
