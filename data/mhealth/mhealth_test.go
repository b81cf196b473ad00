package mhealth

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"actmax/data"
	"actmax/data/internal/made"
	"actmax/internal/shared"
)

// text makes a log: pairs of label and number of rows.
func text(seed uint64, pairs ...int) string {
	rng := rand.New(rand.NewPCG(seed, 8))
	var b []byte
	for i := 0; i < len(pairs); i += 2 {
		for range pairs[i+1] {
			for range columns - 1 {
				b = append(strconv.AppendFloat(b, rng.NormFloat64()*9, 'g', 5, 64), '\t')
			}
			b = append(strconv.AppendInt(b, int64(pairs[i]), 10), '\n')
		}
	}
	return string(b)
}

func three(prefix string) map[string]string {
	return map[string]string{
		prefix + "mHealth_subject10.log": text(3, 0, 5, 1, 100),
		prefix + "mHealth_subject2.log":  text(2, 0, 7, 3, 120, 0, 1, 3, 60, 12, 20, 0, 2),
		prefix + "mHealth_subject8.log":  text(1, 11, 50, 0, 3),
	}
}

func load(t *testing.T, path string) *data.Dataset {
	t.Helper()
	d, err := Load(context.Background(), path, data.Options{NoCache: true})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestRunsOrderAndValues(t *testing.T) {
	d := load(t, made.Zip(t, three("MHEALTHDATASET/")))
	var got []string
	for _, r := range d.Recordings {
		got = append(got, fmt.Sprintf("%s %s %d %v", r.ID, d.Activities[r.Activity], r.Len(), d.Splits[r.Subject]))
	}
	want := []string{ // lengths: floor((n-1)·3/5)+1
		"s2/r01 lying down 72 training", "s2/r02 lying down 36 training", "s2/r03 jump front & back 12 training",
		"s8/r01 running 30 validation", "s10/r01 standing still 60 test",
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("recordings\n%v\nwant\n%v", got, want)
	}
	var segments []data.Segment
	for r, windows := range []int{3, 1, 0, 1, 3} {
		for w := range windows {
			segments = append(segments, data.Segment{Recording: int32(r), Start: int32(15 * w)})
		}
	}
	if !reflect.DeepEqual(d.Segments, segments) {
		t.Errorf("segments %v, want %v", d.Segments, segments)
	}
	// The first sample of a run is its first row: right lower arm in columns 14-16, left ankle in 5-7.
	row := strings.Fields(strings.Split(three("")["mHealth_subject2.log"], "\n")[7])
	for a, column := range []int{14, 15, 16, 5, 6, 7} {
		var v float64
		fmt.Sscan(row[column], &v)
		if got := d.Recordings[0].Samples[a][0]; got != float32(v/9.80665) {
			t.Errorf("%s begins with %v G, want %v", d.Axes[a], got, v/9.80665)
		}
	}
	if d.Rate != 30 || d.SourceRate != 50 || len(d.Activities) != 12 {
		t.Errorf("rates %g, %g; %d activities", d.Rate, d.SourceRate, len(d.Activities))
	}
	if notes := strings.Join(d.Notes, "\n"); !strings.Contains(notes, "3 of 10 subjects") ||
		!strings.Contains(notes, "51.2 Hz") {
		t.Errorf("notes %q", d.Notes)
	}
}

func TestEveryWayToLieThere(t *testing.T) {
	edit := func(f func(string) string) map[string]string {
		files := three("MHEALTHDATASET/")
		for k, v := range files {
			files[k] = f(v)
		}
		return files
	}
	want := load(t, made.Zip(t, three("MHEALTHDATASET/")))
	for name, path := range map[string]string{
		"folder":           made.Folder(t, three("")),
		"folder in folder": made.Folder(t, three("x/MHEALTHDATASET/")),
		"spaces":           made.Zip(t, edit(func(s string) string { return strings.ReplaceAll(s, "\t", "   ") })),
		"mixed, CR LF": made.Zip(t, edit(func(s string) string {
			return strings.ReplaceAll(strings.Replace(s, "\t",
				" ", 50), "\n", "\r\n")
		})),
		"no last line end": made.Zip(t, edit(func(s string) string { return strings.TrimSuffix(s, "\n") })),
		"empty last line":  made.Zip(t, edit(func(s string) string { return s + "\n" })),
	} {
		got := load(t, path)
		got.Hash = want.Hash
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: another data set", name)
		}
	}
}

func TestTitleSaysWhatItIs(t *testing.T) {
	if d := load(t, made.Folder(t, three(""))); d.Title != "mHealth" || !strings.Contains(strings.Join(d.Notes, " "),
		"taken for the original") {
		t.Errorf("with null rows: %q, %q", d.Title, d.Notes)
	}
	files := three("")
	files["mHealth_subject8.log"] = text(1, 11, 50)
	if d := load(t, made.Folder(t, files)); d.Title != "mHealth (approximate copy)" ||
		!strings.Contains(strings.Join(d.Notes, " "), "not the original") {
		t.Errorf("without null rows: %q, %q", d.Title, d.Notes)
	}
	s, _ := data.SourceOf("mhealth")
	if title, note := judge(s.SHA256, []int{0}); title != "mHealth" || !strings.Contains(note, "checksum") {
		t.Errorf("the known archive: %q, %q", title, note)
	}
}

