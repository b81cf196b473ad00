// Package export writes results and pictures of the explorer into new folders, atomically.
package export

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/results"
	"actmax/tui/session"
	"actmax/tui/session/command"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// Unit exports the result on the screen into a new folder: runs.jsonl and signals.npz as actmax run writes them, and
// a figure.
func Unit(s *session.Session) {
	v := s.Current()
	switch {
	case s.Open.Tree.Cursor.Unit < 0:
		s.Say("no unit selected to export; export all of a layer with :export layer")
		return
	case v == nil || v.Run == nil:
		s.Say("nothing to export yet")
		return
	case v.Result == nil:
		s.Say("the run is at step %d of %d; press e when it is done", max(0, v.Run.Computed()), v.Job.Settings.Steps)
		return
	}
	Results(s, "actmax-"+Name(s, v), []*optimize.Result{v.Result})
}

// Layer exports every finished result of the layer that has the current settings.
func Layer(s *session.Session) {
	layer := s.Open.Tree.Cursor.Layer
	var found []*optimize.Result
	for u := range s.Open.Tree.Layers[layer].Units {
		if v := s.Open.Visits[tree.Place{Layer: layer, Unit: u}]; v != nil && v.Result != nil && !v.Stale(s.Settings) {
			found = append(found, v.Result)
		}
	}
	if len(found) == 0 {
		s.Say("no unit of %s has a result with the current settings yet", s.Open.Tree.Layers[layer].Name)
		return
	}
	Results(s, "actmax-"+Prefix(s, s.Open.Network)+command.FileName(s.Open.Tree.Layers[layer].Name), found)
}

// Prefix returns the beginning of names of exports: the network if several are open, else "".
func Prefix(s *session.Session, n *model.Network) string {
	if len(s.Background) == 0 {
		return ""
	}
	return command.FileName(s.Label(n)) + "-"
}

// Name returns the name of a unit in the name of a folder.
func Name(s *session.Session, v *visit.Visit) string {
	n := v.Job.Network
	return fmt.Sprintf("%s%s-%d", Prefix(s, n), command.FileName(n.Layers[v.Place.Layer].Name), v.Place.Unit)
}

// Results exports results of the open networks, with what is known of their counterparts.
func Results(s *session.Session, name string, found []*optimize.Result) {
	e := export{name: name, found: byNetwork(found), counterparts: counterpartsOf(s, found)}
	if s.Library != nil {
		e.figure = s.Library.Figure
	}
	for _, list := range e.found {
		folder := ""
		if len(e.found) > 1 {
			folder = command.FileName(s.Label(list[0].Network))
		}
		e.folders = append(e.folders, folder)
	}
	s.Start(session.TaskExport, "exporting "+name, nil, func(ctx context.Context, t *session.Task) func() {
		dir, files, err := e.write(ctx, t.Progress)
		return func() { exported(s, dir, files, err) }
	})
}

// export is the content of a new folder.
type export struct {
	name         string
	found        [][]*optimize.Result // by network
	folders      []string             // of the networks; "" for a single one
	figure       func(*optimize.Result) ([]byte, error)
	counterparts []Counterpart // none: no file
}

// exported shows what was written.
func exported(s *session.Session, dir string, written []string, err error) {
	if err != nil {
		s.Complain(fmt.Errorf("nothing exported: %w", err))
		return
	}
	files := strings.Join(written, ", ")
	if len(written) > 3 {
		figures := 0
		var rest []string
		for _, f := range written {
			if filepath.Ext(f) == ".svg" {
				figures++
			} else {
				rest = append(rest, f)
			}
		}
		files = fmt.Sprintf("%s and %d figures", strings.Join(rest, ", "), figures)
	}
	s.Say("exported to %s: %s", dir, files)
}

// mostNames limits the search for an unused name of a folder.
const mostNames = 10_000

// write writes everything into a new folder in the working directory.
func (e export) write(ctx context.Context, say session.Say) (dir string, files []string, err error) {
	return writeFolder(e.name, func(part string) (files []string, err error) {
		for i, list := range e.found {
			more, err := e.writeNetwork(ctx, part, e.folders[i], list, say)
			if err != nil {
				return nil, err
			}
			files = append(files, more...)
		}
		if len(e.counterparts) > 0 {
			if err := writeCounterparts(filepath.Join(part, CounterpartsFile), e.counterparts); err != nil {
				return nil, err
			}
			files = append(files, CounterpartsFile)
		}
		return files, nil
	})
}

// writeFolder writes files into a new folder in the working directory: name, or name-2 and so on if that exists. The
// folder has a temporary name until it is complete.
func writeFolder(
	name string, write func(part string) (files []string, err error),
) (dir string, files []string, err error) {
	part, err := os.MkdirTemp(".", ".actmax-export-")
	if err != nil {
		return "", nil, err
	}
	defer os.RemoveAll(part) // does nothing after the rename
	if err := os.Chmod(part, 0o755); err != nil {
		return "", nil, err
	}
	if files, err = write(part); err != nil {
		return "", nil, err
	}
	for n := 1; n <= mostNames; n++ {
		dir = name
		if n > 1 {
			dir = fmt.Sprintf("%s-%d", name, n)
		}
		if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := os.Rename(part, dir); err == nil {
			return dir, files, nil
		} else if !errors.Is(err, fs.ErrExist) {
			return "", nil, err
		}
	}
	return "", nil, fmt.Errorf("no free folder name: %s to %s-%d exist", name, name, mostNames)
}

// writeNetwork writes the results of one network into a folder in dir: the files of actmax run, and the figures.
func (e export) writeNetwork(
	ctx context.Context, dir, folder string, list []*optimize.Result, say session.Say,
) (files []string, err error) {
	if err := results.Write(filepath.Join(dir, folder), list, false); err != nil {
		return nil, err
	}
	files = []string{filepath.Join(folder, results.RunsFile), filepath.Join(folder, results.SignalsFile)}
	for i, r := range list {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if e.figure == nil {
			break
		}
		say("drawing figures", i, len(list))
		svg, err := e.figure(r)
		if err != nil {
			return nil, err
		}
		layer := command.FileName(r.Network.Layers[r.Layer].Name)
		name := filepath.Join(folder, fmt.Sprintf("%s-%d.svg", layer, r.Unit))
		if err := os.WriteFile(filepath.Join(dir, name), svg, 0o644); err != nil {
			return nil, err
		}
		files = append(files, name)
	}
	return files, nil
}

// Folder writes files into a new folder in the background.
func Folder(s *session.Session, name string, write func(part string) ([]string, error)) {
	s.Start(session.TaskExport, "exporting "+name, nil, func(context.Context, *session.Task) func() {
		dir, files, err := writeFolder(name, write)
		return func() { exported(s, dir, files, err) }
	})
}
