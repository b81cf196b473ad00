package tui

import (
	"errors"
	"fmt"
	"math"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"actmax/tui/canvas"
	"actmax/tui/filter"
)

// search is the open filter field, in place of the footer. It takes every key until enter or esc.
type search struct{ field textinput.Model }

func newSearch(query string) *search {
	f := textinput.New()
	f.CharLimit = 120
	f.SetValue(query)
	f.CursorEnd()
	f.Focus()
	return &search{f}
}

func (s *search) press(msg tea.Msg) { s.field, _ = s.field.Update(msg) }

func (s *search) draw(p canvas.Painter, x, y, w int, g *canvas.Glyphs) {
	text := []rune(s.field.Value())
	at := s.field.Position()
	for x := x; x < x+w && x < p.W-2; x++ {
		p.Put(x, y, " ", canvas.Text)
	}
	from := max(0, at-(w-8)) // a long query scrolls
	end := p.Text(x, y, " find /", canvas.Accent)
	p.Text(end, y, canvas.Clip(string(text[from:])+" ", w-8, g), canvas.Text)
	p.Ground(end+at-from, y, 1, canvas.OnCursor)
}

// openFilter opens the filter field on a query, or on the one before where that could not be read.
func (m *explorer) openFilter(query string) {
	if m.mend != "" {
		query, m.mend = m.mend, ""
	}
	m.search = newSearch(query)
}

// searchKey gives a key to the open filter field.
func (m *explorer) searchKey(msg tea.KeyPressMsg) {
	own, isOwn := m.on().(searcher)
	switch msg.String() {
	case "esc":
		m.search = nil
		if isOwn {
			return
		}
		if err := m.applyFilter(""); err != nil {
			m.complain(err)
		}
	case "enter":
		query := m.search.field.Value()
		m.search = nil
		find := m.applyFilter
		if isOwn {
			find = func(query string) error { return own.search(m.common, query) }
		}
		if err := find(query); err != nil {
			if fault := (*filter.Error)(nil); errors.As(err, &fault) {
				m.mend = query // the next / opens it again
			}
			m.complain(err)
		}
	default:
		m.search.press(msg)
	}
}

// searcher is a screen with a filter of its own; the others share the tree's.
type searcher interface {
	search(m *common, query string) error
}

// subject gathers what a filter asks of a unit.
func (m *session) subject(layer, unit int) filter.Unit {
	p := place{layer, unit}
	s := filter.Unit{Layer: m.tree.layers[layer].name, Number: unit, Attainment: math.NaN(), Amplitude: math.NaN()}
	s.Similarity = func() float64 { return m.similarity(p) }
	if w := m.other(); w != nil {
		s.Twin = func() float64 { return m.counterpart(m.network, p, w.network).correlation }
	}
	if a := m.activity(p); a >= 0 {
		s.Activity = filter.ActivityWord(m.dataset.Activities[a])
	}
	brief := m.summary(layer, unit)
	s.Status, s.Stale, s.Restarted, s.Running = brief.word, brief.stale, brief.restarted, brief.running
	if v := m.visits[place{layer, unit}]; v != nil {
		if v.result != nil {
			s.Attainment, s.Amplitude = v.result.Attainment, v.result.MaxAmplitude
		} else if v.run != nil {
			if n := v.run.Latest(); n != nil {
				s.Attainment, s.Amplitude = n.Attainment, n.MaxAmplitude
			}
		}
	}
	return s
}

// found goes to the next or previous unit that the filter shows.
func (m *session) found(a action) {
	if m.query == "" {
		m.say("nothing was searched for; / finds units")
		return
	}
	n := 1
	if a == actPrevious {
		n = -1
	}
	was := m.tree.cursor
	if !m.tree.move(n) {
		m.say("no unit further %s", map[bool]string{true: "on", false: "back"}[n > 0])
		return
	}
	m.moved(was)
}

// parse reads a query about the units of the present network and data.
func (m *session) parse(query string) (filter.Query, error) {
	var activities []string
	if m.dataset != nil {
		activities = m.dataset.Activities
	}
	layers := make([]string, len(m.tree.layers))
	for i, l := range m.tree.layers {
		layers[i] = l.name
	}
	return filter.Parse(query, layers, activities)
}

// applyFilter narrows the tree to the units that a query finds; "" shows all.
func (m *session) applyFilter(query string) error {
	was := m.tree.cursor
	if query == "" {
		m.query = ""
		m.tree.filter(nil)
		m.moved(was)
		return nil
	}
	f, err := m.parse(query)
	if err != nil {
		return err
	}
	n := m.tree.filter(func(layer, unit int) bool { return f.Match(m.subject(layer, unit)) })
	if n == 0 {
		m.tree.filter(nil)
		if m.query != "" {
			_ = m.applyFilter(m.query) // it was valid
		}
		return fmt.Errorf("no unit matches %q", query)
	}
	m.query = query
	m.say("%d found; n and N go through them, esc shows all", n)
	m.moved(was)
	return nil
}

// moved follows the cursor to another unit: what was seen is shown at once, what was not waits until the cursor rests.
func (m *session) moved(was place) {
	if m.tree.cursor != was {
		m.absolute()
		m.restAt = m.now.Add(restBefore)
	}
}

// goTo puts the cursor on a unit wherever it stands, and unfolds its layer.
func (m *session) goTo(p place) bool {
	was := m.tree.cursor
	m.tree.layers[p.layer].folded = false
	moved := m.tree.set(p)
	m.moved(was)
	return moved
}

// atUnit makes sure that a unit is under the cursor: on a folded layer the one last seen in it.
func (m *session) atUnit() {
	if p := m.tree.cursor; p.unit < 0 {
		l := &m.tree.layers[p.layer]
		m.goTo(place{p.layer, min(l.last, l.units-1)})
	}
}
