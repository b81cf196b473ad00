package tui

import (
	"context"
	"math"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"actmax/internal/thorough"
	"actmax/optimize"
	"actmax/tui/dialog"
	"actmax/tui/screen"
	"actmax/tui/screen/unit"
	"actmax/tui/session"
	"actmax/tui/style"
)

// view draws the model at a size without a terminal and checks what every screen must hold to.
func view(t *testing.T, m *explorer, w, h int, what string) []string {
	t.Helper()
	m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	m.dirty = true
	lines := strings.Split(m.View().Content, "\n")
	if len(lines) > max(h, 1) {
		t.Fatalf("%s %dx%d: %d lines", what, w, h, len(lines))
	}
	for i, l := range lines {
		if n := ansi.StringWidth(l); n > w {
			t.Fatalf("%s %dx%d: line %d is %d columns wide", what, w, h, i, n)
		}
		if strings.ContainsAny(l, "\t\r\a\b") {
			t.Fatalf("%s %dx%d: line %d holds a control character: %q", what, w, h, i, l)
		}
	}
	return lines
}

// modelAt returns a model that has played a unit of the layer for a while, without a terminal.
func modelAt(t *testing.T, layer int, o Options) *explorer {
	t.Helper()
	o.Layer = layer
	m := newExplorer(context.Background(), o)
	t.Cleanup(m.common.Session.Close)
	m.Update(tea.WindowSizeMsg{Width: 160, Height: 50})
	now := time.Now()
	m.frame(now)
	m.frame(now.Add(session.RestBefore))
	v := m.common.Session.Current()
	if v.Err != nil {
		t.Fatal(v.Err)
	}
	<-v.Run.Done()
	for i := range 20 {
		m.frame(now.Add(session.RestBefore + time.Duration(i+1)*100*time.Millisecond))
		workOff(m)
	}
	m.common.Session.PrepareIndex()
	workOff(m)
	unitOf(m).Similar.Ask(unitOf(m), v)
	workOff(m)
	if v.Shown == nil || len(unitOf(m).Similar.Now.List) == 0 {
		t.Fatalf("nothing is shown: %+v", v)
	}
	return m
}

// workOff runs what was started in the background, and what that starts.
func workOff(m *explorer) {
	for len(m.later) > 0 {
		for _, cmd := range m.waiting() {
			if done, ok := cmd().(doneMsg); ok && done.apply != nil {
				done.apply()
			}
		}
	}
}

// giveUp cancels a task as the user does.
func giveUp(m *explorer, k session.TaskKind) {
	for _, t := range m.common.Session.Tasks {
		if t.Kind == k {
			t.Cancel()
			m.common.Session.TaskEnded(t)
			t.Cancelled()
		}
	}
}

// Sizes from 1x1 to 240x70 (thorough.Sizes), for one-axis, six-axis and single-value units, with every pane and window open.
func TestEverySize(t *testing.T) {
	t.Parallel()
	states := []struct {
		name string
		set  func(m *explorer)
	}{
		{"plain", func(m *explorer) {}},
		{"similar", func(m *explorer) {
			unitOf(m).Focus, unitOf(m).Lower, unitOf(m).Similar.Pick = unit.FocusSimilar, unit.FocusSimilar, 0
		}},
		{"power", func(m *explorer) { unitOf(m).Aside.Aspect = unit.AspectFrequencies }},
		{"counts", func(m *explorer) { unitOf(m).Aside.Aspect = unit.AspectActivations }},
		{"strongest", func(m *explorer) { unitOf(m).Aside.Listing, unitOf(m).Lower = unit.ListStrongest, unit.FocusSimilar }},
		{"settings", func(m *explorer) {
			unitOf(m).Focus = unit.FocusSettings
			unitOf(m).Form.Open(m.common.Session.Settings)
		}},
		{"help", func(m *explorer) { m.over = helpOf(m) }},
		{"menu", func(m *explorer) { m.over = methodsOf(m) }},
		{"search", func(m *explorer) { m.search = newSearch(strings.Repeat("conv1 | ", 14)) }},
		{"message", func(m *explorer) { m.Say("%s", strings.Repeat("a long message ", 30)) }},
	}
	kinds := []int{0, 2, 4}
	for k, layer := range kinds {
		m := modelAt(t, layer, options(t))
		withStrongest(m)
		for i, s := range states {
			saved := *m
			s.set(m)
			for w, h := range thorough.Sizes(i*len(kinds)+k, len(states)*len(kinds)) {
				view(t, m, w, h, s.name)
			}
			*m = saved
		}
	}
}

