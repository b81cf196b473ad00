package tui

import (
	"fmt"
	"slices"
	"time"

	"actmax/optimize"
	"actmax/tui/state"
)

// mostRuns bounds how many runs are kept: those seen last.
const mostRuns = 256

// state is what is to be kept of the present session.
func (m *session) state() state.Session {
	cursor := m.tree.cursor
	s := state.Session{
		Model: m.model, ModelHash: m.network.Hash, Data: m.dataName,
		Layer: m.tree.layers[cursor.layer].name, Unit: cursor.unit,
		Settings: state.SettingsText(m.settings), Filter: m.query, Order: m.ordering.word(), Study: m.studyDir,
	}
	m.describe(&s)
	for _, w := range m.beside {
		s.Beside = append(s.Beside, state.Network{Model: w.model, ModelHash: w.network.Hash})
	}
	if w := m.other(); w != nil {
		s.Against = w.network.Hash
	}
	if m.dataset != nil {
		s.DataHash = m.dataset.Hash
	}
	if m.library != nil {
		s.Arguments = m.library.Arguments(m.dataName)
	}
	var seen []*visit
	for _, v := range m.visits {
		if !v.seen.IsZero() && v.err == nil {
			seen = append(seen, v)
		}
	}
	slices.SortFunc(seen, func(a, b *visit) int {
		if c := b.seen.Compare(a.seen); c != 0 {
			return c
		}
		return (a.place.layer-b.place.layer)*1_000_000 + a.place.unit - b.place.unit
	})
	for _, v := range seen {
		r := state.Recipe{Settings: v.job.Settings, Edits: v.job.Edits, Own: v.own, At: v.at, Playing: v.playing}
		s.Runs = append(s.Runs, r.Keep(m.tree.layers[v.place.layer].name, v.place.unit, m.settings))
	}
	for p, r := range m.kept { // not looked at in this session
		s.Runs = append(s.Runs, r.Keep(m.tree.layers[p.layer].name, p.unit, m.settings))
	}
	s.Runs = s.Runs[:min(len(s.Runs), mostRuns)]
	for _, p := range m.pins {
		r := state.Recipe{Settings: p.job.Settings, Edits: p.job.Edits, Own: p.own, At: p.step}
		s.Pins = append(s.Pins, state.Pin{Run: r.Keep(m.tree.layers[p.place.layer].name, p.place.unit, m.settings), Name: p.name})
	}
	return s
}

// restore takes up a kept session; present are the settings in force, nil for those of the session. It returns a line that
// says what was taken up.
func (m *session) restore(s *state.Session, present *optimize.Settings) string {
	base, err := state.SettingsFrom(m.initial, s.Settings)
	if err != nil {
		return fmt.Sprintf("the kept session cannot be used: %v", err)
	}
	m.settings = base
	if present != nil {
		m.settings = *present
	}
	pins := m.restoreResults(s, base)
	if m.waitingFor(s.Against) != nil {
		m.against = s.Against
	}
	if s.Filter != "" {
		_ = m.applyFilter(s.Filter) // units that it found may not be computed yet: then all are shown
	}
	if s.Unit >= 0 {
		if p, ok := m.find(s.Layer, s.Unit); ok {
			m.standOn(p)
		}
	} else if l, err := m.network.Find(s.Layer); err == nil {
		m.tree.layers[l].folded = true
		m.standOn(place{l, -1})
	}
	m.takeUp(s)
	line := "resumed at " + m.tree.name(m.tree.cursor)
	for i, w := range m.beside {
		line += []string{", beside ", " and "}[min(i, 1)] + m.label(w.network)
	}
	switch {
	case pins == 1:
		line += ", 1 pin"
	case pins > 1:
		line += fmt.Sprintf(", %d pins", pins)
	}
	return line + "; --fresh starts clean"
}

// restoreResults takes up how results and pins were made, and the order of the units; base are the settings of the session.
func (m *session) restoreResults(s *state.Session, base optimize.Settings) (pins int) {
	m.kept = map[place]state.Recipe{}
	for _, k := range s.Runs {
		if p, ok := m.find(k.Layer, k.Unit); ok {
			if r, err := k.Recipe(base); err == nil {
				m.kept[p] = r
			}
		}
	}
	for _, k := range s.Pins {
		if p, ok := m.find(k.Layer, k.Unit); ok {
			if r, err := k.Recipe(base); err == nil {
				m.repin(p, k.Name, r)
				pins++
			}
		}
	}
	m.setOrder(orderOf(s.Order))
	m.takeUpResults(s)
	return pins
}

// standOn puts the cursor on a row, and ends a filter that does not show it.
func (m *session) standOn(p place) {
	if p.unit >= 0 {
		m.tree.layers[p.layer].folded = false
	}
	if m.query != "" && (p.unit < 0 || !m.tree.shows(p.layer, p.unit)) {
		_ = m.applyFilter("") // no filter is always one
	}
	m.tree.set(p)
}

// find returns the place of a unit by the layer's name.
func (m *session) find(layer string, unit int) (place, bool) {
	l, err := m.network.Find(layer)
	if err != nil || unit < 0 || unit >= m.network.Units(l) {
		return place{}, false
	}
	return place{l, unit}, true
}

// firstRun starts a unit's run on its first visit: as it was in the session before, where there was one.
func (m *session) firstRun(p place) *visit {
	r, ok := m.kept[p]
	if !ok {
		return m.begin(p, m.settings, nil)
	}
	v := m.begin(p, r.Settings, r.Edits)
	v.own, v.at, v.playing, v.seen = r.Own, r.At, r.Playing, m.now
	if v.run != nil {
		v.share = v.run.Schedule().Share(v.at)
	}
	m.refresh(p, v)
	return v
}

// saveEvery is how often the session is kept while it goes on, for ends that nobody announces.
const saveEvery = time.Minute

// saveOnTheWay keeps the session now and then.
func (m *session) saveOnTheWay() {
	if m.savedAt.IsZero() {
		m.savedAt = m.now
	}
	if m.library == nil || m.now.Sub(m.savedAt) < saveEvery {
		return
	}
	m.savedAt = m.now
	lib, all := m.library, m.sessions()
	m.background("keeping the session", func() func() {
		err := keepAll(lib, all)
		return func() { m.unsaved = err }
	})
}

// save keeps the session.
func (m *session) save() {
	if m.library != nil {
		m.unsaved = keepAll(m.library, m.sessions())
	}
}

// saveAtEnd keeps the session once, when the program ends.
func (m *session) saveAtEnd() {
	if !m.saved {
		m.saved = true
		m.save()
	}
}
