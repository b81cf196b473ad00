package explorer

import (
	"bytes"
	"context"
	"path/filepath"
	"sync"

	"actmax/data"
	"actmax/internal/cli/open"
	"actmax/internal/cli/sessions"
	"actmax/internal/cli/starts"
	"actmax/model"
	"actmax/model/train"
	"actmax/model/train/cache"
	"actmax/model/train/redundancy"
	"actmax/model/zoo"
	"actmax/tui/session"
	"actmax/tui/session/state"
)

type libraryOptions struct {
	Sessions *sessions.File // nil: none are saved
	Names    []string       // of networks and data on the command line
	Resample string         // the setting data.resample
	Jobs     int            // workers

	Data   open.Flags // how to read the first data
	Reason string     // why that data was chosen; "" if the user chose it
}

// library implements tui.Library. It writes nothing onto the terminal, which belongs to the screen.
type library struct {
	ctx     context.Context
	o       libraryOptions
	chosen  string // the name of the first data
	mu      sync.Mutex
	reading map[string]open.Flags // how to read data, by name: from the command line or a saved session
}

// newLibrary returns a library. ctx ends what an ascent asks for, which may take longer than the call that opened the
// data.
func newLibrary(ctx context.Context, o libraryOptions) *library {
	return &library{ctx: ctx, o: o, chosen: o.Data.Name, reading: map[string]open.Flags{o.Data.Name: o.Data}}
}

// flags returns how to read the data of a name.
func (l *library) flags(name string) open.Flags {
	l.mu.Lock()
	defer l.mu.Unlock()
	f := l.reading[name]
	f.Name = name
	return f
}

func (l *library) remember(f open.Flags) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.reading[f.Name] = f
}

// saved lists the saved sessions, none if they cannot be read.
func (l *library) saved() []state.Session {
	if l.o.Sessions == nil {
		return nil
	}
	list, _ := l.o.Sessions.Read()
	return list
}

// Models implements tui.Library: embedded networks, those of the command line and of saved sessions, and the files in
// the user's data folder and the working folder.
func (l *library) Models() []session.Choice {
	var out []session.Choice
	for _, n := range zoo.Names() {
		out = append(out, session.Choice{Name: n, About: "embedded in the program"})
	}
	var files []string
	for _, name := range l.o.Names {
		if open.IsNetwork(name) {
			files = append(files, name)
		}
	}
	for _, s := range l.saved() {
		if open.IsNetwork(s.Model) {
			files = append(files, s.Model)
		}
	}
	return append(out, existing(append(files, open.NetworkFiles()...))...)
}

// Data implements tui.Library.
func (l *library) Data() []session.Choice {
	out := []session.Choice{{Name: open.Demo, About: "synthetic recordings, embedded in the program"}}
	for _, s := range data.Sources {
		if path, err := data.Find(s.Name); err == nil {
			out = append(out, session.Choice{Name: s.Name, About: s.Long + ", " + path})
		}
	}
	var files []string
	for _, name := range l.o.Names {
		if !open.IsNetwork(name) {
			files = append(files, name)
		}
	}
	for _, s := range l.saved() {
		files = append(files, s.Data)
	}
	return append(out, existing(files)...)
}

// existing lists each path that exists once, without known names.
func existing(paths []string) []session.Choice {
	var out []session.Choice
	seen := map[string]bool{}
	for _, p := range paths {
		abs := open.Absolute(p)
		if abs == p && !filepath.IsAbs(p) || seen[abs] || !open.Exists(p) {
			continue
		}
		seen[abs] = true
		out = append(out, session.Choice{Name: p, About: filepath.Dir(abs)})
	}
	return out
}

// OpenModel implements tui.Library.
func (l *library) OpenModel(name string) (*model.Network, error) { return open.Network(l.ctx, name) }

// OpenData implements tui.Library.
func (l *library) OpenData(ctx context.Context, n *model.Network, modelName, dataName string, progress session.Say) (
	*session.Opened, error) {
	f := l.flags(dataName)
	set, note, err := open.DataFor(ctx, n, modelName, &f, open.Options{
		Resample: l.o.Resample, Jobs: l.o.Jobs,
		Progress: func(name string, done, total int) { progress("reading "+filepath.Base(name), done, total) },
	})
	if err != nil {
		return nil, err
	}
	o := l.opened(n, modelName, set, f.Name)
	if note == "" && dataName == l.chosen && !open.WasTrainedOn(n, set) {
		note = l.o.Reason
	}
	if note != "" {
		o.Notes = append(o.Notes, note)
	}
	return o, nil
}

// Join implements tui.Library.
func (l *library) Join(n *model.Network, modelName string, present *session.Opened) *session.Opened {
	return l.opened(n, modelName, present.Dataset, present.Data)
}

// opened returns a network with data, and what is measured of both on demand.
func (l *library) opened(n *model.Network, modelName string, set *data.Dataset, dataName string) *session.Opened {
	return &session.Opened{
		Network: n, Model: modelName, Dataset: set, Data: dataName,
		Starts: starts.New(l.ctx, n, set, func() (*train.Measurement, error) {
			return train.Measure(l.ctx, n, set, l.measuring(func(string, int, int) {}))
		}),
		Measure: func(ctx context.Context, progress session.Say) (*train.Measurement, error) {
			return train.Measure(ctx, n, set, l.measuring(progress))
		},
	}
}

// measuring are the options of a pass over the training segments.
func (l *library) measuring(progress session.Say) train.MeasureOptions {
	return train.MeasureOptions{
		Jobs:     l.o.Jobs,
		Progress: func(done, total int) { progress("measuring activations", done, total) },
	}
}

// Counterparts implements tui.Library.
func (l *library) Counterparts(ctx context.Context, a, b *model.Network, set *data.Dataset, progress session.Say) (
	ofA, ofB []redundancy.LayerCounterparts, err error) {
	o := session.CounterpartOptions(l.o.Jobs, progress)
	o.Cache = &cache.Store{}
	return redundancy.CounterpartsBoth(ctx, a, b, set, o)
}

// Recompute implements tui.Library. The network on the screen is shared with ascents: a copy gets the statistics.
func (l *library) Recompute(ctx context.Context, o *session.Opened, progress session.Say) (*model.Network, error) {
	var copied bytes.Buffer
	if err := o.Network.Write(&copied); err != nil {
		return nil, err
	}
	n, err := model.Read(&copied, o.Network.Name)
	if err != nil {
		return nil, err
	}
	if err := train.Statistics(ctx, n, o.Dataset, l.measuring(progress)); err != nil {
		return nil, err
	}
	return n, nil
}

// Keep implements tui.Library.
func (l *library) Keep(s state.Session) error {
	if l.o.Sessions == nil {
		return nil
	}
	return l.o.Sessions.Write(s)
}

// Kept implements tui.Library.
func (l *library) Kept(modelHash, dataName string) *state.Session {
	s := sessions.Find(l.saved(), modelHash, dataName)
	if s != nil {
		if f, _, err := open.ParseArguments(s.Arguments); err == nil {
			l.remember(f)
		}
	}
	return s
}

// Arguments implements tui.Library.
func (l *library) Arguments(name string) []string {
	f := l.flags(name)
	args := f.Arguments()
	if l.o.Resample != data.Linear {
		args = append(args, "--set", "data.resample="+l.o.Resample)
	}
	return args
}
