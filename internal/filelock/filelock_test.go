package filelock

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestClaim(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.lock")
	first, err := Claim(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Claim(path); !errors.Is(err, ErrBusy) {
		t.Errorf("claimed twice: %v", err)
	}
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file stays: %v", err)
	}
	second, err := Claim(path)
	if err != nil {
		t.Fatalf("claimed after it was released: %v", err)
	}
	if err := second.Release(); err != nil {
		t.Error(err)
	}
	if _, err := Claim(filepath.Join(path, "below", "nothing")); err == nil || errors.Is(err, ErrBusy) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// TestClaimAfterACrash: a process that ends without releasing its lock leaves the file behind, and the lock is free.
func TestClaimAfterACrash(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.lock")
	if os.Getenv("ACTMAX_TEST_LOCK") != "" {
		if _, err := Claim(os.Getenv("ACTMAX_TEST_LOCK")); err != nil {
			t.Fatal(err)
		}
		os.Exit(0) // without releasing it
	}
	c := exec.Command(os.Args[0], "-test.run=^TestClaimAfterACrash$")
	c.Env = append(os.Environ(), "ACTMAX_TEST_LOCK="+path)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("the other process left no file: %v", err)
	}
	l, err := Claim(path)
	if err != nil {
		t.Fatalf("a stale file was not claimed: %v", err)
	}
	if err := l.Release(); err != nil {
		t.Error(err)
	}
}

func TestErrorNamesTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "missing", "x.lock")
	if _, err := Claim(path); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("the error does not name the file: %v", err)
	}
}
