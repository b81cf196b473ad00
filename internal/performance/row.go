package main

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// section groups the rows of one subject.
type section struct {
	title string
	note  string // explains the rows, "" if they need no explanation
	rows  []row
}

// row is one measured quantity. If it has a peer, both are measured in alternation and in the same unit.
type row struct {
	key        string // names the row in the file of measurements
	what       string
	against    string // names the peer
	unit       string
	ours, peer measurement
	once       bool // the figure is the same in every round, so one round suffices
	goals      []goal
	a, b       []float64 // of ours and of the peer, by round
}

// measure takes the row's figures once more. It adds nothing if something that ours needs is missing.
func (r *row) measure(ctx context.Context) error {
	v, err := r.ours(ctx)
	if errors.Is(err, errAbsent) {
		return nil
	}
	if err != nil {
		return err
	}
	r.a = append(r.a, v)
	if r.peer != nil {
		if v, err = r.peer(ctx); errors.Is(err, errAbsent) {
			return nil
		} else if err != nil {
			return err
		}
		r.b = append(r.b, v)
	}
	return nil
}

// result summarizes all rounds.
func (r *row) result() result {
	ratios := make([]float64, len(r.b))
	for i := range ratios {
		ratios[i] = r.b[i] / r.a[i]
	}
	return result{Ours: summary(r.a), Peer: summary(r.b), Ratio: summary(ratios)}
}

// goal bounds the median of our figure, or of the ratio.
type goal struct {
	ratio bool
	most  bool // the figure must not exceed the bound; else it must not fall below it
	bound float64
}

func atMost(bound float64) goal  { return goal{most: true, bound: bound} }
func atLeast(bound float64) goal { return goal{bound: bound} }
func times(bound float64) goal   { return goal{ratio: true, bound: bound} }

// measured returns the figure that the goal bounds, with its unit; nil if it was not measured.
func (g goal) measured(r result, unit string) (*figure, string) {
	if g.ratio {
		return r.Ratio, ratioUnit
	}
	return r.Ours, unit
}

// verdict compares the median with the goal.
func (g goal) verdict(r result) string {
	f, _ := g.measured(r, "")
	if f == nil {
		return "not measured"
	}
	missed := 1 - f.Median/g.bound
	if g.most {
		missed = f.Median/g.bound - 1 // for a bound of 0: NaN if the goal is met, else infinite
	}
	switch {
	case math.IsInf(missed, 1):
		return "missed"
	case missed >= 0.005:
		return fmt.Sprintf("missed by %.0f %%", 100*missed)
	case missed > 0:
		return "missed by less than 1 %"
	}
	return "met"
}

// text describes the goal for a figure in the given unit.
func (g goal) text(unit string) string {
	words := "at least "
	if g.most {
		words = "at most "
	}
	if g.ratio {
		unit = ratioUnit
	}
	return words + number(g.bound) + " " + unit
}
