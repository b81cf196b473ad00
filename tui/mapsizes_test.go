package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"actmax/internal/thorough"
	"actmax/tui/screen/unitmap"
	"actmax/tui/style"
)

// Points that share a cell say how many they are, and who.
func TestMapSharedCells(t *testing.T) {
	m := mapOn(t, 0, options(t))
	c := mapOf(m).Layout()
	for i := range c.Points {
		if i < 3 {
			c.Points[i].X, c.Points[i].Y = c.Points[0].X, c.Points[0].Y
		}
	}
	all := ansi.Strip(strings.Join(view(t, m, 120, 40, "shared"), "\n"))
	if !strings.Contains(all, "▸3◂") || !strings.Contains(all, " 1 2 ") {
		t.Errorf("three units in one cell\n%s", all)
	}
	for i := range c.Points {
		c.Points[i].X, c.Points[i].Y = c.Points[0].X, c.Points[0].Y
	}
	if all := ansi.Strip(strings.Join(view(t, m, 120, 40, "shared"), "\n")); !strings.Contains(all, "▸+◂") {
		t.Errorf("eleven units in one cell\n%s", all)
	}
}

// The Map screen at sizes from 1x1 to 240x70, for one-axis, six-axis and single-value units, in each of its views.
func TestMapAtEverySize(t *testing.T) {
	if thorough.Race {
		t.Skip("nothing here is concurrent")
	}
	t.Parallel()
	states := []struct {
		name string
		set  func(m *explorer)
	}{
		{"map", func(m *explorer) {}},
		{"zoomed", func(m *explorer) { mapOf(m).Zoom = 5 }},
		{"repeats", func(m *explorer) { mapOf(m).View = unitmap.ViewRepeats }},
		{"pairs", func(m *explorer) {
			mapOf(m).View, mapOf(m).Repeats.Listing = unitmap.ViewRepeats, unitmap.ListPairs
		}},
		{"units", func(m *explorer) {
			mapOf(m).View, mapOf(m).Repeats.Listing = unitmap.ViewRepeats, unitmap.ListUnits
		}},
		{"filtered", func(m *explorer) {
			if err := m.common.Session.ApplyFilter("1-2"); err != nil {
				t.Fatal(err)
			}
		}},
		{"stale", func(m *explorer) { m.common.Session.Settings.L2 = 0.9 }},
		{"help", func(m *explorer) { m.over = helpOf(m) }},
	}
	for k, layer := range []int{0, 2, 4} {
		m := mapOn(t, layer, options(t))
		measureRepeatsOf(t, m)
		for i, state := range states {
			saved := *m
			state.set(m)
			for w, h := range thorough.Sizes(i*3+k, 3*len(states)) {
				view(t, m, w, h, "Map "+state.name)
			}
			if state.name == "filtered" {
				m.common.Session.ApplyFilter("")
			}
			*m = saved
		}
	}
}

// Without Unicode and colours, and on a light background, the screen says the same.
func TestMapPlain(t *testing.T) {
	for _, layer := range []int{0, 2, 4} {
		o := options(t)
		o.Explorer.Glyphs = "ascii"
		m := mapOn(t, layer, o)
		measureRepeatsOf(t, m)
		for _, v := range []unitmap.MapView{unitmap.ViewMap, unitmap.ViewRepeats} {
			mapOf(m).View = v
			for _, profile := range []colorprofile.Profile{colorprofile.ASCII, colorprofile.ANSI, colorprofile.TrueColor} {
				for _, dark := range []bool{true, false} {
					m.common.Theme = style.NewTheme(dark, profile)
					all := strings.Join(view(t, m, 120, 40, "plain"), "\n")
					for _, r := range all {
						if r > 0x7e {
							t.Fatalf("layer %d: %q\n%s", layer, r, all)
						}
					}
					if profile == colorprofile.ASCII && colour.MatchString(all) {
						t.Error("a colour is left")
					}
					if !strings.Contains(ansi.Strip(all), ">") {
						t.Errorf("what is under the cursor is told by colour alone\n%s", all)
					}
				}
			}
		}
	}
}

// What the screen promises is there at the sizes that people use.
func TestMapBySize(t *testing.T) {
	m := mapOn(t, 0, options(t))
	for _, size := range [][2]int{{60, 18}, {80, 24}, {120, 40}, {160, 50}, {200, 60}} {
		all := ansi.Strip(strings.Join(view(t, m, size[0], size[1], "map"), "\n"))
		for _, want := range []string{"conv1 · 11 of 12", "conv1/0", "signal", "activation", "activit", "1 silent"} {
			if !strings.Contains(all, want) {
				t.Errorf("%v: %q is missing\n%s", size, want, all)
			}
		}
	}
}
