package tui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"actmax/optimize"
	"actmax/tui/dialog"
	"actmax/tui/screen/unit"
)

// No key or word runs into its explanation.
func TestHelpKeys(t *testing.T) {
	m := newExplorer(t.Context(), options(t))
	defer m.common.Session.Close()
	var all []string
	for _, g := range m.groups() {
		for _, k := range g.Keys {
			all = append(all, k.Help().Key)
		}
	}
	for _, s := range m.screens {
		for _, p := range s.Glossary() {
			for _, e := range p.Entries {
				all = append(all, e.Name)
			}
		}
	}
	for _, k := range all {
		if ansi.StringWidth(k) > dialog.HelpKeyWidth-2 {
			t.Errorf("%q has no space behind it", k)
		}
	}
}

// The help opens on what one looks at, tab goes through its parts and comes round.
func TestHelpOpensHere(t *testing.T) {
	screenTest(t, "unit", 80, 24, measured, func(t *testing.T, x *terminal) {
		x.played()
		x.keys("?")
		x.want("the tree", "─ Help ─", "Move", "j ")
		top := strings.Split(x.screen(), "\n")[1]
		x.keys(tab)
		if first := strings.Split(x.screen(), "\n")[1]; !strings.Contains(first, "Screens") {
			t.Errorf("tab goes to %q", first)
		}
		seen := 0
		for range 40 {
			x.keys(tab)
			if strings.Split(x.screen(), "\n")[1] == top {
				seen++
			}
		}
		if seen == 0 {
			t.Error("tab does not come round")
		}
		x.keys(keyEscSeq, tab, "?")
		x.want("the list", "(equation 8)")
		list := strings.Split(x.screen(), "\n")[1]
		x.keys(keyEscSeq, "t", "?")
		if other := strings.Split(x.screen(), "\n")[1]; other == list || other == top {
			t.Errorf("the help on the other list opens at %q", other)
		}
		x.keys(keyEscSeq, keyEscSeq, "s", "l", "l", "?")
		if first := strings.Split(x.screen(), "\n")[1]; !strings.Contains(first, "gamma ") || !strings.Contains(x.screen(), "(ascent.gamma)") {
			t.Errorf("a setting\n%s", x.screen())
		}
		x.keys(keyEscSeq, "h", "h")
		x.want("a long sentence", "…  ? ")
	})
	for key, name := range map[string]string{"2": "Layer", "3": "Compare"} {
		screenTest(t, name, 80, 24, nil, func(t *testing.T, x *terminal) {
			x.keys(key, "?")
			lines := strings.Split(x.screen(), "\n")
			if !strings.Contains(lines[1], "On the "+name+" screen") || !strings.Contains(lines[2], map[string]string{"2": "h/j/k/l", "3": "tab"}[key]) {
				t.Errorf("%s", x.screen())
			}
		})
	}
}

// Equal signals look equal: both columns are of one width, whatever the screen's.
func TestColumnsOfOneWidth(t *testing.T) {
	for _, w := range []int{80, 81, 120, 121} {
		screenTest(t, "compare", w, 24, nil, func(t *testing.T, x *terminal) {
			x.keys("3")
			x.wait(300 * time.Millisecond)
			x.keys(keyHomeSeq) // both at the same start
			x.wait(300 * time.Millisecond)
			half := (w - 1) / 2
			for y, line := range strings.Split(x.screen(), "\n")[2:8] {
				r := []rune(line + strings.Repeat(" ", w))
				a, b := string(r[1:half]), string(r[half+1:2*half])
				if a != b {
					t.Errorf("%d columns, row %d: %q and %q", w, y+2, a, b)
				}
			}
			if s := x.screen(); strings.Contains(s, "w …") || !strings.Contains(s, "w 0.1") {
				t.Errorf("weights are cut\n%s", s)
			}
		})
	}
}