func TestSmallScreenSaysWhatItNeeds(t *testing.T) {
	m := modelAt(t, 0, options(t))
	lines := view(t, m, 40, 10, "small")
	if all := strings.Join(lines, "\n"); !strings.Contains(all, "actmax needs 60x18") || !strings.Contains(all, "this is 40x10") {
		t.Errorf("%q", all)
	}
}

// What the sizes promise is on the screen.
func TestPanesBySize(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := open(t, options(t), 80, 24, colorprofile.TrueColor)
		x.wait(3 * time.Second)
		always := []string{"Units", "signal [G]", "activation", "th_eap", "Settings", "eta 0.007", "step 300/300", "j/k unit"}
		x.want("80x24", append(always, "Objective", " 0.84", "w 0.1")...)
		x.wantNot("80x24", "MSE", "subject")
		x.resize(60, 18)
		x.want("60x18", "Units", "signal [G]", "activation", "Objective", "step 300/300")
		x.resize(120, 36)
		x.want("120x36", append(always, "Objective", "MSE", "conv1 · unit 00 · l2+tv+eap+clip", "Σ eta")...)
		x.wantNot("120x36", "subject")
		x.resize(160, 50)
		x.want("160x50", append(always, "MSE", "subject", "from ", "▸ 1 ")...)
		x.resize(200, 60)
		x.want("200x60", append(always, "subject")...)
		x.resize(20, 5)
		x.want("20x5", "actmax needs 60x18")
	})
}

// In no set of glyphs or colours is anything told by colour alone, and ASCII is ASCII.
func TestASCII(t *testing.T) {
	for _, layer := range []int{0, 2, 4} {
		o := options(t)
		o.Explorer.Glyphs = "ascii"
		m := modelAt(t, layer, o)
		m.common.Theme = style.NewTheme(true, colorprofile.ASCII)
		withStrongest(m)
		for _, set := range []func(){
			func() {}, func() { unitOf(m).Focus, unitOf(m).Similar.Pick = unit.FocusSimilar, 0 }, func() { unitOf(m).Aside.Aspect = unit.AspectFrequencies },
			func() { unitOf(m).Aside.Aspect, unitOf(m).Aside.Listing = unit.AspectActivations, unit.ListStrongest }, func() { m.over = methodsOf(m) }, func() { m.over = helpOf(m) },
		} {
			set()
			for _, size := range [][2]int{{80, 24}, {160, 50}} {
				for i, l := range view(t, m, size[0], size[1], "ascii") {
					for _, r := range l {
						if r > 0x7e {
							t.Fatalf("layer %d, line %d holds %q:\n%s", layer, i, r, l)
						}
					}
				}
			}
			h, ok := m.over.(*dialog.Help)
			for was := ""; ok; { // the whole help
				h.Act(screen.ActHold)
				lines := view(t, m, 80, 24, "help")
				if is := strings.Join(lines, "\n"); is == was {
					break
				} else {
					was = is
				}
				for _, l := range lines {
					for _, r := range l {
						if r > 0x7e {
							t.Fatalf("the help holds %q:\n%s", r, l)
						}
					}
				}
			}
		}
	}
}

// colour finds the sequence that sets one.
var colour = regexp.MustCompile(`\x1b\[[\d;]*\b(3[0-8]|4[0-8]|9[0-7]|10[0-7])\b`)

