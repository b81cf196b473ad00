package atlas_test

import (
	"context"
	"fmt"
	"math"

	"actmax/optimize/atlas"
)

// Twelve units look for a slow or for a fast wave, each at its own place in time. Where places do not count, the
// nearest five units of each look for the same.
func ExampleNew() {
	g := atlas.Group{Layer: "conv3", Axes: 1, Time: 30}
	for unit := range 12 {
		cycles, activity := 1, "walking"
		if unit >= 6 {
			cycles, activity = 5, "running"
		}
		x := make([]float32, 30)
		for t := range x {
			x[t] = float32(math.Sin(2 * math.Pi * float64(cycles*(t+7*unit)) / 30))
		}
		g.Units = append(g.Units, atlas.Unit{Run: unit, Unit: unit, Signal: x, Real: atlas.Real{Activity: activity}})
	}
	m, err := atlas.New(context.Background(), g, atlas.Options{Shift: true})
	if err != nil {
		panic(err)
	}
	fmt.Printf("%d points, %.0f %% of neighbours agree, %.0f %% by chance\n", len(m.Points), 100*m.Signals.Same,
		100*m.Signals.Chance)
	// Output: 12 points, 100 % of neighbours agree, 45 % by chance
}
