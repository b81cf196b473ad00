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
	matrixCell    = 12.0  // of a pair, at most
	matrixLabels  = 26.0  // left of it and above it
	matrixNumbers = 90    // up to so many units have their numbers beside it
)

// Redundancy draws how much the units of a layer correlate: a square for each pair, darker the more alike they are, with
// the units of a cluster of duplicates side by side in a frame, the largest first, and the others after them by number.
// Ablation is the network without the duplicates of this layer; nil: not evaluated.
func Redundancy(name, title, provenance string, l *redundancy.Layer, threshold float64, ablation *redundancy.Ablation, whole *redundancy.Effect) (Drawing, error) {
	if l.Units == 0 {
		return Drawing{}, fmt.Errorf("report: layer %s has no units to compare", l.Name)
	}
	clusters := l.Clusters(threshold)
	slices.SortStableFunc(clusters, func(a, b redundancy.Cluster) int { return len(b.Duplicates) - len(a.Duplicates) })
	var order []int
	removed := 0
	for _, c := range clusters {
		order = append(order, c.Kept)
		for _, d := range c.Duplicates {
			order = append(order, d.Unit)
		}
		removed += len(c.Duplicates)
	}
	for u := range l.Units {
		if !slices.Contains(order, u) {
			order = append(order, u)
		}
	}
	cell := math.Min(matrixCell, matrixSide/float64(l.Units))
	side := cell * float64(l.Units)
	caption := fmt.Sprintf("%s: lag-maximum correlation of the activations of each two of %s, over lags of at most %d samples; white at 0 and below, black at 1. Framed: clusters in which every two units correlate at %g or more, "+
		"so that one can stand for %s. Effective rank of the activations %s (entropy), %s (participation), %d directions for 99 %%; over their deviation %s, %s and %d.",
		l.Name, words.Count(l.Units, "unit"), l.Lag, threshold, words.Count(removed, "other"), Figure(l.Rank.Covariance.Entropy, 1), Figure(l.Rank.Covariance.Participation, 1), l.Rank.Covariance.Directions99,
		Figure(l.Rank.Correlation.Entropy, 1), Figure(l.Rank.Correlation.Participation, 1), l.Rank.Correlation.Directions99)
	if whole != nil && ablation != nil && ablation.Removed > 0 {
		caption += fmt.Sprintf("\nMacro-F1 (validation; test): %s; without %s, merged into those that are kept: %s; set to zero: %s; as many random units set to zero: %s.",
			effect(whole, false), words.Count(ablation.Removed, "duplicate"), effect(ablation.Merged, true), effect(ablation.Zeroed, true), effect(ablation.Random, true))
	}
	return framed(name, title, caption+"\n"+provenance, math.Max(side+matrixLabels, 420)+2*margin, side+matrixLabels+lineHeight, func(s *SVG, top float64) {
		left := margin + matrixLabels
		top += matrixLabels
		s.Box(left, top, side, side, shadeOf(0))
		for y, i := range order {
			for x, j := range order {
				r := float64(l.Correlation[i*l.Units+j])
				if r <= 0 {
					continue
				}
				s.Begin(fmt.Sprintf("%d and %d: %s at lag %+d", i, j, Figure(r, 3), l.Lags[i*l.Units+j]))
				s.Box(left+float64(x)*cell, top+float64(y)*cell, cell, cell, shadeOf(r))
				s.End()
			}
			if l.Units <= matrixNumbers {
				s.Text(Point{left - 4, top + (float64(y)+0.75)*cell}, fmt.Sprint(i), Label{Size: math.Min(9, cell), Anchor: "end"})
				s.Text(Point{left + (float64(y)+0.75)*cell, top - 4}, fmt.Sprint(i), Label{Size: math.Min(9, cell), Turned: true})
			}
		}
		at := 0.0
		for _, c := range clusters {
			n := float64(len(c.Duplicates)+1) * cell
			a, b := left+at, top+at
			s.Polyline([]Point{{a, b}, {a + n, b}, {a + n, b + n}, {a, b + n}, {a, b}}, Line{Colour: colours[4], Width: 1.5})
			at += n
		}
	})
}

// shadeOf is the grey of a correlation from 0 (white) to 1 (black).
func shadeOf(r float64) string {
	v := int(math.Round(255 * (1 - math.Min(math.Max(r, 0), 1))))
	return fmt.Sprintf("#%02x%02x%02x", v, v, v)
}

// effect writes macro-F1 on validation and test subjects, with its change where asked for.
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
