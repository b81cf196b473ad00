package study

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"actmax/optimize/results"
	"actmax/optimize/score"
)

// Comparison compares a claim of the paper with a figure of a study.
type Comparison struct {
	Claim    Claim   `json:"claim"`
	Head     string  `json:"head,omitempty"` // "" if the figure does not depend on it; likewise Preset and Layer
	Preset   string  `json:"preset,omitempty"`
	Layer    string  `json:"layer,omitempty"`
	Networks int     `json:"models"`
	Units    int     `json:"units,omitempty"` // over all networks, if Ours counts them
	Ours     Spread  `json:"ours"`            // over networks
	Verdict  Verdict `json:"verdict"`
	// WithFailed is the attainment where failed units are not left out; null if no unit failed. If every unit did, the
	// claim is compared with it.
	WithFailed results.Number `json:"with_failed"`
	Ranking    *Ranking       `json:"order,omitempty"` // of the claim about it
}

// Ranking is the order of the methods by a score of a layer, from the least.
type Ranking struct {
	SSim     []string `json:"s_sim"`    // as the paper counts; methods all of whose units failed are not in it
	Attained []string `json:"attained"` // S_sim over attaining units
	// Firm says how far networks from other seeds agree on the order of SSim: Kendall's tau, mean over pairs of
	// networks; 1 if all do, 0 for orders that have nothing to do with each other, null with one network.
	Firm results.Number `json:"tau_between_models"`
}

// Compare compares the paper's claims with a study; it returns none if the paper did not use its data.
func Compare(s *Study) []Comparison {
	var out []Comparison
	for _, c := range Published(s.Data.Name) {
		switch c.About {
		case Amplitude:
			out = append(out, ofData(c, s.Data.Amplitude))
		case SourceRate:
			out = append(out, ofData(c, s.Data.SourceRate))
		case MacroF1:
			out = append(out, s.macroF1(c)...)
		case Attainment:
			out = append(out, s.attainment(c)...)
		case Failures, FailedBy:
			out = append(out, s.failures(c)...)
		case Order:
			out = append(out, s.order(c)...)
		case Clusters:
			out = append(out, s.clusters(c)...)
		}
	}
	return out
}

func ofData(c Claim, ours float64) Comparison {
	return Comparison{Claim: c, Ours: SpreadOf([]float64{ours}), Verdict: c.Judge(ours), WithFailed: nan}
}

// macroF1 compares one head at a time.
func (s *Study) macroF1(c Claim) []Comparison {
	var out []Comparison
	for _, head := range s.Heads() {
		var scores []float64
		for _, n := range s.Networks {
			if v := float64(n.Test); n.Head == head && !math.IsNaN(v) { // unknown of networks for other data
				scores = append(scores, v)
			}
		}
		ours := SpreadOf(scores)
		out = append(out, Comparison{Claim: c, Head: head, Networks: len(scores), Ours: ours,
			Verdict: c.Judge(float64(ours.Mean)), WithFailed: nan})
	}
	return out
}

func (s *Study) attainment(c Claim) []Comparison {
	var out []Comparison
	for _, r := range s.Rows {
		if r.Method != c.Method {
			continue
		}
		one := Comparison{Claim: c, Head: r.Head, Preset: r.Preset, Layer: r.Layer, Networks: r.Networks,
			Ours: r.Attainment, WithFailed: nan}
		if r.Failed > 0 {
			one.WithFailed = r.WithFailed
		}
		one.Verdict = c.Judge(r.Held())
		out = append(out, one)
	}
	return out
}

// failures counts failed units under each preset, over all methods and layers; a claim about their counts by method has
// one comparison a method.
func (s *Study) failures(c Claim) []Comparison {
	methods := []string{""}
	if c.About == FailedBy {
		methods = distinct(s.Rows, func(r Row) string { return r.Method })
	}
	var out []Comparison
	for _, g := range s.groups() {
		for _, method := range methods {
			failed, units := 0, 0
			for _, r := range g.rows {
				if method == "" || r.Method == method {
					failed, units = failed+r.Failed, units+r.Units
				}
			}
			one := c
			one.Method = method
			out = append(out, Comparison{Claim: one, Head: g.head, Preset: g.preset, Networks: g.rows[0].Networks,
				Units: units, Ours: SpreadOf([]float64{float64(failed)}),
				Verdict: c.Judge(float64(failed)), WithFailed: nan})
		}
	}
	return out
}

