package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"actmax/internal/simd"
	"actmax/internal/stats"
)

// row is one line of a table: our figure, and where there is one the peer's in the same unit, measured in alternation.
type row struct {
	what       string
	unit       string
	ours, peer measurement
	once       bool // the figure is the same in every round: one is enough
	goals      []goal
	a, b       []float64
}

// goal bounds the median of our figure, or of the ratio.
type goal struct {
	ratio bool
	most  bool // the figure must not be above the bound; else not below
	bound float64
}

func atMost(bound float64) goal  { return goal{most: true, bound: bound} }
func atLeast(bound float64) goal { return goal{bound: bound} }
func times(bound float64) goal   { return goal{ratio: true, bound: bound} }

// measure takes the row's figures once more; nothing where something is missing for ours.
func (r *row) measure(ctx context.Context) error {
	v, err := r.ours(ctx)
	if errors.Is(err, errAbsent) {
		return nil
	}
	if err != nil {
		return err
	}
	r.a = append(r.a, v)
	if r.peer != nil {
		if v, err = r.peer(ctx); errors.Is(err, errAbsent) {
			return nil
		} else if err != nil {
			return err
		}
		r.b = append(r.b, v)
	}
	return nil
}

// ratios says how many times better we were, round by round.
func (r *row) ratios() []float64 {
	out := make([]float64, len(r.b))
	for i := range out {
		out[i] = r.b[i] / r.a[i]
	}
	return out
}

// verdict compares the median with a goal; "" where there is nothing to compare.
func (r *row) verdict(g goal) string {
	values := r.a
	if g.ratio {
		values = r.ratios()
	}
	if len(values) == 0 {
		return "not measured"
	}
	got := stats.Median(values)
	missed := 1 - got/g.bound
	if g.most {
		missed = got/g.bound - 1 // of a bound of 0: NaN where that is met, else infinite
	}
	switch {
	case math.IsInf(missed, 1):
		return "missed"
	case missed > 0:
		return fmt.Sprintf("missed by %s %%", number(100*missed))
	}
	return "met"
}

func (r *row) goal(g goal) string {
	switch {
	case g.ratio:
		return number(g.bound) + " x"
	case g.most && g.bound > 0:
		return "at most " + number(g.bound) + " " + r.unit
	}
	return number(g.bound) + " " + r.unit
}

// line is the row as the table shows it.
func (r *row) line() string {
	var goals, verdicts []string
	for _, g := range r.goals {
		goals, verdicts = append(goals, r.goal(g)), append(verdicts, r.verdict(g))
	}
	peer, ratio := "", ""
	if len(r.b) > 0 {
		peer, ratio = spread(r.b, r.unit), spread(r.ratios(), "x")
	}
	return fmt.Sprintf("| %s | %s | %s | %s | %s | %s |", r.what, strings.Join(goals, ", "), spread(r.a, r.unit), peer, ratio, strings.Join(verdicts, ", "))
}

// report is everything that docs/performance.md shows.
type report struct {
	rounds                     int
	rows, profile, differences []row
	busy                       []float64 // percent, before each round
	started                    time.Time
}

func (r *report) write(w io.Writer) error {
	var out bytes.Buffer
	fmt.Fprintf(&out, `# Performance

Made by "make bench" in %.0f minutes. Machine: %s.
%s
Medians of %d rounds, in brackets the least and the most. Each round takes every line once, ours and the peer's one after
the other, so that a machine that slows down slows both; figures of one benchmark are from one run of it. ALL is every unit
of conv1, conv2 and conv3 of SF-HF, 5,000 steps of Adam each, every step evaluated. A share of the peak counts the
operations of direct convolution for the wanted unit only; the Toom-Cook filters of five taps need fewer, so that it can
pass 100 %%.

| what | goal | ours | peer | ratio | verdict |
|---|---|---|---|---|---|
`, math.Ceil(time.Since(r.started).Minutes()), machine(), r.quietness(), r.rounds)
	for i := range r.rows {
		fmt.Fprintln(&out, r.rows[i].line())
	}
	r.writeProfile(&out)
	r.writeDifferences(&out)
	_, err := w.Write(out.Bytes())
	return err
}

// quietness says what others did with the machine.
func (r *report) quietness() string {
	if len(r.busy) == 0 {
		return "How busy the machine was otherwise is not known here.\n"
	}
	var words []string
	for _, v := range r.busy {
		words = append(words, fmt.Sprintf("%.0f", v))
	}
	verdict := "it was quiet"
	if slices.Max(r.busy) > quiet {
		verdict = "it was not quiet"
	}
	return fmt.Sprintf("Processor time that others used before each round, in %%: %s; %s.\n", strings.Join(words, ", "), verdict)
}

// machine describes where the figures were taken.
func machine() string {
	cpu := "unknown processor"
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range bytes.Lines(text) {
			if name, value, ok := strings.Cut(string(line), ":"); ok && strings.TrimSpace(name) == "model name" {
				cpu = strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%s, %d cores, %s/%s, %s, %s, %s", cpu, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(),
		simd.Variant(), time.Now().Format(time.DateOnly))
}

// number shows three digits, without an exponent where that can be read.
func number(v float64) string {
	if v == 0 || math.Abs(v) >= 1e-3 && math.Abs(v) < 1e7 {
		digits := 2
		if v != 0 {
			digits = max(0, 2-int(math.Floor(math.Log10(math.Abs(v)))))
		}
		text := fmt.Sprintf("%.*f", digits, v)
		if strings.Contains(text, ".") {
			text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
		}
		return text
	}
	return fmt.Sprintf("%.2g", v)
}

// spread shows the median of some values with the least and the most of them; nothing of none.
func spread(v []float64, unit string) string {
	if len(v) == 0 {
		return ""
	}
	least, most := number(slices.Min(v)), number(slices.Max(v))
	if least == most {
		return number(stats.Median(v)) + " " + unit
	}
	return fmt.Sprintf("%s %s (%s to %s)", number(stats.Median(v)), unit, least, most)
}
