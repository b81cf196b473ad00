package session

import (
	"fmt"
	"strings"

	"actmax/internal/setting"
	"actmax/model"
	"actmax/optimize"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// change is what a change of the settings can be undone to, and where it was made.
type change struct {
	settings optimize.Settings
	network  *model.Network
	place    tree.Place
}

// undoDepth is how many changes of the settings can be undone.
const undoDepth = 100

// SetKey changes one setting, given as text.
func (m *Session) SetKey(key, text string) error {
	next := m.Settings
	if err := next.Set(key, text); err != nil {
		return err
	}
	return m.change(next)
}

// change puts new settings in force. They travel with the cursor; the run on the screen is cut at the playhead and goes on
// from that state with the new values. Where a value can only mean another start, it starts again.
func (m *Session) change(next optimize.Settings) error {
	if next == m.Settings {
		return nil
	}
	was := m.Settings
	m.Settings = next
	if err := m.apply(); err != nil {
		m.Settings = was
		return err
	}
	m.RememberUndo(was)
	m.RefreshAll()
	if next.ThresholdEAP != was.ThresholdEAP || next.ThresholdMax != was.ThresholdMax {
		m.Say("an absolute threshold holds for %s only; sigma and factor travel to every unit", m.Open.Tree.Name(m.Open.Tree.Cursor))
	}
	return nil
}

// RememberUndo keeps settings for u.
func (m *Session) RememberUndo(s optimize.Settings) {
	if m.UndoStack = append(m.UndoStack, change{s, m.Open.Network, m.Open.Tree.Cursor}); len(m.UndoStack) > undoDepth {
		m.UndoStack = m.UndoStack[1:]
	}
}

// TakeThresholds takes the absolute thresholds of the unit under the cursor: those that its run has, else those that the explorer
// was opened with. The unit that was left keeps its own.
func (m *Session) TakeThresholds() {
	from := m.Initial
	if v := m.Current(); v != nil {
		from = v.Settings
	}
	m.Settings.ThresholdEAP, m.Settings.ThresholdMax = from.ThresholdEAP, from.ThresholdMax
}

// apply brings the run on the screen to the present settings.
func (m *Session) apply() error {
	v := m.Current()
	if v == nil {
		return nil // not visited yet: it will start under the present settings
	}
	if v.Run == nil {
		m.Restart(m.Settings, nil)
		return m.Current().Err
	}
	keys, restart := differences(v, m.Settings) // absolute thresholds among them
	v.Queue = v.Queue[:0]                       // what waited was on the way to settings that are not wanted any more
	if len(keys) == 0 {
		return nil
	}
	if restart != "" {
		m.Restart(m.Settings, nil)
		m.Say("%s decides the start: started again", restart)
		return m.Current().Err
	}
	at := v.At
	if v.Playing && v.Shown != nil {
		at = v.Shown.Step
	}
	ended := v.Result != nil && at >= v.Last()
	if at >= v.Job.Settings.Steps {
		m.Say("no step is left to change here: r runs again with this setting, < goes back")
		return nil
	}
	for _, key := range keys {
		value, err := m.Settings.Value(key)
		if err != nil {
			return err
		}
		v.Queue = append(v.Queue, optimize.Edit{Step: at, Key: key, Value: value})
	}
	switch {
	case ended: // it stands there because it was done, which it is not any more
		v.Playing = true
	case !v.Playing:
		m.Say("changed at step %d, where it is held: space goes on from there", at)
	}
	return m.flush(v)
}

// flush makes the edits that wait, all of one step. A run can be edited at a step that it has computed; after an edit it must
// first come back to that step, which takes a moment.
func (m *Session) flush(v *visit.Visit) error {
	if len(v.Queue) == 0 {
		return nil
	}
	step := v.Queue[0].Step
	if step > 0 && step > v.Run.Computed() {
		return nil
	}
	err := v.Run.Apply(v.Queue...)
	v.Queue = v.Queue[:0]
	if err == nil {
		m.cut(v, step)
	}
	return err
}

// cut takes the visit back to the step at which its run was edited.
func (m *Session) cut(v *visit.Visit, at int) {
	v.Job = v.Run.Job()
	v.Settings = v.Job.SettingsAt(v.Job.Settings.Steps)
	v.Result, v.Err, v.Before = nil, nil, nil
	v.Epoch++
	if v.Shown != nil && v.Shown.Step > at {
		v.Shown = nil
	}
	v.At, v.Share, v.Asked, v.CutAt = at, v.Run.Schedule().Share(at), -1, at
	m.Source.Prefer(v.Run)
	m.refresh(v.Place, v)
}

// differences lists the settings of an ascent in which s differs from those that made the visit's result. restart names one
// that cannot change during an ascent.
func differences(v *visit.Visit, s optimize.Settings) (keys []string, restart string) {
	a, b := visit.Basis(v.Settings, v.Own), visit.Basis(s, v.Own)
	for _, row := range optimize.Table {
		if row.Value(&a) == row.Value(&b) {
			continue
		}
		keys = append(keys, row.Key)
		if !optimize.Editable(row.Key) {
			restart = row.Label
		}
	}
	return keys, restart
}

// Restart runs the unit under the cursor again from step 0.
func (m *Session) Restart(s optimize.Settings, edits []optimize.Edit) *visit.Visit {
	v := m.begin(m.Open.Tree.Cursor, s, edits)
	v.Playing, v.Seen = true, m.Now
	if v.Run != nil {
		m.Source.Prefer(v.Run)
	}
	return v
}

// OtherStart starts the unit from another signal: seeded noise, then the next seed. How far apart the two results lie is
// said when the second is there.
func (m *Session) OtherStart() {
	s, edits := m.Settings, []optimize.Edit(nil)
	v := m.Current()
	if v == nil {
		m.Say("nothing has run here yet: R starts elsewhere than the run before")
		return
	}
	if !v.Stale(m.Settings) {
		s, edits = v.Job.Settings, v.Job.Edits // the comparison is fair only under the same edits
	}
	if s.Start == optimize.Noise {
		s.Seed++
	}
	s.Start = optimize.Noise
	before := v.Result
	next := m.Restart(s, edits)
	next.Own = true
	m.refresh(next.Place, next)
	if before == nil {
		m.Say("started from noise, seed %d; the run before had no result to compare with", s.Seed)
		return
	}
	next.Before = &before.Snapshot
	m.Say("started from noise, seed %d; how far the results lie apart comes when it is done", s.Seed)
}

// Undo undoes the last change of the settings.
func (m *Session) Undo() {
	if len(m.UndoStack) == 0 {
		m.Say("nothing to undo")
		return
	}
	n := len(m.UndoStack) - 1
	was, rest := m.UndoStack[n].settings, m.UndoStack[:n]
	if m.UndoStack[n].place != m.Open.Tree.Cursor || m.UndoStack[n].network != m.Open.Network { // another unit's threshold stays there
		was.ThresholdEAP, was.ThresholdMax = m.Settings.ThresholdEAP, m.Settings.ThresholdMax
	}
	changed := changes(m.Settings, was)
	if err := m.change(was); err != nil {
		m.Complain(err)
		return
	}
	m.UndoStack = rest
	m.Say("undone: %s", changed)
}

// ToPreset returns to the preset, with the method kept and everything else as the explorer was opened.
func (m *Session) ToPreset() {
	next := m.Initial
	if err := next.ApplyPreset(m.Settings.Preset); err != nil {
		m.Complain(err)
		return
	}
	if err := optimize.ApplyMethod(&next, optimize.MethodOf(m.Settings)); err != nil {
		// weights that amount to no named method: the method of the start stays
		m.Say("%s is no method to keep", optimize.MethodOf(m.Settings))
	}
	if next == m.Settings {
		m.Say("these are the settings of preset %s already", next.Preset)
		return
	}
	changed := changes(m.Settings, next)
	if err := m.change(next); err != nil {
		m.Complain(err)
		return
	}
	m.Say("back to preset %s: %s", next.Preset, changed)
}

// RefreshAll looks again which results were made under other settings.
func (m *Session) RefreshAll() {
	for p, v := range m.Open.Visits {
		m.refresh(p, v)
	}
}

// changes says in words what differs between two settings: "tv 0.1 to 0.2".
func changes(from, to optimize.Settings) string {
	var out []string
	for _, row := range optimize.Table {
		a, b := row.Value(&from), row.Value(&to)
		if a != b {
			out = append(out, fmt.Sprintf("%s %s", row.Label, setting.Typed(b)))
		}
	}
	return strings.Join(out, ", ")
}
