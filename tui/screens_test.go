package tui

import (
	"math"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"actmax/internal/thorough"
	"actmax/optimize"
	"actmax/tui/screen"
	"actmax/tui/session/tree"
	"actmax/tui/style"
)

// modelOn returns a model with a screen open, half played or to the end, without a terminal.
func modelOn(t *testing.T, id screen.ID, layer int, share float64, o Options) *explorer {
	t.Helper()
	m := modelAt(t, layer, o)
	m.turnTo(id)
	m.open().Rested()
	for _, v := range m.common.Session.Open.Visits {
		if v.Run != nil {
			<-v.Run.Done()
		}
	}
	for i := range compareOf(m).Columns {
		if v := compareOf(m).Columns[i].View; v != nil {
			<-v.Run.Done()
		}
	}
	if id == screen.Layer {
		layerOf(m).Head().Share, layerOf(m).Head().Playing, layerOf(m).All = share, false, true
	} else {
		compareOf(m).Share, compareOf(m).Playing = share, false
		compareOf(m).FollowPlayhead()
	}
	for range 40 {
		m.frame(m.common.Session.Now.Add(50 * time.Millisecond))
		workOff(m)
	}
	return m
}

// Layer and Compare at sizes from 1x1 to 240x70, for one-axis, six-axis and single-value units.
func TestScreensAtEverySize(t *testing.T) {
	if thorough.Race {
		t.Skip("nothing here is concurrent")
	}
	t.Parallel()
	states := []struct {
		name string
		set  func(m *explorer)
	}{
		{"plain", func(m *explorer) {}},
		{"filtered", func(m *explorer) {
			if err := m.common.Session.ApplyFilter("1-2"); err != nil {
				t.Fatal(err)
			}
		}},
		{"stale", func(m *explorer) { m.common.Session.Settings.L2 = 0.9 }},
		{"one sensor", func(m *explorer) { m.common.Axis = 1 }},
		{"help", func(m *explorer) { m.over = helpOf(m) }},
		{"search", func(m *explorer) { m.search = newSearch(strings.Repeat("conv1 | ", 14)) }},
	}
	for _, id := range []screen.ID{screen.Layer, screen.Compare} {
		for _, layer := range []int{0, 2, 4} {
			m := modelOn(t, id, layer, 0.4, options(t))
			for i, s := range states {
				saved := *m
				s.set(m)
				for w, h := range thorough.Sizes(i*3+layer/2, 3*len(states)) {
					view(t, m, w, h, screenNames[id]+" "+s.name)
				}
				if s.name == "filtered" {
					m.common.Session.ApplyFilter("")
				}
				*m = saved
			}
		}
	}
}

// Without Unicode and colours, and on a light background, both screens say the same.
func TestScreensPlain(t *testing.T) {
	for _, id := range []screen.ID{screen.Layer, screen.Compare} {
		for _, layer := range []int{0, 2, 4} {
			o := options(t)
			o.Explorer.Glyphs = "ascii"
			m := modelOn(t, id, layer, 1, o)
			for _, profile := range []colorprofile.Profile{colorprofile.ASCII, colorprofile.ANSI, colorprofile.TrueColor} {
				for _, dark := range []bool{true, false} {
					m.common.Theme = style.NewTheme(dark, profile)
					all := strings.Join(view(t, m, 120, 40, "plain"), "\n")
					for _, r := range all {
						if r > 0x7e {
							t.Fatalf("%s, layer %d: %q\n%s", screenNames[id], layer, r, all)
						}
					}
					if profile == colorprofile.ASCII && colour.MatchString(all) {
						t.Errorf("%s: a colour is left", screenNames[id])
					}
					want := "> "
					if id == screen.Layer {
						want = ">0"
					}
					if !strings.Contains(ansi.Strip(all), want) {
						t.Errorf("%s: what is under the cursor is told by colour alone\n%s", screenNames[id], all)
					}
				}
			}
			m.common.Session.Settings.L2 = 0.9
			if id == screen.Layer {
				m.frame(m.common.Session.Now.Add(time.Second))
				layerOf(m).All = true
				if all := ansi.Strip(strings.Join(view(t, m, 120, 40, "stale"), "\n")); !strings.Contains(all, "~") {
					t.Errorf("layer %d: results under other settings are not marked\n%s", layer, all)
				}
			}
		}
	}
}

