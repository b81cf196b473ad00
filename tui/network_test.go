package tui

import (
	"slices"
	"testing"

	"actmax/model"
)

// turned is small with the units of conv1 in reverse order, and other units in the layers behind.
func turned(t testing.TB) *model.Network {
	t.Helper()
	n, from := small(t), small(t)
	if err := n.Initialize(9); err != nil {
		t.Fatal(err)
	}
	n.Name = "turned"
	w, b := n.Layers[0].Weight, n.Layers[0].Bias
	k := len(w) / len(b)
	for u := range b {
		v := len(b) - 1 - u
		copy(w[u*k:(u+1)*k], from.Layers[0].Weight[v*k:])
		b[u] = from.Layers[0].Bias[v]
	}
	s := n.Layers[0].Statistics
	slices.Reverse(s.Count) // the silent unit
	if err := n.Derive(); err != nil {
		t.Fatal(err)
	}
	return n
}

// unlike is a network that cannot be compared with small: of longer segments, or of layers that go by other names.
func unlike(t testing.TB, how string) *model.Network {
	t.Helper()
	n := small(t)
	n.Name = how
	for i := range n.Layers {
		if how == "alien" {
			n.Layers[i].Name = "block" + n.Layers[i].Name
		}
	}
	if how == "long" {
		n.Input.Length = 60
		if err := n.Initialize(3); err != nil {
			t.Fatal(err)
		}
	}
	if err := n.Derive(); err != nil {
		t.Fatal(err)
	}
	return n
}
