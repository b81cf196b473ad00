package state

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"actmax/optimize"
)

// What cannot be used is refused as a whole, with the reason.
func TestCheck(t *testing.T) {
	good := func() Session {
		return Session{Model: "demo", ModelHash: "1", Settings: SettingsText(optimize.Default()), Runs: []Run{{Layer: "conv1", At: 3}}}
	}
	if s := good(); s.Check() != nil {
		t.Fatal(s.Check())
	}
	for what, change := range map[string]func(*Session){
		"penalty.tw":   func(s *Session) { s.Settings["penalty.tw"] = "1" },
		"penalty.tv":   func(s *Session) { s.Settings["penalty.tv"] = "much" },
		"ascent.steps": func(s *Session) { s.Settings["ascent.steps"] = "0" },
		"step 9":       func(s *Session) { s.Runs[0].At = 9_000_000 },
		"ascent.seed": func(s *Session) {
			s.Pins = []Pin{{Run: Run{Edits: []Edit{{Step: 1, Key: "ascent.seed", Value: "1"}}}}}
		},
		"model":   func(s *Session) { s.Model = "" },
		"network": func(s *Session) { s.Background = []Network{{Model: "x"}} },
	} {
		s := good()
		change(&s)
		if err := s.Check(); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// brief are settings that differ from the default in a number, a word and a switch.
func brief() optimize.Settings {
	s := optimize.Default()
	s.Eta, s.Steps, s.Start, s.Clip = 0.30000000000000004, 300, "noise", !s.Clip
	return s
}

// Settings come back from their text to the last bit.
func TestSettings(t *testing.T) {
	back, err := SettingsFrom(optimize.Settings{}, SettingsText(brief()))
	if err != nil || back != brief() {
		t.Errorf("%v %+v", err, back)
	}
}

// How a result is computed comes back from a file as it was, whatever the settings of the session are; only what differs from
// those is written.
func TestRecipeComesBack(t *testing.T) {
	edit, err := optimize.NewEdit(7, "penalty.tv", "0.3")
	if err != nil {
		t.Fatal(err)
	}
	want := Recipe{Settings: brief(), Edits: []optimize.Edit{edit}, Own: true, At: 12, Playing: true}
	for _, base := range []optimize.Settings{brief(), optimize.Default()} {
		text, err := json.Marshal(Pin{Run: want.Keep("conv1", 3, base), Name: "mine"})
		if err != nil {
			t.Fatal(err)
		}
		if has := strings.Contains(string(text), "changed"); has != (base != brief()) {
			t.Errorf("%s", text)
		}
		var kept Pin
		if err := json.Unmarshal(text, &kept); err != nil || kept.Name != "mine" || kept.Layer != "conv1" || kept.Unit != 3 {
			t.Errorf("%v: %s", err, text)
		}
		if got, err := kept.Recipe(base); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%v: %+v, want %+v", err, got, want)
		}
	}
}
