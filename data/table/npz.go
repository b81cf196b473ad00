package table

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"actmax/data"
	"actmax/data/internal/checksum"
	"actmax/internal/npy"
)

// arrays are those of one file or folder.
type arrays struct {
	read  func(name string) (*npy.Array, error) // nil if it is not there
	names []string                              // of all that are there
}

// arrayNames are the arrays that may be there.
var arrayNames = []string{"X", "y", "subject", "classes", "fs"}

func loadNPZ(ctx context.Context, path string, o Options) (*data.Dataset, error) {
	hash, err := checksum.File(ctx, path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	archive, err := npy.Open(path)
	if err != nil && !errors.Is(err, zip.ErrFormat) {
		return nil, unreadable(path, err)
	}
	if err != nil {
		return nil, &data.InputError{Path: path,
			Problem: "expected an archive as numpy.savez writes it, which is a zip; this is not one",
			Advice:  "save it again, or copy it again if it was cut short", Cause: err}
	}
	defer archive.Close()
	d, err := fromArrays(arrays{func(name string) (*npy.Array, error) {
		if !archive.Has(name) {
			return nil, nil
		}
		return archive.Read(name)
	}, archive.Names()}, o)
	return finish(d, err, path, hash)
}

func loadFolder(ctx context.Context, path string, o Options) (*data.Dataset, error) {
	all := sha256.New()
	var names []string
	for _, name := range arrayNames {
		sum, err := checksum.File(ctx, filepath.Join(path, name+".npy"))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, unreadable(path, err)
		}
		names = append(names, name)
		fmt.Fprintf(all, "%s  %s.npy\n", sum, name)
	}
	d, err := fromArrays(arrays{func(name string) (*npy.Array, error) {
		a, err := npy.Load(filepath.Join(path, name+".npy"))
		if errors.Is(err, os.ErrNotExist) {
			return nil, nil
		}
		return a, err
	}, names}, o)
	return finish(d, err, path, hex.EncodeToString(all.Sum(nil)))
}

// finish puts the path into a fault, or the hash into a data set, whose Hash says so far how it was read.
func finish(d *data.Dataset, err error, path, hash string) (*data.Dataset, error) {
	var fault *data.InputError
	if errors.As(err, &fault) {
		fault.Path = path
	}
	if err != nil {
		return nil, err
	}
	d.Hash = identity(hash, d.Hash)
	return d, nil
}

func unreadable(path string, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &data.InputError{Path: path, Problem: "cannot be read: " + err.Error(), Advice: "check its permissions",
		Cause: err}
}

// get reads an array and words its fault.
func (in arrays) get(name string) (*npy.Array, error) {
	a, err := in.read(name)
	if err != nil {
		f := fault(name, "cannot be read: "+err.Error(), "save it again from numpy, without pickle")
		f.Cause = err
		return nil, f
	}
	return a, nil
}

// missing says that an array is not there, and what is.
func (in arrays) missing(name, advice string) error {
	problem := "is missing"
	if len(in.names) > 0 {
		problem += ", there is only " + strings.Join(in.names, ", ")
	}
	return fault(name, problem, advice)
}

// words returns an array's integers as decimal text, or its strings as they are; nil if it is not there.
func (in arrays) words(name string) (shape []int, words []string, err error) {
	a, err := in.get(name)
	if a == nil {
		return nil, nil, err
	}
	if a.Text != nil {
		return a.Shape, a.Text, nil
	}
	numbers, err := a.ToInt64()
	if err != nil {
		return nil, nil, fault(name, "expected integers or strings: "+err.Error(), "save it as integers or strings")
	}
	words = make([]string, len(numbers))
	for i, v := range numbers {
		words[i] = strconv.FormatInt(v, 10)
	}
	return a.Shape, words, nil
}

// number returns the only value of an array; ok is false if the array is not there.
func (in arrays) number(name string) (value float64, ok bool, err error) {
	a, err := in.get(name)
	if a == nil {
		return 0, false, err
	}
	switch {
	case len(a.Float64) == 1:
		return a.Float64[0], true, nil
	case len(a.Float32) == 1:
		return float64(a.Float32[0]), true, nil
	case len(a.Int64) == 1:
		return float64(a.Int64[0]), true, nil
	}
	return 0, false, fault(name, fmt.Sprintf("expected one number, found shape %v", a.Shape),
		"correct it or leave it out")
}
