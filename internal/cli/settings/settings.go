// Package settings joins the setting tables of all packages, and fills them from a file, a saved session and flags.
package settings

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"actmax/data"
	"actmax/internal/cli/await"
	"actmax/internal/cli/fault"
	"actmax/internal/config"
	"actmax/model/train"
	"actmax/optimize"
	"actmax/tui"
)

//go:generate go test -run TestGeneratedFiles -update .

// Settings are those of all packages.
type Settings struct {
	Optimize optimize.Settings
	Train    train.Settings
	Data     data.Settings
	Explorer tui.Settings

	Registry config.Registry // reads and writes the fields above by key
}

// Default returns the defaults. An error is a mistake in a table.
func Default() (*Settings, error) {
	s := new(Settings)
	r := &s.Registry
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

// Flag is the value of a flag, with the flag's name for errors. The zero Flag was not given.
type Flag struct{ Name, Value string }

// Given returns the Flag of a name and a value that is "" if the flag was not given.
func Given(name, value string) Flag {
	if value == "" {
		return Flag{}
	}
	return Flag{name, value}
}

// Choice is what a command adds to --config and --set.
type Choice struct {
	Session        *optimize.Settings // of a saved session; nil: none
	SessionOptions []string           // key=value, of the same session
	Preset, Method Flag
	Options        []Flag // key=value, of other flags than --set
}

// Source is what --config and --set give.
type Source struct {
	File    string   // "": none
	Options []string // key=value

	text []byte // of File, once read: settings are gathered more than once, and a pipe gives its bytes only once
}

// Gather returns the settings in force. Later ones win: defaults, session, file, preset, method, --set, other flags.
func (s *Source) Gather(ctx context.Context, c Choice) (*Settings, error) {
	out, err := Default()
	if err != nil {
		return nil, err
	}
	if c.Session != nil {
		out.Optimize = *c.Session
	}
	for _, o := range c.SessionOptions {
		if err := out.Registry.Option(o); err != nil {
			return nil, fmt.Errorf("the saved session: %w", &fault.InputError{Err: err})
		}
	}
	if err := s.Read(ctx, &out.Registry); err != nil {
		return nil, err
	}
	if c.Preset.Name != "" {
		if err := out.Registry.Set("preset", c.Preset.Value); err != nil {
			return nil, fault.FlagValue(c.Preset.Name, err)
		}
	}
	if c.Method.Name != "" {
		if err := optimize.ApplyMethod(&out.Optimize, c.Method.Value); err != nil {
			return nil, fault.FlagValue(c.Method.Name, err)
		}
	}
	for _, o := range s.Options {
		if err := out.Registry.Option(o); err != nil {
			return nil, fault.Unusable("--set: %w", err)
		}
	}
	for _, o := range c.Options {
		if err := out.Registry.Option(o.Value); err != nil {
			return nil, fault.Unusable("%s: %w", o.Name, err)
		}
	}
	return out, nil
}

// Read reads the file into a registry.
func (s *Source) Read(ctx context.Context, r *config.Registry) error {
	if s.File == "" {
		return nil
	}
	if s.text == nil {
		text, err := await.Do(ctx, func() ([]byte, error) { return os.ReadFile(s.File) })
		if errors.Is(err, context.Canceled) {
			return err
		}
		if err != nil {
			return unreadable(s.File, err)
		}
		s.text = append([]byte{}, text...) // not nil, even if empty
	}
	if err := r.Read(s.File, s.text); err != nil {
		return &fault.InputError{Err: err}
	}
	return nil
}

// unreadable is the error of a file of settings that cannot be read.
func unreadable(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fault.Unusable("--config %s: no such file; expected a file of settings, see config.example.toml", path)
	}
	if info, missing := os.Stat(path); missing == nil && info.IsDir() {
		return fault.Unusable("--config %s is a folder; expected a file of settings, see config.example.toml", path)
	}
	return fault.Unusable("--config: %w", err)
}
