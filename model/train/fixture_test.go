package train

import (
	"math"
	"math/rand/v2"
	"testing"

	"actmax/data"
	"actmax/model"
)

// tiny is a data set of three activities, told apart by tempo and posture, of five subjects: three to train on, one to
// validate, one to test.
func tiny(perRecording int) *data.Dataset {
	d := &data.Dataset{
		Name: "tiny", Title: "tiny", Hash: "0123", Activities: []string{"rest", "walk", "run"}, Axes: data.Axes,
		Rate: data.Rate, SourceRate: data.Rate, Resample: data.Linear, Length: data.Length,
		Splits: map[int]data.Split{1: data.Train, 2: data.Train, 3: data.Train, 4: data.Validate, 5: data.Test},
	}
	r := rand.New(rand.NewPCG(7, 7))
	length := data.Length + data.Hop*(perRecording-1)
	for activity := range d.Activities {
		for subject := 1; subject <= 5; subject++ {
			rec := data.Recording{ID: d.Activities[activity], Subject: subject, Activity: activity}
			for axis := range d.Axes {
				x := make([]float32, length)
				for t := range x {
					swing := float64(activity) * math.Sin(2*math.Pi*float64(activity)*float64(t)/30+float64(axis))
					x[t] = float32(0.2*float64(axis) + 0.5*swing + 0.2*r.NormFloat64())
				}
				rec.Samples = append(rec.Samples, x)
			}
			d.Recordings = append(d.Recordings, rec)
		}
	}
	d.Cut(data.Hop)
	return d
}

// small is a network with every kind of layer, cheap enough to train in tests.
func small(t testing.TB, d *data.Dataset, seed uint64) *model.Network {
	t.Helper()
	n := &model.Network{
		Name: "small", Input: model.Input{Axes: len(d.Axes), Length: d.Length, RateHz: d.Rate, Unit: "G"}, Classes: d.Activities,
		Layers: []model.Layer{
			{Name: "conv1", Kind: "conv", Filters: 5, Kernel: [2]int{1, 5}, Padding: [2]int{0, 2}, Activation: "relu"},
			{Name: "conv2", Kind: "conv", Filters: 4, Kernel: [2]int{1, 5}, Padding: [2]int{0, 2}, Activation: "relu"},
			{Name: "fusion", Kind: "conv", Filters: 6, Kernel: [2]int{len(d.Axes), 1}, Activation: "relu"},
			{Name: "dense1", Kind: "dense", Units: 10, Activation: "relu"},
			{Name: "dense2", Kind: "dense", Units: len(d.Activities)},
		},
	}
	if err := n.Initialize(seed); err != nil {
		t.Fatal(err)
	}
	return n
}

func smallOptions(t testing.TB, o Options) Options {
	t.Helper()
	o.Settings = Default()
	o.Settings.Batch, o.Settings.Eta = 16, 3e-3
	if o.Epochs == 0 {
		o.Epochs = 3
	}
	o, err := o.normal()
	if err != nil {
		t.Fatal(err)
	}
	return o
}
