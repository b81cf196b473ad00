package tui

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"actmax/internal/setting"
	"actmax/optimize"
)

// State is what the explorer keeps from one session to the next: where the person was and what they had set, not what was
// computed, which comes again from the same settings. It goes into a file as JSON.
type State struct {
	Model     string            `json:"model"` // as a person calls it
	ModelHash string            `json:"model_sha256"`
	Data      string            `json:"data"`
	DataHash  string            `json:"data_sha256,omitempty"` // "" where the data was not read yet
	Arguments []string          `json:"arguments,omitempty"`   // that opened the data, beside its name
	Screen    string            `json:"screen"`
	Layer     string            `json:"layer"`
	Unit      int               `json:"unit"` // -1: the layer, folded
	Settings  map[string]string `json:"settings"`
	Filter    string            `json:"filter,omitempty"`
	Order     string            `json:"order,omitempty"`
	Panes     Panes             `json:"panes,omitzero"`
	Runs      []KeptRun         `json:"runs,omitempty"`
	Pins      []KeptPin         `json:"pins,omitempty"`
	Scores    *KeptScores       `json:"scores,omitempty"`
	Study     string            `json:"study,omitempty"` // folder of the study beside the scores
	Map       *KeptMap          `json:"map,omitempty"`
	Beside    []KeptNetwork     `json:"beside,omitempty"`  // networks that were open beside it
	Against   string            `json:"against,omitempty"` // hash of that one of them in which counterparts were looked for
}

// KeptRun is how a unit's result was made, and where its playhead was left.
type KeptRun struct {
	Layer   string            `json:"layer"`
	Unit    int               `json:"unit"`
	Changed map[string]string `json:"changed,omitempty"` // settings that differ from those of the State
	Edits   []KeptEdit        `json:"edits,omitempty"`
	Own     bool              `json:"own,omitempty"`
	At      int               `json:"at"`
	Playing bool              `json:"playing,omitempty"`
}

// KeptEdit is an optimize.Edit with its value as text.
type KeptEdit struct {
	Step  int    `json:"step"`
	Key   string `json:"key"`
	Value string `json:"value"`
}

// KeptPin is a pinned result: how it is computed again, and the step that was pinned.
type KeptPin struct {
	KeptRun
	Name string `json:"name,omitempty"`
}

// mostRuns bounds how many runs are kept: those seen last.
const mostRuns = 256

// SettingsText writes every setting as text, by key.
func SettingsText(s optimize.Settings) map[string]string {
	out := make(map[string]string, len(optimize.Table))
	for _, r := range optimize.Table {
		out[r.Key] = value(r.Value(&s))
	}
	return out
}

