package score

import (
	"math"

	"actmax/data/similar"
)

// Index finds the real segments nearest to a window: a similar.Index.
type Index interface {
	Nearest(q similar.Query, top int) ([]similar.Match, error)
}

// Search says which of the nearest segments are wanted.
type Search struct {
	Top      int  // how many at most
	Without  int  // subject whose segments are left out; 0: none
	Distinct bool // count overlapping segments of one recording once; the paper, and so S_sim, counts all of them
}

// Neighbours are the real segments nearest to the window of a signal.
type Neighbours struct {
	Matches []similar.Match // the nearest first
	Mean    float64         // of their MSE, G²: one unit's part of S_sim (equation 9); NaN if nothing is comparable
}

// Nearest compares the window of a signal with the segments of an index (equation 8).
func Nearest(index Index, s Signal, o Search) (Neighbours, error) {
	q := similar.Query{Signal: make([][]float32, s.Axes), Without: o.Without, Distinct: o.Distinct}
	for axis := range q.Signal {
		q.Signal[axis] = s.X[axis*s.Time+s.From : axis*s.Time+s.To]
	}
	matches, err := index.Nearest(q, o.Top)
	if err != nil {
		return Neighbours{Mean: math.NaN()}, err
	}
	return Neighbours{matches, meanMSE(matches)}, nil
}

// Least is the MSE of the nearest segment, G²; NaN if nothing is comparable.
func (n Neighbours) Least() float64 {
	if len(n.Matches) == 0 {
		return math.NaN()
	}
	return n.Matches[0].MSE
}

// meanMSE is the mean over matches of their MSE, NaN of none. The sum is in order, see mean.
func meanMSE(matches []similar.Match) float64 {
	sum := 0.0
	for _, m := range matches {
		sum += m.MSE
	}
	return sum / float64(len(matches)) // 0/0 is NaN
}
