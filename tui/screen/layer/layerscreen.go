package layer

import (
	"slices"
	"time"

	"actmax/optimize"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// Screen shows every unit of a layer at once, each in a tile, all converging. One playhead moves all of them; a tile
// never shows what was not computed, so that a unit whose turn comes late catches up.
type Screen struct {
	heads map[int]*screen.Playhead // by layer
	Tiles map[tree.Place]*screen.Tile

	order   session.Ordering
	sorted  []tree.Place // every unit of the layer, in order
	partial bool         // not all was known that they are ordered by
	List    []tree.Place // those of them that the filter shows
	query   string       // that they were taken under, and when
	stamp   time.Time
	Busy    bool // something was being computed or searched for when last looked

	Grid    screen.Grid
	top     int     // first row of tiles on the screen
	turn    int     // the tile whose turn it is to be brought up to date
	credit  float64 // bytes that may be spent on tiles
	odd     bool    // tiles are brought up to date in every second frame
	behind  bool    // a tile on the screen is not up to date
	All     bool    // a key changed more than time does: every tile is brought up to date at once
	layer   int
	setting optimize.Settings
}

const (
	// Tiles are brought up to date in turn, so that a frame costs no more than a slow connection carries: of the 500 bytes of a
	// frame these are left for tiles, and what was not spent may be spent once within the next frames.
	tileCredit = 280
	mostCredit = 3 * tileCredit
	// The list of tiles is made anew no more often than that, while a filter looks at what changes.
	listEvery = 500 * time.Millisecond
)

func (l *Screen) Head() *screen.Playhead {
	h := l.heads[l.layer]
	if h == nil {
		h = &screen.Playhead{Playing: true}
		l.heads[l.layer] = h
	}
	return h
}

func (l *Screen) Enter(m *screen.Common) {
	if l.heads == nil {
		l.heads, l.Tiles = map[int]*screen.Playhead{}, map[tree.Place]*screen.Tile{}
	}
	m.Session.AtUnit()
	m.Session.RestAt = time.Time{}
	l.All = true
	l.Rested(m)
}

// Leave lets everything run on.
func (l *Screen) Leave(m *screen.Common) { m.Session.HoldOthers(l.layer, false) }

// Rested starts what has not run yet: all units of the layer, those on the screen first.
func (l *Screen) Rested(m *screen.Common) {
	l.look(m)
	if m.Session.StartLayer(l.layer, append(slices.Clip(l.List), l.sorted...)...) {
		l.partial = true
	}
	m.Session.Changed()
	l.Busy = true // until a frame finds that nothing runs
}

// sort takes over the order of the units. It is taken when it is asked for, and again when the last unit is done: tiles that
// change places while one looks at them cannot be looked at.
func (l *Screen) sort(m *screen.Common) {
	l.order, l.All, l.partial = m.Session.Open.Ordering, true, l.Busy
	m.Session.Changed()
	l.sorted = l.sorted[:0]
	for _, u := range m.Session.UnitsInOrder(l.layer) {
		l.sorted = append(l.sorted, tree.Place{Layer: l.layer, Unit: u})
	}
}

// look makes the list of tiles for the layer under the cursor.
func (l *Screen) look(m *screen.Common) {
	m.Session.AtUnit() // a filter that ends may leave the cursor on a folded layer
	layer := m.Session.Open.Tree.Cursor.Layer
	if layer != l.layer || len(l.sorted) != m.Session.Open.Tree.Layers[layer].Units {
		l.layer, l.top, l.turn, l.All = layer, 0, 0, true
		l.sort(m)
	}
	before := len(l.List)
	l.List = l.List[:0]
	for _, p := range l.sorted {
		if m.Session.Open.Tree.Shows(p.Layer, p.Unit) {
			l.List = append(l.List, p)
		}
	}
	if len(l.List) != before {
		l.All = true
		m.Session.Changed()
	}
	l.stamp, l.query = m.Session.Now, m.Session.Open.Query
	l.arrange(m)
}

// here is the index of the cursor in the list, -1 where the filter hides it.
func (l *Screen) here(m *screen.Common) int {
	for i, p := range l.List {
		if p == m.Session.Open.Tree.Cursor {
			return i
		}
	}
	return -1
}

func (l *Screen) Frame(m *screen.Common, dt time.Duration) {
	if l.order != m.Session.Open.Ordering {
		l.sort(m)
		l.look(m)
	}
	if m.Session.Open.Tree.Cursor.Unit < 0 || m.Session.Open.Tree.Cursor.Layer != l.layer || m.Session.Open.Query != l.query || m.Session.Open.Query != "" && m.Session.Now.Sub(l.stamp) >= listEvery {
		l.look(m)
	}
	running := m.Session.RunningIn(l.layer)
	if busy := running > 0 || m.Session.Searching(); l.Busy != busy {
		if l.Busy = busy; !busy {
			m.Session.HoldOthers(l.layer, false)
		}
		if !busy && l.partial { // what they are ordered by is known now
			l.sort(m)
			l.look(m)
		}
	}
	l.play(m, dt, running > 0)
	if l.setting != session.WithoutAbsolute(m.Session.Settings) {
		l.setting, l.All = session.WithoutAbsolute(m.Session.Settings), true
	}
	if l.odd = !l.odd; l.odd || l.All { // every second frame: what a frame costs besides its bytes is halved, and nobody sees it
		l.bring(m)
	}
}

// play moves the playhead, which does not pass the unit that was computed furthest.
func (l *Screen) play(m *screen.Common, dt time.Duration, running bool) {
	h := l.Head()
	if !h.Playing {
		return
	}
	newest, any := 0.0, false
	for _, p := range l.sorted {
		v := m.Session.Open.Visits[p]
		if v == nil || v.Run == nil || v.Run.Computed() < 0 {
			continue
		}
		any = true
		if v.Result != nil {
			newest = 1
			break
		}
		newest = max(newest, v.Run.Schedule().Share(v.Last()))
	}
	if !any {
		return
	}
	l.behind = true
	if h.Flat {
		h.Share = 1
	} else {
		h.Share = min(h.Share+dt.Seconds()*m.Speed/m.PaceSeconds, newest)
	}
	if h.Share >= 1 && !running && len(l.waiting(m)) == 0 {
		h.Playing = false
		m.Session.Changed()
	}
}

// waiting lists the units of the layer that have not been started.
func (l *Screen) waiting(m *screen.Common) (out []tree.Place) {
	for _, p := range l.sorted {
		if m.Session.Open.Visits[p] == nil {
			out = append(out, p)
		}
	}
	return out
}

// bring brings tiles up to date, in turn, as many as the credit allows; the unit under the cursor comes first.
func (l *Screen) bring(m *screen.Common) {
	l.arrange(m)
	shown := l.Shown()
	if len(shown) == 0 {
		l.behind = false
		return
	}
	l.credit = min(l.credit+2*tileCredit, mostCredit)
	h := l.Head()
	if l.All {
		for _, p := range shown {
			l.bringOne(m, h, p)
		}
		l.All, l.behind = false, false
		return
	}
	l.behind = false
	if l.here(m) >= 0 {
		l.credit -= float64(l.bringOne(m, h, m.Session.Open.Tree.Cursor))
	}
	for i := range shown {
		if l.credit <= 0 {
			l.behind = true
			l.turn = (l.turn + i) % len(shown)
			return
		}
		l.credit -= float64(l.bringOne(m, h, shown[(l.turn+i)%len(shown)]))
	}
}

// bringOne brings one tile up to date and returns about how many bytes the change takes on the wire.
func (l *Screen) bringOne(m *screen.Common, h *screen.Playhead, p tree.Place) int {
	t := l.Tiles[p]
	if t == nil {
		t = &screen.Tile{}
		l.Tiles[p] = t
	}
	v := m.Session.Open.Visits[p]
	if v != nil && v.Seen.IsZero() {
		v.Tiled = true
	}
	if v != nil {
		v.Seen = m.Session.Now
	}
	cost := t.Take(m, h, p, v, l.Grid)
	if v != nil && v.Tiled && v.Run != nil && t.Snap != nil { // it is found on the Unit screen as it was left here
		v.At, v.Share = t.Snap.Step, v.Run.Schedule().Share(t.Snap.Step)
		v.Playing, v.Flat = h.Playing, h.Flat
	}
	if cost > 0 {
		m.Session.Changed()
	}
	return cost
}

// First lists the units whose tiles are on the screen.
func (l *Screen) First(m *screen.Common) (out []*visit.Visit) {
	for _, p := range l.Shown() {
		out = append(out, m.Session.Open.Visits[p])
	}
	return out
}

func (l *Screen) Lively(m *screen.Common) bool {
	return l.Head().Playing || l.behind || l.All || l.Busy || m.Session.Searching()
}
