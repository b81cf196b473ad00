package tui

import (
	"strings"
	"testing"

	"actmax/internal/setting"
	"actmax/optimize"
	"actmax/tui/widget"
)

// Every row of the table takes its default, and its steps stay within its range.
func TestSettingsTable(t *testing.T) {
	s := DefaultSettings()
	if s.FPS != 30 || s.Theme != "auto" || s.Glyphs != "unicode" || s.Mouse || s.Pace != 10 {
		t.Errorf("%+v", s)
	}
	for _, r := range Table {
		if v, err := r.Parse(setting.Typed(r.Value(&s))); err != nil || r.Assign(&s, v) != nil {
			t.Errorf("%s refuses its own default: %v", r.Key, err)
		}
		if !strings.HasPrefix(r.Key, "explorer.") || r.Help == "" {
			t.Errorf("%+v", r)
		}
	}
	if len(widget.Rows) != len(optimize.Table) {
		t.Errorf("%d rows for %d settings", len(widget.Rows), len(optimize.Table))
	}
	for _, r := range widget.Rows {
		o := optimize.Default()
		for i := range 60 {
			n := 1
			if i%3 == 0 || i > 40 {
				n = -1
			}
			text, ok := widget.Step(r, &o, n)
			if !ok {
				if r.Kind != setting.Text {
					t.Errorf("%s knows no steps", r.Key)
				}
				break
			}
			if err := o.Set(r.Key, text); err != nil {
				t.Fatalf("%s stepped to %s: %v", r.Key, text, err)
			}
		}
	}
}
