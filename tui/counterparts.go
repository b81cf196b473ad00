package tui

import (
	"context"
	"errors"
	"fmt"
	"math"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"actmax/model"
	"actmax/model/train/redundancy"
	"actmax/tui/canvas"
)

// pairKey names two networks, by their hashes, and the data over which their units are correlated.
type pairKey struct{ of, in, data string }

// found are the counterparts of one network's units in another, by layer; err says why they are not known.
type found struct {
	layers map[string]redundancy.LayerCounterparts
	err    error
}

// counterpartsMsg brings the counterparts of two networks in each other.
type counterpartsMsg struct {
	a, b     *model.Network
	data     string
	ofA, ofB []redundancy.LayerCounterparts
	err      error
}

var errCounterpartsGivenUp = errors.New("comparing them was given up; : find counterparts takes it up again")

func (m *explorer) pairKey(of, in *model.Network) pairKey {
	hash := ""
	if m.o.Dataset != nil {
		hash = m.o.Dataset.Hash
	}
	return pairKey{of.Hash, in.Hash, hash}
}

// seek has the counterparts of the network on the screen in the other one found, once the data is there and the units are
// measured, so that only one pass over the data goes on at a time.
func (m *explorer) seek() tea.Cmd {
	w := m.other()
	if w == nil || m.o.Dataset == nil || m.busyWith(taskOpen) || m.busyWith(taskMeasure) || m.busyWith(taskCounterparts) {
		return nil
	}
	if _, ok := m.pairs[m.pairKey(m.o.Network, w.network)]; ok {
		return nil
	}
	return m.compareUnits(w.network, m.label(w.network))
}

// compareUnits has the units of the network on the screen compared with those of another, off the screen's goroutine.
func (m *explorer) compareUnits(b *model.Network, name string) tea.Cmd {
	lib, a, d, jobs := m.o.Library, m.o.Network, m.o.Dataset, m.o.Workers
	what := "comparing with " + name
	return m.launch(taskCounterparts, what, func(ctx context.Context, say Say) tea.Msg {
		say = renamed(say, what)
		msg := counterpartsMsg{a: a, b: b, data: d.Hash}
		if lib != nil {
			msg.ofA, msg.ofB, msg.err = lib.Counterparts(ctx, a, b, d, say)
		} else {
			msg.ofA, msg.ofB, msg.err = redundancy.CounterpartsBoth(ctx, a, b, d, CounterpartOptions(jobs, say))
		}
		return msg
	})
}

// renamed tells of progress under a name of the screen's own.
func renamed(say Say, what string) Say {
	return func(_ string, done, total int) { say(what, done, total) }
}

// CounterpartOptions are those under which counterparts are found for the explorer.
func CounterpartOptions(jobs int, say Say) redundancy.Options {
	return redundancy.Options{Lag: redundancy.DefaultLag, Segments: redundancy.CounterpartSegments, Jobs: jobs,
		Progress: func(done, total int) { say("comparing units", done, total) }}
}

// compared takes over the counterparts of two networks.
func (m *explorer) compared(msg counterpartsMsg) {
	if m.o.Dataset == nil || msg.data != m.o.Dataset.Hash {
		return // other data came in between
	}
	if msg.err != nil && m.ctx.Err() == nil {
		m.complain(fmt.Errorf("no counterparts: %w", msg.err))
	}
	m.know(msg.a, msg.b, msg.ofA, msg.err)
	m.know(msg.b, msg.a, msg.ofB, msg.err)
	if m.screen == screenCompare {
		m.pair.pairUp(m)
	}
	m.dirty = true
}

func (m *explorer) know(of, in *model.Network, layers []redundancy.LayerCounterparts, err error) {
	if m.pairs == nil {
		m.pairs = map[pairKey]*found{}
	}
	f := &found{layers: map[string]redundancy.LayerCounterparts{}, err: err}
	for _, l := range layers {
		f.layers[l.Layer] = l
	}
	m.pairs[m.pairKey(of, in)] = f
}

// seekAgain finds counterparts that were given up or failed.
func (m *explorer) seekAgain() tea.Cmd {
	w := m.other()
	switch {
	case w == nil:
		m.say("%s", oneNetwork)
		return nil
	case m.o.Dataset == nil:
		m.say("counterparts are found over the training segments, and no data is open")
		return nil
	}
	if f := m.pairs[m.pairKey(m.o.Network, w.network)]; f != nil {
		if f.err == nil {
			m.say("the counterparts in %s are known", m.label(w.network))
			return nil
		}
		delete(m.pairs, m.pairKey(m.o.Network, w.network))
	}
	return m.seek()
}

const oneNetwork = "one network is open; : open beside opens another, with which its units are compared"

// counterpart is what is known of a unit's counterpart in another open network.
type counterpart struct {
	in          *model.Network
	place       place   // of the most similar unit there; unit -1 where there is none or it is not known
	correlation float64 // lag-maximum of the activations; not a number where it is not known
	lag         int     // it shows the same so many samples later
	mutual      bool    // the unit is its counterpart's counterpart as well
	why         string  // why it is not known, or why there is none
}

