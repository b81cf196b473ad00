package session

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
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// Export writes the result on the screen into a folder of its own: runs.jsonl and signals.npz as actmax run writes them, and
// a figure.
func (m *Session) Export() {
	v := m.Current()
	switch {
	case m.Open.Tree.Cursor.Unit < 0:
		m.Say("no unit under the cursor to export; : export layer writes all of a layer")
		return
	case v == nil || v.Run == nil:
		m.Say("nothing has run here yet to export")
		return
	case v.Result == nil:
		m.Say("the run is at step %d of %d: e exports it when it is done", max(0, v.Run.Computed()), v.Job.Settings.Steps)
		return
	}
	m.ExportTo("actmax-"+m.ExportName(v), []*optimize.Result{v.Result})
}

// ExportLayer writes every finished result of the layer that was made under the present settings.
func (m *Session) ExportLayer() {
	layer := m.Open.Tree.Cursor.Layer
	var found []*optimize.Result
	for u := range m.Open.Tree.Layers[layer].Units {
		if v := m.Open.Visits[tree.Place{Layer: layer, Unit: u}]; v != nil && v.Result != nil && !v.Stale(m.Settings) {
			found = append(found, v.Result)
		}
	}
	if len(found) == 0 {
		m.Say("no unit of %s has a result under the present settings yet", m.Open.Tree.Layers[layer].Name)
		return
	}
	m.ExportTo("actmax-"+m.NetworkPrefix(m.Open.Network)+FileName(m.Open.Tree.Layers[layer].Name), found)
}

// NetworkPrefix begins names of exports where several networks are open.
func (m *Session) NetworkPrefix(n *model.Network) string {
	if len(m.Background) == 0 {
		return ""
	}
	return FileName(m.Label(n)) + "-"
}

// ExportName names a unit in the name of a folder.
func (m *Session) ExportName(v *visit.Visit) string {
	return fmt.Sprintf("%s%s-%d", m.NetworkPrefix(v.Job.Network), FileName(v.Job.Network.Layers[v.Place.Layer].Name), v.Place.Unit)
}

// ExportTo writes results of the open networks, with what is known of their counterparts.
func (m *Session) ExportTo(name string, found []*optimize.Result) {
	e := export{name: name, found: byNetwork(found), counterparts: m.exportedCounterparts(found)}
	if m.Library != nil {
		e.figure = m.Library.Figure
	}
	for _, list := range e.found {
		folder := ""
		if len(e.found) > 1 {
			folder = FileName(m.Label(list[0].Network))
		}
		e.folders = append(e.folders, folder)
	}
	m.Start(TaskExport, "exporting "+name, nil, func(ctx context.Context, t *Task) func() {
		dir, files, err := e.write(ctx, t.Progress)
		return func() { m.exported(dir, files, err) }
	})
}

// export is what is written into a folder.
type export struct {
	name         string
	found        [][]*optimize.Result // by network
	folders      []string             // of the networks; "" where there is one
	figure       func(*optimize.Result) ([]byte, error)
	counterparts []ExportedCounterpart // none: no file
}

// exported says what was written.
func (m *Session) exported(dir string, written []string, err error) {
	if err != nil {
		m.Complain(fmt.Errorf("nothing was exported: %w", err))
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
	m.Say("exported to %s: %s", dir, files)
}

// mostNames bounds the search for a folder's name that is free.
const mostNames = 10_000

// write writes all into a new folder in the working one.
func (e export) write(ctx context.Context, say Say) (dir string, files []string, err error) {
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

// writeFolder has files written into a new folder in the working one: name, or name-2 and so on where that is taken. It is made
// with a temporary name, and renamed when it is complete.
func writeFolder(name string, write func(part string) (files []string, err error)) (dir string, files []string, err error) {
	part, err := os.MkdirTemp(".", ".actmax-export-")
	if err != nil {
		return "", nil, err
	}
	defer os.RemoveAll(part) // gone where it was renamed
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
	return "", nil, fmt.Errorf("%s and all names like it are taken", name)
}

// writeNetwork writes the results of one network into a folder under dir: what actmax run writes, and the figures.
func (e export) writeNetwork(ctx context.Context, dir, folder string, list []*optimize.Result, say Say) (files []string, err error) {
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
		name := filepath.Join(folder, fmt.Sprintf("%s-%d.svg", FileName(r.Network.Layers[r.Layer].Name), r.Unit))
		if err := os.WriteFile(filepath.Join(dir, name), svg, 0o644); err != nil {
			return nil, err
		}
		files = append(files, name)
	}
	return files, nil
}

// FileName makes a layer's name fit for a file.
func FileName(layer string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.' {
			return r
		}
		return '_'
	}, layer)
}

// ExportFolder has files written into a new folder in the background.
func (m *Session) ExportFolder(name string, write func(part string) ([]string, error)) {
	m.Start(TaskExport, "exporting "+name, nil, func(context.Context, *Task) func() {
		dir, files, err := writeFolder(name, write)
		return func() { m.exported(dir, files, err) }
	})
}
