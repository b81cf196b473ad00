package train

import (
	"cmp"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat"

	"actmax/data"
	"actmax/model"
	"actmax/model/reference"
	"actmax/model/train/internal/fixture"
)

// silenced is the small network with one unit that is never active: conv2/1.
func silenced(t *testing.T, d *data.Dataset) *model.Network {
	t.Helper()
	n := fixture.Small(t, d, 5)
	n.Layers[1].Bias[1] = -1e4
	if err := n.Derive(); err != nil {
		t.Fatal(err)
	}
	return n
}

func close32(got float32, want, tolerance float64) bool {
	return math.Abs(float64(got)-want) <= tolerance*max(math.Abs(want), 1e-30)
}

// TestMeasure compares every figure with a plain computation in float64 that keeps all values and passes over them as
// often as it likes.
func TestMeasure(t *testing.T) {
	d := fixture.Tiny(31) // 279 training segments: neither whole batches nor whole blocks of lanes
	n := silenced(t, d)
	m, err := Measure(context.Background(), n, d, MeasureOptions{Jobs: 2, NoCache: true})
	if err != nil {
		t.Fatal(err)
	}
	for i, units := range fixture.Maps(t, n, d) {
		for u, segments := range units {
			checkStatistics(t, n, m, i, u, segments)
			checkClassMean(t, n, d, m, i, u, segments)
			checkStrongest(t, n, m, i, u, segments)
		}
	}
	if c := m.Layers[1].Statistics.Count[1]; c != 0 || len(m.Layers[1].Strongest[1]) != 0 {
		t.Errorf("the silent unit has %d activations and %d segments", c, len(m.Layers[1].Strongest[1]))
	}
}

func checkStatistics(t *testing.T, n *model.Network, m *Measurement, layer, u int, segments [][]float32) {
	s, relu := m.Layers[layer].Statistics, n.Layers[layer].Activation == "relu"
	var values []float64
	for _, x := range segments {
		for _, v := range x {
			if v != 0 || !relu {
				values = append(values, float64(v))
			}
		}
	}
	if s.Count[u] != int64(len(values)) {
		t.Errorf("%s/%d: count %d, expected %d", n.Layers[layer].Name, u, s.Count[u], len(values))
	}
	if len(values) == 0 {
		return
	}
	mean, deviation := stat.PopMeanStdDev(values, nil)
	slices.Sort(values)
	low, high, count := values[0], values[len(values)-1], float64(len(values))
	if relu {
		low = 0
	}
	rank := 0.95 * (count - 1)
	at := int(rank)
	p95 := values[at] + (rank-float64(at))*(values[min(at+1, len(values)-1)]-values[at])
	for what, c := range map[string]struct {
		got             float32
		want, tolerance float64
	}{
		"mean": {s.Mean[u], mean, 2e-7}, "std": {s.Std[u], deviation, 2e-7},
		"max": {s.Max[u], high, 0}, "min": {s.Min[u], low, 0}, "p95": {s.P95[u], p95, 1e-3},
	} {
		if !close32(c.got, c.want, c.tolerance) {
			t.Errorf("%s/%d: %s is %.9g, expected %.9g", n.Layers[layer].Name, u, what, c.got, c.want)
		}
	}
	// Below every edge of the histogram lie as many values as there are, but for those within half a cell of the edge.
	histogram, below, total := s.Histogram[u*model.Bins:(u+1)*model.Bins], 0.0, 0.0
	for b, k := range histogram {
		edge := low + (high-low)*float64(b)/model.Bins
		least, _ := slices.BinarySearch(values, edge-math.Abs(edge)/1000)
		most, _ := slices.BinarySearch(values, edge+math.Abs(edge)/1000)
		if below < float64(least) || below > float64(most) {
			t.Errorf("%s/%d: %.0f values below bin %d, expected %d to %d", n.Layers[layer].Name, u, below, b, least,
				most)
		}
		below += float64(k)
		total += float64(k)
	}
	if total != count {
		t.Errorf("%s/%d: the histogram holds %.0f values, expected %.0f", n.Layers[layer].Name, u, total, count)
	}
}

