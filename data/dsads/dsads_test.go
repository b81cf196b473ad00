package dsads

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"

	"actmax/data"
	"actmax/data/internal/made"
)

var texts sync.Map // seed to text: making one takes longer than reading it

// text makes the text of one file from a seed: 125 rows of 45 numbers in m/s².
func text(seed uint64) string {
	if made, ok := texts.Load(seed); ok {
		return made.(string)
	}
	rng := rand.New(rand.NewPCG(seed, 7))
	var b []byte
	for range rows {
		for c := range columns {
			if c > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendFloat(b, rng.NormFloat64()*9, 'g', 5, 64)
		}
		b = append(b, '\n')
	}
	texts.Store(seed, string(b))
	return string(b)
}

// four are four files below a prefix.
func four(prefix string) map[string]string {
	return map[string]string{
		prefix + "a02/p1/s02.txt": text(3),
		prefix + "a02/p1/s01.txt": text(2),
		prefix + "a01/p7/s60.txt": text(1),
		prefix + "a19/p6/s10.txt": text(4),
	}
}

func load(t *testing.T, path string, o data.Options) *data.Dataset {
	t.Helper()
	if o.CacheDir == "" {
		o.NoCache = true
	}
	d, err := Load(context.Background(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestOrderAndValues(t *testing.T) {
	d := load(t, made.Zip(t, four("data/")), data.Options{})
	var ids []string
	for _, r := range d.Recordings {
		ids = append(ids, r.ID)
	}
	if want := []string{"a01/p7/s60", "a02/p1/s01", "a02/p1/s02", "a19/p6/s10"}; !reflect.DeepEqual(ids, want) {
		t.Fatalf("recordings %v, want %v", ids, want)
	}
	if r := d.Recordings[3]; r.Subject != 6 || d.Activities[r.Activity] != "playing basketball" ||
		d.Splits[r.Subject] != data.Validate {
		t.Errorf("the last recording is %+v", r)
	}
	if len(d.Segments) != 4*8 || d.Segments[9] != (data.Segment{Recording: 1, Start: 15}) {
		t.Errorf("%d segments, the tenth %v", len(d.Segments), d.Segments[9])
	}
	// Samples are the wanted columns over 9.80665, interpolated.
	lines := strings.Split(text(2), "\n")
	for a, column := range []int{9, 10, 11, 36, 37, 38} {
		var x [2]float64
		for i := range x {
			fmt.Sscan(strings.Split(lines[i], ",")[column], &x[i])
			x[i] /= 9.80665
		}
		got := d.Recordings[1].Samples[a]
		if got[0] != float32(x[0]) || math.Abs(float64(got[1])-(x[0]+5.0/6*(x[1]-x[0]))) > 1e-6 {
			t.Errorf("axis %s begins %v, want from %v", d.Axes[a], got[:2], x)
		}
	}
	if !strings.Contains(d.Notes[0], "4 of 9,120") || !strings.Contains(d.Notes[0], "2, 3, 4, 5, 8") {
		t.Errorf("notes %q", d.Notes)
	}
}

func TestEveryWayToLieThere(t *testing.T) {
	want := load(t, made.Zip(t, four("data/")), data.Options{})
	for name, path := range map[string]string{
		"archive without data/":     made.Zip(t, four("")),
		"archive with a top folder": made.Zip(t, four("daily and sports/data/")),
		"folder with data/":         made.Folder(t, four("data/")),
		"folder itself":             made.Folder(t, four("")),
		"folder in a folder":        made.Folder(t, four("x/y/data/")),
		"capitals": made.Folder(t,
			map[string]string{"A02/P1/S02.TXT": text(3), "A02/P1/S01.TXT": text(2), "A01/P7/S60.TXT": text(1),
				"A19/P6/S10.TXT": text(4)}),
		"clutter of another system": made.Zip(t,
			merge(four("data/"), map[string]string{"__MACOSX/data/a02/p1/._s02.txt": "x", "data/a02/p1/._s02.txt": "x",
				"data/readme.txt": "x"})),
		"lines ended by CR LF": made.Zip(t, crlf(four("data/"))),
		"no line end at the end": made.Zip(t,
			edit(four("data/"), func(s string) string { return strings.TrimSuffix(s, "\n") })),
		"an empty line at the end": made.Zip(t, edit(four("data/"), func(s string) string { return s + "\n" })),
		"blanks around the commas": made.Zip(t,
			edit(four("data/"), func(s string) string { return strings.ReplaceAll(s, ",", " , ") })),
		"one worker": made.Zip(t, four("data/")),
		"backslashes in the archive": made.Zip(t,
			map[string]string{`data\a02\p1\s02.txt`: text(3), `data\a02\p1\s01.txt`: text(2),
				`data\a01\p7\s60.txt`: text(1), `data\a19\p6\s10.txt`: text(4)}),
	} {
		o := data.Options{}
		if name == "one worker" {
			o.Jobs = 1
		}
		got := load(t, path, o)
		got.Hash = want.Hash
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: another data set", name)
		}
	}
}

func merge(a, b map[string]string) map[string]string {
	for k, v := range b {
		a[k] = v
	}
	return a
}

func edit(files map[string]string, f func(string) string) map[string]string {
	for k, v := range files {
		files[k] = f(v)
	}
	return files
}

func crlf(files map[string]string) map[string]string {
	return edit(files, func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") })
}

func TestHashFollowsTheContent(t *testing.T) {
	a := load(t, made.Folder(t, four("data/")), data.Options{}).Hash
	b := load(t, made.Folder(t, four("")), data.Options{}).Hash
	if a != b || len(a) != 64 {
		t.Errorf("the same files hash to %s and %s", a, b)
	}
	other := four("")
	other["a01/p7/s60.txt"] = text(9)
	if c := load(t, made.Folder(t, other), data.Options{}).Hash; c == a {
		t.Error("another file gives the same hash")
	}
}

// field replaces a field of a row, both 0-based.
func field(file string, row, column int, with string) string {
	lines := strings.Split(file, "\n")
	fields := strings.Split(lines[row], ",")
	fields[column] = with
	lines[row] = strings.Join(fields, ",")
	return strings.Join(lines, "\n")
}

func TestBadInput(t *testing.T) {
	good := text(1)
	one := func(content string) string {
		return made.Zip(t, map[string]string{"data/a01/p1/s01.txt": good, "data/a03/p2/s05.txt": content})
	}
	whole, err := os.ReadFile(made.Zip(t, four("data/")))
	if err != nil {
		t.Fatal(err)
	}
	file := func(b []byte) string {
		path := filepath.Join(t.TempDir(), "cut.zip")
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	flipped := append([]byte{}, whole...)
	flipped[len(flipped)/3] ^= 0x55
	for name, c := range map[string]struct {
		path string
		say  []string
	}{
		"missing": {filepath.Join(t.TempDir(), "none.zip"),
			[]string{"none.zip", "no such file", "check the path"}},
		"truncated":      {file(whole[:len(whole)/2]), []string{"cut short", "data fetch dsads"}},
		"empty":          {file(nil), []string{"0 bytes", "cut short"}},
		"not an archive": {file([]byte("<html>not found</html>")), []string{"expected a zip archive"}},
		"damaged":        {file(flipped), []string{"damaged", ".txt", "data fetch dsads"}},
		"nothing of it": {made.Zip(t, map[string]string{"readme.txt": "hello"}),
			[]string{"found none", "a01/p1/s01.txt"}},
		"packed twice": {made.Zip(t, map[string]string{"dsads.zip": "hello"}),
			[]string{"unpack the archive dsads.zip"}},
		"empty folder": {t.TempDir(), []string{"found none"}},
		"mHealth": {made.Zip(t, map[string]string{"MHEALTHDATASET/mHealth_subject1.log": "1\t2\n"}),
			[]string{"expected DSADS, found the files of mHealth"}},
		"two copies": {made.Folder(t, merge(four("a/"), four("b/"))),
			[]string{"twice", "a/a01/p7/s60.txt", "b/a01/p7/s60.txt"}},
		"text": {one(field(good, 3, 10, "abc")),
			[]string{"data/a03/p2/s05.txt: line 4, column 11", `found "abc"`, "right arm, accelerometer y"}},
		"text elsewhere": {one(field(good, 3, 3, "abc")), []string{"line 4, column 4", "torso, gyroscope x"}},
		"NaN": {one(field(good, 124, 38, "NaN")),
			[]string{"line 125, column 39", "finite", "left leg, accelerometer z"}},
		"infinite":       {one(field(good, 0, 9, "-Inf")), []string{"line 1, column 10", "finite"}},
		"too large":      {one(field(good, 0, 9, "1e999")), []string{"line 1, column 10", "finite"}},
		"empty field":    {one(field(good, 5, 44, "")), []string{"line 6, column 45", "found nothing"}},
		"missing column": {one(strings.Replace(good, ",", "", 1)), []string{"line 1", "expected"}},
		"additional column": {one(strings.Replace(good, "\n", ",1\n", 1)),
			[]string{"line 1", "expected 45 columns, found 46"}},
		"fewer columns": {one("1,2,3\n" + good), []string{"line 1", "expected 45 columns, found 3"}},
		"missing rows": {one(good[:strings.LastIndex(strings.TrimSuffix(good, "\n"), "\n")+1]),
			[]string{"expected 125 rows, the file ends after 124"}},
		"more rows": {one(good + strings.SplitAfter(good, "\n")[0]),
			[]string{"line 126", "expected 125 rows, found more"}},
		"empty file": {one(""), []string{"the file ends after 0"}},
		"oversized":  {one(strings.Repeat("0,", 2<<20)), []string{"expected at most 1048576 bytes", "4194304"}},
		"binary":     {one("\x00\xff\x00" + good), []string{"line 1, column 1"}},
	} {
		dir := t.TempDir()
		d, err := Load(context.Background(), c.path, data.Options{CacheDir: dir})
		var fault *data.InputError
		if d != nil || !errors.As(err, &fault) {
			t.Errorf("%s: data set %v, error %v", name, d != nil, err)
			continue
		}
		for _, want := range append(c.say, c.path) {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: the error does not say %q: %v", name, want, err)
			}
		}
		if fault.Advice == "" {
			t.Errorf("%s: no advice: %v", name, err)
		}
		if left, _ := os.ReadDir(dir); len(left) != 0 {
			t.Errorf("%s: left %v in the cache", name, left)
		}
	}
}

func TestFirstFaultIsReported(t *testing.T) {
	bad := field(text(1), 0, 0, "x")
	path := made.Zip(t, map[string]string{"a01/p1/s02.txt": bad, "a01/p1/s01.txt": text(1), "a02/p1/s01.txt": bad,
		"a03/p1/s01.txt": bad})
	for range 20 {
		if _, err := Load(context.Background(), path, data.Options{NoCache: true, Jobs: 4}); err == nil ||
			!strings.Contains(err.Error(), "a01/p1/s02.txt") {
			t.Fatalf("got %v", err)
		}
	}
}

func TestProgressAndCancel(t *testing.T) {
	path := made.Zip(t, four(""))
	seen := 0
	load(t, path, data.Options{Progress: func(done, total int) {
		if seen++; done != seen || total != 4 {
			t.Errorf("progress %d of %d at call %d", done, total, seen)
		}
	}})
	if seen != 4 {
		t.Errorf("%d calls of progress", seen)
	}
	ctx, cancel := context.WithCancel(context.Background())
	_, err := Load(ctx, path, data.Options{NoCache: true, Jobs: 1, Progress: func(int, int) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestCachedIsTheSame(t *testing.T) {
	path := made.Zip(t, four(""))
	o := data.Options{CacheDir: t.TempDir()}
	want := load(t, path, o)
	o.Progress = func(int, int) { t.Error("the cache did not answer") }
	if got := load(t, path, o); !reflect.DeepEqual(got, want) {
		t.Error("the cache gives another data set")
	}
}

func TestNamesFitATerminal(t *testing.T) {
	if len(Activities) != activities {
		t.Fatalf("%d activities", len(Activities))
	}
	for _, name := range Activities {
		if len(name) > 22 {
			t.Errorf("%q has %d characters", name, len(name))
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(text(1)))
	f.Add([]byte(field(text(1), 7, 7, "NaN")))
	f.Add([]byte("1,2,3\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		axes, fault := parse(b)
		if fault != nil {
			if fault.Problem == "" {
				t.Error("a fault without a problem")
			}
			return
		}
		for _, axis := range axes {
			if len(axis) != rows {
				t.Fatalf("%d samples", len(axis))
			}
			for _, v := range axis {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Fatal("accepted a number that is not finite")
				}
			}
		}
	})
}
