package tui

import (
	"actmax/tui/screen"
	"actmax/tui/screen/compare"
	"actmax/tui/screen/layer"
	"actmax/tui/screen/scores"
	"actmax/tui/screen/unit"
	"actmax/tui/screen/unitmap"
	"actmax/tui/session"
)

// entry is a screen in the list of all: its name, the help of its number key, and its constructor.
type entry struct {
	name  string
	about string
	// shared: one for all networks; else each open network has its own
	shared bool
	make   func(*screen.Common) screen.Screen
}

// newList returns all screens in the order of their number keys. A new screen is its package and one line here.
func newList() []entry {
	measured := unitmap.Cache{}
	return []entry{
		{"Unit", "one unit and everything about it", true, func(c *screen.Common) screen.Screen { return unit.New(c) }},
		{"Layer", layer.About, false, func(c *screen.Common) screen.Screen { return layer.New(c) }},
		{"Compare", compare.About, true, func(c *screen.Common) screen.Screen { return compare.New(c) }},
		{"Map", unitmap.About, false, func(c *screen.Common) screen.Screen { return unitmap.New(c, measured) }},
		{"Scores", scores.About, false, func(c *screen.Common) screen.Screen { return scores.New(c) }},
	}
}

// open returns the screen that is open.
func (m *explorer) open() screen.Screen { return m.screens[m.common.Screen] }

// name returns the name of the open screen.
func (m *explorer) name() string { return m.list[m.common.Screen].name }

// turnTo opens a screen.
func (m *explorer) turnTo(id screen.ID) {
	if id == m.common.Screen {
		m.Say("the %s screen is already open", m.name())
		return
	}
	m.open().Leave()
	m.common.Screen = id
	m.open().Enter()
	m.dirty = true
}

// openSetting opens the field of a setting on the screen that has one.
func (m *explorer) openSetting(row int) {
	for id, s := range m.screens {
		if s, ok := s.(screen.Setter); ok {
			if screen.ID(id) != m.common.Screen {
				m.turnTo(screen.ID(id))
			}
			s.OpenSetting(row)
			return
		}
	}
}

// showCounterparts opens the screen that compares the unit under the cursor with its counterpart.
func (m *explorer) showCounterparts() {
	if m.common.Session.Other() == nil {
		m.Say("%s", session.OneNetwork)
		return
	}
	for id, s := range m.screens {
		if s, ok := s.(screen.Comparer); ok {
			s.ShowCounterparts()
			m.turnTo(screen.ID(id))
			return
		}
	}
}
