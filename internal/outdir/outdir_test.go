package outdir

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestMake(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "a", "b", "c")
	for range 2 { // made, undone, made again
		undo, err := Make(dir)
		if err != nil {
			t.Fatal(err)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%v, %v: want an empty folder", left, err)
		}
		undo()
		if left, _ := os.ReadDir(root); len(left) > 0 {
			t.Errorf("undone: %v stays", left)
		}
	}
	undo, err := Make(dir)
	if err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join(root, "a", "kept")
	if err := os.WriteFile(kept, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if undo(); !exists(kept) || exists(filepath.Join(root, "a", "b")) {
		t.Error("undone: what holds a file must stay, what is empty must go")
	}
	if undo, err = Make(root); err != nil {
		t.Fatal(err)
	}
	if undo(); !exists(root) {
		t.Error("a folder that was there is gone")
	}
}

func TestMakeRefuses(t *testing.T) {
	root := t.TempDir()
	file := filepath.Join(root, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, filepath.Join(file, "below"), filepath.Join(file, "far", "below")} {
		var fault *Error
		if _, err := Make(dir); !errors.As(err, &fault) || fault.Dir != file {
			t.Errorf("%s: %v, want it to name the file", dir, err)
		}
	}
	if os.Geteuid() == 0 {
		return // may write anywhere
	}
	sealed := filepath.Join(root, "sealed")
	if err := os.Mkdir(sealed, 0o555); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{sealed, filepath.Join(sealed, "a", "b")} {
		var fault *Error
		if _, err := Make(dir); !errors.As(err, &fault) || !errors.Is(err, os.ErrPermission) {
			t.Errorf("%s: %v", dir, err)
		}
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
