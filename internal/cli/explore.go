package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"actmax/data/source"
	"actmax/internal/report"
	"actmax/model"
	"actmax/model/train/cache"
	"actmax/model/train/redundancy"
	"actmax/optimize"
	"actmax/optimize/study"
	"actmax/tui"
	"actmax/tui/session/state"
)

// exploreFlags are those of explore.
type exploreFlags struct {
	model        string
	modelGiven   bool
	also         []string
	data         dataFlags
	unit, preset string
	fresh        bool
	study        string
}

// exploreCommand is the explorer, which the program is without any command.
func (a *app) exploreCommand() *cobra.Command {
	var f exploreFlags
	c := &cobra.Command{
		Use: "explore", Short: "Open the explorer: step through the units and watch their signals converge",
		Long: `Opens the explorer in the terminal, where it was left: without --model and --data on what was shown last, with them on the
last session that showed the same. Where there is none, the data is what the network was trained on if that is on this machine,
else the embedded recordings. Press ? in it for its keys.

With --also other networks are open beside it, with the same data: the screen then names for each unit its counterpart in the
other network, the unit of the same layer whose activations over the training segments correlate most with its own.`,
		Example: "  actmax explore\n  actmax explore --model dsads --data dsads --unit conv3/17 --preset paper\n  actmax explore --model seed0.safetensors --also seed1.safetensors,seed2.safetensors",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, args []string) error {
			f.modelGiven = cmd.Flags().Changed("model")
			return a.explore(cmd.Context(), &f)
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.model, "model", demo, modelHelp)
	flags.StringSliceVar(&f.also, "also", nil, "`M[,M]`: networks to open beside it, whose units are compared with its own (default: those of the session)")
	f.data.add(c, orTrainedOn)
	flags.StringVar(&f.unit, "unit", "", "`LAYER/UNIT` that the cursor stands on first, such as conv3/17")
	a.presetFlag(c, &f.preset)
	flags.BoolVar(&f.fresh, "fresh", false, "start clean: take up no session, though this one is kept")
	flags.StringVar(&f.study, "study", "", "`DIR` of a study (actmax study --out): its figures over seeds stand beside those of its networks on the Scores screen")
	return c
}

func (a *app) explore(ctx context.Context, f *exploreFlags) error {
	o, kept, err := a.prepare(ctx, f)
	if err != nil {
		return err
	}
	// The explorer watches signals itself, so that the terminal is restored first.
	err = a.show(context.WithoutCancel(ctx), *o)
	switch {
	case errors.Is(err, tui.ErrNoTerminal):
		return &inputError{err}
	case errors.Is(err, tui.ErrInterrupted) && kept != nil:
		return &interrupted{fmt.Sprintf("the session is kept in %s; actmax takes it up again", kept.path), errors.Is(err, tui.ErrStuck)}
	}
	return err
}

// prepare finds out what the explorer is to show. The data is not read yet: the screen comes first. Whatever can be said of
// names and settings is said now.
func (a *app) prepare(ctx context.Context, f *exploreFlags) (*tui.Options, *sessions, error) {
	if err := a.gather(f.preset, ""); err != nil {
		return nil, nil, err
	}
	var notes []string
	note := func(text string) {
		if text != "" {
			notes = append(notes, text)
		}
	}
	var list []state.Session
	kept, err := openSessions()
	if err != nil {
		note(err.Error())
	} else {
		var damaged string
		list, damaged = kept.read()
		note(damaged)
	}
	if f.fresh {
		list = nil
	}
	n, err := a.lastModel(f, list, note)
	if err != nil {
		return nil, nil, err
	}
	session, options, why, err := lastData(n, f, list, note)
	if err != nil {
		return nil, nil, err
	}
	o := &tui.Options{Network: n, Model: f.model, Data: f.data.name, Settings: a.settings.Optimize, Explorer: a.settings.Explorer, Workers: a.jobs, Notes: notes, Cache: &cache.Store{}}
	if f.study != "" {
		if err := openStudy(o, f.study); err != nil {
			return nil, nil, err
		}
	} else if session != nil && session.Study != "" {
		if err := openStudy(o, session.Study); err != nil {
			o.Notes = append(o.Notes, fmt.Sprintf("the study of the last session is left out: %v", err))
		}
	}
	if session != nil {
		was, err := state.SettingsFrom(optimize.Default(), session.Settings)
		if err != nil {
			return nil, nil, err
		}
		if err := a.gatherOver(&was, options, chosen("--preset", f.preset), choice{}); err != nil {
			return nil, nil, err
		}
		present := a.settings.Optimize
		o.Resume, o.Present = session, &present
	}
	if f.unit != "" {
		if o.Layer, o.Unit, err = parseUnit(n, f.unit); err != nil {
			return nil, nil, err
		}
		o.Placed = true
	}
	if o.Beside, err = a.openBeside(n, f, session, note); err != nil {
		return nil, nil, err
	}
	o.Notes = notes
	l := a.newLibrary(ctx, kept)
	l.remember(f.data)
	l.chosen, l.why = f.data.name, why
	l.given = append([]string{f.model, f.data.name}, f.also...)
	o.Library = l
	return o, kept, nil
}

