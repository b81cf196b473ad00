package study

import (
	"cmp"
	"math"
	"slices"

	"actmax/optimize/results"
	"actmax/optimize/score"
)

// Choice is how good a preset's signals are by the criterion of docs/decisions/0005: realism at full activation.
type Choice struct {
	Preset string `json:"preset"`
	// Share is the part of the units, all but the silent, that attain; Least the smallest difference to the first
	// preset's in any layer of any network.
	Share results.Number `json:"attaining_share"`
	Least results.Number `json:"least_against_first"`
	// Beyond is how many times further from real segments the attaining units' signals lie than real segments that
	// drive the units as hard do: S_sim over attaining units by the layer's baseline, at least 1 each, geometric mean
	// over layers of all networks.
	Beyond   results.Number `json:"times_floor"`
	Spectral results.Number `json:"spectral_distance"`
	Enough   bool           `json:"enough"` // Least is not below 0
}

// Join puts the scores of studies of other networks, on any data, into one, for Choose. Networks are named
// STUDY/NETWORK after names, one a study; presets that are not in all of them are left out.
func Join(names []string, studies ...*Study) *Study {
	out := new(Study)
	in := map[string]int{} // studies that have a preset
	for _, s := range studies {
		for _, p := range distinct(s.Each, func(r NetworkRow) string { return r.Preset }) {
			in[p]++
		}
	}
	for i, s := range studies {
		for _, n := range s.Networks {
			n.Name = names[i] + "/" + n.Name
			out.Networks = append(out.Networks, n)
		}
		for _, r := range s.Each {
			if r.Network = names[i] + "/" + r.Network; in[r.Preset] == len(studies) {
				out.Each = append(out.Each, r)
			}
		}
	}
	return out
}

// Near is how close two figures of Choice.Beyond may lie, as a factor, and count as the same.
const Near = 1.05

// Choose orders the presets of a study by one method's signals, the best first: those that make as many units attain as
// the study's first preset in every layer of every network, then the others. Among the first, presets within Near of
// the least Beyond come first, by their spectral distance; the rest by Beyond. The others follow by Least.
func Choose(s *Study, method string) []Choice {
	share := map[[3]string]float64{} // preset, network, layer
	floors := map[[2]string]float64{}
	for _, n := range s.Networks {
		for _, l := range n.Layers {
			floors[[2]string{n.Name, l.Layer}] = float64(l.Floor)
		}
	}
	for _, r := range s.Each {
		if r.Method == method {
			share[[3]string{r.Preset, r.Network, r.Layer}] = float64(r.Share)
		}
	}
	presets := distinct(s.Each, func(r NetworkRow) string { return r.Preset })
	var out []Choice
	for _, preset := range presets {
		var shares, beyond, spectral []float64
		least := math.Inf(1)
		for _, r := range s.Each {
			if r.Preset != preset || r.Method != method {
				continue
			}
			shares, spectral = append(shares, float64(r.Share)), append(spectral, float64(r.Spectral))
			least = math.Min(least, float64(r.Share)-share[[3]string{presets[0], r.Network, r.Layer}])
			beyond = append(beyond, math.Log(math.Max(1,
				float64(r.SSimAttained)/floors[[2]string{r.Network, r.Layer}])))
		}
		if len(shares) == 0 {
			continue
		}
		out = append(out, Choice{Preset: preset, Share: mean(shares), Least: results.Number(least),
			Beyond:   results.Number(math.Exp(score.Over(beyond).Mean)),
			Spectral: mean(spectral), Enough: least >= 0})
	}
	best := results.Number(math.Inf(1))
	for _, c := range out {
		if c.Enough && c.Beyond < best { // false if nothing attains
			best = c.Beyond
		}
	}
	class := func(c Choice) int {
		switch {
		case c.Enough && c.Beyond <= best*Near:
			return 0
		case c.Enough:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(out, func(a, b Choice) int {
		if d := cmp.Compare(class(a), class(b)); d != 0 {
			return d
		}
		switch class(a) {
		case 0:
			return cmp.Compare(a.Spectral, b.Spectral)
		case 1:
			return cmp.Compare(a.Beyond, b.Beyond)
		}
		return cmp.Compare(b.Least, a.Least)
	})
	return out
}
