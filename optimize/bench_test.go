package optimize

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

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
		Settings: settings(b, "threshold.eap", "0.5", "ascent.steps", "1000000", "ascent.gamma", "1", "ascent.restarts",
			"0")}
}

// BenchmarkStep measures unit-steps a second: forward, penalties, backward and update of one unit's signal, for a unit
// alone and for a full block, by the variant of the vector loops (ACTMAX_SIMD).
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

// BenchmarkPool measures the same for a pool that computes every unit of a layer on all cores, with tapes and
// mailboxes.
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

// allSteps is the length of each ascent in ALL, every unit of the three convolutions of SF-HF.
const allSteps = 5000

// allFlop counts the operations of ALL as direct convolution does, of the wanted unit only and without what meets the
// padding: forward and back.
func allFlop() float64 {
	flop := 0.0
	for _, perStep := range []float64{576, 73.7e3, 2.433e6} {
		flop += 64 * allSteps * perStep
	}
	return flop
}

// allJob is one ascent of ALL.
func allJob(b testing.TB, n *model.Network, layer, unit int) Job {
	j := benchmarkJob(b, n, layer, unit)
	j.Settings.Steps, j.Settings.Optimizer, j.Settings.Eta, j.Settings.Gamma = allSteps, Adam, 1e-2, 0.995
	return j
}

// BenchmarkAll computes ALL, every step, on one worker and on two. %peak is against the fused multiply-adds that as
// many cores can do.
func BenchmarkAll(b *testing.B) {
	n := sfhf(b)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("%s/workers=%d", simd.Variant(), workers), func(b *testing.B) {
			top := simd.Peak() * float64(min(workers, runtime.GOMAXPROCS(0)))
			for b.Loop() {
				p := NewPool(workers)
				var runs []*Run
				for layer := range 3 {
					for unit := range n.Units(layer) {
						r, err := p.Start(allJob(b, n, layer, unit))
						if err != nil {
							b.Fatal(err)
						}
						runs = append(runs, r)
					}
				}
				for _, r := range runs {
					await(b, r)
				}
				p.Close()
			}
			seconds := b.Elapsed().Seconds() / float64(b.N)
			b.ReportMetric(seconds, "s/ALL")
			if top > 0 {
				b.ReportMetric(100*allFlop()/seconds/1e9/top, "%peak")
			}
		})
	}
}

// BenchmarkAllByMedian says what ALL takes on one core where every step takes as long as the median one of its layer:
// nearly the same as BenchmarkAll on a quiet machine, and on a busy one what a quiet one would show.
func BenchmarkAllByMedian(b *testing.B) {
	n, lanes, top := sfhf(b), simd.Lanes(), simd.Peak()
	took := make([][]time.Duration, 3)
	batches := make([]*Batch, len(took))
	for layer := range batches {
		batches[layer] = NewBatch(n, layer, lanes)
	}
	for b.Loop() {
		for layer, batch := range batches {
			for i := range lanes {
				if err := batch.Load(i, allJob(b, n, layer, i)); err != nil {
					b.Fatal(err)
				}
			}
			for !batch.Finished(0) {
				start := time.Now()
				if err := batch.Step(); err != nil {
					b.Fatal(err)
				}
				took[layer] = append(took[layer], time.Since(start))
			}
		}
	}
	seconds := 0.0
	for layer := range took {
		slices.Sort(took[layer])
		blocks := float64((n.Units(layer) + lanes - 1) / lanes)
		seconds += blocks * allSteps * took[layer][len(took[layer])/2].Seconds()
	}
	b.ReportMetric(seconds, "s/ALL")
	if top > 0 {
		b.ReportMetric(100*allFlop()/seconds/1e9/top, "%peak")
	}
}

// BenchmarkStepParts takes a step of a block of conv3 units apart. It reports the quickest of each part, in
// microseconds: on a busy machine the one that says something.
func BenchmarkStepParts(b *testing.B) {
	const layer = 2
	n, lanes := sfhf(b), simd.Lanes()
	batch := NewBatch(n, layer, lanes)
	for i := range lanes {
		j := benchmarkJob(b, n, layer, i)
		j.Settings.Optimizer, j.Settings.Eta = Adam, 1e-4
		if err := batch.Load(i, j); err != nil {
			b.Fatal(err)
		}
	}
	each := func(f func(l *lane)) func() {
		return func() {
			for i := range batch.lanes {
				f(&batch.lanes[i])
			}
		}
	}
	parts := []struct {
		name string
		run  func()
	}{
		{"step", func() { _ = batch.Step() }},
		{"forward", batch.block.Forward},
		{"backward", batch.block.Backward},
		{"rows", func() {
			batch.columns(batch.block.Signal, batch.signals, batch.row)
			batch.rows(batch.maps, batch.mapRow, batch.block.Map)
			batch.columns(batch.block.MapGradient, batch.mapGradients, batch.mapRow)
			batch.rows(batch.gradients, batch.row, batch.block.SignalGradient)
		}},
		{"terms", each(func(l *lane) {
			l.terms = l.objective.evaluate(l.signal(), l.featureMap(), l.mapGradient,
				l.pull)
		})},
		{"update", each(func(l *lane) { l.advance() })},
	}
	least := make([]time.Duration, len(parts))
	for i := range least {
		least[i] = time.Hour
	}
	for b.Loop() {
		for i := range parts {
			start := time.Now()
			parts[i].run()
			least[i] = min(least[i], time.Since(start))
		}
	}
	for i, p := range parts {
		b.ReportMetric(least[i].Seconds()*1e6, p.name+"-us")
	}
}
