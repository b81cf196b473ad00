package main

import (
	"context"
	"errors"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestReported(t *testing.T) {
	const out = `goos: linux
BenchmarkAll/avx512/workers=1-2         	       4	9927530981 ns/op	        68.36 %peak	         9.928 s/ALL
BenchmarkAll/avx512/workers=12-2        	       4	1 ns/op	        1 %peak	         1 s/ALL
BenchmarkStep/avx512/conv3/alone     	     300	    117e3 ns/op	 8.5e+03 unit-steps/s	       0 B/op	       0 allocs/op
`
	for _, c := range []struct {
		benchmark, unit string
		want            float64
	}{
		{"BenchmarkAll/.*/workers=1$", "s/ALL", 9.928}, {"BenchmarkAll/.*/workers=1$", "%peak", 68.36},
		{"BenchmarkStep/.*/conv3/alone$", "unit-steps/s", 8500}, {"BenchmarkStep/.*/conv3/alone$", "allocs/op", 0},
	} {
		if got, err := reported(out, c.benchmark, c.unit); err != nil || got != c.want {
			t.Errorf("%s in %s: %v, %v; want %v", c.benchmark, c.unit, got, err, c.want)
		}
	}
	for _, c := range [][2]string{{"BenchmarkAll/.*/workers=3$", "s/ALL"}, {"BenchmarkAll/.*/workers=1$", "s"}} {
		if got, err := reported(out, c[0], c[1]); err == nil {
			t.Errorf("%s in %s: %v was found", c[0], c[1], got)
		}
	}
}

// What skips itself, for want of data or of the system, leaves its row empty.
func TestSkipped(t *testing.T) {
	const out = "BenchmarkMeasureDSADS\n--- SKIP: BenchmarkMeasureDSADS\n    needs data\nPASS\n"
	absent := func(context.Context) (float64, error) { return reported(out, "BenchmarkMeasureDSADS$", "s/DSADS") }
	r := row{what: "statistics", unit: "s", ours: absent, goals: []goal{atMost(10)}}
	if err := r.measure(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, want := r.line(), "| statistics | at most 10 s |  |  |  | not measured |"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if _, err := captured("--- SKIP: TestReferenceFloat32\n", regexp.MustCompile(`([0-9]+) G`)); !errors.Is(err, errAbsent) {
		t.Errorf("a test that skips: %v", err)
	}
}

func TestVerdict(t *testing.T) {
	for _, c := range []struct {
		a, b []float64
		goal goal
		want string
	}{
		{[]float64{3, 1, 2}, nil, atMost(2), "met"},
		{[]float64{3, 1, 2.2}, nil, atMost(2), "missed by 10 %"},
		{[]float64{180, 200, 190}, nil, atLeast(190), "met"},
		{[]float64{185}, nil, atLeast(200), "missed by 7.5 %"},
		{[]float64{0}, nil, atMost(0), "met"},
		{[]float64{1}, nil, atMost(0), "missed"},
		{[]float64{2, 2, 4}, []float64{26, 20, 80}, times(13), "met"},
		{[]float64{2, 2, 4}, []float64{26, 24, 44}, times(13), "missed by 7.69 %"},
		{[]float64{30}, nil, times(3), "not measured"},
	} {
		r := row{a: c.a, b: c.b}
		if got := r.verdict(c.goal); got != c.want {
			t.Errorf("%v against %v, goal %+v: %q, want %q", c.a, c.b, c.goal, got, c.want)
		}
	}
}

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 117.4: "117", 3.0049: "3", 0.9651: "0.965", 13: "13", 1.6e-5: "1.6e-05", 0.0061: "0.0061", 205: "205", 12.34: "12.3"} {
		if got := number(v); got != want {
			t.Errorf("%v is shown as %q, want %q", v, got, want)
		}
	}
}

func TestShare(t *testing.T) {
	if got := share(200, 150); math.Abs(got-25) > 1e-9 {
		t.Errorf("50 of 200 ticks: %v %%", got)
	}
	if got := share(0, 0); got != 0 {
		t.Errorf("no ticks: %v %%", got)
	}
}

// The whole page, of figures made up: every row shows its goal, the profile its rest.
func TestWrite(t *testing.T) {
	r := report{rounds: 3, started: time.Now(), busy: []float64{1, 40, 2},
		rows:        []row{{what: "quick thing", unit: "s", a: []float64{2, 4, 3}, b: []float64{20, 36, 45}, goals: []goal{times(13), atMost(1.5)}}},
		profile:     []row{{what: "whole", a: []float64{11, 10}}, {what: "part", a: []float64{7, 8}}},
		differences: []row{{what: "avx2", a: []float64{1e-5}}, {a: []float64{0.006}}, {a: []float64{0.019}}, {a: []float64{2e-5}}},
	}
	var out strings.Builder
	if err := r.write(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| quick thing | 13 x, at most 1.5 s | 3 s (2 to 4) | 36 s (20 to 45) | 10 x (9 to 15) | missed by 23.1 %, missed by 100 % |",
		"1, 40, 2; it was not quiet", "| part | 7 | 70 % |", "| 3 | 30 % |", "| avx2 | 1e-05 | 0.006 | 0.019 | 2e-05 |",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the page lacks %q:\n%s", want, out.String())
		}
	}
}
