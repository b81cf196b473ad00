package layer

import (
	"slices"
	"time"

	"actmax/optimize"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/state"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// Screen shows every unit of a layer at once, each in a tile, all converging. One playhead moves all of them; a tile
// never shows what was not computed, so that a unit whose turn comes late catches up.
type Screen struct {
	common    *screen.Common
	playheads map[int]*screen.Playhead // by layer
	Tiles     map[tree.Place]*screen.Tile

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

// New returns the screen.
func New(c *screen.Common) *Screen {
	return &Screen{common: c, playheads: map[int]*screen.Playhead{}, Tiles: map[tree.Place]*screen.Tile{}}
}

const (
	// Tiles are brought up to date in turn, so that a frame costs no more than a slow connection carries: of the 500 bytes of a
	// frame these are left for tiles, and what was not spent may be spent once within the next frames.
	tileCredit = 280
	maxCredit  = 3 * tileCredit
	// The list of tiles is made anew no more often than that, while a filter looks at what changes.
	listEvery = 500 * time.Millisecond
)

func (l *Screen) Head() *screen.Playhead {
	h := l.playheads[l.layer]
	if h == nil {
		h = &screen.Playhead{Playing: true}
		l.playheads[l.layer] = h
	}
	return h
}

func (l *Screen) Enter() {
	l.common.Session.AtUnit()
	l.common.Session.RestAt = time.Time{}
	l.All = true
	l.Rested()
}

// Leave lets everything run on.
func (l *Screen) Leave() { l.common.Session.HoldOthers(l.layer, false) }

// Rested starts what has not run yet: all units of the layer, those on the screen first.
func (l *Screen) Rested() {
	l.refresh()
	if l.common.Session.StartLayer(l.layer, append(slices.Clip(l.List), l.sorted...)...) {
		l.partial = true
	}
	l.common.Session.Changed()
	l.Busy = true // until a frame finds that nothing runs
}

// sort takes over the order of the units. It is taken when it is asked for, and again when the last unit is done: tiles that
// change places while one looks at them cannot be looked at.
func (l *Screen) sort() {
	l.order, l.All, l.partial = l.common.Session.Open.Ordering, true, l.Busy
	l.common.Session.Changed()
	l.sorted = l.sorted[:0]
	for _, u := range l.common.Session.UnitsInOrder(l.layer) {
		l.sorted = append(l.sorted, tree.Place{Layer: l.layer, Unit: u})
	}
}

// refresh makes the list of tiles for the layer under the cursor.
func (l *Screen) refresh() {
	l.common.Session.AtUnit() // a filter that ends may leave the cursor on a folded layer
	layer := l.common.Session.Open.Tree.Cursor.Layer
	if layer != l.layer || len(l.sorted) != l.common.Session.Open.Tree.Layers[layer].Units {
		l.layer, l.top, l.turn, l.All = layer, 0, 0, true
		l.sort()
	}
	before := len(l.List)
	l.List = l.List[:0]
	for _, p := range l.sorted {
		if l.common.Session.Open.Tree.Shows(p.Layer, p.Unit) {
			l.List = append(l.List, p)
		}
	}
	if len(l.List) != before {
		l.All = true
		l.common.Session.Changed()
	}
	l.stamp, l.query = l.common.Session.Now, l.common.Session.Open.Query
	l.arrange()
}

// here is the index of the cursor in the list, -1 where the filter hides it.
func (l *Screen) here() int {
	for i, p := range l.List {
		if p == l.common.Session.Open.Tree.Cursor {
			return i
		}
	}
	return -1
}

func (l *Screen) Frame(dt time.Duration) {
	if l.order != l.common.Session.Open.Ordering {
		l.sort()
		l.refresh()
	}
	if l.common.Session.Open.Tree.Cursor.Unit < 0 || l.common.Session.Open.Tree.Cursor.Layer != l.layer || l.common.Session.Open.Query != l.query || l.common.Session.Open.Query != "" && l.common.Session.Now.Sub(l.stamp) >= listEvery {
		l.refresh()
	}
	running := l.common.Session.RunningIn(l.layer)
	if busy := running > 0 || l.common.Session.Searching(); l.Busy != busy {
		if l.Busy = busy; !busy {
			l.common.Session.HoldOthers(l.layer, false)
		}
		if !busy && l.partial { // what they are ordered by is known now
			l.sort()
			l.refresh()
		}
	}
	l.play(dt, running > 0)
	if l.setting != session.WithoutAbsolute(l.common.Session.Settings) {
		l.setting, l.All = session.WithoutAbsolute(l.common.Session.Settings), true
	}
	if l.odd = !l.odd; l.odd || l.All { // every second frame: what a frame costs besides its bytes is halved, and nobody sees it
		l.updateTiles()
	}
}

// play moves the playhead, which does not pass the unit that was computed furthest.
func (l *Screen) play(dt time.Duration, running bool) {
	h := l.Head()
	if !h.Playing {
		return
	}
	newest, any := 0.0, false
	for _, p := range l.sorted {
		v := l.common.Session.Open.Visits[p]
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
		h.Share = min(h.Share+dt.Seconds()*l.common.Speed/l.common.PaceSeconds, newest)
	}
	if h.Share >= 1 && !running && len(l.waiting()) == 0 {
		h.Playing = false
		l.common.Session.Changed()
	}
}

// waiting lists the units of the layer that have not been started.
func (l *Screen) waiting() (out []tree.Place) {
	for _, p := range l.sorted {
		if l.common.Session.Open.Visits[p] == nil {
			out = append(out, p)
		}
	}
	return out
}

// updateTiles brings tiles up to date, in turn, as many as the credit allows; the unit under the cursor comes first.
func (l *Screen) updateTiles() {
	l.arrange()
	shown := l.Shown()
	if len(shown) == 0 {
		l.behind = false
		return
	}
	l.credit = min(l.credit+2*tileCredit, maxCredit)
	h := l.Head()
	if l.All {
		for _, p := range shown {
			l.updateTile(h, p)
		}
		l.All, l.behind = false, false
		return
	}
	l.behind = false
	if l.here() >= 0 {
		l.credit -= float64(l.updateTile(h, l.common.Session.Open.Tree.Cursor))
	}
	for i := range shown {
		if l.credit <= 0 {
			l.behind = true
			l.turn = (l.turn + i) % len(shown)
			return
		}
		l.credit -= float64(l.updateTile(h, shown[(l.turn+i)%len(shown)]))
	}
}

// updateTile brings one tile up to date and returns about how many bytes the change takes on the wire.
func (l *Screen) updateTile(h *screen.Playhead, p tree.Place) int {
	t := l.Tiles[p]
	if t == nil {
		t = &screen.Tile{}
		l.Tiles[p] = t
	}
	v := l.common.Session.Open.Visits[p]
	if v != nil && v.Seen.IsZero() {
		v.Tiled = true
	}
	if v != nil {
		v.Seen = l.common.Session.Now
	}
	cost := t.Take(l.common, h, p, v, l.Grid)
	if v != nil && v.Tiled && v.Run != nil && t.Snap != nil { // it is found on the Unit screen as it was left here
		v.At, v.Share = t.Snap.Step, v.Run.Schedule().Share(t.Snap.Step)
		v.Playing, v.Flat = h.Playing, h.Flat
	}
	if cost > 0 {
		l.common.Session.Changed()
	}
	return cost
}

// First lists the units whose tiles are on the screen.
func (l *Screen) First() (out []*visit.Visit) {
	for _, p := range l.Shown() {
		out = append(out, l.common.Session.Open.Visits[p])
	}
	return out
}

func (l *Screen) Lively() bool {
	return l.Head().Playing || l.behind || l.All || l.Busy || l.common.Session.Searching()
}

// Save implements screen.Screen: nothing of it is kept.
func (l *Screen) Save(*state.Session) {}

// Restore implements screen.Screen.
func (l *Screen) Restore(*state.Session) {}
