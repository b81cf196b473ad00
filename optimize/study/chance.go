package study

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/dsp/fourier"

	"actmax/optimize/results"
	"actmax/optimize/score"
)

// Likeness says how alike the signals of a layer's units are to the most similar ones among some others: means over
// units.
type Likeness struct {
	Distance results.Number `json:"distance_g"` // root of the MSE
	// of units whose window is not flat, with others that are not
	Correlation results.Number `json:"correlation"`
	SameShape   results.Number `json:"same_share"`             // of those: with a correlation of Same or more
	Activation  results.Number `json:"activation_correlation"` // see CounterpartRow
}

// Chance is what the likeness of networks from different seeds is to be judged by: the best of many correlates well
// with anything smooth. How many the best is chosen from, the length of windows and the offsets are the same in all.
type Chance struct {
	Signals int `json:"best_of"`        // the best of so many, as one expects it of a random choice among more
	Shaped  int `json:"best_of_shaped"` // the same of signals whose window is not flat
	// Phases: with signals that have the other network's power spectra and random phases.
	Phases Likeness `json:"phases"`
	// Untrained: with the signals that the same method finds for a network of the same layers with random weights.
	Untrained Likeness `json:"untrained"`
	// Beyond is by how much units are more alike to those of the other network than by chance, whichever of the two
	// says more: over ordered pairs of networks. What is not above 0 is nothing that the networks have learnt both.
	Beyond Beyond `json:"beyond"`
}

// Beyond are differences; positive: more alike than by chance.
type Beyond struct {
	Distance    Spread `json:"distance_g"` // by which the other network's are nearer
	Correlation Spread `json:"correlation"`
	SameShape   Spread `json:"same_share"`
	Activation  Spread `json:"activation_correlation"` // against the untrained network
}

// draws is how often phases are drawn.
const draws = 4

// sizes are how many signals the most similar one is chosen from.
type sizes struct{ all, shaped int }

// sizesOf counts the signals of some units, nil if there is none.
func sizesOf(units []*score.Signal) (n sizes) {
	for _, a := range units {
		if a == nil {
			continue
		}
		n.all++
		if !a.Flat() {
			n.shaped++
		}
	}
	return n
}

// likeness compares the signals of some units, nil if there is none, each with the most similar of so many of the
// others. same says that both are the same units: none is compared with itself.
func likeness(units, others []*score.Signal, same bool, of sizes) Likeness {
	var distance, correlation, alike []float64
	for u, a := range units {
		if a == nil {
			continue
		}
		var near, like []float64
		flat := a.Flat()
		for w, b := range others {
			if b == nil || same && w == u {
				continue
			}
			r := score.Resemble(*a, *b)
			near = append(near, -r.Distance)
			if !flat && !b.Flat() {
				like = append(like, r.Correlation)
			}
		}
		distance = append(distance, -best(near, of.all, func(v float64) float64 { return v }))
		correlation = append(correlation, best(like, of.shaped, func(v float64) float64 { return v }))
		alike = append(alike, best(like, of.shaped, func(v float64) float64 {
			if v >= Same {
				return 1
			}
			return 0
		}))
	}
	return Likeness{mean(distance), mean(correlation), mean(alike), nan}
}

// best is what one expects of a figure of the largest of k values that are drawn from some without putting them back;
// NaN if there is none. If k is their number it is the figure of the largest.
func best(values []float64, k int, figure func(float64) float64) float64 {
	n := len(values)
	if k = min(k, n); k == 0 {
		return math.NaN()
	}
	slices.SortFunc(values, func(a, b float64) int { return cmp.Compare(b, a) })
	sum, open := 0.0, 1.0 // open: the chance that none of the larger ones was drawn
	for i := 0; i <= n-k; i++ {
		drawn := float64(k) / float64(n-i)
		sum += open * drawn * figure(values[i])
		open *= 1 - drawn
	}
	return sum
}

// scramble draws signals with the same means and power spectra on every axis and random phases. What is left in common
// with other signals is how smooth they are. The same seeds give the same signals.
func scramble(units []*score.Signal, draw, of uint64) []*score.Signal {
	r := rand.New(rand.NewPCG(draw, of))
	out := make([]*score.Signal, len(units))
	for u, a := range units {
		if a == nil {
			continue
		}
		b := *a
		b.X = make([]float32, len(a.X))
		fft := fourier.NewFFT(a.Time)
		x := make([]float64, a.Time)
		for axis := range a.Axes {
			for t, v := range a.X[axis*a.Time : (axis+1)*a.Time] {
				x[t] = float64(v)
			}
			bins := fft.Coefficients(nil, x)
			for k := range bins[1:] {
				turn := 2 * math.Pi * r.Float64()
				if 2*(k+1) == a.Time { // half the rate: a real signal has a sign there, no phase
					turn = math.Pi * float64(r.IntN(2))
				}
				bins[k+1] *= complex(math.Cos(turn), math.Sin(turn))
			}
			for t, v := range fft.Sequence(x, bins) {
				b.X[axis*a.Time+t] = float32(v / float64(a.Time))
			}
		}
		out[u] = &b
	}
	return out
}

// beyond is the difference between what was found for each pair of networks and by chance, of the chance whose mean is
// nearer to it. larger says that larger is more alike.
func beyond(pairs []pairLikeness, of func(Likeness) results.Number, larger bool) Spread {
	take := func(which func(pairLikeness) Likeness) []float64 {
		var out []float64
		for _, p := range pairs {
			v := float64(of(which(p)))
			if !larger {
				v = -v
			}
			out = append(out, v)
		}
		return out
	}
	observed := take(func(p pairLikeness) Likeness { return p.other })
	chance, untrained := take(func(p pairLikeness) Likeness { return p.phases }),
		take(func(p pairLikeness) Likeness { return p.untrained })
	if p, u := score.Over(chance).Mean, score.Over(untrained).Mean; u > p || math.IsNaN(p) {
		chance = untrained
	}
	for i := range observed {
		observed[i] -= chance[i]
	}
	return SpreadOf(observed)
}

// pairLikeness compares one network with another and with what chance gives.
type pairLikeness struct{ other, phases, untrained Likeness }

// overall takes the mean over some likenesses.
func overall(all []Likeness) Likeness {
	of := func(figure func(Likeness) results.Number) results.Number {
		var v []results.Number
		for _, l := range all {
			v = append(v, figure(l))
		}
		return over(v)
	}
	return Likeness{
		of(func(l Likeness) results.Number { return l.Distance }),
		of(func(l Likeness) results.Number { return l.Correlation }),
		of(func(l Likeness) results.Number { return l.SameShape }),
		of(func(l Likeness) results.Number { return l.Activation }),
	}
}
