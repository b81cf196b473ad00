package unitmap

import (
	"math"
	"slices"

	"actmax/tui/plane"
	"actmax/tui/screen"
	"actmax/tui/session/tree"
)

// Keys implements screen.Screen.
func (s *Screen) Keys() []screen.Key {
	off := append(screen.OffAll("no playback on the map, only final results; press 2 to play the layer",
		screen.ActHold, screen.ActFlatOut, screen.ActStepBack, screen.ActStepOn, screen.ActTenthBack, screen.ActTenthOn,
		screen.ActStart, screen.ActEnd, screen.ActSlower, screen.ActFaster),
		screen.Off(screen.ActPane, "no other pane; press v for another view, t for what is outlined or listed"),
		screen.Off(screen.ActElsewhere, "R restarts one unit from noise; press enter to open it"),
		screen.Off(screen.ActPin, "p works on one unit; press enter to open it"))
	off = append(off, screen.OffAll("settings are on the Unit screen (press 1); m chooses a method here too",
		screen.ActSettings, screen.ActUndo, screen.ActPreset)...)
	if s.View == ViewRepeats {
		off = append(off, screen.OffAll("j and k move in the list; press t to list something else",
			screen.ActLeft, screen.ActRight)...)
		off = append(off, screen.OffAll("no zoom in this view; press v for the map",
			screen.ActZoomIn, screen.ActZoomOut)...)
		return append([]screen.Key{
			screen.Bind(screen.ActDown, "j/k row", ""),
			screen.Bind(screen.ActList, "t clusters, pairs, units", ""),
			screen.Bind(screen.ActAspect, "v map", ""),
			screen.Bind(screen.ActOpen, "enter open", ""),
			screen.Bind(screen.ActLayerDown, "J/K layer", ""),
			screen.Bind(screen.ActFilter, "/ find", ""),
			screen.Bind(screen.ActExport, "e export", ""),
			screen.Bind(screen.ActCopy, "y copy", ""),
			screen.Bind(screen.ActBack, "esc map", ""),
			screen.Bind(screen.ActHelp, "? help", ""),
			screen.Bind(screen.ActQuit, "q quit", ""),
		}, off...)
	}
	return append([]screen.Key{
		screen.Bind(screen.ActLeft, "arrows unit", ""),
		screen.Bind(screen.ActDown, "j/k in order", ""),
		screen.Bind(screen.ActOpen, "enter open", ""),
		screen.Bind(screen.ActAspect, "v view", ""),
		screen.Bind(screen.ActList, "t outlines", ""),
		screen.Bind(screen.ActZoomIn, "z/Z zoom", ""),
		screen.Bind(screen.ActFilter, "/ find", ""),
		screen.Bind(screen.ActRestart, "r run stale", ""),
		screen.Bind(screen.ActLayerDown, "J/K layer", ""),
		screen.Bind(screen.ActBack, "esc back", ""),
		screen.Bind(screen.ActHelp, "? help", ""),
		screen.Bind(screen.ActQuit, "q quit", ""),
	}, off...)
}

// Act answers the keys that mean something else here than on the Unit screen.
func (s *Screen) Act(a screen.Action) bool {
	m := s.common.Session
	s.Due = true
	switch a {
	case screen.ActDown, screen.ActUp, screen.ActTop, screen.ActBottom, screen.ActHalfDown, screen.ActHalfUp,
		screen.ActNext, screen.ActPrevious:
		s.step(a)
	case screen.ActLeft, screen.ActRight:
		s.point(map[screen.Action]plane.Heading{screen.ActLeft: plane.Left, screen.ActRight: plane.Right}[a])
	case screen.ActLayerDown, screen.ActLayerUp:
		if m.StepLayer(map[screen.Action]int{screen.ActLayerDown: 1, screen.ActLayerUp: -1}[a]) {
			s.TurnToLayer()
		}
	case screen.ActZoomIn:
		s.zoomBy(1)
	case screen.ActZoomOut:
		s.zoomBy(-1)
	case screen.ActAspect:
		s.turnView()
	case screen.ActList:
		if s.View == ViewRepeats {
			s.Repeats.turnList(s.common)
		} else {
			s.turnOutline()
		}
	case screen.ActExport:
		s.export()
	case screen.ActCopy:
		s.copy()
	case screen.ActOpen:
		s.common.TurnTo(screen.Unit)
		m.Visit()
	case screen.ActBack:
		if m.Open.Query != "" {
			m.ApplyFilter("")
			break
		}
		if s.View == ViewRepeats {
			s.View = ViewMap
			break
		}
		s.common.TurnTo(screen.Unit)
	case screen.ActRestart:
		if s.View == ViewRepeats && s.Repeats.Err != nil {
			s.Repeats.Err = nil
			if s.Repeats.Get(s.common) == nil {
				m.Say("comparing the units again")
			} else {
				m.Say("evaluating macro-F1 without duplicates again")
			}
			break
		}
		if n := m.RestartOutdated(s.layer, m.ShownUnits(s.layer)); n > 0 {
			s.running = true
			m.Say("%d restarted from step 0", n)
		} else {
			m.Say("all units here have these settings; press enter, then r to restart one")
		}
	default:
		return false
	}
	return true
}

