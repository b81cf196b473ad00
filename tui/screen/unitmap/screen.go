package unitmap

import (
	"time"

	"actmax/optimize"
	"actmax/optimize/atlas"
	"actmax/tui/canvas"
	"actmax/tui/plane"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
	"actmax/tui/widget"
)

// Screen arranges the units of a layer by their signals as they finish (exact t-SNE, package atlas), and shows which of
// them repeat each other. Results under other settings are on no map.
type Screen struct {
	common  *screen.Common
	View    MapView
	Outline outline

	Zoom    int // steps; 0: the whole map
	layer   int
	Layouts map[LayoutOf]*Layout
	making  LayoutOf // being made
	Busy    bool
	failed  []*optimize.Result // that failed or were cancelled: not tried again
	LookAt  time.Time          // when to look again for finished units
	running bool               // a unit ran or was searched for at the last look
	Camera  plane.Camera
	signal  widget.SignalPane
	At      tree.Place         // of the plots
	snap    *optimize.Snapshot // newest state of a unit that still runs
	stamp   time.Time
	Repeats repeatsView

	Due          bool               // a map is due, or may be
	pending      []*optimize.Result // input of the map that is being made
	madeAt       time.Time          // when the last map was done
	Plot         canvas.Area        // area of the map
	neighbours   plane.Ways         // of the points at neighboursOf
	neighboursOf [][2]float64
}

// New returns the screen; cache holds what was measured of networks, and the screen adds to it.
func New(c *screen.Common, cache Cache) *Screen {
	return &Screen{common: c, Repeats: repeatsView{cache: cache}}
}

// MapView is what the screen shows.
type MapView int

const (
	ViewMap MapView = iota
	ViewShifts
	ViewRepeats
	mapViews
)

var mapViewWords = [mapViews]string{"map", "shifts", "repeats"}

// LayoutOf identifies a layout: of a layer, by signals as they are or at the shift with the smallest difference.
type LayoutOf struct {
	layer int
	shift bool
}

// Layout is a computed map of units.
type Layout struct {
	*atlas.Map                    // its points, rotated onto the previous map unless this is the last
	Made       []*optimize.Result // input, in the order of the units
	labels     int                // how many of these had a known activity
	Last       bool               // all units were done
}

const (
	lookEvery = 200 * time.Millisecond // how often the screen looks for finished units
	mapEvery  = 2 * time.Second        // minimum time between two maps while units run
)

func (s *Screen) Enter() {
	s.common.Session.AtUnit()
	s.common.Session.RestAt = time.Time{}
	s.Rested()
}

func (s *Screen) Leave() {
	s.common.Session.HoldOthers(s.layer, false)
	s.common.Session.CancelTask(session.TaskMap)
	s.Busy = false
}

// Advance implements screen.Worker.
func (s *Screen) Advance(time.Duration) {}

// Pause implements screen.Worker: it cancels the tasks of the screen.
func (s *Screen) Pause() {
	s.common.Session.CancelTask(session.TaskMap)
	s.common.Session.CancelTask(session.TaskRepeats)
	s.Busy, s.Repeats.Busy = false, false
}

// Continue implements screen.Worker.
func (s *Screen) Continue() {}

// Close implements screen.Worker.
func (s *Screen) Close() {}

// Unfinished implements screen.Worker: a map is soon made again.
func (s *Screen) Unfinished() string { return "" }

// Rested starts the units of the layer that have not run yet, those that the filter shows first.
func (s *Screen) Rested() {
	s.TurnToLayer()
	all := make([]tree.Place, s.common.Session.Open.Tree.Layers[s.layer].Units)
	for u := range all {
		all[u] = tree.Place{Layer: s.layer, Unit: u}
	}
	s.common.Session.StartLayer(s.layer, append(s.common.Session.ShownUnits(s.layer), all...)...)
	s.running, s.Due, s.LookAt = true, true, time.Time{}
	s.common.Session.Changed()
}

// TurnToLayer shows the layer under the cursor.
func (s *Screen) TurnToLayer() {
	m := s.common.Session
	m.AtUnit() // clearing a filter may leave the cursor on a folded layer
	if layer := m.Open.Tree.Cursor.Layer; layer != s.layer || s.Layouts == nil {
		s.layer, s.Camera, s.LookAt = layer, plane.Camera{}, time.Time{}
		if s.Layouts == nil {
			s.Layouts = map[LayoutOf]*Layout{}
		}
		m.Changed()
	}
	if s.At != m.Open.Tree.Cursor {
		s.At, s.snap = m.Open.Tree.Cursor, nil
		s.signal.Reset()
	}
}

// name returns the key of the map in view.
func (s *Screen) name() LayoutOf { return LayoutOf{s.layer, s.View == ViewShifts} }

// Layout returns the map in view, nil if there is none yet.
func (s *Screen) Layout() *Layout { return s.Layouts[s.name()] }

func (s *Screen) Frame(dt time.Duration) {
	s.TurnToLayer()
	s.newest()
	if s.common.Session.Now.Before(s.LookAt) {
		return
	}
	s.LookAt = s.common.Session.Now.Add(lookEvery)
	s.common.Session.Searches.SimilarityWanted = true // a unit's activity is that of the most similar segment
	if running := s.common.Session.RunningIn(s.layer) > 0 || s.common.Session.Searching(); running != s.running {
		if s.running = running; !running {
			s.common.Session.HoldOthers(s.layer, false)
		}
		s.common.Session.Changed()
	}
	if s.running {
		s.common.Session.Changed() // counts and symbols change as units finish
	}
	if s.View == ViewRepeats {
		s.Due = false
		s.Repeats.ask(s.common, s)
		return
	}
	s.remake()
}

// newest takes the newest state of the unit under the cursor while it runs.
func (s *Screen) newest() {
	m := s.common.Session
	v := m.Open.Visits[s.At]
	if v == nil || v.Run == nil || v.Result != nil || m.Now.Sub(s.stamp) < session.SummaryEvery {
		return
	}
	if n := v.Run.Latest(); n != nil && n != s.snap {
		s.snap, s.stamp = n, m.Now
		m.Changed()
	}
}

func (s *Screen) Lively() bool {
	return s.running || s.Busy || s.Due || s.Repeats.Busy
}

// First returns the units of the layer: their activities are searched for before others'.
func (s *Screen) First() (out []*visit.Visit) {
	for _, p := range s.common.Session.ShownUnits(s.layer) {
		out = append(out, s.common.Session.Open.Visits[p])
	}
	return out
}
