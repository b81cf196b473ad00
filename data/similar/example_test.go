package similar_test

import (
	"context"
	"fmt"

	"actmax/data"
	"actmax/data/similar"
	"actmax/data/synth"
)

// Which real segments look like the first third of a second of running?
func ExampleIndex_Nearest() {
	d := synth.Load(synth.Seed)
	index, err := similar.New(context.Background(), d, d.Subset(data.Train), similar.Options{Width: 10})
	if err != nil {
		fmt.Println(err)
		return
	}
	signal := [][]float32{d.Window(6000, 4)[:10]} // left leg, y
	found, err := index.Nearest(similar.Query{Signal: signal, Without: d.Of(6000).Subject, Distinct: true}, 3)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("asked:", d.Activities[d.Of(6000).Activity], "of subject", d.Of(6000).Subject)
	for _, m := range found {
		r := d.Of(m.Segment)
		fmt.Printf("%s, subject %d, %s\n", d.Activities[r.Activity], r.Subject, d.Axes[m.Axis])
	}
	// Output:
	// asked: running of subject 1
	// running, subject 3, left_leg_y
	// running, subject 3, left_leg_y
	// running, subject 3, left_leg_y
}
