package table

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"actmax/data"
)

// walk is a CSV of two subjects at 25 Hz: sitting, then walking; ax grows by 1 a row within each recording.
func walk() string {
	var b strings.Builder
	b.WriteString("time,ax,ay,label,subject\n")
	for s := range 2 {
		for i := range 120 {
			label, x := "sit", i
			if i >= 60 {
				label, x = "walk", i-60
			}
			fmt.Fprintf(&b, "%.2f,%d,0.5,%s,p%d\n", float64(i)*0.04, x, label, s)
		}
	}
	return b.String()
}

func read(text string, o Options) (*data.Dataset, error) {
	var err error
	if o.Options, err = o.Options.Normal(); err != nil {
		return nil, err
	}
	return readCSV(context.Background(), strings.NewReader(text), o)
}

func TestCSV(t *testing.T) {
	d, err := read(walk(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range d.Recordings {
		got = append(got, fmt.Sprintf("%s %s %d", r.ID, d.Activities[r.Activity], r.Len()))
	}
	if want := []string{"s1/r01 sit 71", "s1/r02 walk 71", "s2/r01 sit 71", "s2/r02 walk 71"}; !reflect.DeepEqual(got,
		want) {
		t.Fatalf("recordings %v, want %v", got, want)
	}
	if len(d.Segments) != 4*3 || d.SourceRate != 25 || d.Rate != 30 || !reflect.DeepEqual(d.Axes,
		[]string{"ax", "ay"}) {
		t.Errorf("%d segments, %g Hz, axes %v", len(d.Segments), d.SourceRate, d.Axes)
	}
	// 25 to 30 Hz: the sixth sample is the fifth of the source.
	if x := d.Recordings[1].Samples[0]; x[0] != 0 || x[6] != 5 || d.Recordings[1].Samples[1][3] != 0.5 {
		t.Errorf("walking begins %v", x[:8])
	}
	if d.Splits[1] != data.Train || d.Splits[2] != data.Test {
		t.Errorf("splits %v", d.Splits)
	}
}

func TestCSVVariants(t *testing.T) {
	want, err := read(walk(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		text string
		o    Options
	}{
		"semicolons": {strings.ReplaceAll(walk(), ",", ";"), Options{}},
		"tabs":       {strings.ReplaceAll(walk(), ",", "\t"), Options{}},
		"byte order": {"\xef\xbb\xbf" + walk(), Options{}},
		"CR LF":      {strings.ReplaceAll(walk(), "\n", "\r\n"), Options{}},
		"quoted":     {strings.ReplaceAll(walk(), "sit", `"sit"`), Options{}},
		"blanks":     {strings.ReplaceAll(walk(), ",", " , "), Options{}},
		"named": {strings.Replace(walk(), "time,ax,ay,label,subject", "s,ax,ay,what,who", 1),
			Options{Columns: []string{"ax", "ay"}, Label: "what", Subject: "who", Time: "s"}},
		"capitals": {strings.Replace(walk(), "time,ax,ay,label,subject", "Time,ax,ay,LABEL,Subject", 1),
			Options{}},
		"usual names":      {strings.Replace(walk(), "label", "activity", 1), Options{}},
		"linear, as named": {walk(), Options{Options: data.Options{Resample: data.Linear}}},
	} {
		got, err := read(c.text, c.o)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got.Hash = want.Hash // see TestHashSaysWhatWasRead
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: another data set", name)
		}
	}
}

func TestCSVRateGapsAndColumns(t *testing.T) {
	var b strings.Builder
	b.WriteString("y,a,b\n")
	for i := range 60 {
		fmt.Fprintf(&b, "run,%d,text\n", i)
	}
	d, err := read(b.String(), Options{Rate: 60, Columns: []string{"a"}})
	if err != nil || len(d.Recordings) != 1 || d.Recordings[0].Len() != 30 || d.Recordings[0].Samples[0][7] != 14 {
		t.Fatalf("%v, %+v", err, d)
	}
	if !strings.Contains(strings.Join(d.Notes, " "), "everything is for training") {
		t.Errorf("notes %q", d.Notes)
	}
	b.Reset()
	b.WriteString("t,a,label\n")
	at := 0.0
	for i := range 200 {
		switch i {
		case 50:
			at += 2 // a hole
		case 100:
			at = 0 // another clock
		case 150:
			at += 0.05 // one sample lost
		}
		fmt.Fprintf(&b, "%g,%d,run\n", at, i)
		at += 1.0 / 30
	}
	d, err = read(b.String(), Options{})
	if err != nil || len(d.Recordings) != 3 || d.Recordings[2].Len() != 100 {
		t.Errorf("%v, %d recordings", err, len(d.Recordings))
	}
}

func TestColumnsNamedByNumbers(t *testing.T) {
	d, err := read(strings.Replace(walk(), "time,ax,ay", "time,0,1", 1), Options{})
	if err != nil || !reflect.DeepEqual(d.Axes, []string{"0", "1"}) {
		t.Errorf("%v, %+v", err, d)
	}
}

// A clock that counts milliseconds shows 30 Hz as steps of 33, 33 and 34; lost samples do not make it slower.
func TestRateOfRoundedTimes(t *testing.T) {
	times := func(rate, round float64, lose int) (all []float64) {
		for i := range 3000 {
			if lose == 0 || i%lose > 0 {
				all = append(all, math.Round(float64(i)/rate/round)*round)
			}
		}
		return all
	}
	for _, c := range []struct {
		time []float64
		want float64
	}{
		{times(30, 1e-3, 0), 30},
		{times(30, 1e-3, 7), 30},
		{times(50.02, 1e-6, 0), 50},
		{times(51.2, 1e-3, 0), 51.2},
		{times(100, 1e-2, 10), 100},
	} {
		got, _, err := (&rows{time: c.time}).rate(0)
		if err != nil || math.Abs(got-c.want) > 1e-3 || c.want == math.Round(c.want) && got != c.want {
			t.Errorf("%v ...: %v Hz, %v; want %g", c.time[:4], got, err, c.want)
		}
	}
}

func TestRatesThatAreNone(t *testing.T) {
	for _, rate := range []float64{-1, math.NaN(), math.Inf(1)} {
		if _, err := Load(context.Background(), "x.csv", Options{Rate: rate}); err == nil ||
			!strings.HasPrefix(err.Error(), "--rate: ") {
			t.Errorf("%g: %v", rate, err)
		}
	}
}

func TestBadCSV(t *testing.T) {
	good := walk()
	for name, c := range map[string]struct {
		text string
		o    Options
		say  string
	}{
		"empty": {"", Options{}, "line 1: expected a header"},
		"numbers on top": {strings.Replace(good, "time,ax,ay,label,subject", "0,1,0.5,sit,p0", 1), Options{},
			"line 1: expected a header with the names of the columns, found numbers"},
		"no activity": {strings.Replace(good, "0.5,sit", "0.5,", 1), Options{},
			"line 2, column 4: expected the activity, found nothing"},
		"one axis twice": {good, Options{Columns: []string{"ax", "ay", "ax"}},
			`column 2: --columns names "ax" twice`},
		"rows counted": {"time,a,label\n0,1,x\n1,1,x\n2,1,x\n", Options{}, "time must be in seconds"},
		"header only":  {"time,ax,label\n", Options{}, "line 2: expected rows below the header"},
		"text": {strings.Replace(good, "0.04,1,", "0.04,abc,", 1), Options{},
			`line 3, column 2: expected a finite number, found "abc"`},
		"NaN": {strings.Replace(good, "0.04,1,", "0.04,NaN,", 1), Options{},
			`line 3, column 2: expected a finite number`},
		"nothing": {strings.Replace(good, "0.04,1,", ",1,", 1), Options{},
			`line 3, column 1: expected a finite number, found nothing`},
		"missing field": {strings.Replace(good, "0.04,1,", "0.04,", 1), Options{},
			"line 3: expected as many fields as the header has"},
		"no subject": {strings.Replace(good, "sit,p0", "sit,", 1), Options{},
			"line 2, column 5: expected the subject, found nothing"},
		"beyond float32": {strings.Replace(good, "0.04,1,", "0.04,1e39,", 1), Options{},
			`line 3, column 2: expected a measured value, at most 1e+15, found "1e39"`},
		"open quote": {strings.Replace(good, "sit", `"sit`, 1), Options{}, "line"},
		"no label": {strings.Replace(good, "label", "what", 1), Options{}, "expected a column with the " +
			"activity (label, activity or y), found only time, ax, ay, what, subject; if one"},
		"no time": {strings.Replace(good, "time", "when", 1), Options{},
			"expected a column with the time in seconds"},
		"unknown column": {good, Options{Columns: []string{"az"}},
			`has no column "az" (--columns); its columns are time, ax, ay`},
		"unknown label":  {good, Options{Label: "act"}, `has no column "act" (--label)`},
		"no axes":        {"time,label\n0,a\n", Options{}, "expected 1 to 1024 columns"},
		"twice":          {"time,a,a,label\n0,1,1,x\n", Options{}, `line 1, column 3: expected different names`},
		"milliseconds":   {"time,a,label\n0,1,x\n40,1,x\n80,1,x\n", Options{}, "time must be in seconds"},
		"standing clock": {"time,a,label\n1,1,x\n1,1,x\n", Options{}, "expected time to grow"},
		"too short": {"time,a,label\n0,1,x\n0.04,1,x\n", Options{},
			"expected a recording of at least 30 samples"},
		"impossible rate":  {"a,label\n0,x\n1,x\n", Options{Rate: 1e9}, "expected rates at most"},
		"text as a number": {good, Options{Columns: []string{"label"}}, "line 2, column 4"},
	} {
		d, err := read(c.text, c.o)
		var fault *data.InputError
		if d != nil || !errors.As(err, &fault) || fault.Advice == "" || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: data set %v, error %v; want one that says %q", name, d != nil, err, c.say)
		}
	}
}

func TestCSVFromDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "steps.csv")
	if err := os.WriteFile(path, []byte(walk()), 0o644); err != nil {
		t.Fatal(err)
	}
	d, err := Load(context.Background(), path, Options{})
	if err != nil || d.Name != "steps" || len(d.Hash) != 64 {
		t.Fatalf("%v, %+v", err, d)
	}
	if err := os.WriteFile(path, []byte("time,a,label\n0,x,y\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(context.Background(), path, Options{}); err == nil ||
		!strings.HasPrefix(err.Error(), path+": line 2, column 2") {
		t.Errorf("got %v", err)
	}
}

// A data set is known by its file, and by what else was said of it: other columns of one file are other data.
func TestHashSaysWhatWasRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "walk.csv")
	if err := os.WriteFile(path, []byte(walk()), 0o644); err != nil {
		t.Fatal(err)
	}
	hash := func(o Options) string {
		d, err := Load(context.Background(), path, o)
		if err != nil {
			t.Fatal(err)
		}
		return d.Hash
	}
	usual := hash(Options{})
	for name, o := range map[string]Options{
		"named as they are": {Columns: []string{"ax", "ay"}, Label: "label", Subject: "subject", Time: "time"},
		"resampled":         {Options: data.Options{Resample: data.Polyphase}}, // Resample says so itself
	} {
		if hash(o) != usual {
			t.Errorf("%s: another hash", name)
		}
	}
	seen := map[string]string{usual: "usual"}
	for name, o := range map[string]Options{
		"one column": {Columns: []string{"ax"}}, "the other": {Columns: []string{"ay"}},
		"both, swapped": {Columns: []string{"ay", "ax"}},
		"another label": {Columns: []string{"ax", "ay"}, Label: "subject"}, "a rate": {Rate: 50},
		"another rate": {Rate: 60},
	} {
		h := hash(o)
		if other, ok := seen[h]; ok {
			t.Errorf("%s has the hash of %s", name, other)
		}
		seen[h] = name
	}
}

