package optimize

import (
	"testing"

	"actmax/internal/simd"
	"actmax/model"
)

// sfhf returns an untrained network of the full size.
func sfhf(b testing.TB) *model.Network {
	b.Helper()
	n, err := model.NewSFHF("flatten", []string{"a", "b", "c"}, 1)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

func benchmarkJob(b testing.TB, n *model.Network, layer, unit int) Job {
	return Job{Network: n, Layer: layer, Unit: unit, Dense: true,
		Settings: settings(b, "threshold.eap", "0.5", "ascent.steps", "1000000", "ascent.gamma", "1", "ascent.restarts", "0")}
}

// BenchmarkStep measures unit-steps a second: forward, penalties, backward and update of one unit's signal, for a unit alone
// and for a full block, by the variant of the vector loops (ACTMAX_SIMD).
func BenchmarkStep(b *testing.B) {
	n := sfhf(b)
	for layer, name := range []string{"conv1", "conv2", "conv3"} {
		for _, width := range []struct {
			name  string
			units int
			lanes int
		}{{"alone", 1, loneLanes}, {"block", simd.Lanes(), simd.Lanes()}} {
			b.Run(simd.Variant()+"/"+name+"/"+width.name, func(b *testing.B) {
				batch := NewBatch(n, layer, width.lanes)
				for i := range width.units {
					if err := batch.Load(i, benchmarkJob(b, n, layer, i)); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportAllocs()
				for b.Loop() {
					if err := batch.Step(); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.N*width.units)/b.Elapsed().Seconds(), "unit-steps/s")
			})
		}
	}
}

// BenchmarkPool measures the same for a pool that computes every unit of a layer on all cores, with tapes and mailboxes.
func BenchmarkPool(b *testing.B) {
	n := sfhf(b)
	for layer, name := range []string{"conv1", "conv2", "conv3"} {
		b.Run(simd.Variant()+"/"+name, func(b *testing.B) {
			const steps = 1000
			for b.Loop() {
				p := NewPool(0)
				var runs []*Run
				for unit := range n.Units(layer) {
					j := benchmarkJob(b, n, layer, unit)
					j.Settings.Steps = steps
					r, err := p.Start(j)
					if err != nil {
						b.Fatal(err)
					}
					runs = append(runs, r)
				}
				for _, r := range runs {
					await(b, r)
				}
				p.Close()
			}
			b.ReportMetric(float64(b.N*n.Units(layer)*steps)/b.Elapsed().Seconds(), "unit-steps/s")
		})
	}
}

// BenchmarkPenalties measures what a step does besides the network: objective and update of one lane.
func BenchmarkPenalties(b *testing.B) {
	n := sfhf(b)
	batch := NewBatch(n, 0, 1)
	if err := batch.Load(0, benchmarkJob(b, n, 0, 3)); err != nil {
		b.Fatal(err)
	}
	batch.evaluate()
	l := &batch.lanes[0]
	for b.Loop() {
		l.terms = l.objective.evaluate(l.signal(), l.featureMap(), l.mapGradient, l.pull)
		l.advance()
	}
}
