// Package table reads data that the user provides: ready-made segments as .npz or a folder of .npy files, and
// recordings as .csv.
package table

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"actmax/data"
)

// The orders of X's dimensions.
const (
	NCT = "nct" // [n][axes][time]
	NTC = "ntc" // [n][time][axes]
)

// Options say how a table is read. The zero value suits a file with the usual names.
type Options struct {
	data.Options // Resample and Warn are used; tables are small enough to do without the cache

	// Arrays (.npz, folder).
	Layout string // NCT, NTC; "": told apart by Axes and Length, else the shorter dimension is the axes
	Axes   int    // axes of the network's input; 0: not known
	Length int    // samples of the network's input; 0: not known

	// CSV. Names of columns, as in the header; the usual ones count in capitals too.
	Columns []string // the axes; none: every column that has a name and is no label, subject or time
	Label   string   // "": "label", "activity" or "y", whichever exists
	Subject string   // "": "subject" if there; otherwise all rows are of one subject
	Time    string   // seconds; "": "time" or "t" if there
	Rate    float64  // Hz; 0: from Time
}

// Load reads a table: .npz with X, y and optional subject, classes, fs; a folder with X.npy, y.npy, ...; or .csv with
// a header and one row a sample. Values are taken as G.
//
// Arrays: each row of X is a segment as it is and becomes a recording of its own, in the order of the file; nothing is
// resampled. CSV: rows of equal label and subject that follow each other, without a gap in time, are one recording,
// brought to 30 Hz and cut into windows as any other.
//
// Splits go by subject, in ascending order: the last fifth (rounded) tests, the tenth before it validates, the rest
// trains; 5/1/2 of eight subjects, 7/1/2 of ten. Without subjects, or with only one, everything is for training:
// cutting one person's overlapping segments into parts would test on what was trained on. Notes say which.
//
// An error about the file is a *data.InputError with the line and column, or the array and index, at fault.
func Load(ctx context.Context, path string, o Options) (*data.Dataset, error) {
	var err error
	if o.Options, err = o.Options.Normal(); err != nil {
		return nil, err
	}
	switch o.Layout {
	case "", NCT, NTC:
	default:
		return nil, &data.InputError{Path: "--layout", Problem: fmt.Sprintf("unknown word %q", o.Layout),
			Advice: fmt.Sprintf("use %q or %q", NCT, NTC)}
	}
	if o.Rate < 0 || math.IsNaN(o.Rate) || math.IsInf(o.Rate, 0) {
		return nil, &data.InputError{Path: "--rate", Problem: fmt.Sprintf("%g is not a rate", o.Rate),
			Advice: "give rows a second, in Hz"}
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, &data.InputError{Path: path, Problem: "cannot be opened: " + err.Error(), Advice: "check the path",
			Cause: err}
	}
	if !info.IsDir() && !info.Mode().IsRegular() {
		return nil, &data.InputError{Path: path, Problem: "is neither a file nor a folder",
			Advice: "copy what comes out of it into a file and give that: it is read more than once"}
	}
	var d *data.Dataset
	switch ext := strings.ToLower(filepath.Ext(path)); {
	case info.IsDir():
		d, err = loadFolder(ctx, path, o)
	case ext == ".npz":
		d, err = loadNPZ(ctx, path, o)
	case ext == ".csv":
		d, err = loadCSV(ctx, path, o)
	default:
		return nil, &data.InputError{Path: path, Problem: "is not a kind of table that is known",
			Advice: "give an .npz, a .csv, or a folder with X.npy and y.npy"}
	}
	if err != nil {
		return nil, err
	}
	d.Name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	d.Title = d.Name
	d.Notes = append(d.Notes, unitNote(d)...)
	return d, ctx.Err()
}

// unitNote warns if values look like m/s². Worn accelerometers feel gravity: about 1 G over three axes.
func unitNote(d *data.Dataset) []string {
	sum, count := 0.0, 0
	for i := range d.Recordings {
		for _, axis := range d.Recordings[i].Samples {
			for _, v := range axis {
				sum += float64(v) * float64(v)
				count++
			}
		}
	}
	if count == 0 {
		return nil
	}
	if rms := math.Sqrt(sum / float64(count)); rms > 3 {
		return []string{fmt.Sprintf("values are taken as G, but their root mean square is %.3g; if they are m/s², "+
			"divide them by %g", rms, data.Gravity)}
	}
	return nil
}

// people turns the subject of each row into a number, and gives each number its split. With a nil names there are no
// subjects. Whole numbers from 1 stay what they are; other names are numbered from 1 in ascending order.
func people(names []string) (ids map[string]int, splits map[int]data.Split, note string) {
	if names == nil {
		return nil, map[int]data.Split{1: data.Train}, "no subjects are given: everything is for training, nothing " +
			"is left to validate or test on"
	}
	ids = map[string]int{}
	numbers := true
	for _, n := range names {
		ids[n] = 0
		if v, err := strconv.Atoi(n); err != nil || v < 1 || strconv.Itoa(v) != n {
			numbers = false
		}
	}
	order := make([]string, 0, len(ids))
	for n := range ids {
		order = append(order, n)
	}
	sort.Strings(order)
	if numbers {
		sort.Slice(order, func(i, j int) bool { return whole(order[i]) < whole(order[j]) })
	}
	splits = map[int]data.Split{}
	n := len(order)
	test := int(math.Round(float64(n) / 5))
	validate := max(1, int(math.Round(float64(n)/10)))
	if n < 3 {
		test, validate = n-1, 0
	}
	test = max(test, min(n-1, 1))
	var parts [3][]string
	for i, name := range order {
		id := i + 1
		if numbers {
			id = whole(name)
		}
		ids[name] = id
		switch {
		case i >= n-test:
			splits[id] = data.Test
		case i >= n-test-validate:
			splits[id] = data.Validate
		default:
			splits[id] = data.Train
		}
		shown := name
		if !numbers {
			shown = fmt.Sprintf("%d = %q", id, name)
		}
		parts[splits[id]] = append(parts[splits[id]], shown)
	}
	if n == 1 {
		return ids, splits, "only one subject: everything is for training, nothing is left to validate or test on"
	}
	var text []string
	for s, part := range parts {
		if len(part) > 0 {
			text = append(text, data.Split(s).String()+" "+strings.Join(part, ", "))
		}
	}
	return ids, splits, "split by subject: " + strings.Join(text, "; ")
}

func whole(s string) int {
	v, _ := strconv.Atoi(s) // callers have checked
	return v
}

// axisNames names n axes of arrays, which carry no names themselves.
func axisNames(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("axis_%d", i+1)
	}
	return out
}

// identity is what the data set is known by: the hash of its file, and with it what the user said of how to read it
// ("": nothing that the file does not say itself). Other columns of one file are other data.
func identity(hash, how string) string {
	if how == "" {
		return hash
	}
	sum := sha256.Sum256([]byte(hash + "\n" + how))
	return hex.EncodeToString(sum[:])
}

// sortNames sorts names in ascending order; whole numbers by value if all are such.
func sortNames(names []string) {
	for _, n := range names {
		if v, err := strconv.Atoi(n); err != nil || strconv.Itoa(v) != n {
			sort.Strings(names)
			return
		}
	}
	sort.Slice(names, func(i, j int) bool { return whole(names[i]) < whole(names[j]) })
}
