package session

import (
	"slices"
	"time"

	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/tui/number"
	"actmax/tui/session/visit"
)

// TapeBudget is the memory in bytes that all tapes share. The least recently seen lose frames first, but never their
// result.
const TapeBudget = 48 << 20

// WeighEvery is how often the memory of the tapes is checked while runs go on.
const WeighEvery = time.Second

// finished reacts to the end of a run.
func (m *Session) finished(v *visit.Visit) {
	if v == m.Current() && v.Before != nil && v.Result != nil {
		m.compare(v)
	}
	if m.Open.Ordering == OrderAttainment {
		m.reorder()
	}
	m.ShareTapes()
}

// ShareTapes keeps all tapes within their budget. The tape on the screen is the last to lose any frames.
func (m *Session) ShareTapes() {
	var all []visit.Taped
	add := func(r visit.Run, seen time.Time) {
		if r != nil {
			all = append(all, visit.Taped{Tape: r.Tape(), Seen: seen})
		}
	}
	now := m.Current()
	for _, v := range m.Open.Visits {
		if v == now {
			add(v.Run, m.Now.Add(time.Hour))
		} else {
			add(v.Run, v.Seen)
		}
	}
	pins := slices.Clone(m.Open.Pins)
	for _, w := range m.Background { // all open networks share the memory
		for _, v := range w.Visits {
			add(v.Run, v.Seen)
		}
		pins = append(pins, w.Pins...)
	}
	for _, v := range m.Extra.Visits {
		add(v.Run, v.Seen)
	}
	for _, p := range pins {
		add(p.Run, m.Now)
	}
	visit.ShareMemory(all, TapeBudget)
}

// compare shows how far the result is from the previous one.
func (m *Session) compare(v *visit.Visit) {
	a, b := v.Before, &v.Result.Snapshot
	attainment := func(s *optimize.Snapshot) string {
		return number.OrNone(number.Attainment(s.Attainment, m.Open.Percentile(v.Place.Layer)))
	}
	m.Say("noise (seed %d): differs by %s G (RMS) from the previous result; attainment %s, before %s",
		v.Job.Settings.Seed, number.Short(score.Difference(a.Signal, b.Signal)), attainment(b), attainment(a))
}
