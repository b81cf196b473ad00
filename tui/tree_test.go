package tui

import (
	"strings"
	"testing"
	"testing/quick"

	"actmax/internal/setting"
	"actmax/optimize"
	"actmax/tui/canvas"
)

func forest() *tree {
	t := &tree{layers: []treeLayer{{name: "conv1", units: 12}, {name: "conv2", units: 3, folded: true}, {name: "dense", units: 120, folded: true}}}
	return t
}

// The cursor stands on what is shown, whatever is pressed.
func TestTreeMoves(t *testing.T) {
	f := func(moves []byte) bool {
		t := forest()
		for _, m := range moves {
			switch m % 9 {
			case 0:
				t.move(1)
			case 1:
				t.move(-1)
			case 2:
				t.moveLayer(1)
			case 3:
				t.moveLayer(-1)
			case 4:
				t.fold()
			case 5:
				t.unfold()
			case 6:
				t.move(10)
			case 7:
				t.filter(func(_, u int) bool { return u%3 == 2 })
			case 8:
				t.filter(nil)
			}
			seen := false
			for _, p := range t.stops() {
				seen = seen || p == t.cursor
			}
			if !seen {
				return false
			}
		}
		return true
	}
	if err := quick.Check(f, &quick.Config{MaxCount: 300}); err != nil {
		t.Error(err)
	}
}

func TestTreeReturns(t *testing.T) {
	f := forest()
	f.move(7)
	f.fold()
	if f.cursor != (place{0, -1}) {
		t.Fatal(f.cursor)
	}
	f.unfold()
	if f.cursor != (place{0, 7}) {
		t.Errorf("unfolded at %v, left at unit 7", f.cursor)
	}
	f.moveLayer(1)
	f.unfold()
	f.moveLayer(-1)
	f.move(4)
	f.moveLayer(1)
	if f.cursor != (place{1, 2}) {
		t.Errorf("%v: the nearest number in the next layer is 2", f.cursor)
	}
	if n := f.filter(func(layer, _ int) bool { return layer == 2 }); n != 120 || f.cursor != (place{2, 0}) {
		t.Errorf("found %d, cursor %v", n, f.cursor)
	}
}

// painted draws on a canvas of its own and returns its rows.
func painted(w, h int, draw func(p canvas.Painter)) []string {
	var c canvas.Grid
	c.Resize(w, h)
	p := c.Full()
	draw(p)
	rows := make([]string, h)
	for y := range rows {
		for x := range w {
			rows[y] += p.Cell(x, y).Text
		}
	}
	return rows
}

// The cursor's row is always drawn.
func TestTreeScrolls(t *testing.T) {
	f := forest()
	f.layers[2].folded = false
	for h := 1; h < 20; h++ {
		for range 140 {
			f.move(1)
			rows := painted(15, h, func(p canvas.Painter) { f.draw(p, &canvas.Unicode, true, func(int, int) summary { return summary{} }) })
			if all := strings.Join(rows, "\n"); strings.Count(all, canvas.Unicode.Here)-strings.Count(all, canvas.Unicode.Here+" conv2") != 1 && !strings.Contains(all, "▸▸") {
				t.Fatalf("height %d, cursor %v:\n%s", h, f.cursor, all)
			}
		}
		f.move(-200)
	}
}

func TestTreeRow(t *testing.T) {
	f := forest()
	shown := func(_, unit int) summary {
		return []summary{
			{signal: []float32{0, 0.5, 1}, attainment: "1.01", running: true},
			{signal: []float32{1, 0.5, 0}, attainment: "0.97", stale: true},
			{word: "dead"}, {word: "silent"}, {signal: []float32{0, 1, 0}, attainment: "12.0", restarted: true}, {},
		}[min(unit, 5)]
	}
	rows := painted(15, 7, func(p canvas.Painter) { f.draw(p, &canvas.Unicode, true, shown) })
	want := []string{" ▾ conv1    12 ", "▸ 00 ▁▅█ 1.01 ▶", "  01 █▅▁ 0.97 ~", "  02     dead  ", "  03   silent  ", "  04 ▁█▁ 12.0 r", "  05           "}
	if strings.Join(rows, "|") != strings.Join(want, "|") {
		t.Errorf("\n%s\nexpected\n%s", strings.Join(rows, "|\n"), strings.Join(want, "|\n"))
	}
}

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
	if len(knobRows) != len(optimize.Table) {
		t.Errorf("%d rows for %d settings", len(knobRows), len(optimize.Table))
	}
	for _, r := range knobRows {
		o := optimize.Default()
		for i := range 60 {
			n := 1
			if i%3 == 0 || i > 40 {
				n = -1
			}
			text, ok := step(r, &o, n)
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

// Whatever the tree can say of a unit, the help explains.
func TestGlossary(t *testing.T) {
	names := map[string]bool{}
	for _, g := range glossary {
		for _, e := range g.entries {
			if !strings.HasSuffix(e.text, ".") || e.name == "" {
				t.Errorf("%s: %q", e.name, e.text)
			}
			names[e.name] = true
		}
	}
	for _, s := range []optimize.Status{optimize.Dead, optimize.Silent, optimize.Failed, optimize.Diverged} {
		if !names[string(s)] {
			t.Errorf("the help does not explain %s", s)
		}
	}
	for _, name := range termNames {
		if !names[name] {
			t.Errorf("the help does not explain %s", name)
		}
	}
	for _, m := range optimize.Methods {
		if methodHelp[m] == "" {
			t.Errorf("the menu does not explain %s", m)
		}
	}
	for _, p := range optimize.Presets {
		if presetHelp[p] == "" {
			t.Errorf("the menu does not explain %s", p)
		}
	}
}
