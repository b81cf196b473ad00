package study

import (
	"context"

	"actmax/data"
	"actmax/optimize"
	"actmax/optimize/results"
	"actmax/optimize/score"
)

// Study is the outcome: study.json, and what the figures are drawn from.
type Study struct {
	Format       int                 `json:"format"`
	SIMD         string              `json:"simd"` // the vector loops; other ones round differently
	Data         Data                `json:"dataset"`
	SimilarTop   int                 `json:"similar_top"`
	SimilarWidth int                 `json:"similar_width"` // samples
	Variants     []VariantSettings   `json:"variants"`
	Networks     []Network           `json:"models"`
	Rows         []Row               `json:"results"`      // over the networks of one head
	Each         []NetworkRow        `json:"by_model"`     // of each network
	Starts       []StartRow          `json:"starts"`       // the proposed method from other starts
	Counterparts []CounterpartRow    `json:"counterparts"` // the same signals in networks from other seeds
	Maps         []MapRow            `json:"atlas"`        // of the first and the last layer
	Redundancy   []NetworkRedundancy `json:"redundancy"`   // empty if not asked for

	Examples []Example `json:"-"`
	Seconds  float64   `json:"-"` // that ascents and scores took, earlier calls included
}

// Data says what the networks were compared on.
type Data struct {
	Name       string         `json:"name"`
	Title      string         `json:"title"`
	Hash       string         `json:"sha256"`
	Resample   string         `json:"resampling"`
	Rate       float64        `json:"rate_hz"`
	SourceRate float64        `json:"source_rate_hz"`
	Activities []string       `json:"activities"`
	Segments   map[string]int `json:"segments"`          // by split
	Amplitude  float64        `json:"two_sigma_g"`       // mean + 2 sd of |x| over the training subjects
	High       results.Number `json:"high_energy_share"` // mean e of training axis-segments, see spectral_distance
	Notes      []string       `json:"notes"`
}

// VariantSettings are the settings of a method under a preset.
type VariantSettings struct {
	Preset   string         `json:"preset"`
	Method   string         `json:"method"`
	Settings map[string]any `json:"settings"`
}

// Network says what a network is and how good it is.
type Network struct {
	Name string `json:"name"`
	// the same for those that are averaged: if layers differ under one head, it names a network too
	Head       string         `json:"head"`
	Seed       uint64         `json:"seed"`
	Hash       string         `json:"sha256"` // of architecture and weights
	Trained    bool           `json:"trained_here"`
	Test       results.Number `json:"test_macro_f1"`
	Accuracy   results.Number `json:"test_accuracy"`
	Validation results.Number `json:"validation_macro_f1"`
	LastEpoch  results.Number `json:"last_epoch_validation_macro_f1"`
	Epochs     int            `json:"epochs"`
	BestEpoch  int            `json:"best_epoch"`
	Training   *TrainedWith   `json:"training"` // null if the network does not say
	Layers     []LayerFacts   `json:"layers"`
}

// TrainedWith is how a network was trained.
type TrainedWith struct {
	Data     string  `json:"data"`
	DataHash string  `json:"data_sha256"`
	Resample string  `json:"resampling"`
	Scale    string  `json:"scale"`
	Batch    int     `json:"batch"`
	Eta      float64 `json:"eta"`
	Dropout  float64 `json:"dropout"`
}

// LayerFacts are what the scores of a layer's signals are compared with.
type LayerFacts struct {
	Layer        string         `json:"layer"`
	Units        int            `json:"units"`
	FloorUnits   int            `json:"floor_units"` // those with enough segments for a baseline
	Floor        results.Number `json:"floor"`       // mean over them, G²
	FloorNearest results.Number `json:"floor_nearest"`
}

// Spread is a figure over networks.
type Spread struct {
	Mean results.Number `json:"mean"`
	Min  results.Number `json:"min"`
	Max  results.Number `json:"max"`
}

// SpreadOf is the mean, least and greatest of those values that are numbers.
func SpreadOf(values []float64) Spread {
	r := score.Over(values)
	return Spread{results.Number(r.Mean), results.Number(r.Min), results.Number(r.Max)}
}

// Counts are units, over all networks of the row.
type Counts struct {
	Units     int `json:"units"`
	Silent    int `json:"silent"`
	Failed    int `json:"failed"`
	Dead      int `json:"dead"`
	Restarted int `json:"restarted"`
	Scored    int `json:"scored"` // neither silent nor failed
	Attaining int `json:"attaining"`
}

func countsOf(s score.Summary) Counts {
	return Counts{s.Units, s.Silent, s.Failed, s.Dead, s.Restarted, s.Scored, s.Attaining}
}

func (c *Counts) add(o Counts) {
	c.Units += o.Units
	c.Silent += o.Silent
	c.Failed += o.Failed
	c.Dead += o.Dead
	c.Restarted += o.Restarted
	c.Scored += o.Scored
	c.Attaining += o.Attaining
}

