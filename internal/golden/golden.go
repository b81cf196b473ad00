// Package golden compares what tests make with files of what was right before.
package golden

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Environment is the environment variable that renews golden files: with ACTMAX_GOLDEN=renew, Compare writes what it
// gets.
const Environment = "ACTMAX_GOLDEN"

// Renewing reports whether golden files are renewed instead of compared.
func Renewing() bool { return os.Getenv(Environment) == "renew" }

// Compare marks the test as failed unless the file at path holds got, and prints the lines that differ.
func Compare(t testing.TB, path, got string) {
	t.Helper()
	want, err := os.ReadFile(path)
	if err == nil && string(want) == got {
		return
	}
	switch {
	case Renewing():
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	case errors.Is(err, fs.ErrNotExist):
		t.Errorf("%s is missing; %s=renew makes it", path, Environment)
	case err != nil:
		t.Error(err)
	default:
		t.Errorf("%s differs; %s=renew renews it\n%s", path, Environment, diff(string(want), got))
	}
}

// Unused marks the test as failed for every file below dir that is not among the used ones; renewing removes it.
func Unused(t testing.TB, dir string, used map[string]bool) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || d.IsDir() || used[path]:
			return err
		case Renewing():
			return os.Remove(path)
		}
		t.Errorf("%s belongs to no scene; %s=renew removes it", path, Environment)
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// most is how many differing lines a diff shows.
const most = 12

// diff returns the lines that differ, with their numbers: wanted ones after -, present ones after +. Where there are
// more or fewer lines, common first and last lines are left out and everything between is shown.
func diff(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	var out []string
	add := func(number int, sign byte, line string) {
		out = append(out, fmt.Sprintf("%4d %c%s", number, sign, line))
	}
	if len(a) == len(b) {
		for i := range a {
			if a[i] != b[i] {
				add(i+1, '-', a[i])
				add(i+1, '+', b[i])
			}
		}
	} else {
		head := 0
		for head < min(len(a), len(b)) && a[head] == b[head] {
			head++
		}
		tail := 0
		for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
			tail++
		}
		for i, line := range a[head : len(a)-tail] {
			add(head+i+1, '-', line)
		}
		for i, line := range b[head : len(b)-tail] {
			add(head+i+1, '+', line)
		}
	}
	if more := len(out) - 2*most; more > 0 {
		out = append(out[:2*most], fmt.Sprintf("     ... and %d lines more", more))
	}
	return strings.Join(out, "\n")
}
