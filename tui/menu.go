package tui

import (
	"actmax/optimize"
	"actmax/tui/canvas"
	"actmax/tui/screen"
	"actmax/tui/style"
)

// menu is the list of methods and presets.
type menu struct {
	now    optimize.Settings // what is in force is marked
	cursor int
	rows   []menuRow
}

type menuRow struct {
	title string // heading, not to be chosen
	screen.Method
	help string
}

var methodHelp = map[string]string{
	"naive":           "the activation alone, no penalty",
	"lowpass":         "no penalty; each update is followed by a low-pass filter",
	"unit-norm":       "no penalty; each update is followed by scaling to norm 1",
	optimize.Baseline: "norm and total variation: the baseline",
	"l2+tv+aap":       "with a penalty on amplitudes beyond th_aap",
	"l2+tv+eap":       "with a penalty on activations beyond th_eap",
	"l2+tv+clip":      "with activations clipped at th_eap",
	optimize.Proposed: "penalty and clipping: the proposed method",
}

var presetHelp = map[string]string{
	"printed": "what the paper prints; its learning rates sum to 0.02, so nothing can move",
	"paper":   "the nearest setting that can produce the paper's figures",
	"actmax":  "ours: best realism at full activation",
}

func newMenu(s optimize.Settings) *menu {
	n := &menu{now: s, rows: []menuRow{{title: "Methods"}}}
	for _, m := range optimize.Methods {
		n.rows = append(n.rows, menuRow{Method: screen.Method{Name: m}, help: methodHelp[m]})
		if m == optimize.MethodOf(s) {
			n.cursor = len(n.rows) - 1
		}
	}
	n.rows = append(n.rows, menuRow{title: "Presets"})
	for _, p := range optimize.Presets {
		n.rows = append(n.rows, menuRow{Method: screen.Method{Name: p, Preset: true}, help: presetHelp[p]})
	}
	if n.cursor == 0 {
		n.cursor = 1
	}
	return n
}

func (n *menu) move(by int) {
	for i := n.cursor + by; i >= 0 && i < len(n.rows); i += by {
		if n.rows[i].title == "" {
			n.cursor = i
			return
		}
	}
}

func (n *menu) act(m *explorer, a screen.Action) bool {
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
		return false
	case screen.ActOpen:
		m.choose(n.rows[n.cursor].Method)
		return false
	default:
		m.Say("j and k move, enter chooses, esc closes")
	}
	return true
}

// choose applies a method or preset and starts the unit again.
func (m *explorer) choose(r screen.Method) {
	if m.common.Screen == screen.Compare {
		m.pair.Choose(r)
		return
	}
	if m.common.Screen == screen.Scores {
		m.own.scores.Choose(r)
		return
	}
	next := m.common.Session.Settings
	var err error
	if r.Preset {
		err = next.ApplyPreset(r.Name)
	} else {
		err = optimize.ApplyMethod(&next, r.Name)
	}
	if err != nil {
		m.Complain(err)
		return
	}
	if next != m.common.Session.Settings {
		m.common.Session.RememberUndo(m.common.Session.Settings)
		m.common.Session.Settings = next
	}
	if m.common.Session.Open.Tree.Cursor.Unit >= 0 {
		if v := m.common.Session.Restart(m.common.Session.Settings, nil); v.Err != nil {
			m.Complain(v.Err)
		} else {
			m.Say("%s: started again", r.Name)
		}
	}
	m.common.Session.RefreshAll()
}

func (n *menu) draw(p canvas.Painter, m *explorer) {
	w := 0
	for _, r := range n.rows {
		w = max(w, 20+len(r.help))
	}
	in := p.Window("Methods and presets", w+2, len(n.rows), m.common.Glyphs)
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
			in.Put(1, y, m.common.Glyphs.Point, style.Accent)
		}
		in.Text(3, y, r.Name, st)
		in.Text(20, y, canvas.Clip(r.help, in.W-21, m.common.Glyphs), style.Dim)
		if from+y == n.cursor {
			in.Ground(0, y, in.W, style.OnCursor)
			in.Put(0, y, m.common.Glyphs.Here, style.Accent.Strong())
		}
	}
}
