package study

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"

	"actmax/data"
	"actmax/internal/atomicfile"
	"actmax/internal/simd"
	"actmax/optimize"
	"actmax/optimize/results"
)

var nan = results.Number(math.NaN())

// identity is everything that a finished part depends on. A part of another identity is computed again.
type identity struct {
	Format   int            `json:"format"` // goes up whenever the same inputs would be computed or written differently
	SIMD     string         `json:"simd"`
	Network  string         `json:"network"`
	Measured string         `json:"statistics,omitempty"` // digest of the statistics that thresholds come from
	Data     string         `json:"data"`
	Resample string         `json:"resample"`
	Segments int            `json:"segments"`
	Cut      string         `json:"data_identity,omitempty"` // see data.Dataset.Identity; "" in parts of older versions
	Layer    string         `json:"layer,omitempty"`
	Settings map[string]any `json:"settings,omitempty"`
}

const format = 1

// identify is the identity of what is computed for a layer under settings.
func (s *session) identify(n *network, layer int, settings optimize.Settings) identity {
	id := identity{Network: n.Hash, Measured: n.measured(), Data: s.Data.Hash, Resample: s.Data.Resample,
		Segments: len(s.Data.Subset(data.Train)),
		Cut:      s.dataIdentity, Settings: settings.Values(optimize.DecidesScore)}
	if layer >= 0 {
		id.Layer = n.Layers[layer].Name
	}
	return id
}

// measured is a digest of the statistics of the layers studied: the network's hash is of its weights alone.
func (n *network) measured() string {
	sum := sha256.New()
	for _, l := range n.layers {
		st := n.Layers[l].Statistics
		fmt.Fprintln(sum, st.Count, st.Mean, st.Std, st.P95)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// envelope is what a kept file holds.
type envelope struct {
	Of    json.RawMessage `json:"of"`
	Value json.RawMessage `json:"value"`
}

// kept reads value from a file that holds it for this identity; otherwise make computes it and the file is written.
func (s *session) kept(path string, id identity, value any, make func() error) error {
	if s.read(path, id, value) {
		return nil
	}
	if err := make(); err != nil {
		return err
	}
	return write(path, id, value)
}

// read reports whether the file is there and of this identity. A damaged file is reported and passed over.
func (s *session) read(path string, id identity, value any) bool {
	text, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	var e envelope
	if err := json.Unmarshal(text, &e); err != nil {
		s.warn(fmt.Errorf("%s is damaged and is made again: %w", path, err))
		return false
	}
	if !id.is(e.Of) {
		return false
	}
	if err := json.Unmarshal(e.Value, value); err != nil {
		s.warn(fmt.Errorf("%s is damaged and is made again: %w", path, err))
		return false
	}
	return true
}

func write(path string, id identity, value any) error {
	of, err := id.text()
	if err != nil {
		return err
	}
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return atomicfile.Write(path, func(w io.Writer) error { return json.NewEncoder(w).Encode(envelope{of, body}) })
}

// is reports whether a file is of this identity. One that an older version wrote does not say how recordings were cut
// and is taken: hours of work lie in it, and that version had one way to cut a source.
func (id identity) is(of []byte) bool {
	for _, cut := range []string{id.Cut, ""} {
		id.Cut = cut
		if want, err := id.text(); err == nil && bytes.Equal(want, of) {
			return true
		}
	}
	return false
}

func (id identity) text() ([]byte, error) {
	id.Format, id.SIMD = format, simd.Variant()
	return json.Marshal(id)
}
