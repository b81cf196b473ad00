package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"actmax/data"
	"actmax/internal/config"
	"actmax/model/train"
	"actmax/optimize"
	"actmax/tui"
)

//go:generate go test -run TestGeneratedFiles -update .

// settings are those of all rooms, joined.
type settings struct {
	Optimize optimize.Settings
	Train    train.Settings
	Data     data.Settings
	Explorer tui.Settings

	registry config.Registry
}

// newSettings returns the defaults. An error is a mistake in a room's table.
func newSettings() (*settings, error) {
	s := new(settings)
	r := &s.registry
	err := errors.Join(
		config.Add(r, optimize.Table, &s.Optimize),
		config.Add(r, train.Table, &s.Train),
		config.Add(r, data.Table, &s.Data),
		config.Add(r, tui.Table, &s.Explorer),
	)
	if err != nil {
		return nil, err
	}
	return s, errors.Join(
		r.After("preset", func() error { return s.Optimize.ApplyPreset(s.Optimize.Preset) }),
		r.After("ascent.axis", func() error { return s.Optimize.Set("ascent.axis", s.Optimize.Axis) }),
	)
}

// choice is the value of a flag that stands for settings; the zero value is a flag that was not given.
type choice struct{ flag, value string }

// chosen is the choice of a flag whose value is "" where it was not given.
func chosen(flag, value string) choice {
	if value == "" {
		return choice{}
	}
	return choice{flag, value}
}

// gather fills a.settings, later ones winning: defaults, --config, preset, method, --set, --sweep. Preset and method are "" where a
// command was not given them.
func (a *app) gather(preset, method string) error {
	return a.gatherOver(nil, nil, chosen("--preset", preset), chosen("--method", method))
}

// gatherOver is gather with what a kept session says between the defaults and --config: its settings, nil where there is
// none, and options beside them.
func (a *app) gatherOver(kept *optimize.Settings, options []string, preset, method choice) error {
	s, err := newSettings()
	if err != nil {
		return err
	}
	if kept != nil {
		s.Optimize = *kept
	}
	for _, o := range options {
		if err := s.registry.Option(o); err != nil {
			return fmt.Errorf("the kept session: %w", &inputError{err})
		}
	}
	if a.configFile != "" {
		if err := a.loadConfig(&s.registry); err != nil {
			return err
		}
	}
	if preset.flag != "" {
		if err := s.registry.Set("preset", preset.value); err != nil {
			return flagValue(preset.flag, err)
		}
	}
	if method.flag != "" {
		if err := optimize.ApplyMethod(&s.Optimize, method.value); err != nil {
			return flagValue(method.flag, err)
		}
	}
	for _, given := range []struct {
		flag    string
		options []string
	}{{"--set", a.options}, {"--sweep", a.sweeping}} {
		for _, o := range given.options {
			if err := s.registry.Option(o); err != nil {
				return unusable("%s: %w", given.flag, err)
			}
		}
	}
	a.settings = s
	return nil
}

// loadConfig reads the file of --config into a registry. Its bytes are kept: settings are gathered more than once, and a pipe
// such as that of <(command) gives them only once.
func (a *app) loadConfig(r *config.Registry) error {
	if a.config == nil {
		text, err := awaited(a.ctx, func() ([]byte, error) { return os.ReadFile(a.configFile) })
		if errors.Is(err, context.Canceled) {
			return err
		}
		if err != nil {
			return noConfig(a.configFile, err)
		}
		a.config = append([]byte{}, text...) // not nil, even if empty
	}
	if err := r.Read(a.configFile, a.config); err != nil {
		return &inputError{err}
	}
	return nil
}

// noConfig says why a file of settings could not be read.
func noConfig(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return unusable("--config %s: there is no such file; expected one of settings, see config.example.toml", path)
	}
	if info, missing := os.Stat(path); missing == nil && info.IsDir() {
		return unusable("--config %s is a folder; expected a file of settings, see config.example.toml", path)
	}
	return unusable("--config: %w", err)
}
