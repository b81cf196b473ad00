package npy

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Archive is an open .npz file: a zip archive of arrays, stored or deflated.
type Archive struct {
	files  []*zip.File
	closer io.Closer
}

// Open opens a .npz file.
func Open(path string) (*Archive, error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		if errors.Is(err, zip.ErrFormat) {
			return nil, fmt.Errorf("%s is not an .npz archive: %w", path, err)
		}
		return nil, err // names the path
	}
	return &Archive{z.File, z}, nil
}

// Close closes the file that Open opened.
func (a *Archive) Close() error {
	if a.closer == nil {
		return nil
	}
	return a.closer.Close()
}

// Names returns the names of the arrays, sorted.
func (a *Archive) Names() []string {
	var names []string
	for _, f := range a.files {
		if name, ok := strings.CutSuffix(f.Name, ".npy"); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Has reports whether the archive has an array of that name.
func (a *Archive) Has(name string) bool { return slices.Contains(a.Names(), name) }

// Read reads one array. The error for an unknown name lists the known ones.
func (a *Archive) Read(name string) (*Array, error) {
	for _, f := range a.files {
		if f.Name != name+".npy" {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("array %s: %w", name, err)
		}
		defer r.Close()
		array, err := Read(r)
		if err != nil {
			return nil, fmt.Errorf("array %s: %w", name, err)
		}
		// Reading to the end makes zip verify the checksum.
		if n, err := io.Copy(io.Discard, io.LimitReader(r, 1)); err != nil {
			return nil, fmt.Errorf("array %s: %w", name, err)
		} else if n > 0 {
			return nil, fmt.Errorf("array %s: bytes follow its values", name)
		}
		return array, nil
	}
	return nil, fmt.Errorf("the archive has no array %s, it has %s", name, strings.Join(a.Names(), ", "))
}

// Writer writes a .npz archive. The same calls give the same bytes.
type Writer struct{ zip *zip.Writer }

// NewWriter returns a writer of an archive.
func NewWriter(w io.Writer) *Writer { return &Writer{zip.NewWriter(w)} }

// Float32 adds an array; the number of values must be the product of shape.
func (w *Writer) Float32(name string, shape []int, values []float32) error {
	f, err := w.create(name)
	if err != nil {
		return err
	}
	return WriteFloat32(f, shape, values)
}

// Int64 adds an array; the number of values must be the product of shape.
func (w *Writer) Int64(name string, shape []int, values []int64) error {
	f, err := w.create(name)
	if err != nil {
		return err
	}
	return WriteInt64(f, shape, values)
}

// create adds an entry. It is stored without compression, like numpy's savez, since floats hardly shrink.
func (w *Writer) create(name string) (io.Writer, error) {
	return w.zip.CreateHeader(&zip.FileHeader{Name: name + ".npy", Method: zip.Store})
}

// Close completes the archive. It does not close the underlying writer.
func (w *Writer) Close() error { return w.zip.Close() }
