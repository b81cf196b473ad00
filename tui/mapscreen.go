package tui

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

// mapScreen lays the units of a layer out by their signals, as they finish (exact t-SNE, package atlas), and shows which of
// them repeat each other. What was made under other settings is on no map.
type mapScreen struct {
	view    mapView
	outline outline

	zoom    int // steps of the zoom; 0: all of the map
	layer   int
	charts  map[chartOf]*chart
	task    chartOf // being made
	busy    bool
	failed  []*optimize.Result // that no map could be made of, or was given up: not tried again
	lookAt  time.Time          // when it is looked again at what has finished
	running bool               // something ran or was searched for when last looked
	camera  plane.Camera
	signal  widget.SignalPane
	at      tree.Place         // of the plots
	snap    *optimize.Snapshot // the newest state of a unit that still runs
	stamp   time.Time
	repeats repeatsView

	due     bool               // a map is to be made, or it is to be looked whether one is
	pending []*optimize.Result // what the map that is being made is made of
	madeAt  time.Time          // when the last one was done
	plot    canvas.Area        // where the map stands
	ways    plane.Ways         // of the points at waysOf
	waysOf  [][2]float64
}

// mapView is what the screen shows.
type mapView int

const (
	viewMap mapView = iota
	viewShifts
	viewRepeats
	mapViews
)

var mapViewWords = [mapViews]string{"map", "shifts", "repeats"}

// chartOf names a map: that of a layer, by signals as they are or at the shift at which they differ least.
type chartOf struct {
	layer int
	shift bool
}

// chart is a map on the screen.
type chart struct {
	*atlas.Map                    // places are those on the screen: turned onto the map before, the last map as it is
	made       []*optimize.Result // what it was made of, in the order of the units
	labels     int                // how many of these had a known activity
	last       bool               // every unit had ended
}

const (
	lookEvery = 200 * time.Millisecond // how often it is looked at what has finished
	mapEvery  = 2 * time.Second        // least time between two maps while units are computed
)

func (s *mapScreen) Enter(m *screen.Common) {
	m.AtUnit()
	m.RestAt = time.Time{}
	s.Rested(m)
}

func (s *mapScreen) Leave(m *screen.Common) {
	m.HoldOthers(s.layer, false)
	m.CancelTask(session.TaskMap)
	s.busy = false
}

// renewed returns the screen for another network, as it was left. What was measured is kept.
func (s *mapScreen) renewed() mapScreen {
	return mapScreen{view: s.view, outline: s.outline, zoom: s.zoom, repeats: repeatsView{known: s.repeats.known, listing: s.repeats.listing}}
}

// Rested starts what has not run yet: all units of the layer, those that the filter shows first.
func (s *mapScreen) Rested(m *screen.Common) {
	s.follow(m)
	all := make([]tree.Place, m.Tree.Layers[s.layer].Units)
	for u := range all {
		all[u] = tree.Place{Layer: s.layer, Unit: u}
	}
	m.StartLayer(s.layer, append(m.ShownUnits(s.layer), all...)...)
	s.running, s.due, s.lookAt = true, true, time.Time{}
	m.Changed()
}

// follow turns to the layer under the cursor.
func (s *mapScreen) follow(m *screen.Common) {
	m.AtUnit() // a filter that ends may leave the cursor on a folded layer
	if layer := m.Tree.Cursor.Layer; layer != s.layer || s.charts == nil {
		s.layer, s.camera, s.lookAt = layer, plane.Camera{}, time.Time{}
		if s.charts == nil {
			s.charts = map[chartOf]*chart{}
		}
		m.Changed()
	}
	if s.at != m.Tree.Cursor {
		s.at, s.snap = m.Tree.Cursor, nil
		s.signal.Reset()
	}
}

// name is that of the map in view.
func (s *mapScreen) name() chartOf { return chartOf{s.layer, s.view == viewShifts} }

// chart is the map in view, nil where there is none yet.
func (s *mapScreen) chart() *chart { return s.charts[s.name()] }

func (s *mapScreen) Frame(m *screen.Common, dt time.Duration) {
	s.follow(m)
	s.newest(m)
	if m.Now.Before(s.lookAt) {
		return
	}
	s.lookAt = m.Now.Add(lookEvery)
	m.SimilarityWanted = true // an activity is that of the most similar segment
	if running := m.RunningIn(s.layer) > 0 || m.Searching(); running != s.running {
		if s.running = running; !running {
			m.HoldOthers(s.layer, false)
		}
		m.Changed()
	}
	if s.running {
		m.Changed() // counts and symbols follow what finishes
	}
	if s.view == viewRepeats {
		s.due = false
		s.repeats.ask(m, s)
		return
	}
	s.remake(m)
}

// newest takes the newest state of the unit under the cursor while it runs.
func (s *mapScreen) newest(m *screen.Common) {
	v := m.Visits[s.at]
	if v == nil || v.Run == nil || v.Result != nil || m.Now.Sub(s.stamp) < session.SummaryEvery {
		return
	}
	if n := v.Run.Latest(); n != nil && n != s.snap {
		s.snap, s.stamp = n, m.Now
		m.Changed()
	}
}

func (s *mapScreen) Lively(*screen.Common) bool {
	return s.running || s.busy || s.due || s.repeats.busy
}

// First lists the units of the layer: their activities are wanted before others'.
func (s *mapScreen) First(m *screen.Common) (out []*visit.Visit) {
	for _, p := range m.ShownUnits(s.layer) {
		out = append(out, m.Visits[p])
	}
	return out
}

// Hints implements hinted.
func (s *mapScreen) Hints() []screen.Hint {
	if s.view == viewRepeats {
		return repeatHints
	}
	return nil
}
