package table

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"

	"actmax/data"
	"actmax/data/internal/checksum"
	"actmax/data/internal/number"
	"actmax/internal/stats"
)

// gap is how many usual steps of time end a recording. Clocks jitter and now and then lose a sample, which does no
// harm; a longer hole would join what does not belong together.
const gap = 3

// clockError is how far the clock of a sensor may be off for its rate to count as a whole number of Hz.
const clockError = 1e-3

// maxAxes bounds the columns taken as axes; above it the column names were probably meant to be given.
const maxAxes = 1024

// layout holds the columns of a row; -1: none.
type layout struct {
	axes                 []int
	names                []string // of the axes
	label, subject, time int
	nameless             bool // a column has no name: it is left out
}

// rows is what a CSV holds, column by column.
type rows struct {
	axes    [][]float64
	label   []string
	subject []string // nil without subjects
	time    []float64
}

func loadCSV(ctx context.Context, path string, o Options) (*data.Dataset, error) {
	hash, err := checksum.File(ctx, path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer f.Close()
	d, err := readCSV(ctx, f, o)
	return finish(d, err, path, hash)
}

// readCSV reads a whole table. A fault's Path is left to the caller, and so is the hash: Hash says how the table was
// read.
func readCSV(ctx context.Context, in io.Reader, o Options) (*data.Dataset, error) {
	buffered := bufio.NewReaderSize(in, 1<<20)
	head, _ := buffered.Peek(1 << 12) // shorter files give what they have
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		buffered.Discard(3)
		head = head[3:]
	}
	r := csv.NewReader(buffered)
	r.ReuseRecord = true
	r.Comma = separator(head)
	header, err := r.Read()
	header = slices.Clone(header) // the reader uses its record again
	if err == io.EOF {
		return nil, &data.InputError{Line: 1,
			Problem: "expected a header with the names of the columns, found an empty file",
			Advice:  "give a file with a header and one row a sample"}
	}
	if err != nil {
		return nil, csvFault(err)
	}
	l, err := find(header, o)
	if err != nil {
		return nil, err
	}
	t, err := readRows(ctx, r, l)
	if err != nil {
		return nil, err
	}
	d, err := t.dataset(l, o)
	if err != nil {
		return nil, err
	}
	d.Hash = l.how(header, o)
	return d, nil
}

// how describes how the table was read beyond what it says itself: other columns than the usual ones, a rate.
func (l layout) how(header []string, o Options) string {
	var how []string
	if usual, err := find(header, Options{Rate: data.Rate}); err != nil || !reflect.DeepEqual(l, usual) {
		how = append(how, fmt.Sprintf("columns %v, label %d, subject %d, time %d", l.axes, l.label, l.subject, l.time))
	}
	if o.Rate > 0 {
		how = append(how, fmt.Sprintf("%g Hz", o.Rate))
	}
	return strings.Join(how, "; ")
}