// The column that pandas writes before all others, the number of the row, has no name and is no axis.
func TestColumnWithoutAName(t *testing.T) {
	var b strings.Builder
	for i, line := range strings.Split(strings.TrimSpace(walk()), "\n") {
		if i > 0 {
			fmt.Fprint(&b, i-1)
		}
		b.WriteString("," + line + "\n")
	}
	d, err := read(b.String(), Options{})
	if err != nil || !reflect.DeepEqual(d.Axes, []string{"ax", "ay"}) ||
		!strings.Contains(strings.Join(d.Notes, "\n"), "without a name") {
		t.Fatalf("%v, %+v", err, d)
	}
}

func ExampleLoad() {
	dir, err := os.MkdirTemp("", "table")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	text := "wrist_x,wrist_y,activity\n" + strings.Repeat("0.1,-0.98,sitting\n", 100)
	path := filepath.Join(dir, "mine.csv")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		fmt.Println(err)
		return
	}
	d, err := Load(context.Background(), path, Options{Rate: 50})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Name, d.Axes, d.Activities, len(d.Segments), "segments")
	// Output: mine [wrist_x wrist_y] [sitting] 3 segments
}

func FuzzCSV(f *testing.F) {
	f.Add(walk(), "")
	f.Add("time;a;label\n0;1;x\n", "a")
	f.Add("t,\"a\nb\",y\n0,1,2\n", "")
	f.Fuzz(func(t *testing.T, text, column string) {
		o := Options{}
		if column != "" {
			o.Columns = []string{column}
		}
		d, err := read(text, o)
		if err != nil {
			return
		}
		for i := range d.Segments {
			for a := range d.Axes {
				if len(d.Window(i, a)) != d.Length {
					t.Fatal("a window of another length")
				}
				for _, v := range d.Window(i, a) {
					if v-v != 0 {
						t.Fatalf("a sample of %v", v)
					}
				}
			}
		}
	})
}
