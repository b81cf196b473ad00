package report

import (
	"fmt"
	"math"
	"slices"

	"actmax/internal/words"
	"actmax/model/train/redundancy"
)

// Sizes of a matrix of correlations, pixels.
const (
	matrixSide    = 560.0 // of the square, at most
	matrixCell    = 12.0  // side of a pair, at most
	matrixLabels  = 26.0  // margin on the left and above
	matrixNumbers = 90    // largest number of units with numbers
)

// Redundancy draws the correlations of the units of a layer: a square per pair, darker for more similar units. The
// units of a cluster of duplicates are side by side in a frame, the largest cluster first; the other units follow by
// number. ablation is the network without the duplicates of this layer, whole the network with them; nil: not
// evaluated.
func Redundancy(name, title, provenance string, l *redundancy.Layer, threshold float64, ablation *redundancy.Ablation,
	whole *redundancy.Effect) (Drawing, error) {
	if l.Units == 0 {
		return Drawing{}, fmt.Errorf("report: layer %s has no units to compare", l.Name)
	}
	m := newMatrix(l, threshold)
	first, second := l.Rank.Covariance, l.Rank.Correlation
	caption := fmt.Sprintf("%s: largest correlation of the activations of every two of %s, over lags of at most %d "+
		"samples; white at 0 and below, black at 1. Framed: clusters in which every two units correlate at %g or "+
		"more, so that one can replace %s. Effective rank of the activations %s (entropy), %s (participation), %d "+
		"directions for 99 %%; of their correlations %s, %s and %d.",
		l.Name, words.Count(l.Units, "unit"), l.Lag, threshold, words.Count(m.duplicates(), "other"),
		Figure(first.Entropy, 1), Figure(first.Participation, 1), first.Directions99,
		Figure(second.Entropy, 1), Figure(second.Participation, 1), second.Directions99)
	if whole != nil && ablation != nil && ablation.Removed > 0 {
		caption += fmt.Sprintf("\nMacro-F1 (validation; test): %s; without %s, merged into the units that stay: %s; "+
			"set to zero: %s; as many random units set to zero: %s.",
			effect(whole, false), words.Count(ablation.Removed, "duplicate"), effect(ablation.Merged, true),
			effect(ablation.Zeroed, true), effect(ablation.Random, true))
	}
	width := math.Max(m.side+matrixLabels, 420) + 2*margin
	return framed(name, title, caption+"\n"+provenance, width, m.side+matrixLabels+lineHeight, m.draw)
}

// matrix draws the correlations of a layer.
type matrix struct {
	layer      *redundancy.Layer
	clusters   []redundancy.Cluster // the largest first
	order      []int                // units: those of clusters, then the others
	cell, side float64              // pixels
}

func newMatrix(l *redundancy.Layer, threshold float64) *matrix {
	m := &matrix{layer: l, clusters: l.Clusters(threshold), cell: math.Min(matrixCell, matrixSide/float64(l.Units))}
	m.side = m.cell * float64(l.Units)
	slices.SortStableFunc(m.clusters, func(a, b redundancy.Cluster) int {
		return len(b.Duplicates) - len(a.Duplicates)
	})
	for _, c := range m.clusters {
		m.order = append(m.order, c.Kept)
		for _, d := range c.Duplicates {
			m.order = append(m.order, d.Unit)
		}
	}
	for u := range l.Units {
		if !slices.Contains(m.order, u) {
			m.order = append(m.order, u)
		}
	}
	return m
}

// duplicates is the number of units that others can replace.
func (m *matrix) duplicates() int {
	n := 0
	for _, c := range m.clusters {
		n += len(c.Duplicates)
	}
	return n
}

func (m *matrix) draw(s *SVG, top float64) {
	l, cell, left := m.layer, m.cell, margin+matrixLabels
	top += matrixLabels
	s.Box(left, top, m.side, m.side, shadeOf(0))
	for y, i := range m.order {
		for x, j := range m.order {
			r := float64(l.Correlation[i*l.Units+j])
			if r <= 0 {
				continue
			}
			s.Begin(fmt.Sprintf("%d and %d: %s at lag %+d", i, j, Figure(r, 3), l.Lags[i*l.Units+j]))
			s.Box(left+float64(x)*cell, top+float64(y)*cell, cell, cell, shadeOf(r))
			s.End()
		}
		if l.Units <= matrixNumbers {
			at, size := (float64(y)+0.75)*cell, math.Min(9, cell)
			s.Text(Point{left - 4, top + at}, fmt.Sprint(i), Label{Size: size, Anchor: "end"})
			s.Text(Point{left + at, top - 4}, fmt.Sprint(i), Label{Size: size, Turned: true})
		}
	}
	at := 0.0
	for _, c := range m.clusters {
		n := float64(len(c.Duplicates)+1) * cell
		a, b := left+at, top+at
		frame := []Point{{a, b}, {a + n, b}, {a + n, b + n}, {a, b + n}, {a, b}}
		s.Polyline(frame, Line{Colour: colours[4], Width: 1.5})
		at += n
	}
}

// shadeOf is the grey of a correlation from 0 (white) to 1 (black).
func shadeOf(r float64) string {
	v := int(math.Round(255 * (1 - math.Min(math.Max(r, 0), 1))))
	return fmt.Sprintf("#%02x%02x%02x", v, v, v)
}

// effect writes macro-F1 on validation and test subjects; change adds the change.
func effect(e *redundancy.Effect, change bool) string {
	one := func(s *redundancy.Score) string {
		switch {
		case s == nil:
			return "–"
		case change:
			return fmt.Sprintf("%s (%+.3f)", Figure(s.MacroF1, 3), s.Change)
		}
		return Figure(s.MacroF1, 3)
	}
	if e == nil {
		return "–"
	}
	return one(e.Validation) + "; " + one(e.Test)
}
