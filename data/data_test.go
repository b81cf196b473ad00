package data

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestWindows(t *testing.T) {
	for _, c := range [][2]int{{0, 0}, {29, 0}, {30, 1}, {44, 1}, {45, 2}, {149, 8}, {150, 9}} {
		if got := Windows(c[0], Length, Hop); got != c[1] {
			t.Errorf("%d samples give %d segments, want %d", c[0], got, c[1])
		}
	}
}

func TestCutStaysWithinRecordings(t *testing.T) {
	d := small(3) // 45, 0, 29 and 61 samples
	want := []Segment{{0, 0}, {0, 15}, {3, 0}, {3, 15}, {3, 30}}
	if !reflect.DeepEqual(d.Segments, want) {
		t.Fatalf("segments %v, want %v", d.Segments, want)
	}
	if w := d.Window(4, 1); len(w) != 30 || &w[0] != &d.Recordings[3].Samples[1][30] {
		t.Error("the last window is not samples 30 to 59 of its recording")
	}
	if got := d.Counts(); !reflect.DeepEqual(got, [3][]int{{2, 0}, {0, 0}, {0, 3}}) {
		t.Errorf("counts %v", got)
	}
	if got := d.Subset(Test); !reflect.DeepEqual(got, []int{2, 3, 4}) {
		t.Errorf("test subset %v", got)
	}
}

func TestAmplitudeAndScale(t *testing.T) {
	d := &Dataset{
		Axes: []string{"x", "y"}, Length: 2, Splits: map[int]Split{1: Train, 2: Test},
		Recordings: []Recording{
			{Subject: 1, Samples: [][]float32{{1, -1}, {3, -5}}},
			{Subject: 2, Samples: [][]float32{{100, 100}, {100, 100}}}, // not for training
			{Subject: 9, Samples: [][]float32{{100, 100}, {100, 100}}}, // in no split
		},
	}
	// |x| = 1 1 3 5: mean 2.5, variance (2·2.25 + 0.25 + 6.25)/4 = 2.75. x: mean -0.5, variance
	// (2.25+0.25+12.25+20.25)/4 = 8.75.
	if got, want := d.Amplitude(), 2.5+2*math.Sqrt(2.75); math.Abs(got-want) > 1e-12 {
		t.Errorf("amplitude %v, want %v", got, want)
	}
	if mean, sd := d.Scale(); mean != -0.5 || math.Abs(sd-math.Sqrt(8.75)) > 1e-12 {
		t.Errorf("scale %v, %v", mean, sd)
	}
	if (&Dataset{}).Amplitude() != 0 {
		t.Error("an empty data set has an amplitude")
	}
}

func TestSettingsTable(t *testing.T) {
	var got Settings
	for _, row := range Table {
		p, ok := row.At(&got).(*string)
		if !ok {
			t.Fatalf("%s: At gives no *string", row.Key)
		}
		*p = row.Default.(string)
		if row.Help == "" || !strings.Contains(strings.Join(row.Choices, " "), *p) {
			t.Errorf("%s: no help, or the default is no choice", row.Key)
		}
	}
	if want := (Settings{Resample: Linear, Scale: ScaleG}); got != want {
		t.Errorf("the table's defaults give %+v, want %+v", got, want)
	}
}

func TestOptionsNormal(t *testing.T) {
	o, err := Options{}.Normal()
	if err != nil || o.Resample != Linear || o.Jobs < 1 {
		t.Errorf("%+v, %v", o, err)
	}
	if _, err := (Options{Resample: "spline"}).Normal(); err == nil || !strings.Contains(err.Error(), Polyphase) {
		t.Errorf("spline: %v", err)
	}
}

func TestFind(t *testing.T) {
	home := t.TempDir()
	t.Setenv("XDG_DATA_HOME", home)
	_, err := Find("dsads")
	var fault *InputError
	if !errors.As(err, &fault) || !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("got %v", err)
	}
	var more *Explained
	if !errors.As(err, &more) || !strings.Contains(err.Error(), "actmax data fetch dsads") || len(err.Error()) > 150 {
		t.Errorf("the error must say what to do first, in short: %v", err)
	}
	all := strings.Join(more.Lines, "\n")
	for _, want := range []string{home, "archive.ics.uci.edu", "170800010", "f42ad774"} {
		if !strings.Contains(all, want) {
			t.Errorf("the lines after the error do not say %q: %s", want, all)
		}
	}
	if _, err := Find("imagenet"); err == nil || !strings.Contains(err.Error(), "dsads, mhealth") {
		t.Errorf("imagenet: %v", err)
	}
	s, _ := SourceOf("dsads")
	places, err := Places(s)
	if err != nil || filepath.Base(places[1]) != "daily+and+sports+activities.zip" {
		t.Fatalf("%v, %v", places, err)
	}
	for i := len(places) - 1; i >= 0; i-- { // the best place wins
		if err := os.MkdirAll(places[i], 0o755); err != nil {
			t.Fatal(err)
		}
		if got, err := Find("dsads"); err != nil || got != places[i] {
			t.Errorf("found %q (%v), want %q", got, err, places[i])
		}
	}
}

func TestInputErrorSaysWhere(t *testing.T) {
	cause := errors.New("cause")
	e := &InputError{Path: "a.zip", Member: "b.txt", Line: 3, Column: 4, Problem: "expected x, found y", Advice: "do z",
		Cause: cause}
	if got, want := e.Error(), "a.zip: b.txt: line 3, column 4: expected x, found y; do z"; got != want ||
		!errors.Is(e, cause) {
		t.Errorf("%q, want %q", got, want)
	}
}
