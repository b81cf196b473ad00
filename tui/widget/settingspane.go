package widget

import (
	"math"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"actmax/internal/setting"
	"actmax/optimize"
	"actmax/tui/canvas"
	"actmax/tui/style"
)

// Row is a row of the settings pane: a setting.
type Row = setting.Setting[optimize.Settings]

// first lists the most frequently changed settings in the order of the pane; the others follow in the order of their
// table.
var first = []string{
	"ascent.optimizer", "ascent.eta", "ascent.gamma", "penalty.l2", "penalty.tv", "penalty.aap", "penalty.eap",
	"clip.enabled", "threshold.sigma", "threshold.factor", "penalty.norm", "ascent.start", "ascent.seed",
}

// Rows lists the rows of the settings pane.
var Rows = func() []Row {
	var out []Row
	for _, key := range first {
		for _, r := range optimize.Table {
			if r.Key == key {
				out = append(out, r)
			}
		}
	}
	for _, r := range optimize.Table {
		known := false
		for _, key := range first {
			known = known || r.Key == key
		}
		if !known {
			out = append(out, r)
		}
	}
	return out
}()

// Form is the settings pane, with a text field while a setting is edited.
type Form struct {
	Cursor int // index into Rows
	Field  *textinput.Model
	scroll int    // first line on the screen
	items  []item // as drawn last
}

// Reset moves the cursor to the first setting and closes the field.
func (p *Form) Reset() { p.Cursor, p.Field, p.scroll = 0, nil, 0 }

// Row returns the setting under the cursor.
func (p *Form) Row() Row { return Rows[p.Cursor] }

// Move moves the cursor by n settings and reports whether it moved.
func (p *Form) Move(n int) bool {
	to := min(max(p.Cursor+n, 0), len(Rows)-1)
	moved := to != p.Cursor
	p.Cursor = to
	return moved
}

// Open opens a field for the setting under the cursor. The field takes every key until enter or esc.
func (p *Form) Open(s optimize.Settings) {
	f := textinput.New()
	f.CharLimit = 40
	f.SetValue(setting.Typed(p.Row().Value(&s)))
	f.CursorEnd()
	f.Focus()
	p.Field = &f
}

// Press passes a key or pasted text to the open field.
func (p *Form) Press(msg tea.Msg) {
	f, _ := p.Field.Update(msg)
	p.Field = &f
}

// Step returns the value of a setting after n presses of + (- if negative): a number changes by its step, a word to
// the next choice. ok is false if the setting has no steps.
func Step(r Row, s *optimize.Settings, n int) (text string, ok bool) {
	switch v := r.Value(s).(type) {
	case float64:
		return setting.Typed(clampTo(r, stepNumber(r, v, n))), true
	case int:
		return setting.Typed(int(clampTo(r, stepNumber(r, float64(v), n)))), true
	case uint64:
		return strconv.FormatUint(uint64(clampTo(r, stepNumber(r, float64(v), n))), 10), true
	case bool:
		return setting.Typed(!v), true
	case string:
		for i, c := range r.Choices {
			if c == v {
				k := len(r.Choices)
				return r.Choices[((i+n)%k+k)%k], true
			}
		}
	}
	return "", false
}

func stepNumber(r Row, v float64, n int) float64 {
	if r.Log {
		return tidy(v * math.Pow(r.Step, float64(n)))
	}
	return tidy(v + float64(n)*r.Step)
}

func clampTo(r Row, v float64) float64 {
	if r.Min == 0 && r.Max == 0 {
		return max(v, 0)
	}
	return min(max(v, r.Min), r.Max)
}

// tidy rounds the result of several steps, so that 0.1 + 0.2 is 0.3.
func tidy(v float64) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 12, 64), 64)
	if err != nil {
		return v
	}
	return r
}

// item is a setting on the screen.
type item struct {
	row         int
	label, text string
	note        string // "(th_eap 1.83)"
	line, x     int
}

func (i item) width() int {
	return ansi.StringWidth(i.label) + 1 + ansi.StringWidth(i.text) + ansi.StringWidth(i.note)
}

// flow arranges the settings in lines of w columns.
func (p *Form) flow(s optimize.Settings, threshold float64, w int) []item {
	var out []item
	line, x := 0, 1
	for i, r := range Rows {
		it := item{row: i, label: r.Label, text: setting.Typed(r.Value(&s))}
		if r.Unit != "" && r.Kind != setting.Bool {
			it.note = " " + r.Unit
		}
		if r.Key == "threshold.sigma" && !math.IsNaN(threshold) {
			it.note = " (th_eap " + strconv.FormatFloat(threshold, 'f', 2, 64) + ")"
		}
		if p.Field != nil && i == p.Cursor {
			it.text = p.Field.Value() + " "
		}
		if x > 1 && x+it.width() > w-2 {
			line, x = line+1, 1
		}
		it.line, it.x = line, x
		x += it.width() + 2
		out = append(out, it)
	}
	return out
}

// Draw draws the lines around the cursor that fit the pane. threshold is the current th_eap, or NaN.
func (p *Form) Draw(c canvas.Painter, s, opened optimize.Settings, threshold float64, focused bool, g *style.Glyphs) {
	items := p.flow(s, threshold, c.W)
	p.items = items
	last := items[len(items)-1].line
	here := items[p.Cursor].line
	p.scroll = min(max(p.scroll, here-c.H+1), here)
	p.scroll = max(0, min(p.scroll, last-c.H+1))
	for i, it := range items {
		y := it.line - p.scroll
		if y < 0 || y >= c.H {
			continue
		}
		x := c.Text(it.x, y, it.label, style.Dim)
		st := style.Text
		if r := Rows[i]; r.Value(&s) != r.Value(&opened) {
			st = st.Strong()
		}
		from := x + 1
		x = c.Text(from, y, it.text, st)
		c.Text(x, y, it.note, style.Dim)
		if i == p.Cursor && focused {
			if p.Field != nil {
				c.Restyle(from, y, x-from, func(s style.Style) style.Style { return s.In(style.Accent).Underlined() })
				c.Ground(from+p.Field.Position(), y, 1, style.OnCursor)
			} else {
				c.Ground(it.x, y, it.width(), style.OnCursor)
			}
		}
	}
	if p.scroll > 0 {
		c.Put(0, 0, g.More, style.Dim)
	}
	if p.scroll+c.H <= last {
		c.Put(c.W-1, c.H-1, g.More, style.Dim)
	}
}

// At returns the setting at a cell of the pane as last drawn.
func (p *Form) At(x, y int) (row int, ok bool) {
	for _, it := range p.items {
		if it.line-p.scroll == y && x >= it.x && x < it.x+it.width() {
			return it.row, true
		}
	}
	return 0, false
}

// Explain returns the help for the setting under the cursor: what it does and the values it takes.
func (p *Form) Explain() string {
	r := p.Row()
	return strings.TrimSuffix(r.Help, ".") + ": " + r.Allowed()
}
