package tui

import (
	"fmt"
	"slices"

	"actmax/tui/screen"
)

// repeatRow is a row of the list: a unit, or two, with how alike they are.
type repeatRow struct {
	unit, other int // other: -1 where it stands alone
	r           float32
	lag         int
	kept        bool // of a cluster, which the rows after it belong to
	size        int  // of that cluster
	shown       bool // the filter shows it
}

// rows lists what the view lists.
func (r *repeatsView) rows(m *screen.Common, layer int) (out []repeatRow) {
	l := r.layer(m, layer)
	if l == nil {
		return nil
	}
	shows := func(u int) bool { return m.Tree.Shows(layer, u) }
	switch r.listing {
	case listClusters:
		for _, c := range l.clusters {
			out = append(out, repeatRow{unit: c.Kept, other: -1, kept: true, size: len(c.members), shown: shows(c.Kept)})
			for _, d := range c.Duplicates {
				out = append(out, repeatRow{unit: d.Unit, other: c.Kept, r: d.Correlation, lag: d.Lag, shown: shows(d.Unit)})
			}
		}
	case listPairs:
		for _, p := range l.pairs {
			out = append(out, repeatRow{unit: p.a, other: p.b, r: p.r, lag: p.lag, shown: shows(p.a) || shows(p.b)})
		}
	default:
		for _, p := range m.ShownUnits(layer) {
			row := repeatRow{unit: p.Unit, other: -1, shown: true}
			if near := l.like(p.Unit); len(near) > 0 {
				row.other, row.r, row.lag = near[0].b, near[0].r, near[0].lag
			}
			out = append(out, row)
		}
	}
	return out
}

// here is the row under the cursor, -1 where the unit under the cursor is in none.
func (r *repeatsView) here(rows []repeatRow, unit int) int {
	if r.row < len(rows) && rows[r.row].unit == unit {
		return r.row
	}
	return slices.IndexFunc(rows, func(x repeatRow) bool { return x.unit == unit })
}

// step goes to another row that the filter shows, and with it the cursor to its unit.
func (r *repeatsView) step(m *screen.Common, s *mapScreen, a screen.Action) {
	rows := r.rows(m, s.layer)
	var shown []int
	for i, x := range rows {
		if x.shown {
			shown = append(shown, i)
		}
	}
	n := len(shown)
	if n == 0 {
		m.Say("no row to go to: %s", r.why(m, s.layer))
		return
	}
	i := slices.Index(shown, r.here(rows, s.at.Unit))
	by := map[screen.Action]int{screen.ActDown: 1, screen.ActUp: -1, screen.ActNext: 1, screen.ActPrevious: -1, screen.ActTop: -n, screen.ActBottom: n, screen.ActHalfDown: 8, screen.ActHalfUp: -8}[a]
	to := min(max(i+by, 0), n-1)
	if to == i {
		m.Say("no row further %s", map[bool]string{true: "on", false: "back"}[by > 0])
		return
	}
	r.row = shown[to]
	s.goTo(m, rows[r.row].unit)
}

// why says why the list is empty.
func (r *repeatsView) why(m *screen.Common, layer int) string {
	l := r.layer(m, layer)
	switch {
	case m.Dataset == nil:
		return "without data there is nothing to compare units by; : open data reads some"
	case l == nil && r.busy:
		return "the units are being compared"
	case l == nil && r.err != nil:
		return r.err.Error()
	case l == nil:
		return "not compared yet"
	case len(r.rows(m, layer)) > 0:
		return "the filter shows none of them; esc shows all"
	case r.listing == listClusters:
		return fmt.Sprintf("no two units of this layer correlate at %g or more; t lists pairs and units", duplicate)
	}
	return fmt.Sprintf("no two units of this layer correlate at %g or more; t lists units", leastPair)
}

// turnList lists something else.
func (r *repeatsView) turnList(m *screen.Common) {
	r.listing, r.row, r.top = (r.listing+1)%lists, 0, 0
	m.Say("%s", [lists]string{
		fmt.Sprintf("clusters: every two units of one correlate at %g or more", duplicate),
		fmt.Sprintf("pairs that correlate at %g or more, the most alike first", leastPair),
		"every unit with the one most like it",
	}[r.listing])
}

// repeatHints are the hints of the redundancy view.
var repeatHints = []screen.Hint{{Action: screen.ActDown, Short: "j/k row"}, {Action: screen.ActList, Short: "t clusters, pairs, units"}, {Action: screen.ActAspect, Short: "v map"}, {Action: screen.ActOpen, Short: "enter open"}, {Action: screen.ActLayerDown, Short: "J/K layer"},
	{Action: screen.ActFilter, Short: ""}, {Action: screen.ActExport, Short: "e export"}, {Action: screen.ActCopy, Short: "y copy"}, {Action: screen.ActBack, Short: "esc map"}, {Action: screen.ActHelp, Short: ""}, {Action: screen.ActQuit, Short: ""}}
