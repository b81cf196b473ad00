package dialog

import (
	"actmax/optimize"
	"actmax/tui/canvas"
	"actmax/tui/screen"
	"actmax/tui/style"
)

// Methods is the list of methods and presets.
type Methods struct {
	common *screen.Common
	choose func(screen.Method)
	now    optimize.Settings // current settings, whose method and preset are marked
	cursor int
	rows   []menuRow
}

type menuRow struct {
	title string // of a heading, which cannot be chosen
	screen.Method
	help string
}

// MethodHelp describes each method.
var MethodHelp = map[string]string{
	"naive":           "the activation alone, no penalty",
	"lowpass":         "no penalty; each update is followed by a low-pass filter",
	"unit-norm":       "no penalty; each update is followed by scaling to norm 1",
	optimize.Baseline: "norm and total variation: the baseline",
	"l2+tv+aap":       "with a penalty on amplitudes beyond th_aap",
	"l2+tv+eap":       "with a penalty on activations beyond th_eap",
	"l2+tv+clip":      "with activations clipped at th_eap",
	optimize.Proposed: "penalty and clipping: the proposed method",
}

// PresetHelp describes each preset.
var PresetHelp = map[string]string{
	"printed": "as printed in the paper; learning rates sum to 0.02, so nothing moves",
	"paper":   "the nearest settings that can produce the paper's figures",
	"actmax":  "ours: most realistic at full activation",
}

// NewMethods returns the list; choose is called with what is chosen.
func NewMethods(c *screen.Common, s optimize.Settings, choose func(screen.Method)) *Methods {
	n := &Methods{common: c, choose: choose, now: s, rows: []menuRow{{title: "Methods"}}}
	for _, m := range optimize.Methods {
		n.rows = append(n.rows, menuRow{Method: screen.Method{Name: m}, help: MethodHelp[m]})
		if m == optimize.MethodOf(s) {
			n.cursor = len(n.rows) - 1
		}
	}
	n.rows = append(n.rows, menuRow{title: "Presets"})
	for _, p := range optimize.Presets {
		n.rows = append(n.rows, menuRow{Method: screen.Method{Name: p, Preset: true}, help: PresetHelp[p]})
	}
	if n.cursor == 0 {
		n.cursor = 1
	}
	return n
}

func (n *Methods) move(by int) {
	for i := n.cursor + by; i >= 0 && i < len(n.rows); i += by {
		if n.rows[i].title == "" {
			n.cursor = i
			return
		}
	}
}

// Act implements Dialog.
func (n *Methods) Act(a screen.Action) (open bool, then func()) {
	switch a {
	case screen.ActDown:
		n.move(1)
	case screen.ActUp:
		n.move(-1)
	case screen.ActTop:
		n.cursor = 1
	case screen.ActBottom:
		n.cursor = len(n.rows) - 1
	case screen.ActBack, screen.ActMethods:
		return false, nil
	case screen.ActOpen:
		return false, func() { n.choose(n.rows[n.cursor].Method) }
	default:
		n.common.Session.Say("j k move, enter choose, esc close")
	}
	return true, nil
}

// Draw implements Dialog.
func (n *Methods) Draw(p canvas.Painter, c *screen.Common) {
	w := 0
	for _, r := range n.rows {
		w = max(w, 20+len(r.help))
	}
	in := p.Window("Methods and presets", w+2, len(n.rows), c.Glyphs)
	from := max(0, min(n.cursor-in.H/2, len(n.rows)-in.H))
	for y, r := range n.rows[from:min(len(n.rows), from+in.H)] {
		if r.title != "" {
			in.Text(1, y, r.title, style.Dim)
			continue
		}
		now := !r.Preset && r.Name == optimize.MethodOf(n.now) || r.Preset && r.Name == optimize.PresetOf(n.now)
		st := style.Text
		if now {
			st = st.Strong()
			in.Put(1, y, c.Glyphs.Point, style.Accent)
		}
		in.Text(3, y, r.Name, st)
		in.Text(20, y, canvas.Clip(r.help, in.W-21, c.Glyphs), style.Dim)
		if from+y == n.cursor {
			in.Ground(0, y, in.W, style.OnCursor)
			in.Put(0, y, c.Glyphs.Here, style.Accent.Strong())
		}
	}
}
