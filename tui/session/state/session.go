// Package state is what the explorer keeps of a session, and how it is written: where the person was and what they had set, in
// words and names, so that a file outlives the numbering of layers and screens. What is done with it is package tui's; where it
// is kept, the commands'.
package state

import (
	"fmt"

	"actmax/optimize"
)

// Session is what the explorer keeps from one session to the next: where the person was and what they had set, not what was
// computed, which comes again from the same settings. It goes into a file as JSON.
type Session struct {
	Model     string            `json:"model"` // as a person calls it
	ModelHash string            `json:"model_sha256"`
	Data      string            `json:"data"`
	DataHash  string            `json:"data_sha256,omitempty"` // "" where the data was not read yet
	Arguments []string          `json:"arguments,omitempty"`   // that opened the data, beside its name
	Screen    string            `json:"screen"`
	Layer     string            `json:"layer"`
	Unit      int               `json:"unit"` // -1: the layer, folded
	Settings  map[string]string `json:"settings"`
	Filter    string            `json:"filter,omitempty"`
	Order     string            `json:"order,omitempty"`
	Panes     Panes             `json:"panes,omitzero"`
	Runs      []Run             `json:"runs,omitempty"`
	Pins      []Pin             `json:"pins,omitempty"`
	Scores    *Scores           `json:"scores,omitempty"`
	Study     string            `json:"study,omitempty"` // folder of the study beside the scores
	Map       *Map              `json:"map,omitempty"`
	Beside    []Network         `json:"beside,omitempty"`  // networks that were open beside it
	Against   string            `json:"against,omitempty"` // hash of that one of them in which counterparts were looked for
}

// Run is how a unit's result was made, and where its playhead was left.
type Run struct {
	Layer   string            `json:"layer"`
	Unit    int               `json:"unit"`
	Changed map[string]string `json:"changed,omitempty"` // settings that differ from those of the Session
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

// Pin is a pinned result: how it is computed again, and the step that was pinned.
type Pin struct {
	Run
	Name string `json:"name,omitempty"`
}

// Panes is which panes of the Unit screen were open, in words. Empty or unknown words stand for the first of each.
type Panes struct {
	View  string `json:"view,omitempty"`  // left of the list: v
	List  string `json:"list,omitempty"`  // of real segments: t
	Focus string `json:"focus,omitempty"` // that the keys go to: tab
	Lower string `json:"lower,omitempty"` // that a small screen shows: the view or the list
	Axes  string `json:"axes,omitempty"`  // drawn of a six-axis signal: a
}

// Scores is where the Scores screen was left.
type Scores struct {
	Layer  string `json:"layer"`
	Method string `json:"method"`
	BySim  bool   `json:"by_s_sim,omitempty"`
	Filter string `json:"filter,omitempty"`
}

// Map is how the Map screen was left. Words that are not known stand for the first of each.
type Map struct {
	View    string `json:"view"`    // map, shifts, repeats
	Outline string `json:"outline"` // dense, repeats, none
	List    string `json:"list"`    // of the redundancy view: clusters, pairs, units
	Zoom    int    `json:"zoom,omitempty"`
}

// Network is a network that was open beside another.
type Network struct {
	Model     string `json:"model"` // as a person calls it
	ModelHash string `json:"model_sha256"`
}

// Check tells whether everything in the session can be used.
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
		return fmt.Errorf("it names no model")
	}
	for _, b := range s.Beside {
		if b.Model == "" || b.ModelHash == "" {
			return fmt.Errorf("a network beside has no name")
		}
	}
	return nil
}