const notKnown = "not known"

// is tells whether the unit has a counterpart.
func (c counterpart) is() bool { return c.correlation >= redundancy.LeastCounterpart }

// counterpart looks a unit of one open network up in another.
func (m *explorer) counterpart(of *model.Network, p place, in *model.Network) counterpart {
	out := counterpart{in: in, place: place{p.layer, -1}, correlation: nan}
	f := m.pairs[m.pairKey(of, in)]
	switch {
	case m.o.Dataset == nil && m.busyWith(taskOpen), f == nil && m.o.Dataset != nil:
		out.why = notKnown + " yet"
		return out
	case f == nil:
		out.why = notKnown + " without data"
		return out
	case f.err != nil:
		out.why = f.err.Error()
		return out
	}
	name := of.Layers[p.layer].Name
	l, ok := f.layers[name]
	layer, err := in.Find(name)
	if !ok || err != nil || p.unit < 0 || p.unit >= len(l.Units) {
		out.why = fmt.Sprintf("%s has no layer %s with such maps", m.label(in), name)
		return out
	}
	c := l.Units[p.unit]
	if c.Unit < 0 {
		out.why = fmt.Sprintf("%s/%d does not vary over the training segments", name, p.unit)
		return out
	}
	out.place, out.correlation, out.lag = place{layer, c.Unit}, float64(c.Correlation), c.Lag
	if back, ok := m.pairs[m.pairKey(in, of)]; ok && back.err == nil {
		units := back.layers[name].Units
		out.mutual = c.Unit < len(units) && units[c.Unit].Unit == p.unit
	}
	if !out.is() {
		out.why = fmt.Sprintf("no unit of %s correlates at %g or more; the nearest is %s/%d, r %s", m.label(in), redundancy.LeastCounterpart, name, c.Unit, below(out.correlation))
	}
	return out
}

// below writes a correlation that is too small, so that rounding does not make it look large enough.
func below(r float64) string { return fmt.Sprintf("%.3f", math.Floor(1000*r)/1000) }

// counterpartLines say what is known of the counterpart of the unit under the cursor, the longest first; nil where one
// network is open.
func (m *explorer) counterpartLines() []string {
	w, p := m.other(), m.tree.cursor
	if w == nil || p.unit < 0 {
		return nil
	}
	name := m.label(w.network)
	c := m.counterpart(m.o.Network, p, w.network)
	switch {
	case c.is():
		unit := fmt.Sprintf("%s/%d", m.o.Network.Layers[p.layer].Name, c.place.unit)
		r := fmt.Sprintf("r %.2f", c.correlation)
		full := fmt.Sprintf("%s: %s %s lag %d", name, unit, r, c.lag)
		lines := []string{"counterpart in " + full, full, fmt.Sprintf("%s: %s %s", name, unit, r), unit + " " + r}
		if c.mutual {
			lines = append([]string{lines[0] + ", mutual"}, lines...)
		}
		return lines
	case canvas.Known(c.correlation):
		r := "r " + below(c.correlation)
		return []string{fmt.Sprintf("no counterpart in %s (nearest %d, %s)", name, c.place.unit, r), fmt.Sprintf("none in %s (%s)", name, r), "none, " + r}
	case m.busyWith(taskCounterparts):
		return []string{"counterpart in " + name + ": comparing " + m.glyphs.More, "comparing " + m.glyphs.More}
	}
	return []string{"counterpart in " + name + ": " + c.why, "no counterpart: " + c.why, "no counterpart known", "none known"}
}

// drawCounterpart writes what is known of the counterpart of the unit under the cursor at the right of the frame above the
// settings, which has most room at every size.
func (m *explorer) drawCounterpart() {
	x, y, w := m.layout.settings.Title()
	room := w - len(" Settings ") - 4
	for _, text := range m.counterpartLines() {
		if ansi.StringWidth(text)+2 <= room {
			m.canvas.Full().TextRight(x+w-1, y, " "+text+" ", canvas.Text)
			return
		}
	}
}

// counterpartWords explain what stands on the screen where several networks are open.
var counterpartWords = []entry{
	{"counterpart", "Of a unit: the unit of the layer of the same name in the other network whose activations a[s][t] over training segments correlate most with its own, at the best lag of at most 10 samples either way. Below r 0.5, where it explains less than a quarter of the variance, the screen says that there is none. That is no high bar: : counterparts tells how many units reach it in a network that was never trained."},
	{"r, lag", "Pearson's correlation of the two feature maps over 5000 drawn segments (all, where there are fewer) and all axes; the counterpart shows the same so many samples later."},
	{"mutual", "The unit is its counterpart's counterpart as well. Several units may have the same counterpart, of which it can be mutual with one."},
	{"signals r", "On the Compare screen: Pearson's correlation of the two synthesized signals, and beside it the root of their mean squared difference in G: the window of each at the best place in the other signal, the mean of both ways."},
}
