package tui

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"actmax/data"
	"actmax/model/train"
	"actmax/optimize/score"
	"actmax/tui/screen/unit"
	"actmax/tui/session"
)

// measured gives the options a measurement that is there at once.
func measured(o *Options) {
	made := measuredOf(*o)
	o.Measure = func(context.Context, session.Say) (*train.Measurement, error) { return made, nil }
}

// v turns the pane below the plots, t the list; both on every size.
func TestAspectKeys(t *testing.T) {
	screenTest(t, "wide", 120, 40, measured, func(t *testing.T, x *terminal) {
		x.played()
		x.want("start", "w 0.1", ": MSE", "▸ 1 ")
		x.keys("v")
		x.want("v", "─ Power by Hz ─", "█ signal  ─ similar  · training", "15 Hz", ">7.5 Hz")
		x.wantNot("v", "w 0.1")
		x.settle()
		x.want("v, a little later", ", training ")
		x.keys("v")
		x.want("v again", "┊ th_eap 0.70", "╎ p95 0.65", "▲ max ")
		x.wantNot("v again", "15 Hz")
		x.keys("v")
		x.want("v a third time", "w 0.1")
		x.keys("t")
		x.wait(200 * time.Millisecond)
		x.want("t", "/th_eap", "2.900", "8.29x", "mean f of ", "▸ 1 ")
		x.wantNot("t", "MSE")
		x.keys("v")
		x.want("v over the other list", "─ strongest  · training")
		x.keys("t")
		x.want("t again", ": MSE", "mean MSE of")
	})
	screenTest(t, "small", 80, 24, measured, func(t *testing.T, x *terminal) {
		x.played()
		x.wantNot("start", "▸ 1 ")
		x.keys("t")
		x.wait(200 * time.Millisecond)
		x.want("t brings the list", "2.900", "▸ 1 ")
		x.keys("j")
		x.want("j", "▸ 2 ", "2.800")
		x.keys("G")
		x.wantNot("G", "2.900")
		x.keys("j")
		x.refuses("j at the end")
		x.keys("v")
		x.want("v brings the pane", "15 Hz")
		x.keys("v")
		x.want("v", "▲", "p95 0.65")
		x.keys(tab)
		x.want("tab", "Strongest")
		x.keys(keyEscSeq, "j")
		x.wait(time.Second)
		x.want("another unit", "unit 01", "▸ 1 ")
	})
	screenTest(t, "no data", 120, 40, func(o *Options) { o.Dataset = nil }, func(t *testing.T, x *terminal) {
		x.played()
		x.keys("t")
		x.refuses("t without data")
		x.keys("v")
		x.want("v without data", ">7.5 Hz")
		x.wantNot("v without data", ", training")
	})
	screenTest(t, "not measured", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.played()
		x.keys("t")
		x.says("t before anything is known")
		x.want("t before anything is known", ": MSE")
		if l := unitOf(x.m).Aside.Listing; l == unit.ListStrongest {
			t.Error("a list is shown that is not known")
		}
	})
	screenTest(t, "silent", 120, 40, measured, func(t *testing.T, x *terminal) {
		x.keys("/", "silent", enter, "v", "v")
		x.wait(time.Second)
		x.want("silent", "▲")
		if a := unitOf(x.m).Aside.Aspect; a == unit.AspectFrequencies {
			t.Errorf("v v shows %d", a)
		}
	})
}

// The other screens have neither pane nor list: the keys say where they are.
func TestAspectElsewhere(t *testing.T) {
	screenTest(t, "elsewhere", 120, 40, measured, func(t *testing.T, x *terminal) {
		x.played()
		for _, screen := range []string{"2", "3"} {
			for _, key := range []string{"v", "t"} {
				x.keys(screen, key)
				x.refuses(key + " on " + screen)
			}
		}
		x.keys("1")
		x.want("back", "w 0.1", ": MSE")
	})
}

