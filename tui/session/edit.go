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

// change is an undoable change of the settings: the settings before it, and where it was made.
type change struct {
	settings optimize.Settings
	network  *model.Network
	place    tree.Place
}

// undoDepth is the maximum number of changes that can be undone.
const undoDepth = 100

// SetKey changes one setting, given as text.
func (m *Session) SetKey(key, text string) error {
	next := m.Settings
	if err := next.Set(key, text); err != nil {
		return err
	}
	return m.change(next)
}

// change makes new settings current. They apply to every unit; the run on the screen is cut at the playhead and
// continues from that state with the new values. A setting that only affects the start restarts the run.
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
		m.Say("an absolute threshold applies only to %s; sigma and factor apply to all units",
			m.Open.Tree.Name(m.Open.Tree.Cursor))
	}
	return nil
}

// RememberUndo saves settings for undo.
func (m *Session) RememberUndo(s optimize.Settings) {
	m.UndoStack = append(m.UndoStack, change{s, m.Open.Network, m.Open.Tree.Cursor})
	if len(m.UndoStack) > undoDepth {
		m.UndoStack = m.UndoStack[1:]
	}
}

// TakeThresholds makes the absolute thresholds of the unit under the cursor current: those of its run, else the
// initial ones. The previous unit keeps its own.
func (m *Session) TakeThresholds() {
	from := m.Initial
	if v := m.Current(); v != nil {
		from = v.Settings
	}
	m.Settings.ThresholdEAP, m.Settings.ThresholdMax = from.ThresholdEAP, from.ThresholdMax
}

// apply brings the run on the screen to the current settings.
func (m *Session) apply() error {
	v := m.Current()
	if v == nil {
		return nil // not visited yet: it will start with the current settings
	}
	if v.Run == nil {
		m.Restart(m.Settings, nil)
		return m.Current().Err
	}
	keys, restart := differences(v, m.Settings) // absolute thresholds among them
	v.Queue = v.Queue[:0]                       // queued edits led to outdated settings
	if len(keys) == 0 {
		return nil
	}
	if restart != "" {
		m.Restart(m.Settings, nil)
		m.Say("%s changes the start: restarted", restart)
		return m.Current().Err
	}
	at := v.At
	if v.Playing && v.Shown != nil {
		at = v.Shown.Step
	}
	ended := v.Result != nil && at >= v.Last()
	if at >= v.Job.Settings.Steps {
		m.Say("the last step cannot be edited; press r to restart with this setting or < to go back")
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
	case ended: // the run had ended, and now it goes on
		v.Playing = true
	case !v.Playing:
		m.Say("changed at step %d; paused, press space to continue", at)
	}
	return m.flush(v)
}

// flush makes the queued edits, which are all of one step. A run can be edited only at a step that it has computed;
// after an edit it must first return to that step.
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

// differences returns the keys of the settings in which s differs from those of the visit's result. restart is the
// label of one that cannot change during an ascent.
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

// OtherStart restarts the unit from noise, each time with the next seed. When the result is done, it is compared with
// the previous one.
func (m *Session) OtherStart() {
	s, edits := m.Settings, []optimize.Edit(nil)
	v := m.Current()
	if v == nil {
		m.Say("nothing has run yet; R restarts from other noise")
		return
	}
	if !v.Stale(m.Settings) {
		s, edits = v.Job.Settings, v.Job.Edits // compare results with the same edits
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
		m.Say("restarted from noise (seed %d); no earlier result to compare with", s.Seed)
		return
	}
	next.Before = &before.Snapshot
	m.Say("restarted from noise (seed %d); the difference follows when it is done", s.Seed)
}

// Undo undoes the last change of the settings.
func (m *Session) Undo() {
	if len(m.UndoStack) == 0 {
		m.Say("nothing to undo")
		return
	}
	n := len(m.UndoStack) - 1
	last, rest := m.UndoStack[n], m.UndoStack[:n]
	was := last.settings
	if last.place != m.Open.Tree.Cursor || last.network != m.Open.Network { // another unit's threshold stays there
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

// ToPreset resets the settings to the preset and keeps the method.
func (m *Session) ToPreset() {
	next := m.Initial
	if err := next.ApplyPreset(m.Settings.Preset); err != nil {
		m.Complain(err)
		return
	}
	if err := optimize.ApplyMethod(&next, optimize.MethodOf(m.Settings)); err != nil {
		// weights of no named method: keep the initial method
		m.Say("%s is not a named method", optimize.MethodOf(m.Settings))
	}
	if next == m.Settings {
		m.Say("settings already equal preset %s", next.Preset)
		return
	}
	changed := changes(m.Settings, next)
	if err := m.change(next); err != nil {
		m.Complain(err)
		return
	}
	m.Say("reset to preset %s: %s", next.Preset, changed)
}

// RefreshAll updates which results are outdated.
func (m *Session) RefreshAll() {
	for p, v := range m.Open.Visits {
		m.refresh(p, v)
	}
}

// changes returns what differs between two settings in words: "tv 0.2, eta 0.1".
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