// Arrow implements screen.Pointed: on a map, arrows move in their direction.
func (s *Screen) Arrow(key string) bool {
	h, ok := map[string]plane.Heading{"left": plane.Left, "right": plane.Right, "up": plane.Up, "down": plane.Down}[key]
	if !ok || s.View == ViewRepeats {
		return false
	}
	s.point(h)
	return true
}

var headingWords = [plane.Headings]string{"to the left", "to the right", "above", "below"}

// point goes to the nearest point in a direction that the filter shows.
func (s *Screen) point(h plane.Heading) {
	spots := s.Goals()
	if len(spots) == 0 {
		s.common.Session.Say("no other unit on the map: %s", s.why())
		return
	}
	here := slices.IndexFunc(spots, func(p spot) bool { return p.Unit == s.At.Unit })
	if here < 0 { // the unit is not on the map: start in its middle
		best, to := math.Inf(1), 0
		x, y := s.Camera.Middle()
		for i, p := range spots {
			if d := math.Hypot(p.X-x, p.Y-y); d < best {
				best, to = d, i
			}
		}
		s.goTo(spots[to].Unit)
		return
	}
	at := make([][2]float64, len(spots))
	for i, p := range spots {
		at[i] = [2]float64{p.X, p.Y}
	}
	if s.neighbours == nil || !slices.Equal(s.neighboursOf, at) {
		s.neighbours, s.neighboursOf = plane.NewWays(at), at
	}
	to := s.neighbours[here][h]
	if to < 0 {
		s.common.Session.Say("no unit %s", headingWords[h])
		return
	}
	s.goTo(spots[to].Unit)
}

func (s *Screen) goTo(unit int) {
	s.common.Session.GoTo(tree.Place{Layer: s.layer, Unit: unit})
	s.TurnToLayer()
}

// step goes to another unit in the order of the tree, even if it is not on the map.
func (s *Screen) step(a screen.Action) {
	m := s.common.Session
	if (a == screen.ActNext || a == screen.ActPrevious) && m.Open.Query == "" {
		m.Say("no filter; press / to find units")
		return
	}
	if s.View == ViewRepeats {
		s.Repeats.step(s.common, s, a)
		return
	}
	list := m.ShownUnits(s.layer)
	n := len(list)
	if n == 0 {
		m.Say("no unit of this layer matches the filter; press J for the next layer, esc to show all")
		return
	}
	i := slices.Index(list, s.At)
	by := rowsBy(a, n)
	to := min(max(i+by, 0), n-1)
	if to == i {
		m.Say("%s unit", endWord(by))
		return
	}
	s.goTo(list[to].Unit)
}

// rowsBy returns how many rows a key moves in a list of n.
func rowsBy(a screen.Action, n int) int {
	return map[screen.Action]int{
		screen.ActDown: 1, screen.ActUp: -1, screen.ActNext: 1, screen.ActPrevious: -1,
		screen.ActTop: -n, screen.ActBottom: n, screen.ActHalfDown: 8, screen.ActHalfUp: -8,
	}[a]
}

// endWord names the end of a list at which a move by some rows stops.
func endWord(by int) string {
	if by > 0 {
		return "last"
	}
	return "first"
}

// zoomBy zooms in or out.
func (s *Screen) zoomBy(n int) {
	m := s.common.Session
	switch to := s.Zoom + n; {
	case to < 0:
		m.Say("minimum zoom: the whole map")
	case to > plane.MostZoom:
		m.Say("maximum zoom")
	default:
		s.Zoom = to
	}
}

// turnView shows the next view.
func (s *Screen) turnView() {
	s.View = (s.View + 1) % mapViews
	s.common.Session.Say("%s", [mapViews]string{
		"the map by signals as they are",
		"the map by signals at the circular shift with the smallest difference",
		"units that repeat each other: correlation of activations in training",
	}[s.View])
}

// Click goes to the point under the mouse, or the one nearest to it within a few cells.
func (s *Screen) Click(x, y int) {
	if s.View == ViewRepeats {
		return
	}
	best, to := 4.0, -1
	for _, p := range s.Goals() {
		column, row := s.Camera.Cell(p.X, p.Y)
		if d := math.Hypot(column-float64(x-s.Plot.X), 2*(row-float64(y-s.Plot.Y))); d < best {
			best, to = d, p.Unit
		}
	}
	if to >= 0 {
		s.goTo(to)
		s.common.Session.Changed()
	}
}
