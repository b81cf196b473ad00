package study

import (
	"math"

	"actmax/data"
	"actmax/data/similar"
	"actmax/internal/simd"
	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/results"
	"actmax/optimize/score"
)

// ScoreUnit compares the signal of a unit with the training segments of an index (method.md 4): the window of width
// samples that activates the unit most with its top nearest. rate is that of the signal in Hz.
func ScoreUnit(index *similar.Index, n *model.Network, rate float64, layer, unit int, r *optimize.Snapshot,
	top, width int) (UnitScore, error) {
	from, to, err := score.Window(n, layer, unit, r.Signal, r.Map, width)
	if err != nil {
		return UnitScore{}, err
	}
	one := UnitScore{Window: [2]int{from, to}, Similar: nan, Nearest: nan, Training: -1, Axis: -1}
	near, err := score.Nearest(index, r.Window(from, to), score.Search{Top: top})
	if err != nil {
		return UnitScore{}, err
	}
	one.Similar, one.Nearest = results.Number(near.Mean), results.Number(near.Least())
	if len(near.Matches) > 0 {
		best := near.Matches[0]
		one.Training, one.Axis, one.Offset = best.Training, best.Axis, best.Offset
	}
	one.High = results.Number(score.NewSpectrum(r.Time, rate).High(r.Signal))
	one.PeakToPeak = results.Number(score.PeakToPeak(r.Signal, r.Axes, r.Time, from, to))
	return one, nil
}

// Unit returns the scores of an ascent as score.Summarize takes them. percent says that attainment is a percentile, as
// for units without ReLU; high is the mean e of the training axis-segments (score.MeanHigh).
func (c UnitScore) Unit(status optimize.Status, restarts int, attainment float64, percent bool,
	high float64) score.Unit {
	return score.Unit{
		Failed: status == optimize.Failed || status == optimize.Diverged, Dead: status == optimize.Dead,
		Silent:    status == optimize.Silent,
		Restarted: restarts > 0, Percent: percent, Reached: attainment,
		Similar: float64(c.Similar), Nearest: float64(c.Nearest), Spectral: math.Abs(float64(c.High) - high),
		PeakToPeak: float64(c.PeakToPeak),
	}
}

// Facts takes the means over the baselines of a layer's units, G²; NaN for a unit that has none.
func Facts(layer string, mean, nearest []results.Number) LayerFacts {
	f := LayerFacts{Layer: layer, Units: len(mean), Floor: over(mean), FloorNearest: over(nearest)}
	for _, v := range mean {
		if !math.IsNaN(float64(v)) {
			f.FloorUnits++
		}
	}
	return f
}

// Work is what an ascent of so many steps costs: steps times weights that a step goes through.
func Work(n *model.Network, layer, steps int) float64 {
	weights := 2e4 // what every layer costs alike, as much as 64 filters of 64 channels
	for _, l := range n.Layers[:layer+1] {
		weights += float64(len(l.Weight))
	}
	return float64(steps) * weights
}

// NewRow puts together a method's scores on a layer: each network's summary over units, and what is known of the layer
// in it.
func NewRow(head, preset, layer, method string, each []score.Summary, facts []LayerFacts) Row {
	r := Row{Head: head, Preset: preset, Layer: layer, Method: method, Networks: len(each)}
	for _, one := range each {
		r.add(countsOf(one))
	}
	of := func(figure func(score.Summary) float64) []float64 {
		values := make([]float64, len(each))
		for i, one := range each {
			values[i] = figure(one)
		}
		return values
	}
	mean := func(figure func(score.Summary) float64) results.Number {
		return results.Number(score.Over(of(figure)).Mean)
	}
	r.SSim = SpreadOf(of(func(s score.Summary) float64 { return s.Similar }))
	r.Attainment = SpreadOf(of(func(s score.Summary) float64 { return s.Attainment }))
	r.Share = SpreadOf(of(func(s score.Summary) float64 { return s.Share }))
	r.SSimLive = mean(func(s score.Summary) float64 { return s.SimilarLive })
	r.SSimAttained = mean(func(s score.Summary) float64 { return s.SimilarAttaining })
	r.SSimNearest = mean(func(s score.Summary) float64 { return s.Nearest })
	r.WithFailed = mean(func(s score.Summary) float64 { return s.AttainmentAll })
	r.Spectral = mean(func(s score.Summary) float64 { return s.Spectral })
	r.PeakToPeak = mean(func(s score.Summary) float64 { return s.PeakToPeak })
	var floor, nearest []results.Number
	for _, f := range facts {
		floor, nearest = append(floor, f.Floor), append(nearest, f.FloorNearest)
	}
	r.Floor, r.FloorNearest = over(floor), over(nearest)
	return r
}

// NewNetworkRow is a method's score on a layer of one network.
func NewNetworkRow(network, preset, layer, method string, one score.Summary) NetworkRow {
	return NetworkRow{
		Network: network, Preset: preset, Layer: layer, Method: method, Counts: countsOf(one),
		SSim: results.Number(one.Similar), SSimLive: results.Number(one.SimilarLive),
		SSimAttained: results.Number(one.SimilarAttaining),
		SSimNearest:  results.Number(one.Nearest), Attainment: results.Number(one.Attainment),
		WithFailed: results.Number(one.AttainmentAll), Share: results.Number(one.Share),
		Spectral: results.Number(one.Spectral), PeakToPeak: results.Number(one.PeakToPeak),
	}
}

// New returns a study of data without networks or results. high is the mean e of its training axis-segments
// (score.MeanHigh).
func New(d *data.Dataset, high float64, top, width int) *Study {
	s := &Study{
		Format: format, SIMD: simd.Variant(), SimilarTop: top, SimilarWidth: width,
		Rows: []Row{}, Each: []NetworkRow{}, Starts: []StartRow{}, Counterparts: []CounterpartRow{}, Maps: []MapRow{},
		Redundancy: []NetworkRedundancy{},
	}
	s.Data = Data{
		Name: d.Name, Title: d.Title, Hash: d.Hash, Resample: d.Resample, Rate: d.Rate, SourceRate: d.SourceRate,
		Activities: d.Activities,
		Segments:   map[string]int{}, Amplitude: d.Amplitude(), High: results.Number(high),
		Notes: append([]string{}, d.Notes...),
	}
	for _, split := range []data.Split{data.Train, data.Validate, data.Test} {
		s.Data.Segments[split.String()] = len(d.Subset(split))
	}
	return s
}

// NewNetwork describes a network by what its file says: how good it is on the test subjects is not known.
func NewNetwork(name, head string, seed uint64, n *model.Network, d *data.Dataset) Network {
	out := Network{Name: name, Head: head, Seed: seed, Hash: n.Hash, Test: nan, Accuracy: nan, Validation: nan,
		LastEpoch: nan}
	if t := n.Training; t != nil {
		out.Epochs, out.BestEpoch = t.Epochs, t.BestEpoch
		out.Training = &TrainedWith{t.Data, t.DataHash, t.Resample, t.Scale, t.Batch, t.Eta, t.Dropout}
		if t.DataHash == d.Hash {
			out.Validation, out.LastEpoch = results.Number(t.Validation), results.Number(t.LastEpoch)
		}
	}
	return out
}
