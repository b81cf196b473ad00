package golden

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// recorder is a test that only writes down what went wrong.
type recorder struct {
	testing.TB
	errors []string
}

func (r *recorder) Helper()                   {}
func (r *recorder) Error(args ...any)         { r.errors = append(r.errors, fmt.Sprint(args...)) }
func (r *recorder) Errorf(f string, a ...any) { r.errors = append(r.errors, fmt.Sprintf(f, a...)) }

func TestCompare(t *testing.T) {
	t.Setenv(Environment, "")
	path := filepath.Join(t.TempDir(), "below", "a.txt")
	r := &recorder{}
	Compare(r, path, "one\ntwo\n")
	if len(r.errors) != 1 || !strings.Contains(r.errors[0], "missing") {
		t.Errorf("a file that is not there: %q", r.errors)
	}
	t.Setenv(Environment, "renew")
	r = &recorder{}
	Compare(r, path, "one\ntwo\nthree")
	t.Setenv(Environment, "")
	Compare(r, path, "one\ntwo\nthree")
	if len(r.errors) != 0 {
		t.Errorf("renewed, then the same: %q", r.errors)
	}
	Compare(r, path, "one\n2\nthree")
	if len(r.errors) != 1 || !strings.HasSuffix(r.errors[0], "\n   2 -two\n   2 +2") {
		t.Errorf("another line: %q", r.errors)
	}
	r = &recorder{}
	Compare(r, path, "one\nthree")
	if len(r.errors) != 1 || !strings.HasSuffix(r.errors[0], "\n   2 -two") {
		t.Errorf("a line less: %q", r.errors)
	}
}

func TestUnused(t *testing.T) {
	t.Setenv(Environment, "")
	dir := t.TempDir()
	used, stale := filepath.Join(dir, "used.txt"), filepath.Join(dir, "stale.txt")
	for _, path := range []string{used, stale} {
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r := &recorder{}
	Unused(r, dir, map[string]bool{used: true})
	if len(r.errors) != 1 || !strings.Contains(r.errors[0], "stale.txt") {
		t.Errorf("%q", r.errors)
	}
	t.Setenv(Environment, "renew")
	Unused(r, dir, map[string]bool{used: true})
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 1 || left[0] != used {
		t.Errorf("%q are left", left)
	}
}
