package session

import (
	"slices"
	"time"

	"actmax/optimize/score"
	"actmax/tui/number"
	"actmax/tui/session/visit"
)

// TapeBudget is the memory that all tapes share. The longest unseen lose frames first, never their result.
const TapeBudget = 48 << 20

// WeighEvery is how often the tapes are weighed while runs go on.
const WeighEvery = time.Second

// finished says what a run came to.
func (m *Session) finished(v *visit.Visit) {
	if v == m.Current() && v.Before != nil && v.Result != nil {
		m.compare(v)
	}
	if m.Open.Ordering == OrderAttainment {
		m.reorder()
	}
	m.ShareTapes()
}

// ShareTapes keeps all tapes within their budget: the tape that was not looked at for longest loses every second frame until
// it has but its ends, then the next. The one on the screen is the last to lose any.
func (m *Session) ShareTapes() {
	type taped struct {
		tape visit.Tape
		seen time.Time
	}
	var all []taped
	total := 0
	add := func(r visit.Run, seen time.Time) {
		if r != nil {
			all = append(all, taped{r.Tape(), seen})
			total += all[len(all)-1].tape.Bytes()
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
	for _, w := range m.Background { // all networks that are open share the memory
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
	slices.SortStableFunc(all, func(a, b taped) int { return a.seen.Compare(b.seen) })
	for _, t := range all {
		for total > TapeBudget {
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
func (m *Session) compare(v *visit.Visit) {
	a, b := v.Before, &v.Result.Snapshot
	m.Say("noise, seed %d: %s G (root mean square) from the result before; attainment %s, before %s", v.Job.Settings.Seed,
		number.Short(score.Difference(a.Signal, b.Signal)), number.OrNone(number.Attainment(b.Attainment, m.Open.Percentile(v.Place.Layer))),
		number.OrNone(number.Attainment(a.Attainment, m.Open.Percentile(v.Place.Layer))))
}
