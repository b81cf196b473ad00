package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.json")
	for _, want := range []string{"first", "second"} {
		if err := Write(path, text(want)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o444 != 0o444 {
		t.Errorf("mode %v, %v: others cannot read it", info.Mode(), err)
	}
	only(t, dir, "a.json")
}

func TestFailuresLeaveEverythingAsItWas(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.json")
	if err := Write(path, text("before")); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("no more paper")
	err := Write(path, func(w io.Writer) error {
		if err := text("half")(w); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("error %v, want that of the writer", err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "before" {
		t.Errorf("after a failure: %q, %v", got, err)
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	var fault *os.PathError // names what was asked for
	target := filepath.Join(dir, "folder")
	if err := Write(target, text("x")); !errors.As(err, &fault) || fault.Path != target ||
		strings.Contains(err.Error(), ".folder.") {
		t.Errorf("a folder to be replaced by a file: %v", err)
	}
	target = filepath.Join(dir, "none", "a")
	if err := Write(target, text("x")); !errors.Is(err, os.ErrNotExist) || !errors.As(err, &fault) ||
		fault.Path != target || strings.Contains(err.Error(), ".a.") {
		t.Errorf("into a missing folder: %v", err)
	}
	only(t, dir, "a.json", "folder")
	func() {
		defer func() {
			if recover() == nil {
				t.Error("a panic was swallowed")
			}
		}()
		_ = Write(path, func(io.Writer) error { panic("no pen") })
	}()
	only(t, dir, "a.json", "folder")
}

func only(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, want) {
		t.Errorf("the folder holds %v, want %v", got, want)
	}
}

// Files that are prepared together show at their names once they are committed, and those that are not leave nothing.
func TestPrepare(t *testing.T) {
	dir := t.TempDir()
	a, err := Prepare(filepath.Join(dir, "a"), text("first"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := Prepare(filepath.Join(dir, "b"), text("second"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "a")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file is there before it is committed: %v", err)
	}
	if err := errors.Join(a.Commit(), a.Discard(), b.Discard(), b.Discard()); err != nil {
		t.Error(err)
	}
	only(t, dir, "a")
	if got, _ := os.ReadFile(filepath.Join(dir, "a")); string(got) != "first" {
		t.Errorf("a holds %q", got)
	}
}
