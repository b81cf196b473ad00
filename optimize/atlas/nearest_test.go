package atlas

import (
	"context"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"actmax/data"
	"actmax/data/similar"
	"actmax/data/synth"
	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/results"
)

// madeResult returns a result of two units of conv1 whose maps peak at known places, and one that is dead.
func madeResult(n *model.Network) *results.Result {
	r := rand.New(rand.NewPCG(9, 9))
	layer, _ := n.Find("conv1")
	axes, time := n.SignalShape(layer)
	mapAxes, mapTime := n.MapShape(layer)
	found := &results.Result{
		Signal:     results.Signals{Count: 3, Axes: axes, Time: time, Values: make([]float32, 3*axes*time)},
		Activation: results.Signals{Count: 3, Axes: mapAxes, Time: mapTime, Values: make([]float32, 3*mapAxes*mapTime)},
	}
	for i := range found.Signal.Values {
		found.Signal.Values[i] = float32(r.NormFloat64())
	}
	for i, peak := range []int{5, 22, 0} {
		for k := range 10 { // the best window begins here
			if peak+k < mapTime {
				found.Activation.Of(i)[peak+k] = 1
			}
		}
		found.Runs = append(found.Runs, results.Record{Run: i, ModelHash: n.Hash, Layer: "conv1", Unit: 4 * i,
			Status: optimize.OK})
	}
	found.Runs[2].Status = optimize.Dead
	return found
}

// Nearest finds what a plain loop over all windows of all axes of all segments finds.
func TestNearest(t *testing.T) {
	const width = 10
	n, err := model.NewSFHF("flatten", []string{"a", "b"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	set := synth.Load(synth.Seed)
	training := set.Subset(data.Train)
	training = training[:min(300, len(training))]
	index, err := similar.New(context.Background(), set, training, similar.Options{Width: width})
	if err != nil {
		t.Fatal(err)
	}
	found := madeResult(n)
	got, err := Nearest(context.Background(), n, found, set, index, width)
	if err != nil {
		t.Fatal(err)
	}
	// The second peak begins at 22 and is cut off at the end: the earliest window that holds all of it begins at 20.
	for run, from := range []int{5, 20} {
		x := found.Signal.Of(run)[from : from+width]
		want, least := Unknown, math.Inf(1)
		for k, s := range training {
			for axis := range set.Axes {
				w := set.Window(s, axis)
				for at := 0; at+width <= len(w); at++ {
					sum := 0.0
					for t, v := range x {
						e := float64(v) - float64(w[at+t])
						sum += e * e
					}
					if sum/width < least {
						least = sum / width
						r := set.Of(s)
						want = Real{Segment: k, Activity: set.Activities[r.Activity], Subject: r.Subject,
							Axis: set.Axes[axis], Start: at}
					}
				}
			}
		}
		if math.Abs(float64(got[run].MSE)-least) > 1e-12 {
			t.Errorf("run %d: MSE %v, want %g", run, got[run].MSE, least)
		}
		want.MSE = got[run].MSE
		if got[run] != want {
			t.Errorf("run %d: %+v, want %+v", run, got[run], want)
		}
	}
	if got[2] != Unknown {
		t.Errorf("the dead unit has %+v", got[2])
	}

	for _, c := range []struct {
		want   string
		change func(*results.Result)
	}{
		{"run 1", func(r *results.Result) { r.Runs[1].Layer = "conv9" }},
		{"run 1: layer conv1 of the network has no unit 64", func(r *results.Result) { r.Runs[1].Unit = 64 }},
		{"run 1: made by network other", func(r *results.Result) { r.Runs[1].Model, r.Runs[1].ModelHash = "other", "beef" }},
		{"run 0: its signal is 1x30 and its map 1x30, but those of layer dense1 of the network are 6x30 and 1x1", func(r *results.Result) { r.Runs[0].Layer = "dense1" }},
	} {
		bad := madeResult(n)
		c.change(bad)
		if _, err := Nearest(context.Background(), n, bad, set, index, width); err == nil ||
			!strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Nearest(ctx, n, found, set, index, width); err != context.Canceled {
		t.Errorf("cancelled: %v", err)
	}
}
