package tui

import (
	"fmt"
	"strings"

	"actmax/internal/setting"
	"actmax/model"
	"actmax/optimize"
)

// change is what a change of the settings can be undone to, and where it was made.
type change struct {
	settings optimize.Settings
	network  *model.Network
	place    place
}

// undoDepth is how many changes of the settings can be undone.
const undoDepth = 100

// setKey changes one setting, given as text.
func (m *session) setKey(key, text string) error {
	next := m.settings
	if err := next.Set(key, text); err != nil {
		return err
	}
	return m.change(next)
}

// change puts new settings in force. They travel with the cursor; the run on the screen is cut at the playhead and goes on
// from that state with the new values. Where a value can only mean another start, it starts again.
func (m *session) change(next optimize.Settings) error {
	if next == m.settings {
		return nil
	}
	was := m.settings
	m.settings = next
	if err := m.apply(); err != nil {
		m.settings = was
		return err
	}
	m.remember(was)
	m.restale()
	if next.ThresholdEAP != was.ThresholdEAP || next.ThresholdMax != was.ThresholdMax {
		m.say("an absolute threshold holds for %s only; sigma and factor travel to every unit", m.tree.name(m.tree.cursor))
	}
	return nil
}

// remember keeps settings for u.
func (m *session) remember(s optimize.Settings) {
	if m.undo = append(m.undo, change{s, m.network, m.tree.cursor}); len(m.undo) > undoDepth {
		m.undo = m.undo[1:]
	}
}

// absolute takes the absolute thresholds of the unit under the cursor: those that its run has, else those that the explorer
// was opened with. The unit that was left keeps its own.
func (m *session) absolute() {
	from := m.initial
	if v := m.current(); v != nil {
		from = v.settings
	}
	m.settings.ThresholdEAP, m.settings.ThresholdMax = from.ThresholdEAP, from.ThresholdMax
}

// apply brings the run on the screen to the present settings.
func (m *session) apply() error {
	v := m.current()
	if v == nil {
		return nil // not visited yet: it will start under the present settings
	}
	if v.run == nil {
		m.restart(m.settings, nil)
		return m.current().err
	}
	keys, restart := differences(v, m.settings) // absolute thresholds among them
	v.queue = v.queue[:0]                       // what waited was on the way to settings that are not wanted any more
	if len(keys) == 0 {
		return nil
	}
	if restart != "" {
		m.restart(m.settings, nil)
		m.say("%s decides the start: started again", restart)
		return m.current().err
	}
	at := v.at
	if v.playing && v.shown != nil {
		at = v.shown.Step
	}
	ended := v.result != nil && at >= v.last()
	if at >= v.job.Settings.Steps {
		m.say("no step is left to change here: r runs again with this setting, < goes back")
		return nil
	}
	for _, key := range keys {
		value, err := m.settings.Value(key)
		if err != nil {
			return err
		}
		v.queue = append(v.queue, optimize.Edit{Step: at, Key: key, Value: value})
	}
	switch {
	case ended: // it stands there because it was done, which it is not any more
		v.playing = true
	case !v.playing:
		m.say("changed at step %d, where it is held: space goes on from there", at)
	}
	return m.flush(v)
}

// flush makes the edits that wait, all of one step. A run can be edited at a step that it has computed; after an edit it must
// first come back to that step, which takes a moment.
func (m *session) flush(v *visit) error {
	if len(v.queue) == 0 {
		return nil
	}
	step := v.queue[0].Step
	if step > 0 && step > v.run.Computed() {
		return nil
	}
	err := v.run.Apply(v.queue...)
	v.queue = v.queue[:0]
	if err == nil {
		m.cut(v, step)
	}
	return err
}

// cut takes the visit back to the step at which its run was edited.
func (m *session) cut(v *visit, at int) {
	v.job = v.run.Job()
	v.settings = v.job.SettingsAt(v.job.Settings.Steps)
	v.result, v.err, v.before = nil, nil, nil
	v.epoch++
	if v.shown != nil && v.shown.Step > at {
		v.shown = nil
	}
	v.at, v.share, v.asked, v.cutAt = at, v.run.Schedule().Share(at), -1, at
	m.source.Prefer(v.run)
	m.refresh(v.place, v)
}

// differences lists the settings of an ascent in which s differs from those that made the visit's result. restart names one
// that cannot change during an ascent.
func differences(v *visit, s optimize.Settings) (keys []string, restart string) {
	a, b := basis(v.settings, v.own), basis(s, v.own)
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

// restart runs the unit under the cursor again from step 0.
func (m *session) restart(s optimize.Settings, edits []optimize.Edit) *visit {
	v := m.begin(m.tree.cursor, s, edits)
	v.playing, v.seen = true, m.now
	if v.run != nil {
		m.source.Prefer(v.run)
	}
	return v
}

// elsewhere starts the unit from another signal: seeded noise, then the next seed. How far apart the two results lie is
// said when the second is there.
func (m *session) elsewhere() {
	s, edits := m.settings, []optimize.Edit(nil)
	v := m.current()
	if v == nil {
		m.say("nothing has run here yet: R starts elsewhere than the run before")
		return
	}
	if !v.stale(m.settings) {
		s, edits = v.job.Settings, v.job.Edits // the comparison is fair only under the same edits
	}
	if s.Start == optimize.Noise {
		s.Seed++
	}
	s.Start = optimize.Noise
	before := v.result
	next := m.restart(s, edits)
	next.own = true
	m.refresh(next.place, next)
	if before == nil {
		m.say("started from noise, seed %d; the run before had no result to compare with", s.Seed)
		return
	}
	next.before = &before.Snapshot
	m.say("started from noise, seed %d; how far the results lie apart comes when it is done", s.Seed)
}

// back undoes the last change of the settings.
func (m *session) back() {
	if len(m.undo) == 0 {
		m.say("nothing to undo")
		return
	}
	n := len(m.undo) - 1
	was, rest := m.undo[n].settings, m.undo[:n]
	if m.undo[n].place != m.tree.cursor || m.undo[n].network != m.network { // another unit's threshold stays there
		was.ThresholdEAP, was.ThresholdMax = m.settings.ThresholdEAP, m.settings.ThresholdMax
	}
	changed := changes(m.settings, was)
	if err := m.change(was); err != nil {
		m.complain(err)
		return
	}
	m.undo = rest
	m.say("undone: %s", changed)
}

// toPreset returns to the preset, with the method kept and everything else as the explorer was opened.
func (m *session) toPreset() {
	next := m.initial
	if err := next.ApplyPreset(m.settings.Preset); err != nil {
		m.complain(err)
		return
	}
	if err := optimize.ApplyMethod(&next, optimize.MethodOf(m.settings)); err != nil {
		// weights that amount to no named method: the method of the start stays
		m.say("%s is no method to keep", optimize.MethodOf(m.settings))
	}
	if next == m.settings {
		m.say("these are the settings of preset %s already", next.Preset)
		return
	}
	changed := changes(m.settings, next)
	if err := m.change(next); err != nil {
		m.complain(err)
		return
	}
	m.say("back to preset %s: %s", next.Preset, changed)
}

// restale looks again which results were made under other settings.
func (m *session) restale() {
	for p, v := range m.visits {
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
