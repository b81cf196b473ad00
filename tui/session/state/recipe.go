package state

import (
	"fmt"
	"maps"
	"slices"

	"actmax/internal/setting"
	"actmax/optimize"
)

// SettingsText returns every setting as text, by key.
func SettingsText(s optimize.Settings) map[string]string {
	out := make(map[string]string, len(optimize.Table))
	for _, r := range optimize.Table {
		out[r.Key] = setting.Typed(r.Value(&s))
	}
	return out
}

// SettingsFrom reads settings that SettingsText wrote, on top of base. The key preset is only a name here: the values
// of the preset have keys of their own.
func SettingsFrom(base optimize.Settings, text map[string]string) (optimize.Settings, error) {
	for _, key := range slices.Sorted(maps.Keys(text)) { // sorted, so that the same error is returned each time
		r, err := setting.Find(optimize.Table, key)
		if err != nil {
			return base, err
		}
		v, err := r.Parse(text[key])
		if err != nil {
			return base, err
		}
		if err := r.Assign(&base, v); err != nil {
			return base, err
		}
	}
	return base, nil
}

// Recipe is how a result is computed, and the position of its playhead.
type Recipe struct {
	Settings optimize.Settings
	Edits    []optimize.Edit
	Own      bool // its start differs on purpose
	At       int  // step of the playhead
	Playing  bool
}

// Recipe reads a saved run; base are the settings of the Session. It returns an error if a setting or an edit is
// invalid, or if the step lies outside the run.
func (k Run) Recipe(base optimize.Settings) (Recipe, error) {
	s, err := SettingsFrom(base, k.Changed)
	r := Recipe{Settings: s, Own: k.Own, At: k.At, Playing: k.Playing}
	if err != nil {
		return r, err
	}
	if k.At < 0 || k.At > s.Steps {
		return r, fmt.Errorf("step %d is outside the run of %d steps", k.At, s.Steps)
	}
	for _, e := range k.Edits {
		edit, err := optimize.NewEdit(e.Step, e.Key, e.Value)
		if err != nil {
			return r, err
		}
		r.Edits = append(r.Edits, edit)
	}
	return r, nil
}

// Keep returns how the result of a unit is computed, with the settings that differ from base: the inverse of
// Run.Recipe.
func (r Recipe) Keep(layer string, unit int, base optimize.Settings) Run {
	k := Run{Layer: layer, Unit: unit, Own: r.Own, At: r.At, Playing: r.Playing}
	for _, row := range optimize.Table {
		if a, b := row.Value(&r.Settings), row.Value(&base); a != b {
			if k.Changed == nil {
				k.Changed = map[string]string{}
			}
			k.Changed[row.Key] = setting.Typed(a)
		}
	}
	for _, e := range r.Edits {
		k.Edits = append(k.Edits, Edit{e.Step, e.Key, setting.Typed(e.Value)})
	}
	return k
}
