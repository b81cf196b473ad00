package tui

import (
	"slices"
	"time"

	"actmax/optimize/score"
)

// tapeBudget is the memory that all tapes share. The longest unseen lose frames first, never their result.
const tapeBudget = 48 << 20

// weighEvery is how often the tapes are weighed while runs go on.
const weighEvery = time.Second

// finished says what a run came to.
func (m *session) finished(v *visit) {
	if v == m.current() && v.before != nil && v.result != nil {
		m.compare(v)
	}
	if m.ordering == orderAttainment {
		m.reorder()
	}
	m.shareTapes()
}

// shareTapes keeps all tapes within their budget: the tape that was not looked at for longest loses every second frame until
// it has but its ends, then the next. The one on the screen is the last to lose any.
func (m *session) shareTapes() {
	type taped struct {
		tape tape
		seen time.Time
	}
	var all []taped
	total := 0
	add := func(r run, seen time.Time) {
		if r != nil {
			all = append(all, taped{r.Tape(), seen})
			total += all[len(all)-1].tape.Bytes()
		}
	}
	now := m.current()
	for _, v := range m.visits {
		if v == now {
			add(v.run, m.now.Add(time.Hour))
		} else {
			add(v.run, v.seen)
		}
	}
	pins := slices.Clone(m.pins)
	for _, w := range m.beside { // all networks that are open share the memory
		for _, v := range w.visits {
			add(v.run, v.seen)
		}
		pins = append(pins, w.pins...)
	}
	for _, v := range m.extra.visits {
		add(v.run, v.seen)
	}
	for _, p := range pins {
		add(p.run, m.now)
	}
	slices.SortStableFunc(all, func(a, b taped) int { return a.seen.Compare(b.seen) })
	for _, t := range all {
		for total > tapeBudget {
			was := t.tape.Bytes()
			t.tape.Thin()
			saved := was - t.tape.Bytes()
			if saved <= 0 {
				break
			}
			total -= saved
		}
	}
}

// compare says how far the result lies from the one before it.
func (m *session) compare(v *visit) {
	a, b := v.before, &v.result.Snapshot
	m.say("noise, seed %d: %s G (root mean square) from the result before; attainment %s, before %s", v.job.Settings.Seed,
		short(score.Difference(a.Signal, b.Signal)), orNone(attainment(b.Attainment, m.percentile(v.place.layer))),
		orNone(attainment(a.Attainment, m.percentile(v.place.layer))))
}
