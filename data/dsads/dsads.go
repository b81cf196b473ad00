// Package dsads reads the Daily and Sports Activities data set (UCI 256): 19 activities of 8 subjects, 60 files each of
// 5 seconds at 25 Hz, from the archive or from a folder it was unpacked into.
package dsads

import (
	"context"
	"fmt"

	"actmax/data"
	"actmax/data/internal/number"
	"actmax/data/source"
	"actmax/internal/parallel"
)

// The layout of the data set.
const (
	Files      = 9120 // 19 activities x 8 subjects x 60
	Rate       = 25.0 // Hz
	rows       = 125
	columns    = 45
	firstArm   = 9  // 0-based columns of right-arm acceleration x y z
	firstLeg   = 36 // left-leg acceleration x y z
	maxSize    = 1 << 20
	activities = 19
	subjects   = 8
)

// Activities are the short names of a01..a19.
var Activities = []string{
	"sitting",
	"standing",
	"lying on back",
	"lying on right side",
	"ascending stairs",
	"descending stairs",
	"standing in elevator",
	"moving in elevator",
	"walking in parking lot",
	"treadmill walk, flat",   // 4 km/h
	"treadmill walk, 15 deg", // 4 km/h
	"treadmill run",          // 8 km/h
	"stepper",
	"cross trainer",
	"cycling, horizontal",
	"cycling, vertical",
	"rowing",
	"jumping",
	"playing basketball",
}

// Splits returns the split of method.md 1: subjects 1-5 train, 6 validates, 7-8 test.
func Splits() map[int]data.Split {
	return map[int]data.Split{
		1: data.Train, 2: data.Train, 3: data.Train, 4: data.Train, 5: data.Train,
		6: data.Validate, 7: data.Test, 8: data.Test,
	}
}

const again = `get the archive again with "actmax data fetch dsads" (an unpacked copy: unpack it again)`

var format = source.Format{Kind: source.DSADS, Again: again, Parse: member, Read: read}

// member returns which of the data set's files a name is.
func member(name string) (id string, key [3]int, ok bool) {
	activity, subject, part, ok := source.DSADSFile(name)
	return fmt.Sprintf("a%02d/p%d/s%02d", activity, subject, part), [3]int{activity, subject, part}, ok
}

// Load reads DSADS from an archive or a folder, which may hold further folders above a01..a19. Every row of every file
// must hold 45 finite numbers and every file 125 rows; a source with fewer than 9,120 files loads, and Notes say so.
// Acceleration becomes G, resampled to 30 Hz inside each file. Recordings are in order of activity, subject, file.
//
// An error about the source is a *data.InputError with the file, line and column at fault.
func Load(ctx context.Context, path string, o data.Options) (*data.Dataset, error) {
	return format.Load(ctx, path, o)
}

func read(ctx context.Context, s *source.Source, members []source.Member, hash string,
	o data.Options) (*data.Dataset, error) {
	resampler, err := data.NewResampler(o.Resample, Rate, data.Rate)
	if err != nil {
		return nil, err
	}
	d := &data.Dataset{
		Name:       "dsads",
		Title:      "DSADS",
		Notes:      notes(members, o.Resample),
		Hash:       hash,
		Activities: append([]string(nil), Activities...),
		Axes:       append([]string(nil), data.Axes...),
		Rate:       data.Rate,
		SourceRate: Rate,
		Resample:   o.Resample,
		Length:     data.Length,
		Recordings: make([]data.Recording, len(members)),
		Splits:     Splits(),
	}
	buffers := make(chan []byte, o.Jobs) // unpacked text, reused from file to file
	for range o.Jobs {
		buffers <- nil
	}
	err = parallel.Each(ctx, len(members), o.Jobs, o.Progress, func(i int) error {
		m := members[i]
		buf := <-buffers
		defer func() { buffers <- buf }()
		text, err := s.Read(m.File, buf, maxSize, again)
		if err != nil {
			return err
		}
		buf = text
		axes, fault := parse(text)
		if fault != nil {
			fault.Path, fault.Member, fault.Advice = s.Path, m.Name, again
			return fault
		}
		d.Recordings[i] = data.Recording{ID: m.ID, Subject: m.Key[1], Activity: m.Key[0] - 1,
			Samples: resampler.Resampled(axes)}
		return nil
	})
	if err != nil {
		return nil, err
	}
	d.Cut(data.Hop)
	return d, nil
}

// parse returns the six axes [6][125] in G of one file. Every column of every row must be a finite number, also those
// not used: a file with text in its gyroscope columns is not one of the data set.
func parse(text []byte) ([][]float64, *data.InputError) {
	all := make([]float64, len(data.Axes)*rows)
	axes := make([][]float64, len(data.Axes))
	for a := range axes {
		axes[a] = all[a*rows : (a+1)*rows]
	}
	var row [columns]float64
	n := 0
	for len(text) > 0 {
		var line []byte
		line, text = number.Line(text)
		if n == rows {
			if len(line) == 0 {
				continue // empty lines at the end do no harm
			}
			return nil, &data.InputError{Line: n + 1, Problem: fmt.Sprintf("expected %d rows, found more", rows)}
		}
		if fault := number.Commas(row[:], line); fault != nil {
			problem := fault.Problem
			if fault.Column > 0 {
				problem += " (" + columnName(fault.Column-1) + ")"
			}
			return nil, &data.InputError{Line: n + 1, Column: fault.Column, Problem: problem}
		}
		for k := range 3 {
			axes[k][n] = row[firstArm+k] / data.Gravity
			axes[3+k][n] = row[firstLeg+k] / data.Gravity
		}
		n++
	}
	if n != rows {
		return nil, &data.InputError{Line: n + 1,
			Problem: fmt.Sprintf("expected %d rows, the file ends after %d", rows, n)}
	}
	return axes, nil
}

// columnName names a 0-based column: "right arm, accelerometer x".
func columnName(c int) string {
	part := [...]string{"torso", "right arm", "left arm", "right leg", "left leg"}[c/9]
	sensor := [...]string{"accelerometer", "gyroscope", "magnetometer"}[c%9/3]
	return fmt.Sprintf("%s, %s %c", part, sensor, 'x'+rune(c%3))
}

func notes(members []source.Member, resample string) []string {
	out := []string{
		fmt.Sprintf("25 Hz in the files, up-sampled to 30 Hz (%s); the paper calls this down-sampling", resample),
		"activities a05 (ascending stairs) and a06 (descending stairs) jump at file boundaries; segments never cross " +
			"a file",
	}
	if len(members) == Files {
		return out
	}
	note := fmt.Sprintf("incomplete: %d of %s files are present", len(members), "9,120")
	if without := source.Missing(members, 1, subjects); without != "" {
		note += "; none of subjects " + without
	}
	return append([]string{note}, out...)
}
