package results

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"actmax/internal/npy"
	"actmax/model"
	"actmax/optimize/score"
)

// maxLine bounds a line of runs.jsonl; a thousand trace marks take about 200 kB.
const maxLine = 64 << 20

// Result is a folder as read: records and arrays in the same order.
type Result struct {
	Runs       []Record
	Signal     Signals // [runs][axes][time] in G
	Activation Signals // [runs][map axes][map time]
	TraceStep  []int   // [marks]; nil without a trace
	// TraceSignal is [runs][marks][axes][time] in G, flat, nil without a trace.
	TraceSignal []float32
}

// Signals is an array [runs][axes][time].
type Signals struct {
	Count, Axes, Time int
	Values            []float32
}

// Of returns one run's values [axes][time], flat.
func (s Signals) Of(run int) []float32 {
	n := s.Axes * s.Time
	return s.Values[run*n : (run+1)*n]
}

// Window is a run's signal with its best window [from, to), as score.Window finds it.
func (s Signals) Window(run, from, to int) score.Signal {
	return score.Signal{X: s.Of(run), Axes: s.Axes, Time: s.Time, From: from, To: to}
}

// Read reads the folder of a run. Errors name the file and, in runs.jsonl, the line.
func Read(dir string) (*Result, error) {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return nil, fmt.Errorf("%s is a file; expected the folder of a result of actmax run", dir)
	}
	for _, name := range []string{RunsFile, SignalsFile} {
		if _, err := os.Stat(filepath.Join(dir, name)); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s holds no result of actmax run: there is no %s", dir, name)
		}
	}
	r := &Result{}
	file, err := os.Open(filepath.Join(dir, RunsFile))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if r.Runs, err = ReadRuns(file, file.Name()); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, SignalsFile)
	archive, err := npy.Open(path)
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	if err := r.readSignals(archive); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return r, nil
}

// MadeBy returns the layer of a run in the network that made it. An error says why the network did not: it has other
// weights, no such layer or unit, or signals and maps of other shapes.
func (r *Result) MadeBy(n *model.Network, run int) (layer int, err error) {
	c := r.Runs[run]
	if c.ModelHash != n.Hash {
		return 0, fmt.Errorf("made by network %s (sha256 %.12s), not by %s (sha256 %.12s); give the one that made it",
			c.Model, c.ModelHash, n.Name, n.Hash)
	}
	if layer, err = n.Find(c.Layer); err != nil {
		return 0, err
	}
	if c.Unit < 0 || c.Unit >= n.Units(layer) {
		return 0, fmt.Errorf("layer %s of the network has no unit %d", c.Layer, c.Unit)
	}
	axes, time := n.SignalShape(layer)
	mapAxes, mapTime := n.MapShape(layer)
	if s, m := r.Signal, r.Activation; s.Axes != axes || s.Time != time || m.Axes != mapAxes || m.Time != mapTime {
		return 0, fmt.Errorf("its signal is %dx%d and its map %dx%d, but those of layer %s of the network are "+
			"%dx%d and %dx%d; give the network that made it",
			s.Axes, s.Time, m.Axes, m.Time, c.Layer, axes, time, mapAxes, mapTime)
	}
	return layer, nil
}

// ReadRuns reads the lines of a runs.jsonl; name stands for it in errors.
func ReadRuns(r io.Reader, name string) ([]Record, error) {
	s := bufio.NewScanner(r)
	s.Buffer(nil, maxLine)
	var runs []Record
	line := 0
	for s.Scan() {
		line++
		text := bytes.TrimSpace(s.Bytes())
		if len(text) == 0 {
			continue
		}
		var c Record
		if err := json.Unmarshal(text, &c); err != nil {
			return nil, fmt.Errorf("%s:%d: not a run: %w", name, line, err)
		}
		if c.Run != len(runs) {
			return nil, fmt.Errorf("%s:%d: run is %d, expected %d: lines are missing or out of order", name, line,
				c.Run, len(runs))
		}
		if c.Layer == "" || c.Status == "" {
			return nil, fmt.Errorf("%s:%d: not a run: layer or status is missing", name, line)
		}
		runs = append(runs, c)
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", name, line+1, err)
	}
	if len(runs) == 0 {
		return nil, fmt.Errorf("%s holds no runs", name)
	}
	return runs, nil
}

func (r *Result) readSignals(archive *npy.Archive) error {
	var err error
	if r.Signal, err = readSignals(archive, "signal", len(r.Runs)); err != nil {
		return err
	}
	if r.Activation, err = readSignals(archive, "activation", len(r.Runs)); err != nil {
		return err
	}
	if !archive.Has("trace_step") {
		return nil
	}
	steps, err := archive.Read("trace_step")
	if err != nil {
		return err
	}
	whole, err := steps.ToInt64()
	if err != nil {
		return fmt.Errorf("array trace_step: %w", err)
	}
	for _, s := range whole {
		r.TraceStep = append(r.TraceStep, int(s))
	}
	traced, err := archive.Read("trace_signal")
	if err != nil {
		return err
	}
	want := []int{len(r.Runs), len(r.TraceStep), r.Signal.Axes, r.Signal.Time}
	if fmt.Sprint(traced.Shape) != fmt.Sprint(want) {
		return fmt.Errorf("array trace_signal has shape %v, expected %v", traced.Shape, want)
	}
	r.TraceSignal, err = traced.ToFloat32()
	return err
}

func readSignals(archive *npy.Archive, name string, runs int) (Signals, error) {
	a, err := archive.Read(name)
	if err != nil {
		return Signals{}, err
	}
	if len(a.Shape) != 3 || a.Shape[0] != runs {
		return Signals{}, fmt.Errorf("array %s has shape %v, expected [%d][axes][time]: one entry a line of %s", name,
			a.Shape, runs, RunsFile)
	}
	values, err := a.ToFloat32()
	if err != nil {
		return Signals{}, fmt.Errorf("array %s: %w", name, err)
	}
	return Signals{Count: a.Shape[0], Axes: a.Shape[1], Time: a.Shape[2], Values: values}, nil
}
