// Package state defines the session files of the explorer: the position and the settings of the user, in words and
// names, so that a file does not depend on the numbering of layers and screens. Package session creates and restores
// them; the commands decide where they are stored.
package state

import (
	"errors"

	"actmax/optimize"
)

// Session is what the explorer saves of a session: the position and the settings of the user, but no results, because
// they can be computed again from the settings. It is stored as JSON.
type Session struct {
	Model      string            `json:"model"` // as the user calls it
	ModelHash  string            `json:"model_sha256"`
	Data       string            `json:"data"`
	DataHash   string            `json:"data_sha256,omitempty"` // "" if the data was not read yet
	Arguments  []string          `json:"arguments,omitempty"`   // that opened the data, besides its name
	Screen     string            `json:"screen"`
	Layer      string            `json:"layer"`
	Unit       int               `json:"unit"` // -1: the folded layer
	Settings   map[string]string `json:"settings"`
	Filter     string            `json:"filter,omitempty"`
	Order      string            `json:"order,omitempty"`
	Panes      Panes             `json:"panes,omitzero"`
	Runs       []Run             `json:"runs,omitempty"`
	Pins       []Pin             `json:"pins,omitempty"`
	Scores     *Scores           `json:"scores,omitempty"`
	Study      string            `json:"study,omitempty"` // folder of the study next to the scores
	Map        *Map              `json:"map,omitempty"`
	Background []Network         `json:"beside,omitempty"`  // background networks
	Against    string            `json:"against,omitempty"` // hash of the one in which counterparts were looked for
}

// Run is how a unit's result was computed, and the position of its playhead.
type Run struct {
	Layer   string            `json:"layer"`
	Unit    int               `json:"unit"`
	Changed map[string]string `json:"changed,omitempty"` // settings that differ from those of Session
	Edits   []Edit            `json:"edits,omitempty"`
	Own     bool              `json:"own,omitempty"`
	At      int               `json:"at"`
	Playing bool              `json:"playing,omitempty"`
}

// Edit is an optimize.Edit with its value as text.
type Edit struct {
	Step  int    `json:"step"`
	Key   string `json:"key"`
	Value string `json:"value"`
}

// Pin is a pinned result: how it is recomputed, and the pinned step.
type Pin struct {
	Run
	Name string `json:"name,omitempty"`
}

// Panes says which panes of the Unit screen were open. Empty or unknown words stand for the first of each.
type Panes struct {
	View  string `json:"view,omitempty"`  // left of the list; key v
	List  string `json:"list,omitempty"`  // of real segments; key t
	Focus string `json:"focus,omitempty"` // that receives the keys; key tab
	Lower string `json:"lower,omitempty"` // that a small screen shows: view or list
	Axes  string `json:"axes,omitempty"`  // drawn of a six-axis signal; key a
}

// Scores is the state of the Scores screen.
type Scores struct {
	Layer  string `json:"layer"`
	Method string `json:"method"`
	BySim  bool   `json:"by_s_sim,omitempty"`
	Filter string `json:"filter,omitempty"`
}

// Map is the state of the Map screen. Unknown words stand for the first of each.
type Map struct {
	View    string `json:"view"`    // map, shifts, repeats
	Outline string `json:"outline"` // dense, repeats, none
	List    string `json:"list"`    // of the redundancy view: clusters, pairs, units
	Zoom    int    `json:"zoom,omitempty"`
}

// Network is a background network.
type Network struct {
	Model     string `json:"model"` // as the user calls it
	ModelHash string `json:"model_sha256"`
}

// Check returns an error if anything in the session is invalid.
func (s *Session) Check() error {
	base, err := SettingsFrom(optimize.Default(), s.Settings)
	if err != nil {
		return err
	}
	for _, r := range s.Runs {
		if _, err := r.Recipe(base); err != nil {
			return err
		}
	}
	for _, p := range s.Pins {
		if _, err := p.Recipe(base); err != nil {
			return err
		}
	}
	if s.Model == "" || s.ModelHash == "" {
		return errors.New("the session names no model")
	}
	for _, b := range s.Background {
		if b.Model == "" || b.ModelHash == "" {
			return errors.New("a background network has no name")
		}
	}
	return nil
}
