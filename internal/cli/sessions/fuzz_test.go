package sessions

import (
	"testing"

	"actmax/internal/cli/open"
	"actmax/optimize"
	"actmax/tui/session/state"
)

// Reading any file of sessions gives usable sessions or an error.
func FuzzSessions(f *testing.F) {
	f.Add([]byte(`{"version":1,"sessions":[{"model":"demo","model_sha256":"1","data":"demo","layer":"conv1","unit":2,
		"settings":{"penalty.tv":"0.3","preset":"paper"},
		"runs":[{"layer":"conv1","unit":1,"at":3,"edits":[{"step":3,"key":"penalty.tv","value":"1"}]}],
		"pins":[{"layer":"x","unit":-7,"changed":{"ascent.steps":"2"},"at":1}]}]}`))
	f.Add([]byte(`{"version":1,"sessions":[{}]}`))
	f.Add([]byte(`{"version":1e9}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, text []byte) {
		list, err := parse(text)
		if err != nil {
			return
		}
		for _, s := range list {
			if _, err := state.SettingsFrom(optimize.Default(), s.Settings); err != nil {
				t.Errorf("accepted, and cannot be used: %v", err)
			}
			_, _, _ = open.ParseArguments(s.Arguments) // any error will do
		}
	})
}
