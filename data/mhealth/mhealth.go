// Package mhealth reads the mHealth data set (UCI 319): 12 activities of 10 subjects at 50 Hz, one log a subject, from
// the archive or from a folder it was unpacked into.
package mhealth

import (
	"context"
	"fmt"
	"math"

	"actmax/data"
	"actmax/data/internal/number"
	"actmax/data/source"
	"actmax/internal/parallel"
)

// The layout of the data set.
const (
	Subjects = 10
	Rate     = 50.0 // Hz, nominal
	columns  = 24
	firstArm = 14        // 0-based columns of right-lower-arm acceleration x y z
	firstLeg = 5         // left-ankle acceleration x y z
	label    = 23        // 0: null class, 1-12: activities
	maxSize  = 256 << 20 // bytes of one log; the original's largest has about 30 MB
)

// Activities are the names of labels 1 to 12.
var Activities = []string{
	"standing still",
	"sitting",
	"lying down",
	"walking",
	"climbing stairs",
	"waist bends forward",
	"frontal arm elevation",
	"knees bending",
	"cycling",
	"jogging",
	"running",
	"jump front & back",
}

// Splits returns the split of method.md 1: subjects 1-7 train, 8 validates, 9-10 test.
func Splits() map[int]data.Split {
	out := map[int]data.Split{8: data.Validate, 9: data.Test, 10: data.Test}
	for p := 1; p <= 7; p++ {
		out[p] = data.Train
	}
	return out
}

const again = `get the archive again with "actmax data fetch mhealth" (an unpacked copy: unpack it again)`

var format = source.Format{Kind: source.MHealth, Again: again, Parse: member, Read: read}

// member returns which of the data set's files a name is.
func member(name string) (id string, key [3]int, ok bool) {
	subject, ok := source.MHealthFile(name)
	return fmt.Sprintf("mHealth_subject%d.log", subject), [3]int{0, subject, 0}, ok
}

// Load reads mHealth from an archive or a folder, which may hold further folders above the logs. Rows are 24 finite
// numbers between tabs or spaces. Each log is cut into runs of equal label; runs of label 0 (null class) are dropped,
// the others become recordings "s3/r05" (subject, run, both from 1), resampled to 30 Hz one by one. Recordings are in
// order of subject, run.
//
// Title is "mHealth" for the original: the archive of that checksum, or logs with rows of the null class. Without such
// rows it is "mHealth (approximate copy)". Notes say why.
//
// An error about the source is a *data.InputError with the file, line and column at fault.
func Load(ctx context.Context, path string, o data.Options) (*data.Dataset, error) {
	return format.Load(ctx, path, o)
}