func TestNoColour(t *testing.T) {
	m := modelAt(t, 0, options(t))
	for _, p := range []colorprofile.Profile{colorprofile.ASCII, colorprofile.NoTTY} {
		m.Update(tea.ColorProfileMsg{Profile: p})
		all := strings.Join(view(t, m, 120, 36, "no colour"), "\n")
		if code := colour.FindString(all); code != "" {
			t.Errorf("%v: a colour is left: %q", p, code)
		}
		if !strings.Contains(all, style.Unicode.Edge) {
			t.Error("without shading the window has no edges")
		}
	}
	m.Update(tea.ColorProfileMsg{Profile: colorprofile.ANSI})
	all := strings.Join(view(t, m, 120, 36, "16 colours"), "\n")
	if strings.Contains(all, "38;5") || !colour.MatchString(all) {
		t.Error("sixteen colours are not used")
	}
}

// The background asked for decides the palette; a theme that was set stays.
func TestBackground(t *testing.T) {
	for _, c := range []struct {
		theme      string
		background string
		dark       bool
	}{{"auto", "#ffffff", false}, {"auto", "#101010", true}, {"dark", "#ffffff", true}, {"light", "#101010", false}} {
		synctest.Test(t, func(t *testing.T) {
			o := options(t)
			o.Explorer.Theme = c.theme
			x := open(t, o, 120, 40, colorprofile.TrueColor)
			x.wait(time.Second)
			x.p.Send(tea.BackgroundColorMsg{Color: ansi.HexColor(c.background)})
			x.settle()
			if x.m.common.Theme.Dark != c.dark {
				t.Errorf("theme %s on %s: dark is %v", c.theme, c.background, x.m.common.Theme.Dark)
			}
			want := style.NewTheme(c.dark, colorprofile.TrueColor).Change(style.Text, style.Signal)
			if !strings.Contains(x.m.content, want) {
				t.Errorf("theme %s on %s: the signal has another colour than %q", c.theme, c.background, want)
			}
		})
	}
}

// The terminal is asked for its background.
func TestAsksForBackground(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := open(t, options(t), 120, 40, colorprofile.TrueColor)
		x.settle()
		if !x.m.common.Theme.Dark { // the emulator answers black
			t.Error("no answer")
		}
	})
}

// Names from data files cannot tear the screen.
func TestHostileNames(t *testing.T) {
	o := options(t)
	o.Network.Classes = []string{"a\tb\x1b[31m", "走る走る走る走る走る走る走る走る走る", "e\u0301\u200d\n"}
	o.Dataset.Activities = o.Network.Classes
	for _, layer := range []int{0, 4} {
		m := modelAt(t, layer, o)
		m.common.Session.Open.Measured = measuredOf(o)
		for w := 58; w < 180; w += 3 {
			for _, l := range view(t, m, w, 40, "names") {
				if strings.Contains(l, "\x1b[31m") {
					t.Fatal("an escape sequence came through")
				}
			}
		}
	}
}

// States that are not plain: each says what it is.
func TestStates(t *testing.T) {
	m := modelAt(t, 0, options(t))
	v := m.common.Session.Current()
	good := *v.Shown
	for _, c := range []struct {
		status optimize.Status
		want   string
	}{{optimize.Dead, string(optimize.Dead) + ":"}, {optimize.Silent, string(optimize.Silent) + ":"}, {optimize.Failed, "10.0 G"}, {optimize.Diverged, "diverged"}} {
		s := good
		s.Status = c.status
		v.Shown = &s
		if all := strings.Join(view(t, m, 160, 50, string(c.status)), "\n"); !strings.Contains(all, c.want) {
			t.Errorf("%s: %q is missing", c.status, c.want)
		}
	}
	s := good
	s.Status = optimize.Diverged
	s.Signal = append([]float32(nil), s.Signal...)
	s.Signal[3] = float32(math.NaN())
	v.Shown = &s
	if lines := view(t, m, 160, 50, "NaN"); !strings.Contains(lines[2], string(optimize.Diverged)) {
		t.Error("a diverged run is drawn")
	}
	v.Shown = &good
	v.Result.Restarts, v.Result.Start = 2, "noise"
	if all := strings.Join(view(t, m, 160, 50, "restarted"), "\n"); !strings.Contains(all, ": noise") {
		t.Error("restarted")
	}
}
