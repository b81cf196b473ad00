package train

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"actmax/data"
	"actmax/internal/simd"
	"actmax/model"
	"actmax/model/train/internal/fixture"
)

// readyTrainer returns a trainer of SF-HF that stands before its first step.
func readyTrainer(t testing.TB, head string, jobs int) *trainer {
	t.Helper()
	d := fixture.Tiny(40)
	s := Default()
	s.Head = head
	o, err := Options{Settings: s, Jobs: jobs}.normal()
	if err != nil {
		t.Fatal(err)
	}
	n, err := untrained(d, o)
	if err != nil {
		t.Fatal(err)
	}
	r, err := newTrainer(n, d, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.close)
	r.order = r.segments
	return r
}

// directFlop is how many floating-point operations a training step of a network takes for a segment if it convolves
// directly: forward, gradients of the weights, and gradients of the inputs but for the first layer's.
func directFlop(n *model.Network) float64 {
	sum := 0.0
	for i := range n.Layers {
		l := &n.Layers[i]
		products := float64(len(l.Weight)) * float64(l.Out.Axes*l.Out.Time)
		times := 3.0
		if i == 0 {
			times = 2
		}
		sum += 2 * times * products
	}
	return sum
}

// BenchmarkTrainingStep times one training step of SF-HF on a batch of 64 segments: forward, backward, update. Beside
// the mean it reports the median and the quickest, which say more on a busy machine; the percentage is the median's, of
// the multiply-add peak of the cores in use.
func BenchmarkTrainingStep(b *testing.B) {
	for _, head := range model.Heads {
		for _, jobs := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/jobs=%d", head, jobs), func(b *testing.B) {
				t := readyTrainer(b, head, jobs)
				n, err := t.learner.Snapshot()
				if err != nil {
					b.Fatal(err)
				}
				size := t.o.Settings.Batch
				peak := simd.Peak() * 1e9 * float64(min(jobs, runtime.GOMAXPROCS(0)))
				if err := t.step(); err != nil { // the first one makes the working memory
					b.Fatal(err)
				}
				var took []float64
				b.ReportAllocs()
				for b.Loop() {
					start := time.Now()
					if err := t.step(); err != nil {
						b.Fatal(err)
					}
					took = append(took, time.Since(start).Seconds())
				}
				slices.Sort(took)
				median := took[len(took)/2]
				b.ReportMetric(float64(size)/median, "segments/s")
				b.ReportMetric(1e3*median, "median-ms")
				b.ReportMetric(1e3*took[0], "least-ms")
				if peak > 0 {
					b.ReportMetric(100*float64(size)*directFlop(n)/median/peak, "%peak")
				}
			})
		}
	}
}

// TestStepDoesNotAllocate holds a training step, with dropout, loss and update, to no allocation at all.
func TestStepDoesNotAllocate(t *testing.T) {
	r := readyTrainer(t, "flatten", 2)
	if k := testing.AllocsPerRun(3, func() {
		if err := r.step(); err != nil {
			t.Error(err)
		}
	}); k != 0 {
		t.Errorf("a training step allocates %v times", k)
	}
}

// BenchmarkMeasure times the statistics of SF-HF.
func BenchmarkMeasure(b *testing.B) {
	d := fixture.Tiny(40)
	n, err := model.NewSFHF("flatten", d.Activities, 1)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Measure(context.Background(), n, d, MeasureOptions{NoCache: true}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*len(d.Subset(data.Train)))/b.Elapsed().Seconds(), "segments/s")
}