func TestBadInput(t *testing.T) {
	good := text(1, 1, 40)
	one := func(content string) string {
		return made.Zip(t, map[string]string{"mHealth_subject1.log": good, "mHealth_subject2.log": content})
	}
	field := func(row, column int, with string) string {
		lines := strings.Split(good, "\n")
		fields := strings.Split(lines[row], "\t")
		fields[column] = with
		lines[row] = strings.Join(fields, "\t")
		return strings.Join(lines, "\n")
	}
	for name, c := range map[string]struct {
		path string
		say  []string
	}{
		"missing": {filepath.Join(t.TempDir(), "none"), []string{"no such file"}},
		"DSADS": {made.Zip(t, map[string]string{"data/a01/p1/s01.txt": "1,2"}),
			[]string{"expected mHealth, found the files of DSADS"}},
		"nothing of it": {made.Folder(t, map[string]string{"x": "y"}), []string{"found none", "data fetch mhealth"}},
		"packed twice": {made.Zip(t, map[string]string{"MHEALTHDATASET.zip": "y"}),
			[]string{"unpack the archive MHEALTHDATASET.zip"}},
		"two copies": {made.Folder(t,
			map[string]string{"a/mHealth_subject1.log": good, "b/mHealth_subject1.log": good}),
			[]string{"mHealth_subject1.log is there twice"}},
		"text": {one(field(3, 14, "abc")),
			[]string{"mHealth_subject2.log: line 4, column 15", `"abc"`, "right lower arm, accelerometer x"}},
		"NaN":            {one(field(39, 5, "nan")), []string{"line 40, column 6", "left ankle, accelerometer x"}},
		"missing column": {one(strings.Replace(good, "\t", "", 1)), []string{"line 1", "expected"}},
		"fewer columns":  {one("1 2 3\n"), []string{"line 1: expected 24 columns, found 3"}},
		"empty line":     {one(good + "\n" + good), []string{"line 41: expected 24 columns, found 0"}},
		"empty":          {one(""), []string{"mHealth_subject2.log: expected rows", "empty"}},
		"unknown label": {one(field(0, 23, "13")), []string{"line 1, column 24", "expected a label from 0 to 12, " +
			"found 13"}},
		"fractional":      {one(field(0, 23, "1.5")), []string{"found 1.5"}},
		"negative":        {one(field(0, 23, "-1")), []string{"found -1"}},
		"cut in mid line": {one(good[:len(good)-30]), []string{"line 40: expected 24 columns"}},
	} {
		dir := t.TempDir()
		d, err := Load(context.Background(), c.path, data.Options{CacheDir: dir})
		var fault *data.InputError
		if d != nil || !errors.As(err, &fault) || fault.Advice == "" {
			t.Errorf("%s: data set %v, error %v", name, d != nil, err)
			continue
		}
		for _, want := range append(c.say, c.path) {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: the error does not say %q: %v", name, want, err)
			}
		}
		if left, _ := os.ReadDir(dir); len(left) != 0 {
			t.Errorf("%s: left %v in the cache", name, left)
		}
	}
}

func TestSharedCopy(t *testing.T) {
	path := shared.Path(t, "datasets/mhealth-approx.zip")
	if testing.Short() {
		t.Skip("reads 40 MB of text")
	}
	o := data.Options{CacheDir: t.TempDir()}
	d, err := Load(context.Background(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	if d.Title != "mHealth (approximate copy)" {
		t.Errorf("title %q", d.Title)
	}
	rows := 0.0
	for _, r := range d.Recordings {
		rows += float64(r.Len()-1)*5/3 + 1
	}
	// Every run loses at most a sample's rounding.
	if slack := 2 * float64(len(d.Recordings)); rows < 343_195-slack || rows > 343_195 {
		t.Errorf("recordings stand for about %.0f rows, want 343,195", rows)
	}
	again, err := Load(context.Background(), path, o)
	if err != nil || !reflect.DeepEqual(again, d) {
		t.Errorf("the cache gives another data set (%v)", err)
	}
	counts := d.Counts()
	for a, name := range d.Activities {
		for split := range counts {
			if counts[split][a] == 0 {
				t.Errorf("no %v segment of %q", data.Split(split), name)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(text(1, 0, 2, 3, 4, 1, 2)))
	f.Add([]byte("1\t2 3\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		runs, _, fault := parse(b)
		if fault != nil && fault.Problem == "" {
			t.Error("a fault without a problem")
		}
		for _, r := range runs {
			if r.label < 1 || r.label > 12 || len(r.axes[0]) == 0 || len(r.axes[5]) != len(r.axes[0]) {
				t.Errorf("run of label %d with %d samples", r.label, len(r.axes[0]))
			}
		}
	})
}
