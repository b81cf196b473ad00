package thorough

import (
	"iter"
	"math/rand/v2"
)

// Sizes of a terminal, in columns and rows, up to which screens are drawn by tests.
const (
	MostWidth  = 240
	MostHeight = 70
)

// Sizes next to which screens change their panes, and the ends.
var (
	breakWidths  = []int{59, 60, 80, 119, 120, 159, 160, MostWidth}
	breakHeights = []int{17, 18, 24, 35, 36, 49, 50, MostHeight}
	edges        = [][2]int{{1, 1}, {2, 2}, {60, 1}, {MostWidth, 1}, {1, 18}, {1, MostHeight}}
)

// sampled is how many other sizes are drawn of a state.
const sampled = 24

// share is how many states draw the break points together where the race detector watches, and what part of the sample is
// drawn then.
const share = 8

// Sizes returns the columns and rows at which a test draws one of several states of a screen: the edges, the break
// points and a sample that differs from state to state and is the same each time. Where Long is true, the states
// share all sizes from 1x1 to MostWidth x MostHeight among them in place of the sample.
func Sizes(state, states int) iter.Seq2[int, int] {
	return func(yield func(w, h int) bool) {
		for _, e := range edges {
			if !yield(e[0], e[1]) {
				return
			}
		}
		for i, w := range breakWidths {
			for k, h := range breakHeights {
				if Race && (i+k)%share != state%share {
					continue
				}
				if !yield(w, h) {
					return
				}
			}
		}
		if !Long() {
			r := rand.New(rand.NewPCG(uint64(state), uint64(states)))
			n := sampled
			if Race {
				n /= share
			}
			for range n {
				if !yield(1+r.IntN(MostWidth), 1+r.IntN(MostHeight)) {
					return
				}
			}
			return
		}
		for w := 1; w <= MostWidth; w++ {
			for h := 1; h <= MostHeight; h++ {
				if (w*(MostHeight+1)+h)%states == state && !yield(w, h) {
					return
				}
			}
		}
	}
}
