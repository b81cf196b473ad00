package score

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"sort"
	"testing"

	"actmax/data"
	"actmax/data/similar"
	"actmax/model"
	"actmax/model/reference"
)

// recordings returns a small data set of three training subjects and one of validation, two axes of 20 samples a
// segment.
func recordings() *data.Dataset {
	d := &data.Dataset{
		Name: "small", Title: "small", Hash: "0", Activities: []string{"a", "b"}, Axes: []string{"x", "y"}, Rate: 30,
		Length: 20,
		Splits: map[int]data.Split{1: data.Train, 2: data.Train, 3: data.Train, 4: data.Validate},
	}
	for r := range 12 {
		samples := make([][]float32, 2)
		for axis := range samples {
			for t := range 90 {
				phase := float64(t)*(0.2+0.07*float64(r)) + float64(axis)
				samples[axis] = append(samples[axis], float32(math.Sin(phase)+0.3*math.Cos(3.1*phase*float64(1+r%3))))
			}
		}
		d.Recordings = append(d.Recordings,
			data.Recording{ID: "r", Subject: 1 + r%4, Activity: r % 2, Samples: samples})
	}
	d.Cut(10)
	return d
}

// mapsOf are the unit's maps [segment][axis][time] over the training segments, in float64.
func mapsOf(t *testing.T, n *model.Network, d *data.Dataset, layer, unit int) [][][]float64 {
	t.Helper()
	r := reference.New(n)
	var all [][][]float64
	for _, s := range d.Subset(data.Train) {
		x := make([][]float64, len(d.Axes))
		for axis := range x {
			for _, v := range d.Window(s, axis) {
				x[axis] = append(x[axis], float64(v))
			}
		}
		if err := r.Forward(x); err != nil {
			t.Fatal(err)
		}
		l := &r.Layers[layer]
		maps := make([][]float64, l.Out.Axes)
		for axis := range maps {
			first := (unit*l.Out.Axes + axis) * l.Out.Time
			maps[axis] = append([]float64{}, l.Map[first:first+l.Out.Time]...)
		}
		all = append(all, maps)
	}
	return all
}

// plainBaseline is method.md 4 to the letter: one unit's baseline from what was drawn.
func plainBaseline(d *data.Dataset, maps [][][]float64, drawn []Place, width, top int) (mean, nearest float64) {
	training := d.Subset(data.Train)
	for _, p := range drawn {
		axes := []int{p.Axis}
		if p.Axis < 0 {
			axes = []int{0, 1}
		}
		best, from := math.Inf(-1), 0
		for j := 0; j+width <= d.Length; j++ {
			sum := 0.0
			for axis := range maps[p.Training] {
				if p.Axis < 0 || axis == p.Axis {
					for _, v := range maps[p.Training][axis][j : j+width] {
						sum += v
					}
				}
			}
			if sum > best {
				best, from = sum, j
			}
		}
		var all []float64
		for _, s := range training {
			if d.Of(s).Subject == d.Of(training[p.Training]).Subject {
				continue
			}
			others := [][]int{{0}, {1}} // a signal of one axis meets every axis on its own
			if p.Axis < 0 {
				others = [][]int{{0, 1}}
			}
			for _, other := range others {
				least := math.Inf(1)
				for j := 0; j+width <= d.Length; j++ {
					sum := 0.0
					for k, axis := range axes {
						for i := range width {
							e := float64(d.Window(s, other[k])[j+i]) - float64(d.Window(training[p.Training],
								axis)[from+i])
							sum += e * e
						}
					}
					least = math.Min(least, sum/float64(width*len(axes)))
				}
				all = append(all, least)
			}
		}
		sort.Float64s(all)
		sum := 0.0
		for _, v := range all[:min(top, len(all))] {
			sum += v
		}
		mean += sum / float64(min(top, len(all)))
		nearest += all[0]
	}
	return mean / float64(len(drawn)), nearest / float64(len(drawn))
}