// withStrongest gives a model its list of the strongest segments and the mean spectrum, which the unit screen shows on demand.
func withStrongest(m *explorer) {
	m.common.Session.Open.Measured = measuredOf(Options{Options: session.Options{Network: m.common.Session.Open.Network, Dataset: m.common.Session.Data.Dataset}})
	was := unitOf(m).Aside
	unitOf(m).Aside.Aspect, unitOf(m).Aside.Listing = unit.AspectFrequencies, unit.ListStrongest
	unitOf(m).Aside.Look(unitOf(m), m.common.Session.Current())
	workOff(m)
	unitOf(m).Aside.Aspect, unitOf(m).Aside.Listing = was.Aspect, was.Listing
}

// The first of the list is picked by itself: its plot is never empty once there is a list.
func TestPickedByItself(t *testing.T) {
	screenTest(t, "picked", 160, 50, measured, func(t *testing.T, x *terminal) {
		x.played()
		x.want("similar", "subject ", "▸ 1 ")
		x.keys("t")
		x.wait(200 * time.Millisecond)
		x.want("strongest", "  jumping")
		m := x.m
		v := m.common.Session.Current()
		k := unitOf(m).PickedSegment(v, 7)
		if k == nil || len(k.Mapped) != len(v.Shown.Map) || k.Shift != 7-unitOf(m).Aside.Strong.Rows[0].Match.Offset {
			t.Fatalf("%+v", k)
		}
		x.keys("j")
		x.wait(time.Second)
		x.want("another unit", "unit 01", "subject ")
	})
}

