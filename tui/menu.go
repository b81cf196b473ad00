package tui

import (
	"actmax/optimize"
	"actmax/tui/canvas"
)

// menu is the list of methods and presets.
type menu struct {
	now    optimize.Settings // what is in force is marked
	cursor int
	rows   []menuRow
}

type menuRow struct {
	title  string // heading, not to be chosen
	name   string
	preset bool
	help   string
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
		n.rows = append(n.rows, menuRow{name: m, help: methodHelp[m]})
		if m == optimize.MethodOf(s) {
			n.cursor = len(n.rows) - 1
		}
	}
	n.rows = append(n.rows, menuRow{title: "Presets"})
	for _, p := range optimize.Presets {
		n.rows = append(n.rows, menuRow{name: p, preset: true, help: presetHelp[p]})
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

func (n *menu) act(m *explorer, a action) bool {
	switch a {
	case actDown:
		n.move(1)
	case actUp:
		n.move(-1)
	case actTop:
		n.cursor = 1
	case actBottom:
		n.cursor = len(n.rows) - 1
	case actBack, actMethods:
		return false
	case actOpen:
		m.choose(n.rows[n.cursor])
		return false
	default:
		m.say("j and k move, enter chooses, esc closes")
	}
	return true
}

// choose applies a method or preset and starts the unit again.
func (m *explorer) choose(r menuRow) {
	if m.screen == screenCompare {
		m.pair.choose(m, r)
		return
	}
	if m.screen == screenScores {
		m.scores.choose(m, r)
		return
	}
	next := m.settings
	var err error
	if r.preset {
		err = next.ApplyPreset(r.name)
	} else {
		err = optimize.ApplyMethod(&next, r.name)
	}
	if err != nil {
		m.complain(err)
		return
	}
	if next != m.settings {
		m.remember(m.settings)
		m.settings = next
	}
	if m.tree.cursor.unit >= 0 {
		if v := m.restart(m.settings, nil); v.err != nil {
			m.complain(v.err)
		} else {
			m.say("%s: started again", r.name)
		}
	}
	m.restale()
}

func (n *menu) draw(p canvas.Painter, m *explorer) {
	w := 0
	for _, r := range n.rows {
		w = max(w, 20+len(r.help))
	}
	in := p.Window("Methods and presets", w+2, len(n.rows), m.glyphs)
	from := max(0, min(n.cursor-in.H/2, len(n.rows)-in.H))
	for y, r := range n.rows[from:min(len(n.rows), from+in.H)] {
		if r.title != "" {
			in.Text(1, y, r.title, canvas.Dim)
			continue
		}
		now := !r.preset && r.name == optimize.MethodOf(n.now) || r.preset && r.name == optimize.PresetOf(n.now)
		st := canvas.Text
		if now {
			st = st.Strong()
			in.Put(1, y, m.glyphs.Point, canvas.Accent)
		}
		in.Text(3, y, r.name, st)
		in.Text(20, y, canvas.Clip(r.help, in.W-21, m.glyphs), canvas.Dim)
		if from+y == n.cursor {
			in.Ground(0, y, in.W, canvas.OnCursor)
			in.Put(0, y, m.glyphs.Here, canvas.Accent.Strong())
		}
	}
}
