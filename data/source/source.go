// Package source opens what recordings come in: a zip archive or a folder of files.
package source

import (
	"archive/zip"
	"compress/flate"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"actmax/data"
	"actmax/data/internal/checksum"
	"actmax/internal/parallel"
)

// Limits on what is opened: a folder given by mistake must not be walked for minutes.
const (
	maxDepth   = 8       // of folders below the given one
	maxEntries = 500_000 // files and folders looked at
)

// File is one file of a source.
type File struct {
	Name string // slash-separated, within the archive or folder
	Size int64  // bytes, unpacked, as declared

	zip  *zip.File
	path string
}

// Source is an open archive or folder. Any number of goroutines may read from it.
type Source struct {
	Path  string
	Files []File // regular files, in the archive's order or sorted by name; without the clutter of other systems

	archive *zip.ReadCloser
}

// Open opens an archive or a folder. An error is a *data.InputError that says what to do; again is the advice for a
// damaged archive, such as how to get it again.
func Open(path, again string) (*Source, error) {
	info, err := os.Stat(path)
	if err != nil {
		advice := "check the path"
		if errors.Is(err, fs.ErrPermission) {
			advice = "check its permissions"
		}
		return nil, &data.InputError{Path: path, Problem: "cannot be opened: " + reason(err), Advice: advice,
			Cause: err}
	}
	if info.IsDir() {
		return openFolder(path)
	}
	if !info.Mode().IsRegular() {
		return nil, &data.InputError{Path: path, Problem: "is neither a file nor a folder",
			Advice: "give a zip archive or the folder it was unpacked into"}
	}
	return openZip(path, info.Size(), again)
}

func openZip(path string, size int64, again string) (*Source, error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		problem := "cannot be opened: " + reason(err)
		if errors.Is(err, zip.ErrFormat) {
			problem = fmt.Sprintf("expected a zip archive, but its table of contents is missing: the file of %d "+
				"bytes is cut short or is something else", size)
		}
		return nil, &data.InputError{Path: path, Problem: problem, Advice: again, Cause: err}
	}
	s := &Source{Path: path, archive: archive}
	for _, f := range archive.File {
		if f.FileInfo().IsDir() || clutter(f.Name) {
			continue
		}
		s.Files = append(s.Files, File{Name: strings.ReplaceAll(f.Name, `\`, "/"),
			Size: int64(min(f.UncompressedSize64, 1<<62)), zip: f})
	}
	return s, nil
}

func openFolder(root string) (*Source, error) {
	s := &Source{Path: root}
	seen := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if seen++; seen > maxEntries {
			return fmt.Errorf("more than %d files lie in it", maxEntries)
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		if d.IsDir() {
			if path != root && strings.HasPrefix(d.Name(), ".") || strings.Count(name, "/") >= maxDepth {
				return filepath.SkipDir
			}
			return nil
		}
		if clutter(name) {
			return nil
		}
		info, err := os.Stat(path) // follows links: a data set may consist of links
		if err != nil {
			return err
		}
		if info.Mode().IsRegular() {
			s.Files = append(s.Files, File{Name: name, Size: info.Size(), path: path})
		}
		return nil
	})
	if err != nil {
		fault := &data.InputError{Path: root, Problem: "cannot be read: " + reason(err),
			Advice: "give the folder that holds the recordings and nothing else", Cause: err}
		var p *fs.PathError
		if errors.As(err, &p) && p.Path != root {
			fault.Path = p.Path
		}
		return nil, fault
	}
	return s, nil
}

// clutter reports whether a file is one that an operating system has added to the real ones.
func clutter(name string) bool {
	base := name[strings.LastIndexAny(name, `/\`)+1:]
	return strings.HasPrefix(base, "._") || strings.HasPrefix(name, "__MACOSX/") || base == ".DS_Store"
}

// reason is an error without the path, which the caller names.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// Close releases the archive.
func (s *Source) Close() error {
	if s.archive == nil {
		return nil
	}
	return s.archive.Close()
}

// Read returns a file's bytes in buf, grown if needed. limit is the largest size that such a file can have: a file
// that declares more, or turns out to hold more, is refused before it fills the memory. An error is a *data.InputError.
func (s *Source) Read(f File, buf []byte, limit int64, again string) ([]byte, error) {
	fault := func(problem string, cause error) error {
		return &data.InputError{Path: s.Path, Member: f.Name, Problem: problem, Advice: again, Cause: cause}
	}
	tooLarge := fmt.Sprintf("expected at most %d bytes", limit)
	if f.Size > limit {
		return nil, fault(fmt.Sprintf("%s, but it declares %d", tooLarge, f.Size), nil)
	}
	in, err := f.open()
	if err != nil {
		return nil, fault("cannot be read: "+reason(err), err)
	}
	defer in.Close()
	if int64(cap(buf)) < f.Size+1 {
		buf = make([]byte, 0, f.Size+f.Size/8+512)
	}
	buf = buf[:0]
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := in.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		switch {
		case int64(len(buf)) > limit:
			return nil, fault(tooLarge+", but it holds more", nil)
		case err == io.EOF:
			return buf, nil
		case damaged(err):
			return nil, fault("the packed file is damaged ("+err.Error()+")", err)
		case err != nil:
			return nil, fault("cannot be read: "+reason(err), err)
		}
	}
}

// damaged reports whether an error is one of the packing, not of the disk.
func damaged(err error) bool {
	var corrupt flate.CorruptInputError
	return errors.As(err, &corrupt) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, zip.ErrChecksum) ||
		errors.Is(err, zip.ErrFormat)
}

func (f File) open() (io.ReadCloser, error) {
	if f.zip != nil {
		return f.zip.Open()
	}
	return os.Open(f.path)
}

// Hash returns the SHA-256 that stands for the source, in hex: of an archive, that of the archive's bytes; of a folder,
// that of a list "<sha256 of the file>  <ID>\n" of the given members in their order.
//
// All bytes are read every time. Size and time of a file are quicker to compare, but they survive a copy over the file
// or a restored backup, and a result must never name data that it was not made from. An archive of 60 MB takes 40 ms.
func (s *Source) Hash(ctx context.Context, jobs int, members []Member) (string, error) {
	if s.archive != nil {
		sum, err := checksum.File(ctx, s.Path)
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		if err != nil {
			return "", &data.InputError{Path: s.Path, Problem: "cannot be read: " + reason(err),
				Advice: "check its permissions", Cause: err}
		}
		return sum, nil
	}
	sums := make([]string, len(members))
	err := parallel.Each(ctx, len(members), jobs, nil, func(i int) error {
		sum, err := checksum.File(ctx, members[i].path)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return &data.InputError{Path: s.Path, Member: members[i].Name, Problem: "cannot be read: " + reason(err),
				Advice: "check its permissions", Cause: err}
		}
		sums[i] = sum
		return nil
	})
	if err != nil {
		return "", err
	}
	all := sha256.New()
	for i := range members {
		fmt.Fprintf(all, "%s  %s\n", sums[i], members[i].ID)
	}
	return hex.EncodeToString(all.Sum(nil)), nil
}
