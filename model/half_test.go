package model

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"actmax/internal/half"
)

func TestHalved(t *testing.T) {
	n := small(t)
	h, err := Halved(n)
	if err != nil {
		t.Fatal(err)
	}
	if h.Hash == n.Hash || h.Layers[0].Statistics != nil || n.Layers[0].Statistics == nil || h.Training == n.Training {
		t.Errorf("hash %s, statistics %v, training shared: %v", h.Hash, h.Layers[0].Statistics, h.Training == n.Training)
	}
	for i, l := range h.Layers {
		for k, w := range l.Weight {
			if was := n.Layers[i].Weight[k]; w != half.Widen(half.Narrow(was)) ||
				math.Abs(float64(w-was)) > math.Abs(float64(was))/2048 {
				t.Fatalf("%s weight %d is %g, was %g", l.Name, k, w, was)
			}
		}
	}
	h.Layers[0].Statistics = n.Layers[0].Statistics
	sizes := map[*Network]int{}
	for _, which := range []*Network{n, h} {
		var b bytes.Buffer
		if err := which.Write(&b); err != nil {
			t.Fatal(err)
		}
		sizes[which] = b.Len()
		got, err := Read(&b, "x")
		if err != nil || got.Hash != which.Hash || got.Half != which.Half ||
			!slices.Equal(got.Layers[1].Weight, which.Layers[1].Weight) {
			t.Errorf("half %v: read back as %v, the same hash %v, %v", which.Half, got.Half, got.Hash == which.Hash, err)
		}
	}
	if sizes[h] >= sizes[n] {
		t.Errorf("%d bytes in half precision, %d in full", sizes[h], sizes[n])
	}
	n.Layers[1].Weight[0] = 1e6
	if _, err := Halved(n); err == nil || !strings.Contains(err.Error(), "dense1") {
		t.Errorf("a weight beyond half precision: %v", err)
	}
}
