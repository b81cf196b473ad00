package table

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"actmax/data"
	"actmax/internal/npy"
)

// array is one array to write: integers where they are given, else float32.
type array struct {
	shape  []int
	floats []float32
	ints   []int64
}

func npz(t *testing.T, arrays map[string]array) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mine.npz")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := npy.NewWriter(f)
	for name, a := range arrays {
		if a.ints != nil {
			err = w.Int64(name, a.shape, a.ints)
		} else {
			err = w.Float32(name, a.shape, a.floats)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func folder(t *testing.T, arrays map[string]array) string {
	t.Helper()
	dir := t.TempDir()
	for name, a := range arrays {
		f, err := os.Create(filepath.Join(dir, name+".npy"))
		if err != nil {
			t.Fatal(err)
		}
		if a.ints != nil {
			err = npy.WriteInt64(f, a.shape, a.ints)
		} else {
			err = npy.WriteFloat32(f, a.shape, a.floats)
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// ramp holds 0, 0.01, 0.02 ...
func ramp(shape ...int) array {
	n := 1
	for _, s := range shape {
		n *= s
	}
	a := array{shape: shape, floats: make([]float32, n)}
	for i := range a.floats {
		a.floats[i] = float32(i) / 100
	}
	return a
}

func ints(v ...int64) array { return array{shape: []int{len(v)}, ints: v} }

func five() map[string]array {
	return map[string]array{"X": ramp(5, 2, 4), "y": ints(7, 3, 7, 12, 3), "subject": ints(2, 4, 9, 4, 2)}
}

func TestArrays(t *testing.T) {
	for _, path := range []string{npz(t, five()), folder(t, five())} {
		d, err := Load(context.Background(), path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(d.Activities, []string{"3", "7", "12"}) || d.Length != 4 || len(d.Segments) != 5 ||
			d.Rate != 30 || d.Resample != "" {
			t.Fatalf("%+v", d)
		}
		for i, want := range []struct{ activity, subject int }{{1, 2}, {0, 4}, {1, 9}, {2, 4}, {0, 2}} {
			r := d.Of(i)
			if r.Activity != want.activity || r.Subject != want.subject {
				t.Errorf("segment %d is %+v, want %+v", i, r, want)
			}
		}
		if got := d.Window(3, 1); !reflect.DeepEqual(got, ramp(5, 2, 4).floats[28:32]) {
			t.Errorf("segment 3, axis 1: %v", got)
		}
		if want := map[int]data.Split{2: data.Train, 4: data.Validate, 9: data.Test}; !reflect.DeepEqual(d.Splits,
			want) {
			t.Errorf("splits %v, want %v", d.Splits, want)
		}
		if len(d.Hash) != 64 {
			t.Errorf("hash %q", d.Hash)
		}
		// The same arrays in another layout are other data; the layout that would have been taken anyway changes
		// nothing.
		for layout, same := range map[string]bool{NCT: true, NTC: false} {
			if told, err := Load(context.Background(), path, Options{Layout: layout}); err != nil ||
				(told.Hash == d.Hash) != same {
				t.Errorf("layout %s as told: %v, the same hash %v", layout, err, told.Hash == d.Hash)
			}
		}
	}
}

func TestWordsFromNumpy(t *testing.T) {
	d, err := Load(context.Background(), "testdata/words.npz", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(d.Activities, []string{"läuft", "sit", "walk"}) || d.Rate != 51.2 || d.Length != 8 ||
		len(d.Axes) != 3 {
		t.Fatalf("%+v", d)
	}
	if got, want := d.Window(2, 1)[5], float32(2+0.05+0.1); got != want {
		t.Errorf("X[2][5][1] = %v, want %v", got, want)
	}
	if d.Of(0).Subject != 2 || d.Of(1).Subject != 1 || d.Of(2).Subject != 3 || d.Name != "words" {
		t.Errorf("subjects %d %d %d, name %q", d.Of(0).Subject, d.Of(1).Subject, d.Of(2).Subject, d.Name)
	}
	notes := strings.Join(d.Notes, "\n")
	for _, want := range []string{"ntc", "51.2 Hz", `1 = "al"`} {
		if !strings.Contains(notes, want) {
			t.Errorf("the notes do not say %q: %q", want, d.Notes)
		}
	}
}

func TestOrient(t *testing.T) {
	for _, c := range []struct {
		second, third int
		o             Options
		want          string
	}{
		{6, 30, Options{}, NCT},
		{30, 6, Options{}, NTC},
		{30, 30, Options{}, NCT},
		{30, 6, Options{Layout: NCT}, NCT},
		{6, 30, Options{Layout: NTC}, NTC},
		{30, 6, Options{Axes: 30, Length: 6}, NCT}, // more axes than samples: the network knows
		{6, 30, Options{Axes: 30, Length: 6}, NTC},
		{3, 50, Options{Axes: 6, Length: 30}, NCT}, // fits no way: the shorter one
	} {
		if got, note := orient(c.second, c.third, c.o); got != c.want || !strings.Contains(note, c.want) {
			t.Errorf("%+v: %s (%s)", c, got, note)
		}
	}
}

func TestPeople(t *testing.T) {
	for n, want := range map[int]string{1: "0", 2: "02", 3: "012", 4: "0012", 8: "00000122", 10: "0000000122"} {
		var all []string
		for i := range n {
			all = append(all, string(rune('a'+i)))
		}
		ids, splits, note := people(all)
		got := ""
		for _, name := range all {
			got += string(rune('0' + int(splits[ids[name]])))
		}
		if got != want || note == "" {
			t.Errorf("%d subjects: splits %s, want %s (%s)", n, got, want, note)
		}
	}
	if ids, splits, _ := people([]string{"10", "9", "100"}); ids["9"] != 9 || splits[9] != data.Train ||
		splits[100] != data.Test {
		t.Errorf("numbers: %v %v", ids, splits)
	}
	if ids, _, _ := people([]string{"0", "1"}); ids["0"] != 1 || ids["1"] != 2 {
		t.Errorf("a subject 0 is not numbered again: %v", ids)
	}
	if ids, splits, note := people(nil); ids != nil || splits[1] != data.Train ||
		!strings.Contains(note, "everything is for training") {
		t.Errorf("none: %v %v %q", ids, splits, note)
	}
}

func TestClasses(t *testing.T) {
	given := func(words ...string) arrays {
		return arrays{read: func(name string) (*npy.Array, error) {
			if name == "classes" && words != nil {
				return &npy.Array{Shape: []int{len(words)}, Text: words}, nil
			}
			return nil, nil
		}}
	}
	names, index, err := classes(given("sit", "run"), []string{"1", "0", "run"})
	if err != nil || !reflect.DeepEqual(names, []string{"sit", "run"}) || !reflect.DeepEqual(index, []int{1, 0, 1}) {
		t.Errorf("%v %v %v", names, index, err)
	}
	for _, y := range []string{"2", "-1", "walk"} {
		if _, _, err := classes(given("sit", "run"), []string{y}); err == nil {
			t.Errorf("y = %q was accepted", y)
		}
	}
	if _, _, err := classes(given("sit", "sit"), []string{"0"}); err == nil {
		t.Error("equal classes were accepted")
	}
}

func TestBadArrays(t *testing.T) {
	with := func(name string, a array) map[string]array {
		all := five()
		all[name] = a
		return all
	}
	without := func(name string) map[string]array {
		all := five()
		delete(all, name)
		return all
	}
	notFinite := func(v float64) array {
		a := ramp(5, 2, 4)
		a.floats[2*8+1*4+3] = float32(v)
		return a
	}
	text := filepath.Join(t.TempDir(), "text.npz")
	if err := os.WriteFile(text, []byte("hello"), 0o644); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(npz(t, five()))
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(t.TempDir(), "cut.npz")
	if err := os.WriteFile(cut, whole[:len(whole)/2], 0o644); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		path string
		say  string
	}{
		"missing":           {filepath.Join(t.TempDir(), "none.npz"), "no such file"},
		"no archive":        {text, "expected an archive as numpy.savez writes it"},
		"cut":               {cut, "expected an archive"},
		"X missing":         {npz(t, without("X")), "X: is missing, there is only subject, y"},
		"y missing":         {folder(t, without("y")), "y: is missing, there is only X, subject"},
		"X flat":            {npz(t, with("X", ramp(5, 8))), "expected three dimensions"},
		"X empty":           {npz(t, with("X", ramp(0, 2, 4))), "found none: its shape is [0 2 4]"},
		"X with NaN":        {npz(t, with("X", notFinite(math.NaN()))), "found NaN at segment 2, axis 1, time 3"},
		"X infinite":        {folder(t, with("X", notFinite(math.Inf(-1)))), "found -Inf at segment 2, axis 1, time 3"},
		"y too short":       {npz(t, with("y", ints(1, 2))), "expected shape [5]"},
		"y one-hot":         {npz(t, with("y", ramp(5, 3))), "y: expected"},
		"y fractional":      {npz(t, with("y", ramp(5))), "expected integers or strings"},
		"subject too long":  {npz(t, with("subject", ints(1, 2, 3, 4, 5, 6))), "subject: expected shape [5]"},
		"fs negative":       {npz(t, with("fs", ints(-5))), "fs: expected one number above 0"},
		"fs two numbers":    {npz(t, with("fs", ints(30, 30))), "fs: expected one number"},
		"unknown extension": {"arrays_test.go", "kind of table"},
	} {
		d, err := Load(context.Background(), c.path, Options{})
		var fault *data.InputError
		if d != nil || !errors.As(err, &fault) || fault.Advice == "" || !strings.Contains(err.Error(), c.say) ||
			!strings.Contains(err.Error(), c.path) {
			t.Errorf("%s: data set %v, error %v; want one that says %q", name, d != nil, err, c.say)
		}
	}
	if _, err := Load(context.Background(), "x.npz", Options{Layout: "cnt"}); err == nil ||
		!strings.Contains(err.Error(), "nct") {
		t.Errorf("layout cnt: %v", err)
	}
}

func TestUnitsAreDoubted(t *testing.T) {
	all := five()
	x := all["X"]
	for i := range x.floats {
		x.floats[i] = 9.8
	}
	d, err := Load(context.Background(), npz(t, all), Options{})
	if err != nil || !strings.Contains(strings.Join(d.Notes, "\n"), "m/s²") {
		t.Errorf("%v, notes %q", err, d.Notes)
	}
}
