package synth

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"actmax/data"
	"actmax/data/dsads"
	"actmax/internal/shared"
)

// The demo must be of the size of real movement: mean, deviation, power below and above 3 Hz of every axis within a
// factor of 1.5 of DSADS, training subjects against training subjects, for four activities.
const factor = 1.5

// A mean is a signed number that may be anywhere around 0, where a factor means nothing (DSADS's running arm has -0.002
// and 0.065 G). So: a mean of 0.1 G or more must have the same sign and lie within the factor; a smaller one must be
// met within 0.05 G, half of that border, which is a twentieth of gravity.
const (
	smallMean     = 0.10 // G
	meanTolerance = 0.05 // G
)

// measured holds the DSADS figures (linear resampling, subjects 1-5) that the test below checks against the recordings
// themselves where they are at hand, so that the demo is held to them everywhere.
var measured = []struct {
	demo, source string
	figures
}{
	{"sitting", "a01", figures{
		[6]float64{+0.075, +0.760, +0.493, -0.263, -0.946, -0.031}, [6]float64{0.0972, 0.2374, 0.3217, 0.0767, 0.0248,
			0.1877},
		[6]float64{2.13e-5, 8.92e-6, 9.79e-5, 1.37e-6, 7.33e-7, 3.70e-6},
		[6]float64{6.12e-6, 1.69e-5, 1.79e-5, 1.76e-6, 2.23e-6, 2.66e-6}}},
	{"walking", "a09", figures{
		[6]float64{+0.932, +0.302, +0.219, -1.017, -0.094, -0.104}, [6]float64{0.2179, 0.1336, 0.1323, 0.2048, 0.4720,
			0.1690},
		[6]float64{3.65e-2, 6.81e-3, 1.06e-2, 2.57e-2, 1.08e-1, 9.27e-3},
		[6]float64{8.13e-3, 2.31e-3, 1.19e-3, 1.58e-2, 1.09e-1, 1.70e-2}}},
	{"running", "a12", figures{
		[6]float64{+0.065, +1.020, -0.002, -1.178, -0.066, -0.154}, [6]float64{0.7635, 1.0236, 0.5655, 1.0383, 1.0887,
			0.4138},
		[6]float64{4.46e-1, 8.67e-1, 1.56e-1, 8.50e-1, 6.18e-1, 5.79e-2},
		[6]float64{5.56e-2, 1.66e-1, 2.96e-2, 2.26e-1, 5.51e-1, 1.06e-1}}},
	{"jumping", "a18", figures{
		[6]float64{+0.789, +0.404, +0.145, -1.007, -0.105, -0.093}, [6]float64{1.0172, 0.6204, 0.3413, 0.9812, 0.7368,
			0.2670},
		[6]float64{6.99e-1, 2.62e-1, 7.52e-2, 7.56e-1, 1.16e-1, 1.28e-2},
		[6]float64{2.13e-1, 4.92e-2, 2.12e-2, 2.06e-1, 4.16e-1, 5.41e-2}}},
}