// separator is the one of comma, semicolon and tab that the header has most of.
func separator(head []byte) rune {
	line, _ := number.Line(head)
	best, most := ',', bytes.Count(line, []byte(","))
	for _, c := range ";\t" {
		if n := bytes.Count(line, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

func csvFault(err error) error {
	var p *csv.ParseError
	if errors.As(err, &p) {
		problem := p.Err.Error()
		if errors.Is(p.Err, csv.ErrFieldCount) {
			problem = "expected as many fields as the header has"
		}
		return &data.InputError{Line: p.Line, Problem: problem, Advice: "correct the line", Cause: err}
	}
	return &data.InputError{Problem: "cannot be read: " + err.Error(), Advice: "check the disk", Cause: err}
}

// find decides what each column holds.
func find(header []string, o Options) (layout, error) {
	at := map[string]int{}
	var known []string
	for i, name := range header {
		name = strings.TrimSpace(name)
		if _, twice := at[name]; twice {
			return layout{}, &data.InputError{Line: 1, Column: i + 1,
				Problem: fmt.Sprintf("expected different names of columns, found %q twice", name), Advice: "rename one"}
		}
		at[name] = i
		known = append(known, name)
	}
	// one looks up a named column, or the first usual name that exists, in capitals or not.
	one := func(flag, given string, usual ...string) (int, error) {
		if given == "" {
			for _, name := range usual {
				if i := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(k, name) }); i >= 0 {
					return i, nil
				}
			}
			return -1, nil
		}
		if i, ok := at[given]; ok {
			return i, nil
		}
		return -1, &data.InputError{Line: 1, Problem: fmt.Sprintf("has no column %q (%s)", given, flag),
			Advice: "its columns are " + strings.Join(known, ", ")}
	}
	var l layout
	var err error
	if l.label, err = one("--label", o.Label, "label", "activity", "y"); err != nil {
		return l, err
	}
	if l.label < 0 && numbers(header) {
		return l, &data.InputError{Line: 1, Problem: "expected a header with the names of the columns, found numbers",
			Advice: "add a first line that names each column, such as time,x,y,z,activity"}
	}
	if l.label < 0 {
		return l, &data.InputError{Line: 1,
			Problem: "expected a column with the activity (label, activity or y), found only " + strings.Join(known, ", "),
			Advice: "if one of these holds it, name it with --label; if none does, add one (rows of one unnamed activity " +
				"may all say the same word)"}
	}
	if l.subject, err = one("--subject", o.Subject, "subject"); err != nil {
		return l, err
	}
	if l.time, err = one("--time", o.Time, "time", "t"); err != nil {
		return l, err
	}
	if l.time < 0 && o.Rate <= 0 {
		return l, &data.InputError{Line: 1,
			Problem: "expected a column with the time in seconds (time or t), or a rate",
			Advice:  "name the column with --time, or give --rate in Hz; the columns are " + strings.Join(known, ", ")}
	}
	if o.Columns == nil {
		for i, name := range known {
			switch {
			case i == l.label || i == l.subject || i == l.time:
			case name == "": // what pandas writes before all others: the number of the row
				l.nameless = true
			default:
				l.axes, l.names = append(l.axes, i), append(l.names, name)
			}
		}
	}
	for _, name := range o.Columns {
		i, err := one("--columns", name)
		if err != nil {
			return l, err
		}
		if slices.Contains(l.axes, i) {
			return l, &data.InputError{Line: 1, Column: i + 1, Problem: fmt.Sprintf("--columns names %q twice", name),
				Advice: "name each axis once"}
		}
		l.axes, l.names = append(l.axes, i), append(l.names, name)
	}
	if len(l.axes) == 0 || len(l.axes) > maxAxes {
		return l, &data.InputError{Line: 1,
			Problem: fmt.Sprintf("expected 1 to %d columns of acceleration, found %d", maxAxes, len(l.axes)),
			Advice:  "name them with --columns"}
	}
	return l, nil
}

// numbers reports whether a line that should name the columns holds mostly numbers.
func numbers(header []string) bool {
	n := 0
	for _, field := range header {
		if _, ok := number.Parse([]byte(strings.TrimSpace(field))); ok {
			n++
		}
	}
	return 2*n > len(header)
}

func readRows(ctx context.Context, r *csv.Reader, l layout) (*rows, error) {
	t := &rows{axes: make([][]float64, len(l.axes))}
	intern := map[string]string{} // few names, many rows
	name := func(s string) string {
		s = strings.TrimSpace(s)
		if kept, ok := intern[s]; ok {
			return kept
		}
		kept := strings.Clone(s)
		intern[kept] = kept
		return kept
	}
	for n := 0; ; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		record, err := r.Read()
		if err == io.EOF {
			return t, nil
		}
		if err != nil {
			return nil, csvFault(err)
		}
		value := func(column int, read func([]byte) (float64, bool)) (float64, error) {
			v, ok := read([]byte(record[column]))
			if !ok {
				line, _ := r.FieldPos(column)
				return 0, &data.InputError{
					Line: line, Column: column + 1,
					Problem: number.Problem([]byte(record[column])),
					Advice:  "correct it, or name the columns to use with --columns",
				}
			}
			return v, nil
		}
		for a, column := range l.axes {
			v, err := value(column, number.Measured)
			if err != nil {
				return nil, err
			}
			t.axes[a] = append(t.axes[a], v)
		}
		if l.time >= 0 {
			v, err := value(l.time, number.Number)
			if err != nil {
				return nil, err
			}
			t.time = append(t.time, v)
		}
		word := func(column int, what string) (string, error) {
			w := name(record[column])
			if w == "" {
				line, _ := r.FieldPos(column)
				return "", &data.InputError{Line: line, Column: column + 1,
					Problem: "expected the " + what + ", found nothing", Advice: "name it, or leave out the rows without one"}
			}
			return w, nil
		}
		if l.subject >= 0 {
			subject, err := word(l.subject, "subject")
			if err != nil {
				return nil, err
			}
			t.subject = append(t.subject, subject)
		}
		label, err := word(l.label, "activity")
		if err != nil {
			return nil, err
		}
		t.label = append(t.label, label)
	}
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