func checkClassMean(t *testing.T, n *model.Network, d *data.Dataset, m *Measurement, layer, u int,
	segments [][]float32) {
	sum, count := make([]float64, len(d.Activities)), make([]float64, len(d.Activities))
	for k, s := range d.Subset(data.Train) {
		c := d.Of(s).Activity
		for _, v := range segments[k] {
			sum[c] += float64(v)
			count[c]++
		}
	}
	for c := range sum {
		got := m.Layers[layer].ClassMean[u*len(sum)+c]
		if math.Abs(float64(got)-sum[c]/count[c]) > 2e-7*math.Abs(sum[c]/count[c])+1e-7 {
			t.Errorf("%s/%d: mean of class %d is %g, expected %g", n.Layers[layer].Name, u, c, got, sum[c]/count[c])
		}
	}
}

func checkStrongest(t *testing.T, n *model.Network, m *Measurement, layer, u int, segments [][]float32) {
	axes, _ := n.SignalShape(layer)
	var all []Strong
	for k, x := range segments {
		parts, first := [][]float32{x}, -1
		if axes == 1 {
			parts, first = slices.Collect(slices.Chunk(x, len(x)/n.Input.Axes)), 0
		}
		for axis, part := range parts {
			sum, peak := 0.0, float32(math.Inf(-1))
			for _, v := range part {
				sum += float64(v)
				peak = max(peak, v)
			}
			if sum != 0 || n.Layers[layer].Activation == "" {
				all = append(all, Strong{k, first + axis, sum / float64(len(part)), peak})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Strong) int { return cmp.Compare(b.Mean, a.Mean) })
	all = all[:min(len(all), Top)]
	got := m.Layers[layer].Strongest[u]
	if len(got) != len(all) {
		t.Errorf("%s/%d: %d strongest segments, expected %d", n.Layers[layer].Name, u, len(got), len(all))
		return
	}
	for i := range got {
		if got[i].Training != all[i].Training || got[i].Axis != all[i].Axis || got[i].Peak != all[i].Peak ||
			math.Abs(got[i].Mean-all[i].Mean) > 1e-12*math.Abs(all[i].Mean) {
			t.Errorf("%s/%d: strongest segment %d is %+v, expected %+v", n.Layers[layer].Name, u, i, got[i], all[i])
			return
		}
	}
}

// TestMeasureAgainstReference compares means and deviations with those of the float64 network.
func TestMeasureAgainstReference(t *testing.T) {
	d := fixture.Tiny(21)
	n := silenced(t, d)
	m, err := Measure(context.Background(), n, d, MeasureOptions{NoCache: true})
	if err != nil {
		t.Fatal(err)
	}
	r := reference.New(n)
	values := make([][][]float64, len(n.Layers))
	for i := range values {
		values[i] = make([][]float64, n.Units(i))
	}
	for _, s := range d.Subset(data.Train) {
		signal := make([][]float64, len(d.Axes))
		for axis := range signal {
			for _, v := range d.Window(s, axis) {
				signal[axis] = append(signal[axis], float64(v))
			}
		}
		if err := r.Forward(signal); err != nil {
			t.Fatal(err)
		}
		for i := range values {
			size := len(r.Layers[i].Map) / n.Units(i)
			for k, v := range r.Layers[i].Map {
				if v != 0 || !r.Layers[i].ReLU {
					values[i][k/size] = append(values[i][k/size], v)
				}
			}
		}
	}
	for i := range values {
		for u, x := range values[i] {
			mean, deviation := 0.0, 0.0 // of a silent unit
			if len(x) > 0 {
				mean, deviation = stat.PopMeanStdDev(x, nil)
			}
			s := m.Layers[i].Statistics
			// float32 may round a value near 0 to the other side of the ReLU, which the count feels and the mean
			// hardly.
			if math.Abs(float64(s.Count[u])-float64(len(x))) > 1e-3*float64(len(x)) ||
				math.Abs(float64(s.Mean[u])-mean) > 1e-4*(math.Abs(mean)+deviation) ||
				math.Abs(float64(s.Std[u])-deviation) > 1e-4*(math.Abs(mean)+deviation) {
				t.Errorf("%s/%d: %d values of mean %g and deviation %g, expected %d, %g, %g", n.Layers[i].Name, u,
					s.Count[u], s.Mean[u], s.Std[u], len(x), mean, deviation)
			}
		}
	}
}

func TestMeasureIsTheSameForAnyWorkers(t *testing.T) {
	d := fixture.Tiny(30)
	n := silenced(t, d)
	var first *Measurement
	for _, jobs := range []int{1, 2, 3, 7} {
		m, err := Measure(context.Background(), n, d, MeasureOptions{Jobs: jobs, NoCache: true})
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = m
		} else if !reflect.DeepEqual(m, first) {
			t.Errorf("%d workers measure something else than one", jobs)
		}
	}
}

