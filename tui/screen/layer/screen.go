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
// shows only what is computed, so a unit that starts late catches up.
type Screen struct {
	common    *screen.Common
	playheads map[int]*screen.Playhead // by layer
	Tiles     map[tree.Place]*screen.Tile

	order   session.Ordering
	sorted  []tree.Place // every unit of the layer, in order
	partial bool         // the order was made before all its values were known
	List    []tree.Place // the units that the filter shows
	query   string       // the filter of List, and when it was applied
	stamp   time.Time
	Busy    bool // units were computed or segments searched in the last frame

	Grid    screen.Grid
	top     int     // first row of tiles on the screen
	turn    int     // the tile to update next
	credit  float64 // bytes of output that may be spent on tiles
	odd     bool    // tiles are updated in every second frame
	behind  bool    // a tile on the screen is out of date
	All     bool    // every tile is updated at once, as after a key
	layer   int
	setting optimize.Settings
}

// New returns the screen.
func New(c *screen.Common) *Screen {
	return &Screen{common: c, playheads: map[int]*screen.Playhead{}, Tiles: map[tree.Place]*screen.Tile{}}
}

const (
	// Tiles are updated in turn, so that a frame costs no more than a slow connection carries: tiles get these of the
	// 500 bytes of a frame. Unspent bytes may be spent within the next frames, up to maxCredit.
	tileCredit = 280
	maxCredit  = 3 * tileCredit
	// Least time between two evaluations of a filter, whose values may change.
	listEvery = 500 * time.Millisecond
)

// Head returns the playhead of the layer.
func (l *Screen) Head() *screen.Playhead {
	h := l.playheads[l.layer]
	if h == nil {
		h = &screen.Playhead{Playing: true}
		l.playheads[l.layer] = h
	}
	return h
}

// Enter implements screen.Screen.
func (l *Screen) Enter() {
	l.common.Session.AtUnit()
	l.common.Session.RestAt = time.Time{}
	l.All = true
	l.Rested()
}

// Leave implements screen.Screen; everything continues to run.
func (l *Screen) Leave() { l.common.Session.HoldOthers(l.layer, false) }

// Rested implements screen.Screen: it starts the units of the layer that have not run yet, those on the screen first.
func (l *Screen) Rested() {
	l.refresh()
	if l.common.Session.StartLayer(l.layer, append(slices.Clip(l.List), l.sorted...)...) {
		l.partial = true
	}
	l.common.Session.Changed()
	l.Busy = true // until a frame finds nothing running
}

// sort puts the units into the chosen order. It is called when the order is chosen and when the last unit is done, not
// in between, so that tiles do not move while the user looks at them.
func (l *Screen) sort() {
	l.order, l.All, l.partial = l.common.Session.Open.Ordering, true, l.Busy
	l.common.Session.Changed()
	l.sorted = l.sorted[:0]
	for _, u := range l.common.Session.UnitsInOrder(l.layer) {
		l.sorted = append(l.sorted, tree.Place{Layer: l.layer, Unit: u})
	}
}

// refresh lists the tiles of the layer under the cursor.
func (l *Screen) refresh() {
	s := l.common.Session
	s.AtUnit() // clearing a filter may leave the cursor on a folded layer
	layer := s.Open.Tree.Cursor.Layer
	if layer != l.layer || len(l.sorted) != s.Open.Tree.Layers[layer].Units {
		l.layer, l.top, l.turn, l.All = layer, 0, 0, true
		l.sort()
	}
	before := len(l.List)
	l.List = l.List[:0]
	for _, p := range l.sorted {
		if s.Open.Tree.Shows(p.Layer, p.Unit) {
			l.List = append(l.List, p)
		}
	}
	if len(l.List) != before {
		l.All = true
		s.Changed()
	}
	l.stamp, l.query = s.Now, s.Open.Query
	l.arrange()
}

// here returns the index of the cursor in the list; -1 if the filter hides it.
func (l *Screen) here() int {
	for i, p := range l.List {
		if p == l.common.Session.Open.Tree.Cursor {
			return i
		}
	}
	return -1
}

// Frame implements screen.Screen.
func (l *Screen) Frame(dt time.Duration) {
	s := l.common.Session
	if l.order != s.Open.Ordering {
		l.sort()
		l.refresh()
	}
	at, query := s.Open.Tree.Cursor, s.Open.Query
	due := query != "" && s.Now.Sub(l.stamp) >= listEvery
	if at.Unit < 0 || at.Layer != l.layer || query != l.query || due {
		l.refresh()
	}
	running := s.RunningIn(l.layer)
	if busy := running > 0 || s.Searching(); l.Busy != busy {
		if l.Busy = busy; !busy {
			s.HoldOthers(l.layer, false)
		}
		if !busy && l.partial { // the values of the order are known now
			l.sort()
			l.refresh()
		}
	}
	l.play(dt, running > 0)
	if settings := session.WithoutAbsolute(s.Settings); l.setting != settings {
		l.setting, l.All = settings, true
	}
	if l.odd = !l.odd; l.odd || l.All { // every second frame suffices for the eye and halves the work
		l.updateTiles()
	}
}

// play moves the playhead, at most to the newest step of the unit computed furthest.
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

// waiting returns the units of the layer that have not been started.
func (l *Screen) waiting() (out []tree.Place) {
	for _, p := range l.sorted {
		if l.common.Session.Open.Visits[p] == nil {
			out = append(out, p)
		}
	}
	return out
}

// updateTiles updates tiles in turn, as many as the credit allows, the unit under the cursor first.
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

// updateTile updates one tile and returns about how many bytes of output the change takes.
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
	if v != nil && v.Tiled && v.Run != nil && t.Snap != nil { // the Unit screen continues from here
		v.At, v.Share = t.Snap.Step, v.Run.Schedule().Share(t.Snap.Step)
		v.Playing, v.Flat = h.Playing, h.Flat
	}
	if cost > 0 {
		l.common.Session.Changed()
	}
	return cost
}

// First implements screen.Screen: it returns the visits on the screen.
func (l *Screen) First() (out []*visit.Visit) {
	for _, p := range l.Shown() {
		out = append(out, l.common.Session.Open.Visits[p])
	}
	return out
}

// Lively implements screen.Screen.
func (l *Screen) Lively() bool {
	return l.Head().Playing || l.behind || l.All || l.Busy || l.common.Session.Searching()
}

// Save implements screen.Screen; the screen has nothing to save.
func (l *Screen) Save(*state.Session) {}

// Restore implements screen.Screen.
func (l *Screen) Restore(*state.Session) {}
