// Package config joins tables of settings into a registry, which reads TOML files and key=value options, and writes
// config.example.toml and docs/settings.md. It imports no package with a table: internal/cli/settings adds them all.
package config

import (
	"fmt"
	"strings"

	"actmax/internal/setting"
)

// Entry is one setting of the registry.
type Entry struct {
	Key     string
	Default any    // float64, int, bool or string
	Allowed string // "a number from 0 to 10 G"
	Help    string // one sentence

	parse  func(text string) (any, error)
	assign func(value any) error
	value  func() any
	after  func() error // runs after a file or an option has set the setting; nil for most
}

// Registry holds settings in the order in which they were added.
type Registry struct {
	entries []*Entry
	byKey   map[string]*Entry
}

// Add adds the settings of a table, which then read from and write to s, and assigns their defaults to s. A key that
// another table has declared, or a default out of the range of its row, is an error.
func Add[S any](r *Registry, table []setting.Setting[S], s *S) error {
	if r.byKey == nil {
		r.byKey = map[string]*Entry{}
	}
	for _, row := range table {
		if r.byKey[row.Key] != nil {
			return fmt.Errorf("setting %s is declared twice", row.Key)
		}
		if err := row.Assign(s, row.Default); err != nil {
			return err
		}
		e := &Entry{
			Key: row.Key, Default: row.Default, Allowed: row.Allowed(), Help: row.Help,
			parse:  row.Parse,
			assign: func(v any) error { return row.Assign(s, v) },
			value:  func() any { return row.Value(s) },
		}
		r.entries = append(r.entries, e)
		r.byKey[row.Key] = e
	}
	return nil
}

// After makes f run each time a file or an option has set the setting. Within one file such settings are set before all
// others: values in a file override a preset in the same file.
func (r *Registry) After(key string, f func() error) error {
	e, err := r.find(key)
	if err != nil {
		return err
	}
	e.after = f
	return nil
}

// Entries lists all settings.
func (r *Registry) Entries() []*Entry { return r.entries }

// Values returns the present value of each setting by key.
func (r *Registry) Values() map[string]any {
	m := make(map[string]any, len(r.entries))
	for _, e := range r.entries {
		m[e.Key] = e.value()
	}
	return m
}

// Set assigns a value given as text.
func (r *Registry) Set(key, text string) error {
	e, err := r.find(key)
	if err != nil {
		return err
	}
	v, err := e.parse(text)
	if err != nil {
		return err
	}
	return e.set(v)
}

// Option assigns "key=value", the argument of --set.
func (r *Registry) Option(option string) error {
	key, text, ok := strings.Cut(option, "=")
	if key = strings.TrimSpace(key); key == "" {
		return fmt.Errorf("%q has no key; expected key=value", option)
	}
	if !ok {
		e, err := r.find(key)
		if err != nil {
			return err
		}
		return fmt.Errorf("%s has no value; expected key=value, such as %s=%v; allowed is %s", key, key,
			e.Default, e.Allowed)
	}
	return r.Set(key, text)
}

func (r *Registry) find(key string) (*Entry, error) {
	if e := r.byKey[key]; e != nil {
		return e, nil
	}
	keys := make([]string, len(r.entries))
	for i, e := range r.entries {
		keys[i] = e.Key
	}
	return nil, &setting.UnknownError{Key: key, Nearest: setting.Nearest(key, keys)}
}

func (e *Entry) set(value any) error {
	if err := e.assign(value); err != nil {
		return err
	}
	if e.after != nil {
		return e.after()
	}
	return nil
}