// order ranks the methods of each layer.
func (s *Study) order(c Claim) []Comparison {
	var out []Comparison
	for _, g := range s.groups() {
		for _, layer := range distinct(g.rows, func(r Row) string { return r.Layer }) {
			var rows []Row
			for _, r := range g.rows {
				if r.Layer == layer {
					rows = append(rows, r)
				}
			}
			out = append(out, Comparison{Claim: c, Head: g.head, Preset: g.preset, Layer: layer,
				Networks: rows[0].Networks,
				Ours:     SpreadOf(nil), Verdict: Unknown, WithFailed: nan, Ranking: &Ranking{
					SSim:     ranked(rows, func(r Row) results.Number { return r.SSim.Mean }),
					Attained: ranked(rows, func(r Row) results.Number { return r.SSimAttained }),
					Firm:     results.Number(s.firm(g.head, g.preset, layer)),
				}})
		}
	}
	return out
}

// ranked lists methods by a score, the lowest first; those without one are left out.
func ranked(rows []Row, of func(Row) results.Number) []string {
	rows = slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return math.IsNaN(float64(of(r))) })
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(of(a), of(b)) })
	var out []string
	for _, r := range rows {
		out = append(out, r.Method)
	}
	return out
}

// firm is Kendall's tau between the orders that two networks give, mean over pairs; of the methods that have a score in
// both.
func (s *Study) firm(head, preset, layer string) float64 {
	var byNetwork []map[string]float64
	for _, n := range s.Networks {
		if n.Head != head {
			continue
		}
		scores := map[string]float64{}
		for _, r := range s.Each {
			if r.Network == n.Name && r.Preset == preset && r.Layer == layer && !math.IsNaN(float64(r.SSim)) {
				scores[r.Method] = float64(r.SSim)
			}
		}
		byNetwork = append(byNetwork, scores)
	}
	var taus []float64
	for i, a := range byNetwork {
		for _, b := range byNetwork[:i] {
			var x, y []float64
			for _, v := range s.Variants {
				if p, ok := a[v.Method]; ok && v.Preset == preset {
					if q, ok := b[v.Method]; ok {
						x, y = append(x, p), append(y, q)
					}
				}
			}
			if len(x) > 1 {
				taus = append(taus, stat.Kendall(x, y, nil))
			}
		}
	}
	return score.Over(taus).Mean
}

// clusters compares one network's map at a time.
func (s *Study) clusters(c Claim) []Comparison {
	var out []Comparison
	for _, head := range s.Heads() {
		for _, preset := range distinct(s.Maps, func(m MapRow) string { return m.Preset }) {
			var p []float64
			for _, m := range s.Maps {
				for _, n := range s.Networks {
					if m.Network == n.Name && n.Head == head && m.Preset == preset && m.Layer == c.Layer {
						p = append(p, float64(m.Signals.P))
					}
				}
			}
			if len(p) > 0 {
				out = append(out, Comparison{Claim: c, Head: head, Preset: preset, Layer: c.Layer, Networks: len(p),
					Ours: SpreadOf(p), Verdict: c.most(p), WithFailed: nan})
			}
		}
	}
	return out
}

// most is the verdict on more than half of the figures, one a network; else Differs.
func (c Claim) most(ours []float64) Verdict {
	var agree, unknown int
	for _, v := range ours {
		switch c.Judge(v) {
		case Agrees:
			agree++
		case Unknown:
			unknown++
		}
	}
	switch {
	case 2*agree > len(ours):
		return Agrees
	case 2*unknown > len(ours):
		return Unknown
	}
	return Differs
}

// group is the rows of one head under one preset.
type group struct {
	head, preset string
	rows         []Row
}

func (s *Study) groups() []group {
	var out []group
	for _, r := range s.Rows {
		i := slices.IndexFunc(out, func(g group) bool { return g.head == r.Head && g.preset == r.Preset })
		if i < 0 {
			i = len(out)
			out = append(out, group{head: r.Head, preset: r.Preset})
		}
		out[i].rows = append(out[i].rows, r)
	}
	return out
}

// Heads lists what the networks are grouped by, in their order.
func (s *Study) Heads() []string {
	return distinct(s.Networks, func(n Network) string { return n.Head })
}

// Presets lists the presets that there are scores of, in their order.
func (s *Study) Presets() []string {
	return distinct(s.Rows, func(r Row) string { return r.Preset })
}

// distinct lists the words of some values in the order in which they first come.
func distinct[T any](values []T, of func(T) string) []string {
	var out []string
	for _, v := range values {
		if w := of(v); !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
