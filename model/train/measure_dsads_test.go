package train

import (
	"testing"

	"actmax/data"
	"actmax/data/dsads"
	"actmax/internal/shared"
	"actmax/model"
)

// BenchmarkMeasureDSADS is what opening a network without statistics costs: every unit's over the 45,600 training
// segments.
func BenchmarkMeasureDSADS(b *testing.B) {
	d, err := dsads.Load(b.Context(), shared.Path(b, "datasets/dsads-accel.zip"), data.Options{NoCache: true})
	if err != nil {
		b.Fatal(err)
	}
	n, err := model.NewSFHF("flatten", d.Activities, 1)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Measure(b.Context(), n, d, MeasureOptions{NoCache: true}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/DSADS")
}
