// Package setting defines what a setting is. A setting is declared once, in the package that uses it, as a row of that
// package's table. TOML errors, --set, config.example.toml, the settings pane, its help and docs/settings.md are all
// generated from those rows.
package setting

// Kind is the type of a setting's value.
type Kind int

const (
	Float Kind = iota
	Int
	Bool
	Word // one of Choices
	Text
)

// Setting is one row of a package's table. S is the package's settings struct.
type Setting[S any] struct {
	Key      string       // "penalty.tv"
	Label    string       // short name for a screen: "tv"
	Kind     Kind         //
	Default  any          // float64, int, bool or string
	Min, Max float64      // allowed range of numbers, both ends included
	Choices  []string     // of a Word
	Unit     string       // "G", "Hz", "samples", ""
	Step     float64      // change for one press of + or -; a factor if Log is set
	Log      bool         //
	Help     string       // one sentence
	At       func(*S) any // pointer to the field: *float64, *int, *bool, *string, *uint64
}