// What a row of the strongest shows is what the unit makes of that very segment.
func TestStrongestRows(t *testing.T) {
	o := options(t)
	made, err := train.Measure(context.Background(), o.Network, o.Dataset, train.MeasureOptions{Jobs: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, layer := range []int{0, 2, 4} {
		m := modelAt(t, layer, o)
		m.common.Session.Open.Measured = made
		v := m.common.Session.Current()
		unitOf(m).TurnList()
		for range 3 {
			unitOf(m).Aside.Look(unitOf(m), v)
			workOff(m)
		}
		if unitOf(m).Aside.Waits(unitOf(m)) || len(unitOf(m).Aside.Strong.Rows) == 0 {
			t.Fatalf("layer %d: %d rows", layer, len(unitOf(m).Aside.Strong.Rows))
		}
		training := o.Dataset.Subset(data.Train)
		for i, k := range unitOf(m).Aside.Strong.Rows {
			if i > 0 && k.Mean > unitOf(m).Aside.Strong.Rows[i-1].Mean {
				t.Errorf("layer %d, row %d: the mean rises", layer, i)
			}
			if k.Match.Segment != training[k.Training] {
				t.Errorf("layer %d, row %d: segment %d", layer, i, k.Match.Segment)
			}
			largest, sum := math.Inf(-1), 0.0
			for _, a := range k.Mapped {
				largest, sum = max(largest, float64(a)), sum+float64(a)/float64(len(k.Mapped))
			}
			if math.Abs(largest-float64(k.Peak)) > 1e-5*(1+math.Abs(largest)) || math.Abs(sum-k.Mean) > 1e-5*(1+math.Abs(sum)) {
				t.Errorf("layer %d, row %d: map with max %v and mean %v, the row says %v and %v", layer, i, largest, sum, k.Peak, k.Mean)
			}
		}
		all := strings.Join(view(t, m, 160, 50, "strongest"), "\n")
		if !strings.Contains(all, "mean f of") {
			t.Errorf("layer %d:\n%s", layer, all)
		}
	}
}

// The ratio to the floor appears once the floor is worked out, is that of package score, and goes with other thresholds.
func TestFloor(t *testing.T) {
	o := options(t)
	s := o.Network.Layers[0].Statistics
	for u := range s.Mean { // a threshold that real segments reach
		s.Mean[u], s.Std[u] = 0.1, 0.01
	}
	m := modelAt(t, 0, o)
	v := m.common.Session.Current()
	m.common.Session.Open.Measured = measuredOf(o)
	now := m.common.Session.Now
	work := func() {
		for i := range 60 {
			m.common.Session.Now = now.Add(time.Duration(i) * 100 * time.Millisecond)
			unitOf(m).Aside.Look(unitOf(m), v)
			workOff(m)
		}
	}
	m.common.Session.Open.Baselines.Known = nil
	work()
	q := m.common.Session.BaselineKey(v.Place)
	floor, ok := m.common.Session.Open.Baselines.Known[q]
	if !ok || unitOf(m).Aside.Waits(unitOf(m)) {
		t.Fatalf("no floor: %+v", m.common.Session.Open.Baselines)
	}
	if n := len(m.common.Session.Open.Baselines.Places[0][0]); n != floor.Matched {
		t.Errorf("%d places, the floor is of %d", n, floor.Matched)
	}
	m.common.Session.Open.Baselines.Known[q] = score.Floor{Matched: 9, Mean: unitOf(m).Similar.Now.List[0].MSE / 1.5, Nearest: 1}
	all := strings.Join(view(t, m, 160, 50, "floor"), "\n")
	if !strings.Contains(all, "1.50x") {
		t.Errorf("the ratio is missing:\n%s", all)
	}
	delete(m.common.Session.Open.Baselines.Known, q)
	if !m.common.Session.Open.Baselines.Wanted(m.common.Session, v) {
		t.Error("a floor that is not known is not wanted")
	}
	m.common.Session.BaselinesCancelled()
	if m.common.Session.Open.Baselines.Wanted(m.common.Session, v) {
		t.Error("a search that was given up is taken up again")
	}
	m.common.Session.Settings.Sigma = 3
	if _, ok := m.common.Session.Open.Baselines.Of(m.common.Session, v.Place); ok {
		t.Error("the floor of other thresholds is shown")
	}
}

// A unit that few real segments drive to its threshold has no floor, and nothing waits for one.
func TestNoFloor(t *testing.T) {
	m := modelAt(t, 0, options(t))
	v := m.common.Session.Current()
	m.common.Session.Open.Measured = measuredOf(Options{Options: session.Options{Network: m.common.Session.Open.Network, Dataset: m.common.Session.Data.Dataset}})
	now := m.common.Session.Now
	for i := range 40 {
		m.common.Session.Now = now.Add(time.Duration(i) * 100 * time.Millisecond)
		unitOf(m).Aside.Look(unitOf(m), v)
		workOff(m)
	}
	if _, ok := m.common.Session.Open.Baselines.Of(m.common.Session, v.Place); ok || unitOf(m).Aside.Waits(unitOf(m)) {
		t.Errorf("%+v", m.common.Session.Open.Baselines.Known)
	}
	if all := strings.Join(view(t, m, 160, 50, "no floor"), "\n"); strings.Contains(all, "the floor") {
		t.Error("a floor is shown")
	}
}

// Counts are shared out among the columns without a loss.
func TestColumns(t *testing.T) {
	var o unit.CountsPane
	o.Values.Fit(0, 2)
	counts := make([]float32, 64)
	total := 0.0
	for i := range counts {
		counts[i] = float32(i * i)
		total += float64(i * i)
	}
	for _, w := range []int{0, 1, 7, 64, 200} {
		sum := 0.0
		for _, n := range o.Columns(counts, 0, 2, w) {
			sum += n
		}
		if w > 0 && math.Abs(sum-total) > 1e-6*total {
			t.Errorf("%d columns hold %v of %v", w, sum, total)
		}
	}
}

// Every axis has its own middle, all the same height, and the picked segment lies within.
func TestStrips(t *testing.T) {
	m := modelAt(t, 2, options(t))
	v := m.common.Session.Current()
	snap := *v.Shown
	snap.Signal = append([]float32(nil), snap.Signal...)
	for a := range snap.Axes {
		for i := range snap.Time {
			snap.Signal[a*snap.Time+i] = float32(a) + 0.1*float32(math.Sin(float64(i)))
		}
	}
	v.Shown, v.Playing = &snap, false
	all := strings.Join(view(t, m, 160, 50, "strips"), "\n")
	for _, want := range []string{"height ", "arm x", "leg z"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is missing", want)
		}
	}
	s := unitOf(m).Signal.Strips
	for a, middle := range s.Middle {
		lo, hi, _ := m.common.Scene(v).RangeOf(a, m.common.Scene(v).Span())
		if lo < middle+s.Height.Lo-1e-9 || hi > middle+s.Height.Hi+1e-9 {
			t.Errorf("axis %d from %v to %v leaves its strip around %v: %v to %v", a, lo, hi, middle, s.Height.Lo, s.Height.Hi)
		}
	}
}
