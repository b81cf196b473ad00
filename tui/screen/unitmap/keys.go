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
	if s.View == ViewRepeats {
		return []screen.Key{
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
		}
	}
	return []screen.Key{
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
	}
}

// Act answers the keys that mean something else here than on the Unit screen.
func (s *Screen) Act(a screen.Action) bool {
	m := s.common.Session
	s.Due = true
	switch a {
	case screen.ActDown, screen.ActUp, screen.ActTop, screen.ActBottom, screen.ActHalfDown, screen.ActHalfUp, screen.ActNext, screen.ActPrevious:
		s.step(a)
	case screen.ActLeft, screen.ActRight:
		if s.View == ViewRepeats {
			m.Say("j and k go through the list; t lists something else")
			break
		}
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
			m.Say("%s", map[bool]string{true: "macro-F1 without the duplicates is evaluated again", false: "the units are compared again"}[s.Repeats.Get(s.common) != nil])
			break
		}
		if n := m.RunAgain(s.layer, m.ShownUnits(s.layer)); n > 0 {
			s.running = true
			m.Say("%d run again from step 0", n)
		} else {
			m.Say("every unit here was made under these settings; enter and r run one again")
		}
	case screen.ActPane:
		m.Say("no pane to turn to here; v turns the view, t what is outlined or listed")
	case screen.ActHold, screen.ActFlatOut, screen.ActStepBack, screen.ActStepOn, screen.ActTenthBack, screen.ActTenthOn, screen.ActStart, screen.ActEnd, screen.ActSlower, screen.ActFaster:
		m.Say("a map shows where units ended, and does not play; 2 plays the layer, z and Z zoom")
	default:
		return s.common.ForOneUnit(a)
	}
	return true
}

// Arrow implements pointed: on a map arrows go where they point.
func (s *Screen) Arrow(key string) bool {
	h, ok := map[string]plane.Heading{"left": plane.Left, "right": plane.Right, "up": plane.Up, "down": plane.Down}[key]
	if !ok || s.View == ViewRepeats {
		return false
	}
	s.point(h)
	return true
}

var headingWords = [plane.Headings]string{"to the left", "to the right", "above", "below"}

// point goes to the nearest point in a direction; filtered-out points are no goal.
func (s *Screen) point(h plane.Heading) {
	spots := s.Goals()
	if len(spots) == 0 {
		s.common.Session.Say("no point to go to: %s", s.why())
		return
	}
	here := slices.IndexFunc(spots, func(p spot) bool { return p.Unit == s.At.Unit })
	if here < 0 { // the unit is on no map: from its middle
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
		s.common.Session.Say("no point %s", headingWords[h])
		return
	}
	s.goTo(spots[to].Unit)
}

func (s *Screen) goTo(unit int) {
	s.common.Session.GoTo(tree.Place{Layer: s.layer, Unit: unit})
	s.TurnToLayer()
}

// step goes to another unit in the order of the tree, whether it is on the map or not.
func (s *Screen) step(a screen.Action) {
	m := s.common.Session
	if (a == screen.ActNext || a == screen.ActPrevious) && m.Open.Query == "" {
		m.Say("nothing was searched for; / finds units")
		return
	}
	if s.View == ViewRepeats {
		s.Repeats.step(s.common, s, a)
		return
	}
	list := m.ShownUnits(s.layer)
	n := len(list)
	if n == 0 {
		m.Say("the filter shows no unit of this layer; J goes on, esc shows all")
		return
	}
	i := slices.Index(list, s.At)
	by := map[screen.Action]int{screen.ActDown: 1, screen.ActUp: -1, screen.ActNext: 1, screen.ActPrevious: -1, screen.ActTop: -n, screen.ActBottom: n, screen.ActHalfDown: 8, screen.ActHalfUp: -8}[a]
	to := min(max(i+by, 0), n-1)
	if to == i {
		m.Say("no unit further %s", map[bool]string{true: "on", false: "back"}[by > 0])
		return
	}
	s.goTo(list[to].Unit)
}

// zoomBy goes closer or further away.
func (s *Screen) zoomBy(n int) {
	m := s.common.Session
	switch to := s.Zoom + n; {
	case s.View == ViewRepeats:
		m.Say("nothing to zoom here; v shows the map")
	case to < 0:
		m.Say("all of the map is on the screen")
	case to > plane.MostZoom:
		m.Say("that is as close as it goes")
	default:
		s.Zoom = to
	}
}

// turnView shows the next view.
func (s *Screen) turnView() {
	s.View = (s.View + 1) % mapViews
	s.common.Session.Say("%s", [mapViews]string{
		"the map by signals as they are",
		"the map by signals at the circular shift at which they differ least",
		"units that repeat each other: correlations of their activations in training",
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