// SettingsFrom reads settings that SettingsText wrote, on top of base. The key preset is only a name here: the values that
// it stands for are written beside it.
func SettingsFrom(base optimize.Settings, text map[string]string) (optimize.Settings, error) {
	for _, key := range sortedKeys(text) {
		r, err := setting.Find(optimize.Table, key)
		if err != nil {
			return base, err
		}
		v, err := r.Parse(text[key])
		if err != nil {
			return base, err
		}
		if err := r.Assign(&base, v); err != nil {
			return base, err
		}
	}
	return base, nil
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// Check tells whether everything in the state can be used.
func (s *State) Check() error {
	base, err := SettingsFrom(optimize.Default(), s.Settings)
	if err != nil {
		return err
	}
	for _, r := range s.Runs {
		if _, err := r.recipe(base); err != nil {
			return err
		}
	}
	for _, p := range s.Pins {
		if _, err := p.recipe(base); err != nil {
			return err
		}
	}
	if s.Model == "" || s.ModelHash == "" {
		return fmt.Errorf("it names no model")
	}
	for _, b := range s.Beside {
		if b.Model == "" || b.ModelHash == "" {
			return fmt.Errorf("a network beside has no name")
		}
	}
	return nil
}

// recipe is how a result is computed.
type recipe struct {
	settings optimize.Settings
	edits    []optimize.Edit
	own      bool
	at       int
	playing  bool
}

// recipe reads a kept run; base are the settings of the State.
func (k KeptRun) recipe(base optimize.Settings) (recipe, error) {
	s, err := SettingsFrom(base, k.Changed)
	r := recipe{settings: s, own: k.Own, at: k.At, playing: k.Playing}
	if err != nil {
		return r, err
	}
	if k.At < 0 || k.At > s.Steps {
		return r, fmt.Errorf("step %d of %d", k.At, s.Steps)
	}
	for _, e := range k.Edits {
		edit, err := optimize.NewEdit(e.Step, e.Key, e.Value)
		if err != nil {
			return r, err
		}
		r.edits = append(r.edits, edit)
	}
	return r, nil
}

// keep writes how a result was made, its settings as far as they differ from base.
func keep(layer string, unit int, job optimize.Job, base optimize.Settings) KeptRun {
	k := KeptRun{Layer: layer, Unit: unit}
	for _, r := range optimize.Table {
		if a, b := r.Value(&job.Settings), r.Value(&base); a != b {
			if k.Changed == nil {
				k.Changed = map[string]string{}
			}
			k.Changed[r.Key] = value(a)
		}
	}
	for _, e := range job.Edits {
		k.Edits = append(k.Edits, KeptEdit{e.Step, e.Key, value(e.Value)})
	}
	return k
}

// state is what is to be kept of the present session.
func (m *explorer) state() State {
	cursor := m.tree.cursor
	s := State{
		Model: m.o.Model, ModelHash: m.o.Network.Hash, Data: m.o.Data, Screen: m.screenName(),
		Layer: m.tree.layers[cursor.layer].name, Unit: cursor.unit,
		Settings: SettingsText(m.settings), Filter: m.query, Order: m.ordering.word(), Scores: m.scores.state(m), Study: m.o.StudyDir, Map: m.chart.state(),
	}
	s.Panes = m.panes()
	for _, w := range m.beside {
		s.Beside = append(s.Beside, KeptNetwork{w.model, w.network.Hash})
	}
	if w := m.other(); w != nil {
		s.Against = w.network.Hash
	}
	if m.o.Dataset != nil {
		s.DataHash = m.o.Dataset.Hash
	}
	if m.o.Library != nil {
		s.Arguments = m.o.Library.Arguments(m.o.Data)
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
		k := keep(m.tree.layers[v.place.layer].name, v.place.unit, v.job, m.settings)
		k.Own, k.At, k.Playing = v.own, v.at, v.playing
		s.Runs = append(s.Runs, k)
	}
	for p, r := range m.kept { // not looked at in this session
		k := keep(m.tree.layers[p.layer].name, p.unit, optimize.Job{Settings: r.settings, Edits: r.edits}, m.settings)
		k.Own, k.At, k.Playing = r.own, r.at, r.playing
		s.Runs = append(s.Runs, k)
	}
	s.Runs = s.Runs[:min(len(s.Runs), mostRuns)]
	for _, p := range m.pins {
		k := keep(m.tree.layers[p.place.layer].name, p.place.unit, p.job, m.settings)
		k.Own, k.At = p.own, p.step
		s.Pins = append(s.Pins, KeptPin{k, p.name})
	}
	return s
}

// restore takes up a kept session; present are the settings in force, nil for those of the session. It returns a line that
// says what was taken up.
func (m *explorer) restore(s *State, present *optimize.Settings) string {
	base, err := SettingsFrom(m.o.Settings, s.Settings)
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
	} else if l, err := m.o.Network.Find(s.Layer); err == nil {
		m.tree.layers[l].folded = true
		m.standOn(place{l, -1})
	}
	m.toScreen(s.Screen)
	m.openPanes(s.Panes) // after the screen, which takes the focus
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
func (m *explorer) restoreResults(s *State, base optimize.Settings) (pins int) {
	m.kept = map[place]recipe{}
	for _, k := range s.Runs {
		if p, ok := m.find(k.Layer, k.Unit); ok {
			if r, err := k.recipe(base); err == nil {
				m.kept[p] = r
			}
		}
	}
	for _, k := range s.Pins {
		if p, ok := m.find(k.Layer, k.Unit); ok {
			if r, err := k.recipe(base); err == nil {
				m.repin(p, k.Name, r)
				pins++
			}
		}
	}
	m.setOrder(orderOf(s.Order))
	m.scores.kept = s.Scores
	m.chart.restore(s.Map)
	return pins
}

// standOn puts the cursor on a row, and ends a filter that does not show it.
func (m *explorer) standOn(p place) {
	if p.unit >= 0 {
		m.tree.layers[p.layer].folded = false
	}
	if m.query != "" && (p.unit < 0 || !m.tree.shows(p.layer, p.unit)) {
		_ = m.applyFilter("") // no filter is always one
	}
	m.tree.set(p)
}

// find returns the place of a unit by the layer's name.
func (m *explorer) find(layer string, unit int) (place, bool) {
	l, err := m.o.Network.Find(layer)
	if err != nil || unit < 0 || unit >= m.o.Network.Units(l) {
		return place{}, false
	}
	return place{l, unit}, true
}

// first starts a unit's run on its first visit: as it was in the session before, where there was one.
func (m *explorer) first(p place) *visit {
	r, ok := m.kept[p]
	if !ok {
		return m.begin(p, m.settings, nil)
	}
	v := m.begin(p, r.settings, r.edits)
	v.own, v.at, v.playing, v.seen = r.own, r.at, r.playing, m.now
	if v.run != nil {
		v.share = v.run.Schedule().Share(v.at)
	}
	m.refresh(p, v)
	return v
}

// saveEvery is how often the session is kept while it goes on, for ends that nobody announces.
const saveEvery = time.Minute

// savedMsg tells that the session was kept on the way, or why not.
type savedMsg struct{ err error }

// saveOnTheWay keeps the session now and then.
func (m *explorer) saveOnTheWay() tea.Cmd {
	if m.savedAt.IsZero() {
		m.savedAt = m.now
	}
	if m.o.Library == nil || m.now.Sub(m.savedAt) < saveEvery {
		return nil
	}
	m.savedAt = m.now
	lib, all := m.o.Library, m.sessions()
	return safely("keeping the session", func() tea.Msg { return savedMsg{keepAll(lib, all)} })
}

// save keeps the session.
func (m *explorer) save() {
	if m.o.Library != nil {
		m.unsaved = keepAll(m.o.Library, m.sessions())
	}
}

// saveAtEnd keeps the session once, when the program ends.
func (m *explorer) saveAtEnd() {
	if !m.saved {
		m.saved = true
		m.save()
	}
}

// screenName is the word for the screen that is shown; toScreen its inverse.
func (m *explorer) screenName() string { return strings.ToLower(screenNames[m.screen]) }

func (m *explorer) toScreen(name string) {
	for i, n := range screenNames {
		if strings.EqualFold(n, name) && screenID(i) != m.screen {
			m.turnTo(screenID(i))
		}
	}
}
