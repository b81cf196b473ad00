package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"actmax/internal/simd"
)

// measurements is everything that one run measured. Both pages are written from it, so they can be written again
// without measuring.
type measurements struct {
	Machine  string            `json:"machine"`
	Minutes  float64           `json:"minutes"`
	Rounds   int               `json:"rounds"`
	Busy     []float64         `json:"busy_percent"` // before each round; empty if the system does not say
	Variant  string            `json:"variant"`      // of the vector loops, the fastest
	Lanes    int               `json:"lanes"`
	Variants []string          `json:"variants"` // all that this machine runs
	Figures  map[string]result `json:"figures"`  // by key of the row
}

// result is what one row measured. Ratio is the peer's figure over ours, round by round.
type result struct {
	Ours  *figure `json:"ours,omitempty"`
	Peer  *figure `json:"peer,omitempty"`
	Ratio *figure `json:"ratio,omitempty"`
}

// read returns the measurements that a former run wrote.
func read(path string) (*measurements, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	m := new(measurements)
	if err := json.Unmarshal(text, m); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

// here starts the measurements of this machine.
func here(rounds int) *measurements {
	return &measurements{
		Machine: machine(), Rounds: rounds, Figures: map[string]result{},
		Variant: simd.Variant(), Lanes: simd.Lanes(), Variants: simd.Variants(),
	}
}

// machine describes where the figures were measured.
func machine() string {
	cpu := "unknown processor"
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range bytes.Lines(text) {
			if name, value, ok := strings.Cut(string(line), ":"); ok && strings.TrimSpace(name) == "model name" {
				cpu = strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%s, %d cores, %s/%s, %s, %s, %s", cpu, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH,
		runtime.Version(), simd.Variant(), time.Now().Format(time.DateOnly))
}
