package data

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"os"
	"path/filepath"

	"actmax/internal/atomicfile"
)

// cacheVersion goes up whenever the same source would be prepared differently or written differently.
const cacheVersion = 1

// A prepared data set is one file: cacheMagic, the length of a JSON header (uint64), the header, every sample as
// float32 (recordings in order, [axes][samples] each), and the CRC-32C of all that. Numbers are little-endian.
const cacheMagic = "actmax data\x00"

// maxCacheHeader bounds what a damaged length can make us allocate.
const maxCacheHeader = 64 << 20

type cacheHeader struct {
	Key        string // the file's own name: a renamed file is not taken for another
	Dataset    Dataset
	Hop        int
	Recordings []cacheRecording
}

type cacheRecording struct {
	ID       string
	Subject  int
	Activity int
	Axes     int
	Samples  int
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Cached returns the prepared data set of a source from the cache, or calls build and keeps its result. loader names
// the code that reads the source; hash is the SHA-256 of the source's bytes, so that a changed source is never taken
// for the old one; hop is what build cut segments with. A damaged file in the cache is rebuilt silently; one that
// cannot be written is reported to o.Warn, and the data set is returned.
func Cached(o Options, loader, hash string, hop int, build func() (*Dataset, error)) (*Dataset, error) {
	if o.NoCache {
		return build()
	}
	dir := o.CacheDir
	if dir == "" {
		base, err := CacheDir()
		if err != nil {
			o.warn(err)
			return build()
		}
		dir = filepath.Join(base, "data")
	}
	key := fmt.Sprintf("%s-%s-v%d-%s", loader, o.Resample, cacheVersion, hash)
	path := filepath.Join(dir, key+".prepared")
	if d, err := readCache(path, key); err == nil {
		return d, nil
	}
	d, err := build()
	if err != nil {
		return nil, err
	}
	if err := writeCache(path, key, d, hop); err != nil {
		o.warn(fmt.Errorf("the prepared data set was not kept, and the source will be read again: %w", err))
	}
	return d, nil
}

func writeCache(path, key string, d *Dataset, hop int) error {
	head := cacheHeader{Key: key, Dataset: *d, Hop: hop}
	head.Dataset.Recordings, head.Dataset.Segments = nil, nil
	for i := range d.Recordings {
		r := &d.Recordings[i]
		head.Recordings = append(head.Recordings, cacheRecording{r.ID, r.Subject, r.Activity, len(r.Samples), r.Len()})
	}
	text, err := json.Marshal(head)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return atomicfile.Write(path, func(out io.Writer) error {
		sum := crc32.New(castagnoli)
		w := bufio.NewWriterSize(io.MultiWriter(out, sum), 1<<20)
		w.WriteString(cacheMagic)
		w.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(text))))
		w.Write(text)
		var buf []byte
		for i := range d.Recordings {
			for _, axis := range d.Recordings[i].Samples {
				buf = buf[:0]
				for _, v := range axis {
					buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(v))
				}
				w.Write(buf)
			}
		}
		if err := w.Flush(); err != nil { // holds the first error of all the writes above
			return err
		}
		_, err := out.Write(binary.LittleEndian.AppendUint32(nil, sum.Sum32()))
		return err
	})
}

var errDamaged = errors.New("damaged")

// readCache returns an error wherever the file is not, byte for byte, what writeCache wrote for this key.
func readCache(path, key string) (*Dataset, error) {
	all, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return decodeCache(all, key)
}

func decodeCache(all []byte, key string) (*Dataset, error) {
	const fixed = len(cacheMagic) + 8
	if len(all) < fixed+4 || string(all[:len(cacheMagic)]) != cacheMagic {
		return nil, errDamaged
	}
	body, tail := all[:len(all)-4], all[len(all)-4:]
	if crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(tail) {
		return nil, errDamaged
	}
	size := binary.LittleEndian.Uint64(body[len(cacheMagic):])
	body = body[fixed:]
	if size > maxCacheHeader || size > uint64(len(body)) {
		return nil, errDamaged
	}
	var head cacheHeader
	if err := json.Unmarshal(body[:size], &head); err != nil || head.Key != key || head.Hop < 1 ||
		head.Dataset.Length < 1 {
		return nil, errDamaged
	}
	body = body[size:]
	d := head.Dataset
	// One array holds all samples; recordings are views of it.
	samples := make([]float32, len(body)/4)
	for i := range samples {
		samples[i] = math.Float32frombits(binary.LittleEndian.Uint32(body[4*i:]))
	}
	d.Recordings = make([]Recording, len(head.Recordings))
	for i, r := range head.Recordings {
		if r.Axes != len(d.Axes) || r.Samples < 0 || r.Samples > len(samples)/max(r.Axes, 1) || r.Activity < 0 ||
			r.Activity >= len(d.Activities) {
			return nil, errDamaged
		}
		axes := make([][]float32, r.Axes)
		for a := range axes {
			axes[a], samples = samples[:r.Samples:r.Samples], samples[r.Samples:]
		}
		d.Recordings[i] = Recording{ID: r.ID, Subject: r.Subject, Activity: r.Activity, Samples: axes}
	}
	if len(samples) != 0 {
		return nil, errDamaged
	}
	d.Cut(head.Hop)
	return &d, nil
}
