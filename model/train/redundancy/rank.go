package redundancy

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Rank is how many directions a layer's units span. With p_i the eigenvalues of a matrix over their sum, Entropy is
// exp(-sum of p_i ln p_i), Participation 1 / (sum of p_i²): both are the number of units if these are independent
// and alike, and 1 if all are copies; Participation weighs the strongest directions more. Silent and constant
// units are left out. 0: no unit varies, or the eigenvalues could not be computed.
type Rank struct {
	Units       int           `json:"units"`       // that vary
	Covariance  EffectiveRank `json:"covariance"`  // of activations as they are: loud units count more
	Correlation EffectiveRank `json:"correlation"` // of activations over their deviation: every unit counts the same
}

// EffectiveRank are the figures of one matrix, at lag 0.
type EffectiveRank struct {
	Entropy       float64 `json:"entropy"`
	Participation float64 `json:"participation"`
	Directions99  int     `json:"directions_99"` // how many eigenvalues, largest first, make up 99 % of the sum
}

// rank computes the ranks of the units that vary from the sums at lag 0, the first of p.
func (p *pairs) rank(varying []int, m *moments) Rank {
	k := len(varying)
	r := Rank{Units: k}
	if k == 0 {
		return r
	}
	covariance, correlation := mat.NewSymDense(k, nil), mat.NewSymDense(k, nil)
	n := float64(p.a.segments * p.a.axes * p.a.times)
	for x, i := range varying {
		covariance.SetSym(x, x, m.variance[0][i])
		correlation.SetSym(x, x, 1)
		for y := x + 1; y < k; y++ {
			j := varying[y]
			c := p.sums[0][i*p.a.units+j]/n - m.mean[0][i]*m.mean[0][j]
			covariance.SetSym(x, y, c)
			correlation.SetSym(x, y, c/math.Sqrt(m.variance[0][i]*m.variance[0][j]))
		}
	}
	r.Covariance, r.Correlation = effective(covariance), effective(correlation)
	return r
}

func effective(s *mat.SymDense) EffectiveRank {
	var e mat.EigenSym
	if !e.Factorize(s, false) {
		return EffectiveRank{}
	}
	values := e.Values(nil) // ascending
	sum := 0.0
	for _, v := range values {
		sum += max(v, 0) // rounding leaves some of a copy's below 0
	}
	if sum == 0 {
		return EffectiveRank{}
	}
	var r EffectiveRank
	entropy, squares, above := 0.0, 0.0, 0.0
	for i := len(values) - 1; i >= 0; i-- {
		p := max(values[i], 0) / sum
		if p == 0 {
			break
		}
		entropy -= p * math.Log(p)
		squares += p * p
		if above < 0.99 {
			r.Directions99++
		}
		above += p
	}
	r.Entropy, r.Participation = math.Exp(entropy), 1/squares
	return r
}
