package table

import (
	"fmt"
	"math"
	"slices"

	"actmax/data"
	"actmax/internal/stats"
)

// gap is how many usual steps of time end a recording. Clocks jitter and now and then lose a sample, which does no
// harm; a longer hole would join what does not belong together.
const gap = 3

// clockError is how far the clock of a sensor may be off for its rate to count as a whole number of Hz.
const clockError = 1e-3

// rows is what a CSV holds, column by column.
type rows struct {
	axes    [][]float64
	label   []string
	subject []string // nil without subjects
	time    []float64
}

// dataset cuts the rows into recordings.
func (t *rows) dataset(l layout, o Options) (*data.Dataset, error) {
	if len(t.label) == 0 {
		return nil, &data.InputError{Line: 2, Problem: "expected rows below the header, found none",
			Advice: "give one row a sample"}
	}
	rate, step, err := t.rate(o.Rate)
	if err != nil {
		return nil, err
	}
	resampler, err := data.NewResampler(o.Resample, rate, data.Rate)
	if err != nil {
		return nil, &data.InputError{Problem: err.Error(), Advice: "time is in seconds, --rate in Hz"}
	}
	ids, splits, note := people(t.subject)
	activities := distinct(t.label)
	index := map[string]int{}
	for i, name := range activities {
		index[name] = i
	}
	d := &data.Dataset{
		Notes:      []string{note},
		Activities: activities,
		Axes:       l.names,
		Rate:       data.Rate,
		SourceRate: rate,
		Resample:   o.Resample,
		Length:     data.Length,
		Splits:     splits,
	}
	if o.Rate <= 0 {
		d.Notes = append(d.Notes, fmt.Sprintf("%.6g Hz, from the steps of time", rate))
	}
	if l.nameless {
		d.Notes = append(d.Notes, "the column without a name is left out")
	}
	ends := func(i int) bool {
		return i == len(t.label) || t.label[i] != t.label[i-1] ||
			t.subject != nil && t.subject[i] != t.subject[i-1] ||
			t.time != nil && (t.time[i]-t.time[i-1] > gap*step || t.time[i] < t.time[i-1])
	}
	runs := map[int]int{} // recordings so far of each subject
	axes := make([][]float64, len(t.axes))
	for from, i := 0, 1; i <= len(t.label); i++ {
		if !ends(i) {
			continue
		}
		for a := range axes {
			axes[a] = t.axes[a][from:i]
		}
		subject := 1
		if ids != nil {
			subject = ids[t.subject[from]]
		}
		runs[subject]++
		d.Recordings = append(d.Recordings, data.Recording{
			ID:       fmt.Sprintf("s%d/r%02d", subject, runs[subject]),
			Subject:  subject,
			Activity: index[t.label[from]],
			Samples:  resampler.Resampled(axes),
		})
		from = i
	}
	d.Cut(data.Hop)
	if len(d.Segments) == 0 {
		return nil, &data.InputError{
			Problem: fmt.Sprintf("expected a recording of at least %d samples at %g Hz, found none", data.Length,
				data.Rate),
			Advice: "rows of one recording must follow each other with equal label and subject and without gaps " +
				"in time",
		}
	}
	return d, nil
}

// rate returns the rate in Hz and the usual step of time in seconds (0 without a time column).
func (t *rows) rate(given float64) (rate, step float64, err error) {
	if t.time == nil {
		return given, 0, nil
	}
	var steps []float64
	for i := 1; i < len(t.time); i++ {
		if s := t.time[i] - t.time[i-1]; s > 0 {
			steps = append(steps, s)
		}
	}
	if len(steps) == 0 {
		return 0, 0, &data.InputError{Problem: "expected time to grow from row to row, it never does",
			Advice: "give --rate in Hz and another --time, or sort the rows"}
	}
	slices.Sort(steps) // the sum below has the same bits in whatever order the rows come
	step = stats.Median(steps)
	if given > 0 {
		return given, step, nil
	}
	if step >= 1 {
		return 0, 0, &data.InputError{
			Problem: fmt.Sprintf("the median step of time is %g, which would be %.3g Hz", step, 1/step),
			Advice:  "time must be in seconds; convert it, or give --rate in Hz"}
	}
	// The mean is that of the clock also if times are rounded (33, 33, 34 ms); a step over a lost sample is not one.
	sum, count := 0.0, 0
	for _, s := range steps {
		if s < 1.5*step {
			sum += s
			count++
		}
	}
	rate = float64(count) / sum
	if whole := math.Round(rate); math.Abs(rate-whole) <= clockError*rate {
		rate = whole
	}
	return rate, step, nil
}

// distinct returns the different names in ascending order; whole numbers by value.
func distinct(names []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, n := range names {
		if !seen[n] {
			seen[n] = true
			out = append(out, n)
		}
	}
	sortNames(out)
	return out
}
