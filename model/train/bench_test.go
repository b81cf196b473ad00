package train

import (
	"context"
	"testing"

	"actmax/model"
)

// BenchmarkStep times one training step of SF-HF on a batch of 64 segments: forward, backward, update.
func BenchmarkStep(b *testing.B) {
	for _, head := range model.Heads {
		b.Run(head, func(b *testing.B) {
			d := tiny(40)
			s := Default()
			s.Head = head
			o, err := Options{Settings: s}.normal()
			if err != nil {
				b.Fatal(err)
			}
			n, err := untrained(d, o)
			if err != nil {
				b.Fatal(err)
			}
			t, err := newTrainer(n, d, o)
			if err != nil {
				b.Fatal(err)
			}
			defer t.close()
			t.order = t.segments
			for b.Loop() {
				if err := t.step(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*s.Batch)/b.Elapsed().Seconds(), "segments/s")
		})
	}
}

// BenchmarkMeasure times the statistics of SF-HF.
func BenchmarkMeasure(b *testing.B) {
	d := tiny(40)
	n, err := model.NewSFHF("flatten", d.Activities, 1)
	if err != nil {
		b.Fatal(err)
	}
	segments := 0
	for b.Loop() {
		o := MeasureOptions{NoCache: true, Progress: func(done, total int) { segments += min(forwardBatch, done) }}
		if _, err := Measure(context.Background(), n, d, o); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*360)/b.Elapsed().Seconds(), "segments/s")
}
