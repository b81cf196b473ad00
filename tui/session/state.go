package session

import (
	"fmt"
	"slices"
	"time"

	"actmax/optimize"
	"actmax/tui/session/state"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// mostRuns is the maximum number of runs that are saved: the most recently seen.
const mostRuns = 256

// State returns what is to be saved of the session.
func (m *Session) State() state.Session {
	cursor := m.Open.Tree.Cursor
	s := state.Session{
		Model: m.Open.Model, ModelHash: m.Open.Network.Hash, Data: m.Data.DataName,
		Layer: m.Open.Tree.Layers[cursor.Layer].Name, Unit: cursor.Unit,
		Settings: state.SettingsText(m.Settings), Filter: m.Open.Query, Order: m.Open.Ordering.Word(),
		Study: m.StudyDir,
	}
	m.Describe(&s)
	for _, w := range m.Background {
		s.Background = append(s.Background, state.Network{Model: w.Model, ModelHash: w.Network.Hash})
	}
	if w := m.Other(); w != nil {
		s.Against = w.Network.Hash
	}
	if m.Data.Dataset != nil {
		s.DataHash = m.Data.Dataset.Hash
	}
	if m.Library != nil {
		s.Arguments = m.Library.Arguments(m.Data.DataName)
	}
	var seen []*visit.Visit
	for _, v := range m.Open.Visits {
		if !v.Seen.IsZero() && v.Err == nil {
			seen = append(seen, v)
		}
	}
	slices.SortFunc(seen, func(a, b *visit.Visit) int {
		if c := b.Seen.Compare(a.Seen); c != 0 {
			return c
		}
		return (a.Place.Layer-b.Place.Layer)*1_000_000 + a.Place.Unit - b.Place.Unit
	})
	for _, v := range seen {
		r := state.Recipe{Settings: v.Job.Settings, Edits: v.Job.Edits, Own: v.Own, At: v.At, Playing: v.Playing}
		s.Runs = append(s.Runs, r.Keep(m.Open.Tree.Layers[v.Place.Layer].Name, v.Place.Unit, m.Settings))
	}
	for p, r := range m.Open.Kept { // not visited in this session
		s.Runs = append(s.Runs, r.Keep(m.Open.Tree.Layers[p.Layer].Name, p.Unit, m.Settings))
	}
	s.Runs = s.Runs[:min(len(s.Runs), mostRuns)]
	for _, p := range m.Open.Pins {
		r := state.Recipe{Settings: p.Job.Settings, Edits: p.Job.Edits, Own: p.Own, At: p.Step}
		run := r.Keep(m.Open.Tree.Layers[p.Place.Layer].Name, p.Place.Unit, m.Settings)
		s.Pins = append(s.Pins, state.Pin{Run: run, Name: p.Name})
	}
	return s
}

// Restore restores a saved session; present are the settings to use, or nil for those of the session. It returns a
// line that says what was restored.
func (m *Session) Restore(s *state.Session, present *optimize.Settings) string {
	base, err := state.SettingsFrom(m.Initial, s.Settings)
	if err != nil {
		return fmt.Sprintf("cannot restore the saved session: %v", err)
	}
	m.Settings = base
	if present != nil {
		m.Settings = *present
	}
	pins := m.restoreResults(s, base)
	if m.FindBackground(s.Against) != nil {
		m.Counterparts.Against = s.Against
	}
	if s.Filter != "" {
		_ = m.ApplyFilter(s.Filter) // its units may not be computed yet: then all are shown
	}
	if s.Unit >= 0 {
		if p, ok := m.find(s.Layer, s.Unit); ok {
			m.StandOn(p)
		}
	} else if l, err := m.Open.Network.Find(s.Layer); err == nil {
		m.Open.Tree.Layers[l].Folded = true
		m.StandOn(tree.Place{Layer: l, Unit: -1})
	}
	m.TakeUp(s)
	line := "resumed at " + m.Open.Tree.Name(m.Open.Tree.Cursor)
	for i, w := range m.Background {
		line += []string{", in the background ", " and "}[min(i, 1)] + m.Label(w.Network)
	}
	switch {
	case pins == 1:
		line += ", 1 pin"
	case pins > 1:
		line += fmt.Sprintf(", %d pins", pins)
	}
	return line + "; start with --fresh to ignore it"
}

// restoreResults restores how results and pins were made, and the order of the units; base are the settings of the
// session.
func (m *Session) restoreResults(s *state.Session, base optimize.Settings) (pins int) {
	m.Open.Kept = map[tree.Place]state.Recipe{}
	for _, k := range s.Runs {
		if p, ok := m.find(k.Layer, k.Unit); ok {
			if r, err := k.Recipe(base); err == nil {
				m.Open.Kept[p] = r
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
	m.TakeUpResults(s)
	return pins
}

// StandOn moves the cursor to a row, and removes a filter that hides it.
func (m *Session) StandOn(p tree.Place) {
	if p.Unit >= 0 {
		m.Open.Tree.Layers[p.Layer].Folded = false
	}
	if m.Open.Query != "" && (p.Unit < 0 || !m.Open.Tree.Shows(p.Layer, p.Unit)) {
		_ = m.ApplyFilter("") // no filter is always valid
	}
	m.Open.Tree.Set(p)
}

// find returns the place of a unit by the name of its layer.
func (m *Session) find(layer string, unit int) (tree.Place, bool) {
	l, err := m.Open.Network.Find(layer)
	if err != nil || unit < 0 || unit >= m.Open.Network.Units(l) {
		return tree.Place{}, false
	}
	return tree.Place{Layer: l, Unit: unit}, true
}

// FirstRun starts a unit's run on its first visit: as in the previous session, if it has run then.
func (m *Session) FirstRun(p tree.Place) *visit.Visit {
	r, ok := m.Open.Kept[p]
	if !ok {
		return m.begin(p, m.Settings, nil)
	}
	v := m.begin(p, r.Settings, r.Edits)
	v.Own, v.At, v.Playing, v.Seen = r.Own, r.At, r.Playing, m.Now
	if v.Run != nil {
		v.Share = v.Run.Schedule().Share(v.At)
	}
	m.refresh(p, v)
	return v
}

// saveEvery is how often the session is saved while it runs, so that a crash loses little.
const saveEvery = time.Minute

// SavePeriodically saves the session periodically.
func (m *Session) SavePeriodically() {
	if m.Kept.savedAt.IsZero() {
		m.Kept.savedAt = m.Now
	}
	if m.Library == nil || m.Now.Sub(m.Kept.savedAt) < saveEvery {
		return
	}
	m.Kept.savedAt = m.Now
	lib, all := m.Library, m.sessions()
	m.Go("saving the session", func() func() {
		err := saveAll(lib, all)
		return func() { m.Kept.Unsaved = err }
	})
}

// Save saves the session.
func (m *Session) Save() {
	if m.Library != nil {
		m.Kept.Unsaved = saveAll(m.Library, m.sessions())
	}
}

// SaveAtEnd saves the session once, when the program ends.
func (m *Session) SaveAtEnd() {
	if !m.Kept.saved {
		m.Kept.saved = true
		m.Save()
	}
}
