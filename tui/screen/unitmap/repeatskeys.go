package unitmap

import (
	"fmt"
	"slices"

	"actmax/tui/screen"
)

// repeatRow is a row of the list: a unit, or two and their correlation.
type repeatRow struct {
	Unit, other    int // other: -1 if there is none
	r              float32
	lag            int
	representative bool // represents the cluster of the rows after it
	size           int  // of that cluster
	shown          bool // by the filter
}

// Rows returns the rows of the list.
func (r *repeatsView) Rows(m *screen.Common, layer int) (out []repeatRow) {
	l := r.Layer(m, layer)
	if l == nil {
		return nil
	}
	shows := func(u int) bool { return m.Session.Open.Tree.Shows(layer, u) }
	switch r.Listing {
	case ListClusters:
		for _, c := range l.Clusters {
			kept := repeatRow{Unit: c.Kept, other: -1, representative: true, size: len(c.Members), shown: shows(c.Kept)}
			out = append(out, kept)
			for _, d := range c.Duplicates {
				row := repeatRow{Unit: d.Unit, other: c.Kept, r: d.Correlation, lag: d.Lag, shown: shows(d.Unit)}
				out = append(out, row)
			}
		}
	case ListPairs:
		for _, p := range l.Pairs {
			out = append(out, repeatRow{Unit: p.A, other: p.B, r: p.R, lag: p.lag, shown: shows(p.A) || shows(p.B)})
		}
	default:
		for _, p := range m.Session.ShownUnits(layer) {
			row := repeatRow{Unit: p.Unit, other: -1, shown: true}
			if near := l.Like(p.Unit); len(near) > 0 {
				row.other, row.r, row.lag = near[0].B, near[0].R, near[0].lag
			}
			out = append(out, row)
		}
	}
	return out
}

// here returns the row under the cursor, -1 if the unit under the cursor is in none.
func (r *repeatsView) here(rows []repeatRow, unit int) int {
	if r.row < len(rows) && rows[r.row].Unit == unit {
		return r.row
	}
	return slices.IndexFunc(rows, func(x repeatRow) bool { return x.Unit == unit })
}

// step goes to another row that the filter shows, and moves the cursor to its unit.
func (r *repeatsView) step(m *screen.Common, s *Screen, a screen.Action) {
	rows := r.Rows(m, s.layer)
	var shown []int
	for i, x := range rows {
		if x.shown {
			shown = append(shown, i)
		}
	}
	n := len(shown)
	if n == 0 {
		m.Session.Say("no row: %s", r.why(m, s.layer))
		return
	}
	i := slices.Index(shown, r.here(rows, s.At.Unit))
	by := rowsBy(a, n)
	to := min(max(i+by, 0), n-1)
	if to == i {
		m.Session.Say("%s row", endWord(by))
		return
	}
	r.row = shown[to]
	s.goTo(rows[r.row].Unit)
}

// why returns the reason why the list is empty.
func (r *repeatsView) why(m *screen.Common, layer int) string {
	l := r.Layer(m, layer)
	switch {
	case m.Session.Data.Dataset == nil:
		return "comparing units needs data; open some with `:open data`"
	case l == nil && r.Busy:
		return "units are being compared"
	case l == nil && r.Err != nil:
		return r.Err.Error()
	case l == nil:
		return "not compared yet"
	case len(r.Rows(m, layer)) > 0:
		return "no row matches the filter; press esc to show all"
	case r.Listing == ListClusters:
		return fmt.Sprintf("no two units of this layer correlate at %g or more; press t for pairs and units", duplicate)
	}
	return fmt.Sprintf("no two units of this layer correlate at %g or more; press t for units", LeastPair)
}

// turnList lists something else.
func (r *repeatsView) turnList(m *screen.Common) {
	r.Listing, r.row, r.top = (r.Listing+1)%lists, 0, 0
	m.Session.Say("%s", [lists]string{
		fmt.Sprintf("clusters: all units in one correlate with each other at %g or more", duplicate),
		fmt.Sprintf("pairs that correlate at %g or more, highest first", LeastPair),
		"every unit and the one most like it",
	}[r.Listing])
}
