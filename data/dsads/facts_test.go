package dsads

import (
	"context"
	"math"
	"reflect"
	"sync"
	"testing"

	"actmax/data"
	"actmax/data/source"
	"actmax/internal/parallel"
	"actmax/internal/shared"
)

var loadLinear = sync.OnceValues(func() (*data.Dataset, error) {
	return Load(context.Background(), linearPath, data.Options{NoCache: true})
})

var linearPath string

// linear is all of DSADS, read once for the tests of this package.
func linear(t *testing.T) *data.Dataset {
	t.Helper()
	linearPath = shared.Path(t, "datasets/dsads-accel.zip")
	d, err := loadLinear()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The facts of the data set as others computed them (datasets/README.md): over subjects 1-5 at 25 Hz in G.
func TestKnownFactsAt25Hz(t *testing.T) {
	if testing.Short() {
		t.Skip("reads all of DSADS")
	}
	s, err := source.Open(shared.Path(t, "datasets/dsads-accel.zip"), "")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	entries, err := format.Members(s)
	if err != nil || len(entries) != Files {
		t.Fatalf("%d files, %v", len(entries), err)
	}
	type sums struct{ x, xx, abs [6]float64 }
	all := make([]sums, len(entries))
	err = parallel.Each(context.Background(), len(entries), 2, nil, func(i int) error {
		if entries[i].Key[1] > 5 {
			return nil
		}
		text, err := s.Read(entries[i].File, nil, maxSize, "")
		if err != nil {
			return err
		}
		axes, fault := parse(text)
		if fault != nil {
			return fault
		}
		for a, axis := range axes {
			for _, v := range axis {
				all[i].x[a] += v
				all[i].xx[a] += v * v
				all[i].abs[a] += math.Abs(v)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	const n = 712_500.0
	wantMean := [6]float64{0.445, 0.482, 0.335, -0.743, -0.329, -0.072}
	wantSD := [6]float64{0.593, 0.482, 0.405, 0.584, 0.588, 0.340}
	var abs, squares float64
	for a := range 6 {
		var x, xx float64
		for _, s := range all {
			x += s.x[a]
			xx += s.xx[a]
			abs += s.abs[a]
		}
		squares += xx
		mean, sd := x/n, math.Sqrt(xx/n-x/n*x/n)
		if math.Abs(mean-wantMean[a]) > 0.001 || math.Abs(sd-wantSD[a]) > 0.001 {
			t.Errorf("%s: mean %.4f, sd %.4f; want %.3f, %.3f", data.Axes[a], mean, sd, wantMean[a], wantSD[a])
		}
	}
	mean := abs / (6 * n)
	if got := mean + 2*math.Sqrt(squares/(6*n)-mean*mean); math.Abs(got-1.4066) > 0.00005 {
		t.Errorf("mean + 2 sd of |x| at 25 Hz is %.5f G, want 1.4066", got)
	}
}

func TestKnownFactsAt30Hz(t *testing.T) {
	if testing.Short() {
		t.Skip("reads all of DSADS")
	}
	path := shared.Path(t, "datasets/dsads-accel.zip")
	for _, c := range []struct {
		resample  string
		amplitude float64
		counts    [3]int
	}{
		{data.Linear, 1.3712, [3]int{45_600, 9_120, 18_240}},
		{data.Polyphase, 1.4028, [3]int{51_300, 10_260, 20_520}},
	} {
		var d *data.Dataset
		if c.resample == data.Linear {
			d = linear(t)
		} else {
			d = load(t, path, data.Options{Resample: c.resample})
		}
		if got := d.Amplitude(); math.Abs(got-c.amplitude) > 0.00005 {
			t.Errorf("%s: amplitude %.5f G, want %.4f", c.resample, got, c.amplitude)
		}
		for split, want := range c.counts {
			perActivity := d.Counts()[split]
			total := 0
			for _, n := range perActivity {
				total += n
				if n != want/activities {
					t.Errorf("%s: %d segments of an activity for %v, want %d", c.resample, n, data.Split(split),
						want/activities)
				}
			}
			if total != want || len(d.Subset(data.Split(split))) != want {
				t.Errorf("%s: %d segments for %v, want %d", c.resample, total, data.Split(split), want)
			}
		}
		if len(d.Notes) != 2 {
			t.Errorf("%s: notes %q", c.resample, d.Notes)
		}
	}
}

// The original files and the copy without gyroscopes hold the same accelerations.
func TestOriginalFilesGiveTheSame(t *testing.T) {
	sample := shared.Path(t, "datasets/dsads-original-sample.zip")
	if testing.Short() {
		t.Skip("reads all of DSADS")
	}
	few := load(t, sample, data.Options{})
	all := linear(t)
	byID := map[string]data.Recording{}
	for _, r := range all.Recordings {
		byID[r.ID] = r
	}
	if len(few.Recordings) != 5 {
		t.Fatalf("%d recordings", len(few.Recordings))
	}
	for _, r := range few.Recordings {
		if !reflect.DeepEqual(r, byID[r.ID]) {
			t.Errorf("%s differs", r.ID)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	path := shared.Path(b, "datasets/dsads-accel.zip")
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			if _, err := Load(context.Background(), path, data.Options{NoCache: true}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("cached", func(b *testing.B) {
		o := data.Options{CacheDir: b.TempDir()}
		for b.Loop() {
			if _, err := Load(context.Background(), path, o); err != nil {
				b.Fatal(err)
			}
		}
	})
}