func read(ctx context.Context, s *source.Source, logs []source.Member, hash string,
	o data.Options) (*data.Dataset, error) {
	resampler, err := data.NewResampler(o.Resample, Rate, data.Rate)
	if err != nil {
		return nil, err
	}
	recordings := make([][]data.Recording, len(logs))
	nulls := make([]int, len(logs)) // rows of the null class in each log
	err = parallel.Each(ctx, len(logs), o.Jobs, o.Progress, func(i int) error {
		l, subject := logs[i], logs[i].Key[1]
		text, err := s.Read(l.File, nil, maxSize, again)
		if err != nil {
			return err
		}
		runs, null, fault := parse(text)
		if fault != nil {
			fault.Path, fault.Member, fault.Advice = s.Path, l.Name, again
			return fault
		}
		nulls[i] = null
		for r, run := range runs {
			recordings[i] = append(recordings[i], data.Recording{
				ID:       fmt.Sprintf("s%d/r%02d", subject, r+1),
				Subject:  subject,
				Activity: run.label - 1,
				Samples:  resampler.Resampled(run.axes[:]),
			})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	title, origin := judge(hash, nulls)
	d := &data.Dataset{
		Name:       "mhealth",
		Title:      title,
		Notes:      notes(logs, origin),
		Hash:       hash,
		Activities: append([]string(nil), Activities...),
		Axes:       append([]string(nil), data.Axes...),
		Rate:       data.Rate,
		SourceRate: Rate,
		Resample:   o.Resample,
		Length:     data.Length,
		Splits:     Splits(),
	}
	for _, r := range recordings {
		d.Recordings = append(d.Recordings, r...)
	}
	d.Cut(data.Hop)
	return d, nil
}

// run is a stretch of rows of one label.
type run struct {
	label int
	axes  [6][]float64 // G
}

// parse returns the runs of labels 1 to 12 of one log and the number of its rows of label 0. Every column of every row
// must be a finite number.
func parse(text []byte) (runs []run, null int, fault *data.InputError) {
	var row [columns]float64
	before := -1
	for n := 1; len(text) > 0; n++ {
		var line []byte
		line, text = number.Line(text)
		if len(line) == 0 && len(text) == 0 {
			break
		}
		if f := number.Blanks(row[:], line); f != nil {
			problem := f.Problem
			if f.Column > 0 {
				problem += " (" + columnName(f.Column-1) + ")"
			}
			return nil, 0, &data.InputError{Line: n, Column: f.Column, Problem: problem}
		}
		v := row[label]
		if v != math.Trunc(v) || v < 0 || v > float64(len(Activities)) {
			return nil, 0, &data.InputError{Line: n, Column: label + 1,
				Problem: fmt.Sprintf("expected a label from 0 to %d, found %g", len(Activities), v)}
		}
		now := int(v)
		if now == 0 {
			null++
			before = 0
			continue
		}
		if now != before {
			runs = append(runs, run{label: now})
			before = now
		}
		r := &runs[len(runs)-1]
		for k := range 3 {
			r.axes[k] = append(r.axes[k], row[firstArm+k]/data.Gravity)
			r.axes[3+k] = append(r.axes[3+k], row[firstLeg+k]/data.Gravity)
		}
	}
	if before < 0 {
		return nil, 0, &data.InputError{Problem: "expected rows of 24 numbers, found an empty file"}
	}
	return runs, null, nil
}

// columnName names a 0-based column.
func columnName(c int) string {
	axis := func(sensor string, first int) string { return fmt.Sprintf("%s %c", sensor, 'x'+rune(c-first)) }
	switch {
	case c < 3:
		return axis("chest, accelerometer", 0)
	case c < 5:
		return fmt.Sprintf("ECG lead %d", c-2)
	case c < 8:
		return axis("left ankle, accelerometer", 5)
	case c < 11:
		return axis("left ankle, gyroscope", 8)
	case c < 14:
		return axis("left ankle, magnetometer", 11)
	case c < 17:
		return axis("right lower arm, accelerometer", 14)
	case c < 20:
		return axis("right lower arm, gyroscope", 17)
	case c < 23:
		return axis("right lower arm, magnetometer", 20)
	}
	return "label"
}

// judge decides whether the source is the original, and why. Copies lack the null class.
func judge(hash string, nulls []int) (title, note string) {
	s, err := data.SourceOf("mhealth")
	if err == nil && hash == s.SHA256 {
		return "mHealth", "the original archive, by its checksum"
	}
	for _, n := range nulls {
		if n == 0 {
			return "mHealth (approximate copy)", "not the original: rows of the null class (label 0) are missing, so " +
				"that time jumps where the label changes; " +
				"results on it are \"mHealth (approximate copy)\", never \"mHealth\""
		}
	}
	return "mHealth", "taken for the original because every log holds rows of the null class; its checksum is not " +
		"that of the known archive"
}

func notes(logs []source.Member, origin string) []string {
	out := []string{
		origin,
		"taken as 50 Hz, as documented; 3,072 rows of most one-minute activities suggest 51.2 Hz; nothing is changed " +
			"for that",
		"segments never cross a change of label; the null class is left out",
	}
	if len(logs) == Subjects {
		return out
	}
	return append([]string{fmt.Sprintf("incomplete: %d of %d subjects are present; missing are %s", len(logs), Subjects,
		source.Missing(logs, 1, Subjects))}, out...)
}