// compare returns one line an axis with both figures, and what lies outside the tolerances.
func compare(ours, theirs figures) (table string, faults []string) {
	var b strings.Builder
	fmt.Fprintf(&b, "  %-12s %-17s %-22s %-26s %s\n", "axis", "mean G", "deviation G", "power < 3 Hz, G²",
		"power >= 3 Hz, G²")
	for axis, name := range data.Axes {
		m, n := ours.mean[axis], theirs.mean[axis]
		if math.Abs(n) < smallMean {
			if math.Abs(m-n) > meanTolerance {
				faults = append(faults, fmt.Sprintf("%s: mean %+.3f G, DSADS %+.3f G, more than %g G apart", name, m, n,
					meanTolerance))
			}
		} else if r := m / n; !(r >= 1/factor && r <= factor) {
			faults = append(faults, fmt.Sprintf("%s: mean %+.3f G, DSADS %+.3f G, ratio %.2f", name, m, n, r))
		}
		ratios := [3]float64{ours.deviation[axis] / theirs.deviation[axis], ours.slow[axis] / theirs.slow[axis],
			ours.fast[axis] / theirs.fast[axis]}
		for k, what := range []string{"deviation", "power below 3 Hz", "power above 3 Hz"} {
			if r := ratios[k]; !(r >= 1/factor && r <= factor) {
				faults = append(faults, fmt.Sprintf("%s: %s is %.2f times that of DSADS", name, what, r))
			}
		}
		fmt.Fprintf(&b, "  %-12s %+.3f %+.3f     %.3f %.3f x%.2f    %.2e %.2e x%.2f    %.2e %.2e x%.2f\n", name, m, n,
			ours.deviation[axis], theirs.deviation[axis], ratios[0], ours.slow[axis], theirs.slow[axis], ratios[1],
			ours.fast[axis], theirs.fast[axis], ratios[2])
	}
	return b.String(), faults
}

func index(t *testing.T, d *data.Dataset, activity string) int {
	t.Helper()
	for i, a := range d.Activities {
		if a == activity {
			return i
		}
	}
	t.Fatalf("no activity %q in %v", activity, d.Activities)
	return 0
}

// Any seed must make realistic recordings, not only the one of the embedded demo.
func TestRealism(t *testing.T) {
	for _, seed := range []uint64{Seed, 2, 3, 4, 5, 1 << 40} {
		if testing.Short() && seed != Seed {
			continue
		}
		d := Load(seed)
		for _, m := range measured {
			table, faults := compare(measure(d, index(t, d, m.demo)), m.figures)
			if seed == Seed {
				t.Logf("%s: demo, DSADS %s, ratio\n%s", m.demo, m.source, table)
			}
			for _, f := range faults {
				t.Errorf("seed %d, %s: %s", seed, m.demo, f)
			}
		}
	}
}

// The comparison must be able to fail: other activities are not walking.
func TestRealismTellsActivitiesApart(t *testing.T) {
	d := Load(Seed)
	for _, other := range []string{"standing", "climbing stairs", "running", "cycling"} {
		if _, faults := compare(measure(d, index(t, d, other)), measured[1].figures); len(faults) < 3 {
			t.Errorf("%s passes for walking but for %v", other, faults)
		}
	}
}

// With the recordings at hand: the figures above are those of DSADS, and the demo lies within the factor of them.
func TestRealismAgainstRecordings(t *testing.T) {
	if testing.Short() {
		t.Skip("reads all of DSADS")
	}
	path := shared.Path(t, "datasets/dsads-accel.zip")
	d, err := dsads.Load(t.Context(), path, data.Options{NoCache: true})
	if err != nil {
		t.Fatal(err)
	}
	demo := Load(Seed)
	for _, m := range measured {
		activity := -1
		for i := range d.Recordings {
			if strings.HasPrefix(d.Recordings[i].ID, m.source+"/") {
				activity = d.Recordings[i].Activity
				break
			}
		}
		if activity < 0 {
			t.Fatalf("no recording of %s", m.source)
		}
		real := measure(d, activity)
		for axis, name := range data.Axes {
			near := func(what string, got, want, unit float64) {
				if !(math.Abs(got-want) <= 0.01*math.Abs(want)+unit) {
					t.Errorf("%s %s: %s %.3g, the table says %.3g", m.source, name, what, got, want)
				}
			}
			near("mean", real.mean[axis], m.mean[axis], 0.001)
			near("deviation", real.deviation[axis], m.deviation[axis], 0.0001)
			near("power below 3 Hz", real.slow[axis], m.slow[axis], 0)
			near("power above 3 Hz", real.fast[axis], m.fast[axis], 0)
		}
		_, faults := compare(measure(demo, index(t, demo, m.demo)), real)
		for _, f := range faults {
			t.Errorf("%s against %s: %s", m.demo, m.source, f)
		}
	}
}
