package sessions

import (
	"path/filepath"
	"testing"

	"actmax/optimize"
	"actmax/tui/session/state"
)

// The file holds a bounded number of sessions, the newest first; one network with the same data has one.
func TestBounded(t *testing.T) {
	f := &File{Path: filepath.Join(t.TempDir(), "below", "explorer.json")}
	keep := func(data string, unit int) {
		t.Helper()
		err := f.Write(state.Session{
			Model: "demo", ModelHash: "1", Data: data, Layer: "conv3", Unit: unit,
			Settings: state.SettingsText(optimize.Default()),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for i := range most + 5 {
		keep(filepath.Join("/", "data", string(rune('a'+i))), i)
	}
	keep("demo", 1)
	keep("demo", 2)
	list, note := f.Read()
	if note != "" || len(list) != most || list[0].Data != "demo" || list[0].Unit != 2 || list[1].Data == "demo" {
		t.Errorf("%d sessions, %q", len(list), note)
	}
	if s := Find(list, "1", "demo"); s == nil || s.Unit != 2 {
		t.Errorf("found %+v", s)
	}
	if s := Find(list, "2", ""); s != nil {
		t.Errorf("another network has %+v", s)
	}
}