func TestMeasureIsKept(t *testing.T) {
	d := fixture.Tiny(10)
	n := silenced(t, d)
	dir := filepath.Join(t.TempDir(), "new", "folder")
	passes := 0
	o := MeasureOptions{CacheDir: dir, Warn: func(err error) { t.Error(err) }, Progress: func(done, total int) {
		if done == total {
			passes++
		}
	}}
	measure := func(n *model.Network, d *data.Dataset) *Measurement {
		t.Helper()
		m, err := Measure(context.Background(), n, d, o)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	first := measure(n, d)
	if again := measure(n, d); passes != 1 || !reflect.DeepEqual(again, first) {
		t.Errorf("%d passes, expected 1; what was kept is the same: %v", passes, reflect.DeepEqual(again, first))
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(files) != 1 {
		t.Fatalf("the cache holds %v, expected one file", files)
	}
	raw, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	for name, damaged := range map[string][]byte{
		"cut short": raw[:len(raw)/2], "empty": nil, "one bit": append(slices.Clone(raw[:len(raw)-1]),
			raw[len(raw)-1]^1),
	} {
		if err := os.WriteFile(files[0], damaged, 0o644); err != nil {
			t.Fatal(err)
		}
		before := passes
		if m := measure(n, d); passes != before+1 || !reflect.DeepEqual(m, first) {
			t.Errorf("%s: a damaged file was taken for a measurement", name)
		}
	}
	before := passes
	other := *d
	other.Splits = map[int]data.Split{1: data.Train}
	measure(n, &other)
	changed := fixture.Small(t, d, 6)
	measure(changed, d)
	if passes != before+2 {
		t.Errorf("another split and another network took %d passes, expected 2", passes-before)
	}
}

func TestMeasureUnwritableCache(t *testing.T) {
	d := fixture.Tiny(3)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	var warned error
	m, err := Measure(context.Background(), silenced(t, d), d,
		MeasureOptions{CacheDir: file, Warn: func(err error) { warned = err }})
	if err != nil || m == nil || warned == nil {
		t.Errorf("error %v, warning %v: expected a measurement and a warning", err, warned)
	}
}

func TestMeasureRefuses(t *testing.T) {
	d := fixture.Tiny(3)
	n := silenced(t, d)
	n.Layers[0].Bias[0] = math.MaxFloat32 / 2
	n.Layers[1].Weight[2*5] = math.MaxFloat32 / 2
	if err := n.Derive(); err != nil {
		t.Fatal(err)
	}
	if _, err := Measure(context.Background(), n, d, MeasureOptions{NoCache: true}); err == nil ||
		!strings.Contains(err.Error(), "beyond float32") {
		t.Errorf("overflow: %v", err)
	}
	other := *d
	other.Axes = d.Axes[:2]
	var wrong *MismatchError
	if _, err := Measure(context.Background(), n, &other, MeasureOptions{NoCache: true}); !errors.As(err, &wrong) {
		t.Errorf("other axes: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Measure(ctx, n, d, MeasureOptions{NoCache: true}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