// What the screens promise is there at the sizes that people use.
func TestScreensBySize(t *testing.T) {
	layer := modelOn(t, screen.Layer, 0, 1, options(t))
	pair := modelOn(t, screen.Compare, 0, 1, options(t))
	for _, size := range [][2]int{{60, 18}, {80, 24}, {120, 40}, {160, 50}, {200, 60}} {
		layerOf(layer).All = true
		all := ansi.Strip(strings.Join(view(t, layer, size[0], size[1], "layer"), "\n"))
		for _, want := range []string{"conv1", "00", "05", "1.00", "silent", "enter open"} {
			if !strings.Contains(all, want) {
				t.Errorf("Layer at %v: %q is missing\n%s", size, want, all)
			}
		}
		all = ansi.Strip(strings.Join(view(t, pair, size[0], size[1], "compare"), "\n"))
		for _, want := range []string{"conv1/0", "l2+tv", "signal", "activation", "attainment", "max a", "G apart", "tab column"} {
			if !strings.Contains(all, want) {
				t.Errorf("Compare at %v: %q is missing\n%s", size, want, all)
			}
		}
	}
}

// A run that could not start or diverged says so in place of its plots.
func TestScreensSayWhatFailed(t *testing.T) {
	m := modelOn(t, screen.Compare, 0, 1, options(t))
	col := &compareOf(m).Columns[0]
	bad := *col.View.Shown
	bad.Signal = append([]float32(nil), bad.Signal...)
	bad.Signal[3], bad.Status = float32(math.NaN()), optimize.Diverged
	col.View.Shown = &bad
	if lines := view(t, m, 160, 50, "diverged"); !strings.Contains(lines[2], string(optimize.Diverged)) {
		t.Error("a diverged run is drawn")
	}
	col.View, col.Err = nil, optimize.ApplyMethod(&optimize.Settings{}, "nonsense")
	m.frame(m.common.Session.Now.Add(50 * time.Millisecond))
	if all := strings.Join(view(t, m, 160, 50, "error"), "\n"); !strings.Contains(all, "nonsense") {
		t.Errorf("a run that could not start says nothing\n%s", all)
	}

	m = modelOn(t, screen.Layer, 0, 1, options(t))
	tile := layerOf(m).Tiles[tree.Place{Layer: 0, Unit: 0}]
	tile.Snap = &bad
	tile.Measure(layerOf(m).Grid)
	view(t, m, 160, 50, "a diverged tile")
}

// Every screen has a footer that says how to step to another unit, and a reason for each key that does nothing there.
func TestHints(t *testing.T) {
	m := newExplorer(t.Context(), options(t))
	defer m.common.Session.Close()
	for id, s := range m.screens {
		words, _ := hintsOf(s)
		if f := fit(words, 76); !strings.Contains(f, "unit") {
			t.Errorf("%s: %q", screenNames[id], f)
		}
		for _, k := range s.Keys() {
			if k.Enabled() == (k.Why != "") || len(k.Binding.Keys()) == 0 {
				t.Errorf("%s: %v is enabled: %t, and says why not: %q", screenNames[id], k.Binding.Keys(), k.Enabled(), k.Why)
			}
		}
	}
}

// Another network takes nothing of the one before onto the screens.
func TestScreensForget(t *testing.T) {
	for _, id := range []screen.ID{screen.Layer, screen.Compare} {
		m := modelOn(t, id, 2, 1, options(t))
		m.common.Session.Become(small(t), "")
		if m.common.Screen != id || m.common.Session.Open.Tree.Cursor.Layer != 0 {
			t.Errorf("%s: at %v", screenNames[m.common.Screen], m.common.Session.Open.Tree.Cursor)
		}
		m.frame(m.common.Session.Now.Add(time.Second))
		m.frame(m.common.Session.Now.Add(time.Second))
		m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
		if all := strings.Join(view(t, m, 120, 40, "forgotten"), "\n"); !strings.Contains(all, "conv1") || strings.Contains(all, "fusion") {
			t.Errorf("%s\n%s", screenNames[id], all)
		}
	}
}
