package train

import (
	"bytes"
	"context"
	"testing"

	"actmax/model/train/cache"
	"actmax/model/train/internal/fixture"
)

// FuzzRestore reads saved runs that may be damaged anywhere: an error or a position inside the run, never a panic.
func FuzzRestore(f *testing.F) {
	d := fixture.Tiny(2)
	o := smallOptions(f, Options{Seed: 1})
	t, err := newTrainer(fixture.Small(f, d, 1), d, o)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(t.close)
	for _, at := range []position{{}, {Batch: 1, LossSum: 3}, {History: []Epoch{{1, 0.5, 0.5}}, Best: 1, Seconds: 2}} {
		t.position = at
		var b bytes.Buffer
		if err := t.write(&b); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(test *testing.T, raw []byte) {
		if t.restore(bytes.NewReader(raw)) != nil {
			return
		}
		if t.Batch < 0 || t.Batch > t.perEpoch() || len(t.History) > o.Epochs || t.Best > len(t.History) {
			test.Errorf("restored to %+v", t.position)
		}
	})
}

// FuzzMeasurement reads kept measurements that may be damaged anywhere.
func FuzzMeasurement(f *testing.F) {
	d := fixture.Tiny(2)
	n := fixture.Small(f, d, 1)
	m, err := Measure(context.Background(), n, d, MeasureOptions{NoCache: true})
	if err != nil {
		f.Fatal(err)
	}
	var b bytes.Buffer
	if err := cache.Write(&b, "key", m.tensors(n, d)); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, raw []byte) {
		file, err := cache.Read(raw, "key")
		if err != nil {
			return
		}
		m, err := decodeMeasurement(file, n, d)
		if err != nil {
			return
		}
		for i := range m.Layers {
			for _, list := range m.Layers[i].Strongest {
				for _, s := range list {
					if s.Training < 0 || s.Training >= 18 || s.Axis < -1 || s.Axis >= 6 {
						t.Errorf("%+v is no segment", s)
					}
				}
			}
		}
	})
}
