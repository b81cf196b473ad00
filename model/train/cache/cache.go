// Package cache keeps measurements of networks and data from one start of the program to the next.
package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"actmax/data"
	"actmax/internal/atomicfile"
	"actmax/internal/safetensors"
)

// Store keeps measurements in files. The zero value is the user's cache.
type Store struct {
	Dir  string      // folder; "": one for each kind of measurement under data.CacheDir
	Warn func(error) // what went wrong without stopping, such as a folder that cannot be written; nil: ignored
}

// Entry is one measurement: its name in the cache, how it is made, and how it is written and read.
type Entry[T any] struct {
	Folder   string // of this kind of measurement, under data.CacheDir
	What     string // what is measured, for a warning: "the correlations of units"
	Identity string // everything that the result depends on, its version included
	Measure  func() (T, error)
	Encode   func(T) []safetensors.Tensor
	Decode   func(*safetensors.File) (T, error) // an error, such as ErrDamaged, has it measured again
}

// A measurement is a safetensors file with the cache key and a CRC-32C of all tensors in __metadata__.
const (
	keyField = "actmax.activations"
	sumField = "crc32c"
)

// ErrDamaged says that a file does not hold what it should.
var ErrDamaged = errors.New("not a measurement of this network and data")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Get returns what the store holds of an entry, or measures it and keeps the result. A nil store keeps nothing. A
// damaged file is replaced.
func Get[T any](s *Store, e Entry[T]) (T, error) {
	if s == nil {
		return e.Measure()
	}
	dir := s.Dir
	if dir == "" {
		base, err := data.CacheDir()
		if err != nil {
			s.warn(err)
			return e.Measure()
		}
		dir = filepath.Join(base, e.Folder)
	}
	id := sha256.Sum256([]byte(e.Identity))
	key := hex.EncodeToString(id[:])
	path := filepath.Join(dir, key+".safetensors")
	if raw, err := os.ReadFile(path); err == nil {
		if f, err := Read(raw, key); err == nil {
			if v, err := e.Decode(f); err == nil {
				return v, nil
			}
		}
	}
	v, err := e.Measure()
	if err != nil {
		return v, err
	}
	if err := write(path, key, e.Encode(v)); err != nil {
		s.warn(fmt.Errorf("%s were not kept and will be measured again: %w", e.What, err))
	}
	return v, nil
}

func (s *Store) warn(err error) {
	if s.Warn != nil {
		s.Warn(err)
	}
}

func write(path, key string, tensors []safetensors.Tensor) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return atomicfile.Write(path, func(w io.Writer) error { return Write(w, key, tensors) })
}

// Write writes a measurement as it is kept under a key.
func Write(w io.Writer, key string, tensors []safetensors.Tensor) error {
	return safetensors.Write(w, map[string]string{keyField: key, sumField: checksum(tensors)}, tensors)
}

// Read returns the tensors of a measurement, or ErrDamaged if it is not whole or not the one of that key.
func Read(raw []byte, key string) (*safetensors.File, error) {
	f, err := safetensors.Read(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	if f.Metadata[keyField] != key || f.Metadata[sumField] != checksum(f.Tensors) {
		return nil, ErrDamaged
	}
	return f, nil
}

func checksum(tensors []safetensors.Tensor) string {
	sum := crc32.New(castagnoli)
	for i := range tensors {
		io.WriteString(sum, tensors[i].Name)
		sum.Write(tensors[i].Data)
	}
	return strconv.FormatUint(uint64(sum.Sum32()), 16)
}
