// Package synth makes the demo recordings: twelve everyday and sports activities of eight people who do not exist.
// Everything is computed from a seed and from the physical numbers in the tables of people.go and activities.go
// (tempo in Hz, amplitudes in G, angles in degrees); no measured sample is stored. The sizes of those numbers are
// those of people: a test compares mean, deviation and power above and below 3 Hz of every axis with DSADS.
package synth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"runtime"

	"actmax/data"
	"actmax/internal/parallel"
)

const (
	// Version counts changes of the generator that change its output. It is part of Dataset.Hash.
	Version = 1
	// Seed is the seed of the embedded demo: the one that the demo network was trained on.
	Seed = 1

	takes   = 4   // recordings of each person and activity
	samples = 480 // of one recording: 16 s at data.Rate, 31 segments
)

// Load makes the demo data: 12 activities x 8 subjects x 4 recordings of 16 s at data.Rate, six axes in G in the
// order of data.Axes, split by subject as DSADS is (1-5 train, 6 validate, 7-8 test). The same seed gives the same
// samples, whatever the number of cores; 11,904 segments in the order of activity, subject, recording, window.
func Load(seed uint64) *data.Dataset {
	id := sha256.Sum256(fmt.Appendf(nil, "actmax synth version %d seed %d", Version, seed))
	d := &data.Dataset{
		Name:  "demo",
		Title: "synthetic demo recordings",
		Notes: []string{fmt.Sprintf("made by data/synth (version %d) from seed %d: nobody wore a sensor for them",
			Version, seed)},
		Hash: hex.EncodeToString(id[:]),
		Axes: data.Axes, Rate: data.Rate, SourceRate: data.Rate, Length: data.Length,
		Splits: map[int]data.Split{6: data.Validate, 7: data.Test, 8: data.Test},
	}
	for s := 1; s <= 5; s++ {
		d.Splits[s] = data.Train
	}
	for a := range activities {
		d.Activities = append(d.Activities, activities[a].name)
		for s := range people {
			for take := range takes {
				d.Recordings = append(d.Recordings, data.Recording{
					ID:      fmt.Sprintf("%s/p%d/r%d", activities[a].slug, s+1, take+1),
					Subject: s + 1, Activity: a,
				})
			}
		}
	}
	record(d.Recordings, seed)
	d.Cut(data.Hop)
	return d
}

// record fills in the samples. Each recording has its own random stream, numbered by its place, so that the work can
// be shared among cores in any order.
func record(recordings []data.Recording, seed uint64) {
	err := parallel.Each(context.Background(), len(recordings), runtime.GOMAXPROCS(0), nil, func(i int) error {
		r := &recordings[i]
		r.Samples = newTake(&activities[r.Activity], &people[r.Subject-1],
			rand.New(rand.NewPCG(seed, uint64(i)))).record(samples)
		return nil
	})
	if err != nil {
		panic(err) // no input leads here, only a fault of this package
	}
}