// openBeside opens the networks that are to be open beside n: those that were asked for, else those of the session. One of the
// session that is not there any more is passed over and said.
func (a *app) openBeside(n *model.Network, f *exploreFlags, session *state.Session, note func(string)) (out []tui.Beside, err error) {
	fits := func(name string, other *model.Network) error {
		same := other.Hash == n.Hash
		for _, b := range out {
			same = same || b.Network.Hash == other.Hash
		}
		if same {
			return unusable("--also %s: it has the weights of another network that is opened", name)
		}
		if len(out)+1 >= tui.MostOpen {
			return unusable("--also: %d networks are too many; at most %d are open at once", len(f.also)+1, tui.MostOpen)
		}
		if err := redundancy.Comparable(n, other); err != nil {
			return unusable("--also %s: %w", name, err)
		}
		return nil
	}
	for _, name := range f.also {
		other, err := a.openModel(name)
		if err == nil {
			err = fits(name, other)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, tui.Beside{Network: other, Model: name})
	}
	if len(f.also) > 0 || session == nil {
		return out, nil
	}
	for _, k := range session.Beside {
		other, err := a.openModel(k.Model)
		switch {
		case err == nil && other.Hash != k.ModelHash:
			note(fmt.Sprintf("%s is another network than the one that was open beside it", filepath.Base(k.Model)))
			fallthrough
		case err == nil:
			err = fits(k.Model, other)
		}
		if err != nil {
			note(fmt.Sprintf("%s, which was open beside it, is left out: %v", filepath.Base(k.Model), err))
			continue
		}
		out = append(out, tui.Beside{Network: other, Model: k.Model})
	}
	return out, nil
}

// openStudy reads the study of a folder, whose figures stand beside those of the Scores screen.
func openStudy(o *tui.Options, dir string) error {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return unusable("--study %s is a file; expected a folder made by actmax study", dir)
	}
	s, err := study.Read(filepath.Join(dir, report.StudyFile))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return unusable("--study %s: there is no %s in it; expected a folder made by actmax study", dir, report.StudyFile)
	case err != nil:
		return unusable("--study: %w", err)
	}
	if o.Study, o.StudyDir = s, dir; !filepath.IsAbs(dir) {
		if abs, err := filepath.Abs(dir); err == nil {
			o.StudyDir = abs
		}
	}
	return nil
}

// lastModel opens the network that was asked for, else that of the last session where it is still there, else the demo.
func (a *app) lastModel(f *exploreFlags, list []state.Session, note func(string)) (*model.Network, error) {
	if f.modelGiven || len(list) == 0 || f.data.name != "" && find(list, list[0].ModelHash, f.data.name) == nil {
		return a.openModel(f.model)
	}
	last := list[0]
	n, err := a.openModel(last.Model)
	if err != nil {
		for _, k := range last.Beside { // the rest of what was open
			if n, other := a.openModel(k.Model); other == nil {
				note(fmt.Sprintf("the network of the last session cannot be opened (%v): this is %s, which was open beside it", err, filepath.Base(k.Model)))
				f.model = k.Model
				return n, nil
			}
		}
		note(fmt.Sprintf("the network of the last session cannot be opened (%v): this is the demo", err))
		return a.openModel(f.model)
	}
	f.model = last.Model
	return n, nil
}

// lastData settles which data is shown, and returns the session that showed the same network with it, if there is one, and
// the settings of data that belong to it. why says how the data was chosen where nobody named it.
func lastData(n *model.Network, f *exploreFlags, list []state.Session, note func(string)) (s *state.Session, options []string, why string, err error) {
	if f.data.name != "" {
		if err := there(&f.data); err != nil {
			return nil, nil, "", err
		}
		return find(list, n.Hash, f.data.name), nil, "", nil
	}
	if f.data.table.Layout != "" || f.data.forCSV() != "" {
		return nil, nil, "", unusable("--%s says how data is read; name the data with --data", cmp.Or(f.data.forCSV(), "layout"))
	}
	if s := find(list, n.Hash, ""); s != nil {
		was, options, err := parseArguments(s.Arguments)
		if err == nil {
			was.name = s.Data
			err = there(&was)
		}
		if err == nil {
			f.data.name = s.Data
			f.data.table = was.table
			return s, options, "", nil
		}
		note(fmt.Sprintf("the data of the last session cannot be opened: %v", err))
	}
	f.data.name, why = trainedOn(n)
	return find(list, n.Hash, f.data.name), nil, why, nil
}

// there tells whether data that is named can be opened, as far as that can be said without reading it.
func there(f *dataFlags) error {
	if f.name == demo {
		return f.suit(demo, source.Unknown)
	}
	_, kind, err := findData(f.name)
	switch {
	case err != nil:
		return err
	case kind == source.Unknown:
		return unknownData(f.name)
	}
	return f.suit(f.name, kind)
}

// parseUnit reads LAYER/UNIT.
func parseUnit(n *model.Network, text string) (layer, unit int, err error) {
	name, number, ok := strings.Cut(text, "/")
	if !ok {
		return 0, 0, unusable("--unit %s: expected LAYER/UNIT such as conv3/17", text)
	}
	if layer, err = n.Find(name); err != nil {
		return 0, 0, unusable("--unit %s: %w", text, err)
	}
	unit, err = strconv.Atoi(number)
	if units := n.Units(layer); err != nil || unit < 0 || unit >= units {
		return 0, 0, unusable("--unit %s: layer %s has units 0 to %d", text, name, units-1)
	}
	return layer, unit, nil
}

// presetFlag adds --preset.
func (a *app) presetFlag(c *cobra.Command, preset *string) {
	c.Flags().StringVar(preset, "preset", "", fmt.Sprintf("`P`: %s; sets optimizer, eta, gamma, steps, norm and restarts, and its weights where those in force are another preset's", strings.Join(optimize.Presets, ", ")))
	// registering a flag's words fails only for a flag that does not exist
	_ = c.RegisterFlagCompletionFunc("preset", cobra.FixedCompletions(asCompletions(optimize.Presets), cobra.ShellCompDirectiveNoFileComp))
}

func asCompletions(words []string) []cobra.Completion {
	out := make([]cobra.Completion, len(words))
	copy(out, words)
	return out
}