func TestFloors(t *testing.T) {
	const width, top = 7, 9
	n, d := network(t, 5, 2, 1), recordings()
	ctx := context.Background()
	index, err := similar.New(ctx, d, d.Subset(data.Train), similar.Options{Width: width, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	layers, most := []int{0, 1, 2}, 0
	for layer := range layers {
		for unit := range n.Units(layer) {
			maps := mapsOf(t, n, d, layer, unit)
			split, _ := n.SignalShape(layer)
			// A threshold that a good number of segments come near: the median of their largest activations.
			var peaks []float64
			var places []Place
			for k, m := range maps {
				whole := math.Inf(-1)
				for axis := range m {
					peak := slices.Max(m[axis])
					whole = math.Max(whole, peak)
					if split == 1 {
						peaks, places = append(peaks, peak), append(places, Place{k, axis})
					}
				}
				if split != 1 {
					peaks, places = append(peaks, whole), append(places, Place{k, -1})
				}
			}
			sorted := append([]float64{}, peaks...)
			sort.Float64s(sorted)
			threshold := sorted[len(sorted)*3/4]
			if threshold <= 0 {
				continue
			}
			var want []Place
			for i, p := range peaks {
				if r := p / threshold; r >= 0.95 && r <= 1.05 {
					want = append(want, places[i])
				}
			}
			thresholds := [][]float64{{math.NaN(), 0}, {math.Inf(1), -1}, {math.NaN(), math.NaN()}}
			thresholds[layer][unit] = threshold
			var before [][][]Place
			for _, jobs := range []int{1, 3} {
				found, err := Matched(ctx, n, d, layers, thresholds, jobs, nil)
				if err != nil {
					t.Fatal(err)
				}
				if !reflect.DeepEqual(found[layer][unit], want) {
					t.Errorf("layer %d unit %d: found %v, want %v", layer, unit, found[layer][unit], want)
				}
				if before != nil && !reflect.DeepEqual(found, before) {
					t.Errorf("%d workers find others than one", jobs)
				}
				before = found
				for l := range found {
					for u, p := range found[l] {
						if (l != layer || u != unit) && len(p) > 0 {
							t.Errorf("layer %d unit %d has no threshold and %d segments", l, u, len(p))
						}
					}
				}
			}
			floors, err := Floors(ctx, n, d, index, layer, before[layer],
				FloorOptions{Seed: 4, Width: width, Top: top, Jobs: 2})
			if err != nil {
				t.Fatal(err)
			}
			f := floors[unit]
			if f.Matched != len(want) || floors[1-unit].Matched != 0 || !math.IsNaN(floors[1-unit].Mean) {
				t.Errorf("layer %d: %+v", layer, floors)
			}
			if len(want) < LeastDrawn {
				if !math.IsNaN(f.Mean) {
					t.Errorf("layer %d unit %d has a baseline from %d segments", layer, unit, len(want))
				}
				continue
			}
			most = max(most, len(want))
			mean, nearest := plainBaseline(d, maps, Draw(want, MostDrawn, 4, layer, unit), width, top)
			if !(math.Abs(f.Mean-mean) <= 1e-12*mean) || !(math.Abs(f.Nearest-nearest) <= 1e-12*nearest) {
				t.Errorf("layer %d unit %d: %g, %g; want %g, %g", layer, unit, f.Mean, f.Nearest, mean, nearest)
			}
		}
	}
	if most <= MostDrawn {
		t.Errorf("at most %d segments qualify for a unit: none had to be drawn from more than %d", most, MostDrawn)
	}
}

// A draw is the same each time, of the places that there are, none of them twice, in their order; another seed, layer
// or unit draws others, and over many seeds every place and every pair of neighbours is drawn as often as any.
func TestDraw(t *testing.T) {
	const all, count, seeds = 40, 12, 4000
	places := make([]Place, all)
	for i := range places {
		places[i] = Place{i, i % 2}
	}
	a, b := Draw(places, count, 1, 2, 3), Draw(places, count, 1, 2, 3)
	if !reflect.DeepEqual(a, b) {
		t.Errorf("%v, then %v", a, b)
	}
	var once, both [all]int
	for seed := range uint64(seeds) {
		drawn := Draw(places, count, seed, 2, 3)
		if len(drawn) != count {
			t.Fatalf("%d drawn: %v", len(drawn), drawn)
		}
		for i, p := range drawn {
			if p != places[p.Training] || i > 0 && p.Training <= drawn[i-1].Training {
				t.Fatalf("seed %d: not places in their order, each once: %v", seed, drawn)
			}
			once[p.Training]++
			if i > 0 && p.Training == drawn[i-1].Training+1 {
				both[p.Training]++
			}
		}
	}
	// within five deviations of a binomial
	near := func(what string, n int, p float64) {
		if mean := seeds * p; !(math.Abs(float64(n)-mean) <= 5*math.Sqrt(mean*(1-p))) {
			t.Errorf("%s: drawn %d times in %d, expected about %.0f", what, n, seeds, mean)
		}
	}
	for i := range places {
		near(fmt.Sprintf("place %d", i), once[i], float64(count)/all)
		if i > 0 {
			near(fmt.Sprintf("places %d and %d", i-1, i), both[i], float64(count*(count-1))/(all*(all-1)))
		}
	}
	for _, other := range [][]Place{Draw(places, 12, 2, 2, 3), Draw(places, 12, 1, 1, 3), Draw(places, 12, 1, 2, 4)} {
		if reflect.DeepEqual(a, other) {
			t.Error("seed, layer or unit does not matter")
		}
	}
	if got := Draw(places[:5], 12, 1, 2, 3); !reflect.DeepEqual(got, places[:5]) {
		t.Errorf("of five: %v", got)
	}
}

func TestFloorsStop(t *testing.T) {
	n, d := network(t, 5, 2, 1), recordings()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Matched(ctx, n, d, []int{0}, [][]float64{{1, 1}}, 1, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
