package cli

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"actmax/data"
	"actmax/internal/report"
	"actmax/model"
	"actmax/model/train"
	"actmax/model/train/cache"
	"actmax/model/train/redundancy"
	"actmax/model/zoo"
	"actmax/optimize"
	"actmax/optimize/atlas"
	"actmax/optimize/results"
	"actmax/optimize/study"
	"actmax/tui"
	"actmax/tui/session/state"
)

// library opens networks and data for the explorer.
type library struct {
	ctx   context.Context
	app   app       // a copy that writes nothing: the terminal belongs to the screen
	kept  *sessions // nil: nothing can be kept
	given []string  // names of networks and data on the command line

	chosen, why string // data that nobody asked for, and why it was chosen

	mu    sync.Mutex
	flags map[string]dataFlags // how data is read, by name: what the command line or a kept session says
}

func (a *app) newLibrary(ctx context.Context, kept *sessions) *library {
	l := &library{ctx: ctx, app: *a, kept: kept, flags: map[string]dataFlags{}}
	l.app.quiet = true
	return l
}

// reads returns how the data of a name is read.
func (l *library) reads(name string) dataFlags {
	l.mu.Lock()
	defer l.mu.Unlock()
	f := l.flags[name]
	f.name = name
	return f
}

func (l *library) remember(f dataFlags) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.flags[f.name] = f
}

// sessionsKept lists the kept sessions, none where they cannot be read.
func (l *library) sessionsKept() []state.Session {
	if l.kept == nil {
		return nil
	}
	list, _ := l.kept.read()
	return list
}

// Models implements tui.Library: embedded networks, those of the command line and of kept sessions, and what lies in the
// user's data folder and in the working one.
func (l *library) Models() []tui.Choice {
	var out []tui.Choice
	for _, n := range zoo.Names() {
		out = append(out, tui.Choice{Name: n, About: "embedded in the program"})
	}
	var files []string
	for _, g := range l.given {
		if isModel(g) {
			files = append(files, g)
		}
	}
	for _, s := range l.sessionsKept() {
		if isModel(s.Model) {
			files = append(files, s.Model)
		}
	}
	for _, dir := range append([]string{"."}, dataFolders()...) {
		for _, ending := range modelEndings {
			found, _ := filepath.Glob(filepath.Join(dir, "*"+ending)) // the pattern is well formed
			files = append(files, found...)
		}
	}
	return append(out, existing(files)...)
}

// Data implements tui.Library.
func (l *library) Data() []tui.Choice {
	out := []tui.Choice{{Name: demo, About: "synthetic recordings, embedded in the program"}}
	for _, s := range data.Sources {
		if path, err := data.Find(s.Name); err == nil {
			out = append(out, tui.Choice{Name: s.Name, About: s.Long + ", " + path})
		}
	}
	var files []string
	for _, g := range l.given {
		if !isModel(g) {
			files = append(files, g)
		}
	}
	for _, s := range l.sessionsKept() {
		files = append(files, s.Data)
	}
	return append(out, existing(files)...)
}

// existing lists each path that is there once, those with a known name left out.
func existing(paths []string) []tui.Choice {
	var out []tui.Choice
	seen := map[string]bool{}
	for _, p := range paths {
		abs := settled(p)
		if abs == p && !filepath.IsAbs(p) || seen[abs] || !fileExists(p) {
			continue
		}
		seen[abs] = true
		out = append(out, tui.Choice{Name: p, About: filepath.Dir(abs)})
	}
	return out
}

// OpenModel implements tui.Library.
func (l *library) OpenModel(name string) (*model.Network, error) { return l.app.openModel(name) }

// OpenData implements tui.Library.
func (l *library) OpenData(ctx context.Context, n *model.Network, modelName, dataName string, say tui.Say) (*tui.Opened, error) {
	a := l.app.watching(say)
	f := l.reads(dataName)
	set, note, err := a.openFor(ctx, n, modelName, &f)
	if err != nil {
		return nil, err
	}
	// What only an ascent may ask for is measured in the library's own time, not in that of this call.
	begin := l.app.newStarts(l.ctx, n, set)
	o := &tui.Opened{Network: n, Model: modelName, Dataset: set, Data: f.name, Starts: begin}
	l.measures(o)
	if note == "" && dataName == l.chosen && !ownData(n, set) {
		note = l.why
	}
	if note != "" {
		o.Notes = append(o.Notes, note)
	}
	return o, nil
}

// Join implements tui.Library.
func (l *library) Join(n *model.Network, modelName string, present *tui.Opened) *tui.Opened {
	o := &tui.Opened{Network: n, Model: modelName, Dataset: present.Dataset, Data: present.Data, Starts: l.app.newStarts(l.ctx, n, present.Dataset)}
	l.measures(o)
	return o
}

// measures gives a network and its data the way in which its units are measured.
func (l *library) measures(o *tui.Opened) {
	n, set := o.Network, o.Dataset
	o.Measure = func(ctx context.Context, say tui.Say) (*train.Measurement, error) {
		a := l.app.watching(say)
		return train.Measure(ctx, n, set, a.measuring(a.newProgress()))
	}
}

