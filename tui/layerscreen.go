package tui

import (
	"slices"
	"time"

	"actmax/optimize"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// layerScreen shows every unit of a layer at once, each in a tile, all converging. One playhead moves all of them; a tile
// never shows what was not computed, so that a unit whose turn comes late catches up.
type layerScreen struct {
	heads map[int]*screen.Playhead // by layer
	tiles map[tree.Place]*screen.Tile

	order   session.Ordering
	sorted  []tree.Place // every unit of the layer, in order
	partial bool         // not all was known that they are ordered by
	list    []tree.Place // those of them that the filter shows
	query   string       // that they were taken under, and when
	stamp   time.Time
	busy    bool // something was being computed or searched for when last looked

	grid    screen.Grid
	top     int     // first row of tiles on the screen
	turn    int     // the tile whose turn it is to be brought up to date
	credit  float64 // bytes that may be spent on tiles
	odd     bool    // tiles are brought up to date in every second frame
	behind  bool    // a tile on the screen is not up to date
	all     bool    // a key changed more than time does: every tile is brought up to date at once
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

func (l *layerScreen) head() *screen.Playhead {
	h := l.heads[l.layer]
	if h == nil {
		h = &screen.Playhead{Playing: true}
		l.heads[l.layer] = h
	}
	return h
}

func (l *layerScreen) Enter(m *screen.Common) {
	if l.heads == nil {
		l.heads, l.tiles = map[int]*screen.Playhead{}, map[tree.Place]*screen.Tile{}
	}
	m.AtUnit()
	m.RestAt = time.Time{}
	l.all = true
	l.Rested(m)
}

// Leave lets everything run on.
func (l *layerScreen) Leave(m *screen.Common) { m.HoldOthers(l.layer, false) }

// Rested starts what has not run yet: all units of the layer, those on the screen first.
func (l *layerScreen) Rested(m *screen.Common) {
	l.look(m)
	if m.StartLayer(l.layer, append(slices.Clip(l.list), l.sorted...)...) {
		l.partial = true
	}
	m.Changed()
	l.busy = true // until a frame finds that nothing runs
}

// sort takes over the order of the units. It is taken when it is asked for, and again when the last unit is done: tiles that
// change places while one looks at them cannot be looked at.
func (l *layerScreen) sort(m *screen.Common) {
	l.order, l.all, l.partial = m.Ordering, true, l.busy
	m.Changed()
	l.sorted = l.sorted[:0]
	for _, u := range m.UnitsInOrder(l.layer) {
		l.sorted = append(l.sorted, tree.Place{Layer: l.layer, Unit: u})
	}
}

// look makes the list of tiles for the layer under the cursor.
func (l *layerScreen) look(m *screen.Common) {
	m.AtUnit() // a filter that ends may leave the cursor on a folded layer
	layer := m.Tree.Cursor.Layer
	if layer != l.layer || len(l.sorted) != m.Tree.Layers[layer].Units {
		l.layer, l.top, l.turn, l.all = layer, 0, 0, true
		l.sort(m)
	}
	before := len(l.list)
	l.list = l.list[:0]
	for _, p := range l.sorted {
		if m.Tree.Shows(p.Layer, p.Unit) {
			l.list = append(l.list, p)
		}
	}
	if len(l.list) != before {
		l.all = true
		m.Changed()
	}
	l.stamp, l.query = m.Now, m.Query
	l.arrange(m)
}

// here is the index of the cursor in the list, -1 where the filter hides it.
func (l *layerScreen) here(m *screen.Common) int {
	for i, p := range l.list {
		if p == m.Tree.Cursor {
			return i
		}
	}
	return -1
}

func (l *layerScreen) Frame(m *screen.Common, dt time.Duration) {
	if l.order != m.Ordering {
		l.sort(m)
		l.look(m)
	}
	if m.Tree.Cursor.Unit < 0 || m.Tree.Cursor.Layer != l.layer || m.Query != l.query || m.Query != "" && m.Now.Sub(l.stamp) >= listEvery {
		l.look(m)
	}
	running := m.RunningIn(l.layer)
	if busy := running > 0 || m.Searching(); l.busy != busy {
		if l.busy = busy; !busy {
			m.HoldOthers(l.layer, false)
		}
		if !busy && l.partial { // what they are ordered by is known now
			l.sort(m)
			l.look(m)
		}
	}
	l.play(m, dt, running > 0)
	if l.setting != session.WithoutAbsolute(m.Settings) {
		l.setting, l.all = session.WithoutAbsolute(m.Settings), true
	}
	if l.odd = !l.odd; l.odd || l.all { // every second frame: what a frame costs besides its bytes is halved, and nobody sees it
		l.bring(m)
	}
}

// play moves the playhead, which does not pass the unit that was computed furthest.
func (l *layerScreen) play(m *screen.Common, dt time.Duration, running bool) {
	h := l.head()
	if !h.Playing {
		return
	}
	newest, any := 0.0, false
	for _, p := range l.sorted {
		v := m.Visits[p]
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
		m.Changed()
	}
}

// waiting lists the units of the layer that have not been started.
func (l *layerScreen) waiting(m *screen.Common) (out []tree.Place) {
	for _, p := range l.sorted {
		if m.Visits[p] == nil {
			out = append(out, p)
		}
	}
	return out
}

// bring brings tiles up to date, in turn, as many as the credit allows; the unit under the cursor comes first.
func (l *layerScreen) bring(m *screen.Common) {
	l.arrange(m)
	shown := l.shown()
	if len(shown) == 0 {
		l.behind = false
		return
	}
	l.credit = min(l.credit+2*tileCredit, mostCredit)
	h := l.head()
	if l.all {
		for _, p := range shown {
			l.bringOne(m, h, p)
		}
		l.all, l.behind = false, false
		return
	}
	l.behind = false
	if l.here(m) >= 0 {
		l.credit -= float64(l.bringOne(m, h, m.Tree.Cursor))
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
func (l *layerScreen) bringOne(m *screen.Common, h *screen.Playhead, p tree.Place) int {
	t := l.tiles[p]
	if t == nil {
		t = &screen.Tile{}
		l.tiles[p] = t
	}
	v := m.Visits[p]
	if v != nil && v.Seen.IsZero() {
		v.Tiled = true
	}
	if v != nil {
		v.Seen = m.Now
	}
	cost := t.Take(m, h, p, v, l.grid)
	if v != nil && v.Tiled && v.Run != nil && t.Snap != nil { // it is found on the Unit screen as it was left here
		v.At, v.Share = t.Snap.Step, v.Run.Schedule().Share(t.Snap.Step)
		v.Playing, v.Flat = h.Playing, h.Flat
	}
	if cost > 0 {
		m.Changed()
	}
	return cost
}

// First lists the units whose tiles are on the screen.
func (l *layerScreen) First(m *screen.Common) (out []*visit.Visit) {
	for _, p := range l.shown() {
		out = append(out, m.Visits[p])
	}
	return out
}

func (l *layerScreen) Lively(m *screen.Common) bool {
	return l.head().Playing || l.behind || l.all || l.busy || m.Searching()
}
