// Package setting declares what a person may set. A setting is declared once, in the room that uses it,
// as a row of that room's table; TOML errors, --set, config.example.toml, the settings pane, its help and
// docs/settings.md are all made from those rows.
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

// Setting is one row of a room's table. S is the room's settings struct.
type Setting[S any] struct {
	Key      string       // "penalty.tv"
	Label    string       // short name for a screen: "tv"
	Kind     Kind         //
	Default  any          // float64, int, bool or string
	Min, Max float64      // allowed range of numbers, both ends included
	Choices  []string     // of a Word
	Unit     string       // "G", "Hz", "samples", ""
	Step     float64      // what one press of + or - changes; a factor where Log
	Log      bool         //
	Help     string       // one sentence
	At       func(*S) any // pointer to the field: *float64, *int, *bool, *string, *uint64
}
