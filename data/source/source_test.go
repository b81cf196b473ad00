package source

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"actmax/data"
	"actmax/data/internal/made"
)

func TestKindOf(t *testing.T) {
	arrays := made.Folder(t, map[string]string{"X.npy": "x"})
	for path, want := range map[string]Kind{
		made.Zip(t, map[string]string{"data/a01/p1/s01.txt": ""}):                    DSADS,
		made.Folder(t, map[string]string{"x/a19/p8/s60.txt": ""}):                    DSADS,
		made.Zip(t, map[string]string{"MHEALTHDATASET/mHealth_subject10.log": ""}):   MHealth,
		made.Folder(t, map[string]string{"mHealth_subject3.log": ""}):                MHealth,
		made.Zip(t, map[string]string{"a20/p1/s01.txt": "", "a01/p9/s01.txt": ""}):   Unknown,
		made.Zip(t, map[string]string{"mHealth_subject11.log": "", "xa01p1s01": ""}): Unknown,
		"nowhere/x.NPZ": NPZ,
		"nowhere/x.csv": CSV,
		arrays:          Arrays,
	} {
		got, err := KindOf(path)
		if err != nil || got != want {
			t.Errorf("%s: %q (%v), want %q", path, got, err, want)
		}
	}
	if _, err := KindOf(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a missing path gave no error")
	}
}

// A bomb declares little and holds much: its directory entry is changed after packing.
func TestReadStopsAtTheLimit(t *testing.T) {
	path := made.Zip(t, map[string]string{"bomb": strings.Repeat("0", 10<<20)})
	s, err := Open(path, "again")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	lie := s.Files[0]
	lie.Size = 100
	got, err := s.Read(lie, nil, 1<<20, "again")
	var fault *data.InputError
	if got != nil || !errors.As(err, &fault) || !strings.Contains(err.Error(),
		"at most 1048576 bytes, but it holds more") {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if _, err := s.Read(s.Files[0], nil, 1<<20, "again"); err == nil || !strings.Contains(err.Error(),
		"declares 10485760") {
		t.Errorf("honest and too large: %v", err)
	}
	if got, err := s.Read(s.Files[0], make([]byte, 5, 10), 10<<20, "again"); err != nil || len(got) != 10<<20 {
		t.Errorf("exactly at the limit: %d bytes, %v", len(got), err)
	}
}

func TestFolderIsNotWalkedForever(t *testing.T) {
	deep := made.Folder(t, map[string]string{strings.Repeat("d/", maxDepth) + "d/a01/p1/s01.txt": "",
		".git/a01/p1/s01.txt": "", "a01/p1/s01.txt": ""})
	s, err := Open(deep, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Files) != 1 || s.Files[0].Name != "a01/p1/s01.txt" {
		t.Errorf("found %v", s.Files)
	}
}

func TestFaultInAFolderNamesTheFile(t *testing.T) {
	folder := made.Folder(t, map[string]string{"a01/p1/s01.txt": ""})
	link := filepath.Join(folder, "a01", "p1", "s02.txt")
	if err := os.Symlink("nowhere", link); err != nil {
		t.Skip(err)
	}
	if _, err := Open(folder, ""); err == nil || !strings.HasPrefix(err.Error(), link+": cannot be read") {
		t.Errorf("got %v, want an error that names %s", err, link)
	}
}

func TestHashStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, path := range []string{made.Zip(t, map[string]string{"a": "b"}),
		made.Folder(t, map[string]string{"a": "b"})} {
		s, err := Open(path, "")
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if _, err := s.Hash(ctx, 1, []Member{{File: s.Files[0]}}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestUnreadable(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may read everything")
	}
	path := made.Zip(t, map[string]string{"a": "b"})
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, ""); err == nil || !strings.Contains(err.Error(), "permission") {
		t.Errorf("got %v", err)
	}
}

// Whatever bytes are given as an archive, opening and reading all of it ends without a panic and within the limit.
func FuzzArchive(f *testing.F) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range []string{"data/a01/p1/s01.txt", "mHealth_subject1.log"} {
		out, _ := w.Create(name)
		out.Write([]byte("1,2,3\n"))
	}
	w.Close()
	f.Add(b.Bytes())
	f.Add(b.Bytes()[:60])
	f.Fuzz(func(t *testing.T, raw []byte) {
		path := filepath.Join(t.TempDir(), "x.zip")
		if err := os.WriteFile(path, raw, 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := Open(path, "again")
		if err != nil {
			return
		}
		defer s.Close()
		for _, file := range s.Files {
			if got, err := s.Read(file, nil, 1<<16, "again"); err == nil && len(got) > 1<<16 {
				t.Errorf("read %d bytes", len(got))
			}
		}
	})
}