// Counterparts implements tui.Library.
func (l *library) Counterparts(ctx context.Context, a, b *model.Network, set *data.Dataset, say tui.Say) (ofA, ofB []redundancy.LayerCounterparts, err error) {
	o := tui.CounterpartOptions(l.app.jobs, say)
	o.Cache = &cache.Store{}
	return redundancy.CounterpartsBoth(ctx, a, b, set, o)
}

// Recompute implements tui.Library. The network that is shown is shared with ascents: a copy gets the statistics.
func (l *library) Recompute(ctx context.Context, o *tui.Opened, say tui.Say) (*model.Network, error) {
	var copied bytes.Buffer
	if err := o.Network.Write(&copied); err != nil {
		return nil, err
	}
	n, err := model.Read(&copied, o.Network.Name)
	if err != nil {
		return nil, err
	}
	a := l.app.watching(say)
	if err := train.Statistics(ctx, n, o.Dataset, a.measuring(a.newProgress())); err != nil {
		return nil, err
	}
	return n, nil
}

// Keep implements tui.Library.
func (l *library) Keep(s state.Session) error {
	if l.kept == nil {
		return nil
	}
	return l.kept.write(s)
}

// Kept implements tui.Library.
func (l *library) Kept(modelHash, dataName string) *state.Session {
	s := find(l.sessionsKept(), modelHash, dataName)
	if s != nil {
		if f, _, err := parseArguments(s.Arguments); err == nil {
			l.remember(f)
		}
	}
	return s
}

// Arguments implements tui.Library.
func (l *library) Arguments(name string) []string {
	f := l.reads(name)
	args := f.arguments()
	if r := l.app.settings.Data.Resample; r != data.Linear {
		args = append(args, "--set", "data.resample="+r)
	}
	return args
}

// Figure implements tui.Library.
func (l *library) Figure(r *optimize.Result) ([]byte, error) { return resultFigure(r) }

// Map implements tui.Library.
func (l *library) Map(dir string, o *tui.Opened, made *atlas.Map) (svg, values []byte, err error) {
	found, err := results.Read(dir)
	if err != nil {
		return nil, nil, err
	}
	maps := []*atlas.Map{made}
	d, err := drawAtlas(o.Network, found, o.Dataset, len(o.Dataset.Subset(data.Train)), maps)
	if err != nil {
		return nil, nil, err
	}
	values, err = jsonText(atlasResult{results.MapFile, o.Network.Name, o.Network.Hash, o.Dataset.Title, maps})
	return d.SVG, values, err
}

// Repeats implements tui.Library.
func (l *library) Repeats(o *tui.Opened, layer int, m *redundancy.Result, ablations *redundancy.Ablations, note string) (svg, values []byte, err error) {
	const threshold = redundancy.DefaultDuplicate
	r := summedUp(o.Network, o.Dataset, m, []float64{threshold})
	r.Model, r.Ablations, r.Note = o.Model, ablations, note
	var without *redundancy.Ablation
	var whole *redundancy.Effect
	if ablations != nil {
		whole = &ablations.Whole
		for i := range ablations.Without {
			if a := &ablations.Without[i]; len(a.Layers) == 1 && a.Layers[0] == m.Layers[layer].Name {
				without = a
			}
		}
	}
	provenance := fmt.Sprintf("Network: %s (SHA-256 %.12s). Data: %s, %d of %d training segments.", o.Network.Name, o.Network.Hash, o.Dataset.Title, m.Segments, m.Of)
	d, err := report.Redundancy("redundancy", "Units that repeat each other", provenance, &m.Layers[layer], threshold, without, whole)
	if err != nil {
		return nil, nil, err
	}
	values, err = jsonText(r)
	return d.SVG, values, err
}

// ScoreFigures implements tui.Library.
func (l *library) ScoreFigures(s *study.Study) (map[string][]byte, error) {
	figures, err := report.ScoreFigures(s)
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for _, f := range figures {
		out[f.Name+".svg"] = f.SVG
	}
	return out, nil
}

// arguments are the flags that say the same.
func (f *dataFlags) arguments() []string {
	var out []string
	add := func(flag, value string) {
		if value != "" {
			out = append(out, "--"+flag, value)
		}
	}
	add("data", f.name)
	add("layout", f.table.Layout)
	add("columns", strings.Join(f.table.Columns, ","))
	add("label", f.table.Label)
	add("subject", f.table.Subject)
	add("time", f.table.Time)
	if f.table.Rate != 0 {
		add("rate", strconv.FormatFloat(f.table.Rate, 'g', -1, 64))
	}
	return out
}

// parseArguments is the inverse of arguments; settings among them are returned as they stand.
func parseArguments(args []string) (f dataFlags, options []string, err error) {
	c := &cobra.Command{}
	f.add(c, orTrainedOn)
	c.Flags().StringArrayVar(&options, "set", nil, "")
	if err := c.ParseFlags(args); err != nil {
		return f, nil, fmt.Errorf("how the data was opened: %w", err)
	}
	if slices.ContainsFunc(options, func(o string) bool { return !strings.HasPrefix(o, "data.") }) {
		return f, nil, fmt.Errorf("how the data was opened: unknown settings %q", options)
	}
	return f, options, nil
}
