// Package explorer prepares what the explorer shows: what the command line asks for, or else the last session. It opens
// networks and data for the explorer, and saves its sessions.
package explorer

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"actmax/internal/cli/fault"
	"actmax/internal/cli/open"
	"actmax/internal/cli/sessions"
	"actmax/internal/cli/settings"
	"actmax/model"
	"actmax/model/train/cache"
	"actmax/optimize"
	"actmax/tui"
	"actmax/tui/session"
	"actmax/tui/session/state"
)

// Request is what the command line asks for.
type Request struct {
	Model      string // M
	ModelGiven bool   // Model is not the default
	Also       []string
	Data       open.Flags
	Unit       string // LAYER/UNIT
	Preset     string
	Fresh      bool   // ignore saved sessions
	Study      string // folder
}

// notes are shown on the screen once.
type notes []string

func (n *notes) add(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); text != "" {
		*n = append(*n, text)
	}
}

// Prepare returns what the explorer shows, or the first error in names and settings. The data is read later: the screen
// comes first. The file of sessions is nil if sessions cannot be saved.
func Prepare(ctx context.Context, r Request, from *settings.Source, jobs int) (*tui.Options, *sessions.File, error) {
	preset := settings.Given("--preset", r.Preset)
	set, err := from.Gather(ctx, settings.Choice{Preset: preset})
	if err != nil {
		return nil, nil, err
	}
	var said notes
	var list []state.Session
	file, err := sessions.Default()
	if err != nil {
		said.add("%v", err)
	} else {
		var damaged string
		list, damaged = file.Read()
		said.add("%s", damaged)
	}
	if r.Fresh {
		list = nil
	}
	n, err := lastNetwork(ctx, &r, list, &said)
	if err != nil {
		return nil, nil, err
	}
	last, options, reason, err := lastData(n, &r, list, &said)
	if err != nil {
		return nil, nil, err
	}
	o := &tui.Options{
		Options: session.Options{
			Network: n, Model: r.Model, Data: r.Data.Name, Settings: set.Optimize, Workers: jobs, Cache: &cache.Store{},
		},
		Explorer: set.Explorer,
	}
	if last != nil {
		was, err := state.SettingsFrom(optimize.Default(), last.Settings)
		if err != nil {
			return nil, nil, err
		}
		set, err = from.Gather(ctx, settings.Choice{Session: &was, SessionOptions: options, Preset: preset})
		if err != nil {
			return nil, nil, err
		}
		o.Resume, o.Present = last, &set.Optimize
	}
	if o.Study, o.StudyDir, err = lastStudy(&r, last, &said); err != nil {
		return nil, nil, err
	}
	if r.Unit != "" {
		if o.Layer, o.Unit, err = parseUnit(n, r.Unit); err != nil {
			return nil, nil, err
		}
		o.Placed = true
	}
	if o.Background, err = openBackground(ctx, n, &r, last, &said); err != nil {
		return nil, nil, err
	}
	o.Notes = said
	o.Library = newLibrary(ctx, libraryOptions{
		Sessions: file, Names: append([]string{r.Model, r.Data.Name}, r.Also...),
		Resample: set.Data.Resample, Jobs: jobs, Data: r.Data, Reason: reason,
	})
	return o, file, nil
}

// parseUnit reads LAYER/UNIT.
func parseUnit(n *model.Network, text string) (layer, unit int, err error) {
	name, number, ok := strings.Cut(text, "/")
	if !ok {
		return 0, 0, fault.Unusable("--unit %s: expected LAYER/UNIT such as conv3/17", text)
	}
	if layer, err = n.Find(name); err != nil {
		return 0, 0, fault.Unusable("--unit %s: %w", text, err)
	}
	unit, err = strconv.Atoi(number)
	if units := n.Units(layer); err != nil || unit < 0 || unit >= units {
		return 0, 0, fault.Unusable("--unit %s: layer %s has units 0 to %d", text, name, units-1)
	}
	return layer, unit, nil
}
