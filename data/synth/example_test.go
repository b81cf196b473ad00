package synth_test

import (
	"fmt"

	"actmax/data"
	"actmax/data/synth"
)

// The demo is a Dataset like any other, made in a fraction of a second.
func ExampleLoad() {
	d := synth.Load(synth.Seed)
	fmt.Println(d.Title)
	fmt.Println(len(d.Activities), "activities,", len(d.Recordings), "recordings,", len(d.Segments), "segments")
	fmt.Println("train", len(d.Subset(data.Train)), "validate", len(d.Subset(data.Validate)), "test",
		len(d.Subset(data.Test)))
	fmt.Println(d.Of(0).ID, d.Activities[d.Of(0).Activity])
	// Output:
	// synthetic demo recordings
	// 12 activities, 384 recordings, 11904 segments
	// train 7440 validate 1488 test 2976
	// sitting/p1/r1 sitting
}
