package data

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// small makes a data set of two subjects whose samples follow from a seed.
func small(seed uint64) *Dataset {
	rng := rand.New(rand.NewPCG(seed, 0))
	d := &Dataset{
		Name: "small", Title: "Small", Notes: []string{"a note"}, Hash: "abc",
		Activities: []string{"sitting", "running"}, Axes: []string{"x", "y"},
		Rate: 30, SourceRate: 25, Resample: Linear, Length: 30, Splits: map[int]Split{1: Train, 2: Test},
	}
	for i, n := range []int{45, 0, 29, 61} {
		r := Recording{ID: string(rune('a' + i)), Subject: 1 + i%2, Activity: i / 2}
		for range d.Axes {
			axis := make([]float32, n)
			for k := range axis {
				axis[k] = rng.Float32() - 0.5
			}
			r.Samples = append(r.Samples, axis)
		}
		d.Recordings = append(d.Recordings, r)
	}
	d.Cut(Hop)
	return d
}

func only(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Fatalf("the cache folder holds %v (%v), want one file", entries, err)
	}
	return filepath.Join(dir, entries[0].Name())
}

func TestCacheGivesBackTheSame(t *testing.T) {
	o := Options{CacheDir: t.TempDir(), Resample: Linear, Warn: func(err error) { t.Error(err) }}
	want := small(1)
	built := 0
	for range 3 {
		got, err := Cached(o, "small", "abc", Hop, func() (*Dataset, error) { built++; return small(1), nil })
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v\nwant %+v", got, want)
		}
	}
	if built != 1 {
		t.Errorf("built %d times, want once", built)
	}
	only(t, o.CacheDir)
	// Another source, way of resampling or loader is another data set.
	other := o
	other.Resample = Polyphase
	for i, f := range []func(func() (*Dataset, error)) (*Dataset, error){
		func(b func() (*Dataset, error)) (*Dataset, error) { return Cached(o, "small", "abd", Hop, b) },
		func(b func() (*Dataset, error)) (*Dataset, error) { return Cached(o, "large", "abc", Hop, b) },
		func(b func() (*Dataset, error)) (*Dataset, error) { return Cached(other, "small", "abc", Hop, b) },
	} {
		fresh := false
		if _, err := f(func() (*Dataset, error) { fresh = true; return small(2), nil }); err != nil || !fresh {
			t.Errorf("case %d: fresh %v, err %v", i, fresh, err)
		}
	}
}

func TestCacheIsLeftAloneWhenToldTo(t *testing.T) {
	o := Options{CacheDir: t.TempDir(), NoCache: true}
	if _, err := Cached(o, "small", "abc", Hop, func() (*Dataset, error) { return small(1), nil }); err != nil {
		t.Fatal(err)
	}
	if entries, _ := os.ReadDir(o.CacheDir); len(entries) != 0 {
		t.Errorf("wrote %v", entries)
	}
}

func TestDamagedCacheIsRebuilt(t *testing.T) {
	o := Options{CacheDir: t.TempDir(), Resample: Linear, Warn: func(err error) { t.Error(err) }}
	build := func() (*Dataset, error) { return small(1), nil }
	if _, err := Cached(o, "small", "abc", Hop, build); err != nil {
		t.Fatal(err)
	}
	path := only(t, o.CacheDir)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damage := map[string][]byte{"empty": {}, "cut": whole[:len(whole)-1], "half": whole[:len(whole)/2],
		"longer": append(append([]byte{}, whole...), 0)}
	for _, at := range []int{0, 13, 15, 19, 40, len(whole) / 2, len(whole) - 5, len(whole) - 1} {
		flipped := append([]byte{}, whole...)
		flipped[at] ^= 4
		damage[fmt.Sprint("flipped bit at ", at)] = flipped
	}
	for name, bytes := range damage {
		if err := os.WriteFile(path, bytes, 0o644); err != nil {
			t.Fatal(err)
		}
		built := false
		got, err := Cached(o, "small", "abc", Hop, func() (*Dataset, error) { built = true; return build() })
		if err != nil || !built || !reflect.DeepEqual(got, small(1)) {
			t.Errorf("%s: built again %v, err %v", name, built, err)
		}
		if now, _ := os.ReadFile(path); !reflect.DeepEqual(now, whole) {
			t.Errorf("%s: the cache was not repaired", name)
		}
	}
	// A sound file under another name is not taken for it.
	if err := os.Rename(path, filepath.Join(o.CacheDir, "small-linear-v1-zzz.prepared")); err != nil {
		t.Fatal(err)
	}
	if _, err := readCache(filepath.Join(o.CacheDir, "small-linear-v1-zzz.prepared"),
		"small-linear-v1-zzz"); err == nil {
		t.Error("a renamed file was accepted")
	}
}

func TestCacheThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	var warned error
	o := Options{CacheDir: filepath.Join(file, "below"), Warn: func(err error) { warned = err }}
	d, err := Cached(o, "small", "abc", Hop, func() (*Dataset, error) { return small(1), nil })
	if err != nil || d == nil || warned == nil {
		t.Errorf("data set %v, err %v, warned %v", d != nil, err, warned)
	}
}

func TestFailedBuildLeavesNothing(t *testing.T) {
	o := Options{CacheDir: t.TempDir()}
	broken := errors.New("broken")
	if _, err := Cached(o, "small", "abc", Hop, func() (*Dataset, error) { return nil, broken }); !errors.Is(err,
		broken) {
		t.Fatal(err)
	}
	if entries, _ := os.ReadDir(o.CacheDir); len(entries) != 0 {
		t.Errorf("left %v", entries)
	}
}

func FuzzCache(f *testing.F) {
	dir := f.TempDir()
	if err := writeCache(filepath.Join(dir, "x"), "k", small(1), Hop); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(filepath.Join(dir, "x"))
	if err != nil {
		f.Fatal(err)
	}
	whole = whole[:len(whole)-4]
	f.Add(whole)
	f.Add(whole[:30])
	f.Fuzz(func(t *testing.T, b []byte) {
		// With its checksum made right, so that what comes after it is tried too.
		d, err := decodeCache(binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli)), "k")
		if err != nil {
			return
		}
		for i := range d.Segments { // every accepted segment can be read
			for a := range d.Axes {
				if len(d.Window(i, a)) != d.Length {
					t.Fatal("a window of another length")
				}
			}
		}
	})
}
