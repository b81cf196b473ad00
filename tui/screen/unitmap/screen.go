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

// Screen lays the units of a layer out by their signals, as they finish (exact t-SNE, package atlas), and shows which of
// them repeat each other. What was made under other settings is on no map.
type Screen struct {
	common  *screen.Common
	View    MapView
	Outline outline

	Zoom    int // steps of the zoom; 0: all of the map
	layer   int
	Layouts map[LayoutOf]*Layout
	making  LayoutOf // being made
	Busy    bool
	failed  []*optimize.Result // that no map could be made of, or was given up: not tried again
	LookAt  time.Time          // when it is looked again at what has finished
	running bool               // something ran or was searched for when last looked
	Camera  plane.Camera
	signal  widget.SignalPane
	At      tree.Place         // of the plots
	snap    *optimize.Snapshot // the newest state of a unit that still runs
	stamp   time.Time
	Repeats repeatsView

	Due          bool               // a map is to be made, or it is to be looked whether one is
	pending      []*optimize.Result // what the map that is being made is made of
	madeAt       time.Time          // when the last one was done
	Plot         canvas.Area        // where the map stands
	neighbours   plane.Ways         // of the points at waysOf
	neighboursOf [][2]float64
}

// New returns the screen; known is what was measured of networks before, which it adds to.
func New(c *screen.Common, known Cache) *Screen {
	return &Screen{common: c, Repeats: repeatsView{cache: known}}
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

// LayoutOf names a map: that of a layer, by signals as they are or at the shift at which they differ least.
type LayoutOf struct {
	layer int
	shift bool
}

// Layout is a map on the screen.
type Layout struct {
	*atlas.Map                    // places are those on the screen: turned onto the map before, the last map as it is
	Made       []*optimize.Result // what it was made of, in the order of the units
	labels     int                // how many of these had a known activity
	Last       bool               // every unit had ended
}

const (
	lookEvery = 200 * time.Millisecond // how often it is looked at what has finished
	mapEvery  = 2 * time.Second        // least time between two maps while units are computed
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

// Pause cancels what is worked out for the screen.
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

// Rested starts what has not run yet: all units of the layer, those that the filter shows first.
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

// TurnToLayer turns to the layer under the cursor.
func (s *Screen) TurnToLayer() {
	m := s.common.Session
	m.AtUnit() // a filter that ends may leave the cursor on a folded layer
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

// name is that of the map in view.
func (s *Screen) name() LayoutOf { return LayoutOf{s.layer, s.View == ViewShifts} }

// Layout is the map in view, nil where there is none yet.
func (s *Screen) Layout() *Layout { return s.Layouts[s.name()] }

func (s *Screen) Frame(dt time.Duration) {
	s.TurnToLayer()
	s.newest()
	if s.common.Session.Now.Before(s.LookAt) {
		return
	}
	s.LookAt = s.common.Session.Now.Add(lookEvery)
	s.common.Session.Searches.SimilarityWanted = true // an activity is that of the most similar segment
	if running := s.common.Session.RunningIn(s.layer) > 0 || s.common.Session.Searching(); running != s.running {
		if s.running = running; !running {
			s.common.Session.HoldOthers(s.layer, false)
		}
		s.common.Session.Changed()
	}
	if s.running {
		s.common.Session.Changed() // counts and symbols follow what finishes
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

// First lists the units of the layer: their activities are wanted before others'.
func (s *Screen) First() (out []*visit.Visit) {
	for _, p := range s.common.Session.ShownUnits(s.layer) {
		out = append(out, s.common.Session.Open.Visits[p])
	}
	return out
}
