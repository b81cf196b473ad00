package tui

import (
	"errors"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"actmax/tui/canvas"
	"actmax/tui/filter"
	"actmax/tui/screen"
	"actmax/tui/style"
)

// search is the open filter field in the footer. It takes every key until enter or esc.
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

func (s *search) draw(p canvas.Painter, x, y, w int, g *style.Glyphs) {
	text := []rune(s.field.Value())
	at := s.field.Position()
	for x := x; x < x+w && x < p.W-2; x++ {
		p.Put(x, y, " ", style.Text)
	}
	from := max(0, at-(w-8)) // a long query scrolls
	end := p.Text(x, y, " find /", style.Accent)
	p.Text(end, y, canvas.Clip(string(text[from:])+" ", w-8, g), style.Text)
	p.Ground(end+at-from, y, 1, style.OnCursor)
}

// openFilter opens the filter field with a query, or with the previous one if that was invalid.
func (m *explorer) openFilter(query string) {
	if m.badFilter != "" {
		query, m.badFilter = m.badFilter, ""
	}
	m.search = newSearch(query)
}

// searchKey gives a key to the open filter field.
func (m *explorer) searchKey(msg tea.KeyPressMsg) {
	own, isOwn := m.open().(screen.Searcher)
	switch msg.String() {
	case "esc":
		m.search = nil
		if isOwn {
			return
		}
		if err := m.common.Session.ApplyFilter(""); err != nil {
			m.Complain(err)
		}
	case "enter":
		query := m.search.field.Value()
		m.search = nil
		find := m.common.Session.ApplyFilter
		if isOwn {
			find = func(query string) error { return own.Search(query) }
		}
		if err := find(query); err != nil {
			if fault := (*filter.Error)(nil); errors.As(err, &fault) {
				m.badFilter = query // the next / opens it again
			}
			m.Complain(err)
		}
	default:
		m.search.press(msg)
	}
}
