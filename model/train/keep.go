package train

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
	"slices"
	"strconv"

	"actmax/data"
	"actmax/internal/atomicfile"
	"actmax/internal/safetensors"
)

// Cache is where what was measured is kept from one start to the next. The zero value is the user's cache.
type Cache struct {
	Dir  string      // folder; "": one for each kind of measurement under data.CacheDir
	Warn func(error) // what went wrong without stopping, such as a folder that cannot be written; nil: ignored
}

// A kept measurement is a safetensors file with the cache key and a CRC-32C of all tensors in __metadata__.
const (
	cacheKey = "actmax.activations"
	cacheSum = "crc32c"
)

var errDamaged = errors.New("not a measurement of this network and data")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// dataIdentity is what tells the training segments of two data sets apart. Segments and classes are part of it beside the
// hash: the same recordings can be cut and split in many ways.
func dataIdentity(d *data.Dataset) string {
	return fmt.Sprintf("%s|%s|%v|%d|%d", d.Hash, d.Resample, Subjects(d), len(d.Segments), len(d.Activities))
}

// kept returns what the cache holds under an identity, or makes it and keeps it; a nil cache keeps nothing. what names it
// for a person. A damaged file is replaced.
func kept[T any](c *Cache, folder, what, identity string, decode func(raw []byte, key string) (T, error), encode func(T) []safetensors.Tensor, measure func() (T, error)) (T, error) {
	if c == nil {
		return measure()
	}
	warn := func(err error) {
		if c.Warn != nil {
			c.Warn(err)
		}
	}
	dir := c.Dir
	if dir == "" {
		base, err := data.CacheDir()
		if err != nil {
			warn(err)
			return measure()
		}
		dir = filepath.Join(base, folder)
	}
	id := sha256.Sum256([]byte(identity))
	key := hex.EncodeToString(id[:])
	path := filepath.Join(dir, key+".safetensors")
	if raw, err := os.ReadFile(path); err == nil {
		if v, err := decode(raw, key); err == nil {
			return v, nil
		}
	}
	v, err := measure()
	if err != nil {
		return v, err
	}
	if err := writeKept(path, key, encode(v)); err != nil {
		warn(fmt.Errorf("%s were not kept, the next start will measure them again: %w", what, err))
	}
	return v, nil
}

func writeKept(path, key string, tensors []safetensors.Tensor) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return atomicfile.Write(path, func(w io.Writer) error {
		return safetensors.Write(w, map[string]string{cacheKey: key, cacheSum: checksum(tensors)}, tensors)
	})
}

// readKept returns the tensors of a kept measurement, if it is the one of a key and whole.
func readKept(raw []byte, key string) (*safetensors.File, error) {
	f, err := safetensors.Read(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	if f.Metadata[cacheKey] != key || f.Metadata[cacheSum] != checksum(f.Tensors) {
		return nil, errDamaged
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

// part is a tensor of a kept file and where its values go: to one of the two.
type part struct {
	what   string
	shape  []int
	ints   *[]int64
	floats *[]float32
}

// takeParts reads the tensors called prefix + what. One that is missing or has another shape is errDamaged.
func takeParts(f *safetensors.File, prefix string, parts []part) (err error) {
	for _, p := range parts {
		t := f.Find(prefix + p.what)
		if t == nil || !slices.Equal(t.Shape, p.shape) {
			return errDamaged
		}
		if p.ints != nil {
			*p.ints, err = t.Int64()
		} else {
			*p.floats, err = t.Float32()
		}
		if err != nil {
			return err
		}
	}
	return nil
}