// Row is a method's score on a layer, over the networks of one head and the same layers: first over units, then over
// networks.
type Row struct {
	Head     string `json:"head"` // see Network.Head
	Preset   string `json:"preset"`
	Layer    string `json:"layer"`
	Method   string `json:"method"`
	Networks int    `json:"models"`
	Counts
	SSim         Spread         `json:"s_sim"`          // equation (9): failed units left out, dead ones not; G²
	SSimLive     results.Number `json:"s_sim_live"`     // without the dead
	SSimAttained results.Number `json:"s_sim_attained"` // over attaining units
	SSimNearest  results.Number `json:"s_sim_nearest"`  // with the one nearest segment
	Attainment   Spread         `json:"attainment"`     // max a / th_eap
	WithFailed   results.Number `json:"attainment_with_failed"`
	Share        Spread         `json:"attaining_share"` // 0 to 1
	Floor        results.Number `json:"floor"`           // of the layer, G²
	FloorNearest results.Number `json:"floor_nearest"`
	Spectral     results.Number `json:"spectral_distance"`
	PeakToPeak   results.Number `json:"peak_to_peak_g"` // of the best window
}

// Held is the attainment that a claim is compared with: without the failed units, or with them if every unit failed.
func (r Row) Held() float64 {
	if r.Scored == 0 {
		return float64(r.WithFailed)
	}
	return float64(r.Attainment.Mean)
}

// NetworkRow is a method's score on a layer of one network.
type NetworkRow struct {
	Network string `json:"model"`
	Preset  string `json:"preset"`
	Layer   string `json:"layer"`
	Method  string `json:"method"`
	Counts
	SSim         results.Number `json:"s_sim"`
	SSimLive     results.Number `json:"s_sim_live"`
	SSimAttained results.Number `json:"s_sim_attained"`
	SSimNearest  results.Number `json:"s_sim_nearest"`
	Attainment   results.Number `json:"attainment"`
	WithFailed   results.Number `json:"attainment_with_failed"`
	Share        results.Number `json:"attaining_share"`
	Spectral     results.Number `json:"spectral_distance"`
	PeakToPeak   results.Number `json:"peak_to_peak_g"`
}

// study puts the outcome together.
func (s *session) study(ctx context.Context) (*Study, error) {
	first := s.Variants[0].Settings
	out := New(s.Data, s.high, first.SimilarTop, first.SimilarWidth)
	for _, v := range s.Variants {
		out.Variants = append(out.Variants,
			VariantSettings{v.Preset, v.Method, v.Settings.Values(optimize.DecidesScore)})
	}
	for _, p := range s.pieces {
		out.Seconds += p.seconds
	}
	for _, n := range s.networks {
		out.Networks = append(out.Networks, n.describe(s.Data))
		if n.redundancy != nil {
			out.Redundancy = append(out.Redundancy, *n.redundancy)
		}
	}
	for _, f := range s.families {
		for _, preset := range s.presets() {
			for k := range s.networks[f.networks[0]].layers {
				for _, v := range s.Variants {
					if v.Preset == preset {
						out.Rows = append(out.Rows, s.row(out, f.networks, v, k))
					}
				}
			}
		}
		for _, v := range s.Variants {
			if v.Method != optimize.Proposed || s.ScoresOnly {
				continue
			}
			for k := range s.networks[f.networks[0]].layers {
				out.Starts = append(out.Starts, s.startRow(f.networks, v, k))
				if f.control < 0 {
					continue
				}
				row, err := s.counterpartRow(ctx, f, v, k)
				if err != nil {
					return nil, err
				}
				out.Counterparts = append(out.Counterparts, row)
			}
		}
	}
	if s.ScoresOnly {
		return out, nil
	}
	var err error
	if out.Maps, err = s.maps(ctx); err != nil {
		return nil, err
	}
	out.Examples, err = s.examples(ctx)
	return out, err
}

func (n *network) describe(d *data.Dataset) Network {
	out := NewNetwork(n.Plan.Name, n.Head, n.Seed, n.Network, d)
	out.Trained, out.Test, out.Accuracy = n.Take == nil, n.evaluation.MacroF1, n.evaluation.Accuracy
	for k, l := range n.layers {
		out.Layers = append(out.Layers, Facts(n.Layers[l].Name, n.baselines[k].Mean, n.baselines[k].Nearest))
	}
	return out
}

func over(values []results.Number) results.Number {
	floats := make([]float64, len(values))
	for i, v := range values {
		floats[i] = float64(v)
	}
	return results.Number(score.Over(floats).Mean)
}

// row scores a variant on layer number k of some networks, and adds the row of each to the outcome.
func (s *session) row(out *Study, networks []int, v Variant, k int) Row {
	n := s.networks[networks[0]]
	layer := n.Layers[n.layers[k]].Name
	var each []score.Summary
	var facts []LayerFacts
	for _, i := range networks {
		one := score.Summarize(s.units(s.find(i, v, k, "")))
		each, facts = append(each, one), append(facts, out.Networks[i].Layers[k])
		out.Each = append(out.Each, NewNetworkRow(out.Networks[i].Name, v.Preset, layer, v.Method, one))
	}
	return NewRow(n.Head, v.Preset, layer, v.Method, each, facts)
}

// units are the scores of a piece as the summary takes them.
func (s *session) units(p *Piece) []score.Unit {
	percent := s.network(p.Network).Layers[p.Layer].ByPercentile()
	units := make([]score.Unit, len(p.Runs.Runs))
	for i, r := range p.Runs.Runs {
		units[i] = p.Scores[i].Unit(r.Status, r.Restarts, float64(r.Attainment), percent, s.high)
	}
	return units
}