// An edit of a run that stood at its end goes on from there; one that was held stays held and says how to go on.
func TestEditAtTheEnd(t *testing.T) {
	screenTest(t, "end", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.played()
		x.keys("<", ":", "tv=0.3", enter)
		x.says("held", "space")
		x.want("held", "edited at ", "held")
		x.keys("u", keyEndSeq)
		x.played()
		last := x.step()
		x.keys(",", ".") // at the last step, by hand
		x.keys(":", "set eta=0.02", enter)
		if last < 300 && !x.m.common.Session.Current().Playing {
			t.Errorf("it stands still\n%s", x.screen())
		}
		x.keys(":", "nothing=3", enter)
		x.want("no setting", "nothing")
		if e := x.m.common.Session.Current().Job.Edits; slices.ContainsFunc(e, func(e optimize.Edit) bool { return e.Key == "nothing" }) {
			t.Errorf("%v", e)
		}
	})
}

// What the list leaves out where there is little room: never which activity it is.
func TestListColumns(t *testing.T) {
	m := newExplorer(t.Context(), options(t))
	defer m.common.Session.Close()
	m.common.Session.Data.Dataset.Activities = append([]string(nil), "playing basketball", "cycling, horizontal", "jumping")
	for _, c := range []struct {
		w    int
		want unit.ListColumns
	}{
		{48, unit.ListColumns{Name: 20, First: 8, Window: 5}},
		{62, unit.ListColumns{Name: 20, First: 8, Second: 8, Window: 11}},
		{83, unit.ListColumns{Name: 20, First: 8, Second: 8, Word: 5, Window: 25}},
	} {
		if got := unitOf(m).ListColumns(c.w); got != c.want {
			t.Errorf("%d columns: %+v, expected %+v", c.w, got, c.want)
		}
	}
	for w := 20; w < 240; w++ {
		c := unitOf(m).ListColumns(w)
		if sum := 1 + unit.NumberColumn + c.Name + unit.SubjectColumn + unit.AxisColumn + c.Word + c.First + c.Second + c.Third + c.Window; w >= 40 && sum > w {
			t.Errorf("%d columns: %d are given out", w, sum)
		}
	}
	if got := unitOf(m).ListTitle(48); !strings.HasSuffix(got, ": MSE") || ansi.StringWidth(got) > 48 {
		t.Errorf("%q", got)
	}
}

// Activations of different layers have no common scale: beside a unit of another layer a column keeps its own axis, and a share is
// not taken from a ratio.
func TestColumnsOfTwoLayers(t *testing.T) {
	screenTest(t, "two layers", 160, 50, nil, func(t *testing.T, x *terminal) {
		x.m.common.Session.Open.Network.Layers[4].Statistics.Mean[1] = 400 // a threshold far beyond the other's
		x.keys("3", "/", "dense2 1", enter)
		x.wait(3 * time.Second)
		x.want("both", "dense2/1", "conv1/0")
		own := false
		for i := range compareOf(x.m).Columns {
			if c := &compareOf(x.m).Columns[i]; c.Place.Layer == 0 {
				own = true
				if a := c.Signal.MapAxis; a.Hi-a.Lo > 5 {
					t.Errorf("the map of conv1 is drawn from %v to %v", a.Lo, a.Hi)
				}
			}
			if got := compareOf(x.m).Columns[i].Texts[0]; got[1] != "" {
				t.Errorf("attainment %q is compared: %q", got[0], got[1])
			}
		}
		if !own {
			t.Error("no column shows conv1")
		}
	})
}

// Whatever the tree can say of a unit, the help explains.
func TestGlossary(t *testing.T) {
	names := map[string]bool{}
	m := newExplorer(t.Context(), options(t))
	defer m.common.Session.Close()
	for _, s := range m.screens {
		for _, g := range s.Glossary() {
			for _, e := range g.Entries {
				if !strings.HasSuffix(e.Text, ".") || e.Name == "" {
					t.Errorf("%s: %q", e.Name, e.Text)
				}
				names[e.Name] = true
			}
		}
	}
	for _, s := range []optimize.Status{optimize.Dead, optimize.Silent, optimize.Failed, optimize.Diverged} {
		if !names[string(s)] {
			t.Errorf("the help does not explain %s", s)
		}
	}
	for _, name := range unit.TermNames {
		if !names[name] {
			t.Errorf("the help does not explain %s", name)
		}
	}
	for _, m := range optimize.Methods {
		if dialog.MethodHelp[m] == "" {
			t.Errorf("the menu does not explain %s", m)
		}
	}
	for _, p := range optimize.Presets {
		if dialog.PresetHelp[p] == "" {
			t.Errorf("the menu does not explain %s", p)
		}
	}
}
