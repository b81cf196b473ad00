package main

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
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

// A benchmark that skips itself, for want of data or of the system, leaves its row empty.
func TestSkipped(t *testing.T) {
	const out = "BenchmarkMeasureDSADS\n--- SKIP: BenchmarkMeasureDSADS\n    needs data\nPASS\n"
	absent := func(context.Context) (float64, error) { return reported(out, "BenchmarkMeasureDSADS$", "s/DSADS") }
	r := row{what: "statistics", unit: "s", ours: absent, goals: []goal{atMost(10)}}
	if err := r.measure(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := r.result(); got.Ours != nil || got.Ratio != nil {
		t.Errorf("a skipped benchmark has figures: %+v", got)
	}
	if got, want := r.goals[0].verdict(r.result()), "not measured"; got != want {
		t.Errorf("verdict of a skipped benchmark: %q, want %q", got, want)
	}
	if _, err := captured("--- SKIP: TestReferenceFloat32\n", regexp.MustCompile(`([0-9]+) G`)); !errors.Is(err,
		errAbsent) {
		t.Errorf("a skipped test: %v", err)
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
		{[]float64{184}, nil, atLeast(200), "missed by 8 %"},
		{[]float64{1.001}, nil, atMost(1), "missed by less than 1 %"},
		{[]float64{0}, nil, atMost(0), "met"},
		{[]float64{1}, nil, atMost(0), "missed"},
		{[]float64{2, 2, 4}, []float64{26, 20, 80}, times(13), "met"},
		{[]float64{2, 2, 4}, []float64{26, 24, 44}, times(13), "missed by 8 %"},
		{[]float64{30}, nil, times(3), "not measured"},
	} {
		r := row{a: c.a, b: c.b}
		if got := c.goal.verdict(r.result()); got != c.want {
			t.Errorf("%v against %v, goal %+v: %q, want %q", c.a, c.b, c.goal, got, c.want)
		}
	}
}

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 117.4: "117", 3.0049: "3", 0.9651: "0.965", 13: "13", 1.6e-5: "1.6e-05", 0.0061: "0.0061", 205: "205",
		12.34: "12.3",
	} {
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

// Every row is measured in every round, except those whose figure never changes; a busy machine is noted.
func TestTake(t *testing.T) {
	next := 0.0
	count := func(context.Context) (float64, error) { next++; return next, nil }
	m := &measurements{Rounds: 3, Figures: map[string]result{}}
	rows := []row{{key: "each", ours: count, peer: count}, {key: "once", ours: count, once: true}}
	begun := 0
	if err := m.take(t.Context(), rows, func() { begun++ }, func(context.Context) (float64, error) {
		return 12.34,
			nil
	}); err != nil {
		t.Fatal(err)
	}
	// 1 and 2, 3 of the one that never changes, 4 and 5, 6 and 7
	if got, want := *m.Figures["each"].Ours, (figure{Median: 4, Least: 1, Most: 6}); got != want {
		t.Errorf("ours %+v, want %+v", got, want)
	}
	if got, want := *m.Figures["each"].Ratio, (figure{Median: 1.25, Least: 7.0 / 6, Most: 2}); got != want {
		t.Errorf("ratio %+v, want %+v", got, want)
	}
	if got, want := *m.Figures["once"].Ours, (figure{Median: 3, Least: 3, Most: 3}); got != want {
		t.Errorf("measured once: %+v, want %+v", got, want)
	}
	if begun != 3 || len(m.Busy) != 3 || m.Busy[0] != 12.3 {
		t.Errorf("%d rounds, busy %v", begun, m.Busy)
	}
}

// Both pages of invented figures: the users' page has figures and ratios, the maintainers' has goals and verdicts as
// well.
func TestPages(t *testing.T) {
	quick := row{key: "quick", what: "quick thing", against: "slow thing", unit: "s", a: []float64{2, 4, 3},
		b:     []float64{20, 36, 45},
		goals: []goal{times(13), atMost(1.5)}}
	alone := []section{{title: "Things", rows: []row{quick}},
		{title: "Others", rows: []row{{key: "other", what: "other thing", unit: "ms"}}}}
	m := &measurements{Rounds: 3, Busy: []float64{1, 40, 2}, Variants: []string{"avx2"}, Figures: map[string]result{
		"quick": quick.result(), "other": {Ours: summary([]float64{7})},
		"step": {Ours: summary([]float64{11, 10})}, "step-input": {Ours: summary([]float64{7, 8})},
		differenceKey("avx2", 0): {Ours: summary([]float64{1e-5})},
		differenceKey("avx2", 3): {Ours: summary([]float64{2e-5})},
	}}
	var page, budgets strings.Builder
	writePage(&page, m, alone)
	writeBudgets(&budgets, m, alone)
	for _, c := range []struct{ text, want string }{
		{page.String(), "| quick thing | 3 s (2 to 4) | slow thing | 36 s (20 to 45) | 10 x (9 to 15) |"},
		{page.String(), "| other thing | 7 ms |"},
		{page.String(), "| avx2 | 1e-05 |  |  | 2e-05 |"},
		{budgets.String(), "| at least 13 x | 10 x (9 to 15) | missed by 23 % |"},
		{budgets.String(), "| quick thing | at most 1.5 s | 3 s (2 to 4) | missed by 100 % |"},
		{budgets.String(), "1, 40, 2; the machine was not idle"},
		{budgets.String(), " | 7 | 70 % |"}, {budgets.String(), " | 3 | 30 % |"},
	} {
		if !strings.Contains(c.text, c.want) {
			t.Errorf("the page lacks %q:\n%s", c.want, c.text)
		}
	}
	for _, verdict := range []string{"missed", "at least", "at most"} {
		if strings.Contains(page.String(), verdict) {
			t.Errorf("the users' page has %q:\n%s", verdict, page.String())
		}
	}
}

// Every row has a key of its own, and a goal for a ratio has a peer.
func TestKeys(t *testing.T) {
	b := new(bench)
	rows := append(profile(b), differences(b, []string{"portable", "avx2"})...)
	for _, s := range sections(b) {
		rows = append(rows, s.rows...)
		for _, r := range s.rows {
			for _, g := range r.goals {
				if g.ratio && r.against == "" {
					t.Errorf("%s: a ratio to nothing", r.key)
				}
			}
		}
	}
	seen := map[string]bool{}
	for _, r := range rows {
		if r.key == "" || seen[r.key] {
			t.Errorf("the key %q is empty or used twice", r.key)
		}
		seen[r.key] = true
	}
	m, err := read("../../docs/maintenance/measurements.json")
	if err != nil {
		t.Fatal(err)
	}
	for key := range m.Figures {
		if !seen[key] && !strings.HasPrefix(key, "difference-") {
			t.Errorf("measurements.json has %q, which no row measures", key)
		}
	}
}

// The pages in docs are those of the measurements in docs.
func TestCommittedPages(t *testing.T) {
	docs, here := "../../docs", t.TempDir()
	m, err := read(filepath.Join(docs, "maintenance", "measurements.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(here, "maintenance"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := write(here, m); err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"performance.md", filepath.Join("maintenance", "budgets.md")} {
		want, err := os.ReadFile(filepath.Join(here, page))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Join(docs, page)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("docs/%s differs from what the measurements give (%v); run go run ./internal/performance -pages", page, err)
		}
	}
}
