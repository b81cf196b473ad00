package results

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"actmax/internal/atomicfile"
	"actmax/internal/filelock"
	"actmax/internal/npy"
	"actmax/internal/outdir"
	"actmax/optimize"
)

// lockFile says that a process is writing into the folder.
const lockFile = ".actmax.lock"

// ExistsError says that the folder holds a result already.
type ExistsError struct{ Dir string }

func (e *ExistsError) Error() string {
	return fmt.Sprintf("%s holds a result already; choose another folder, or replace it with --force", e.Dir)
}

// BusyError says that another process is writing into the folder.
type BusyError struct{ Dir string }

func (e *BusyError) Error() string {
	return fmt.Sprintf("another process is writing a result into %s; wait for it, or choose another folder", e.Dir)
}

// Folder is a result's folder, claimed for writing until Close.
type Folder struct {
	dir  string
	undo func() // removes the folders that Open made, if they are empty
	lock *filelock.Lock
}

// Open claims a folder for a result, and makes it if it does not exist. The error is an *ExistsError if it holds a
// result and force is not given, a *BusyError if another process has claimed it, a *outdir.Error if nothing can be
// written into it. What it holds stays as it is until Write.
func Open(dir string, force bool) (*Folder, error) {
	if !force && holdsResult(dir) {
		return nil, &ExistsError{dir}
	}
	undo, err := outdir.Make(dir)
	if err != nil {
		return nil, err
	}
	l, err := filelock.Claim(filepath.Join(dir, lockFile))
	if err != nil {
		undo()
		if errors.Is(err, filelock.ErrBusy) {
			return nil, &BusyError{dir}
		}
		return nil, fmt.Errorf("cannot claim %s: %w", dir, err)
	}
	f := &Folder{dir: dir, undo: undo, lock: l}
	if !force && holdsResult(dir) { // written since the first look
		return nil, errors.Join(&ExistsError{dir}, f.Close())
	}
	return f, nil
}

// Replaces reports whether Write would replace an older result.
func (f *Folder) Replaces() bool { return holdsResult(f.dir) }

func holdsResult(dir string) bool {
	for _, name := range []string{RunsFile, SignalsFile} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return true
		}
	}
	return false
}

// Close releases the folder, and removes the folders that Open made if nothing was written.
func (f *Folder) Close() error {
	var err error
	if f.lock != nil {
		err = f.lock.Release()
		f.lock = nil
	}
	f.undo()
	return err
}

// Write writes the results: both files to temporary names first and then renamed, runs.jsonl last. An older result goes
// when both are complete, with the similar segments found for it and its map; a reader sees the old result, none, or
// the new one.
func (f *Folder) Write(runs []*optimize.Result) error {
	if f.lock == nil {
		return errors.New("the folder is closed")
	}
	if err := checkRuns(runs); err != nil {
		return err
	}
	var files []*atomicfile.Pending
	defer func() {
		for _, f := range files {
			_ = f.Discard() // done by now if all went well
		}
	}()
	for _, file := range []struct {
		name  string
		write func(w io.Writer) error
	}{
		{SignalsFile, func(w io.Writer) error { return writeSignals(w, runs) }},
		{RunsFile, func(w io.Writer) error { return writeRuns(w, runs) }},
	} {
		p, err := atomicfile.Prepare(filepath.Join(f.dir, file.name), file.write)
		if err != nil {
			return fmt.Errorf("cannot write the result: %w", err)
		}
		files = append(files, p)
	}
	for _, name := range []string{RunsFile, SimilarFile, MapFile} {
		if err := os.Remove(filepath.Join(f.dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("cannot replace the result: %w", err)
		}
	}
	for _, p := range files {
		if err := p.Commit(); err != nil {
			return fmt.Errorf("cannot write the result: %w", err)
		}
	}
	return nil
}

// Write claims a folder, writes the results and releases it.
func Write(dir string, runs []*optimize.Result, force bool) error {
	f, err := Open(dir, force)
	if err != nil {
		return err
	}
	return errors.Join(f.Write(runs), f.Close())
}

func checkRuns(runs []*optimize.Result) error {
	if len(runs) == 0 {
		return errors.New("there are no ascents to write")
	}
	var layers []int
	for _, r := range runs {
		if r.Network != runs[0].Network {
			return errors.New("the ascents of one folder must be of one network")
		}
		layers = append(layers, r.Layer)
		if len(r.Trace) != len(runs[0].Trace) {
			return fmt.Errorf("run of unit %d has %d trace marks, the first %d", r.Unit, len(r.Trace),
				len(runs[0].Trace))
		}
	}
	return CheckShapes(runs[0].Network, layers)
}

func writeRuns(w io.Writer, runs []*optimize.Result) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for i, r := range runs {
		if err := e.Encode(record(i, r)); err != nil {
			return err
		}
	}
	return nil
}

func writeSignals(w io.Writer, runs []*optimize.Result) error {
	first := runs[0]
	count, marks := len(runs), len(first.Trace)
	var signal, activation, traced []float32
	for _, r := range runs {
		signal, activation = append(signal, r.Signal...), append(activation, r.Map...)
		for i := range r.Trace {
			traced = append(traced, r.Trace[i].Signal...)
		}
	}
	z := npy.NewWriter(w)
	if err := z.Float32("signal", []int{count, first.Axes, first.Time}, signal); err != nil {
		return err
	}
	if err := z.Float32("activation", []int{count, first.MapAxes, first.MapLen}, activation); err != nil {
		return err
	}
	if marks > 0 {
		steps := make([]int64, marks)
		for i := range steps {
			steps[i] = int64(first.Trace[i].Step)
		}
		if err := z.Float32("trace_signal", []int{count, marks, first.Axes, first.Time}, traced); err != nil {
			return err
		}
		if err := z.Int64("trace_step", []int{marks}, steps); err != nil {
			return err
		}
	}
	return z.Close()
}
