package tui

import (
	"math"
	"slices"

	"actmax/tui/plane"
	"actmax/tui/session/tree"
)

// act answers the keys that mean something else here than on the Unit screen.
func (s *mapScreen) act(m *common, a action) bool {
	s.due = true
	switch a {
	case actDown, actUp, actTop, actBottom, actHalfDown, actHalfUp, actNext, actPrevious:
		s.step(m, a)
	case actLeft, actRight:
		if s.view == viewRepeats {
			m.Say("j and k go through the list; t lists something else")
			break
		}
		s.point(m, map[action]plane.Heading{actLeft: plane.Left, actRight: plane.Right}[a])
	case actLayerDown, actLayerUp:
		if m.StepLayer(map[action]int{actLayerDown: 1, actLayerUp: -1}[a]) {
			s.follow(m)
		}
	case actZoomIn:
		s.zoomBy(m, 1)
	case actZoomOut:
		s.zoomBy(m, -1)
	case actAspect:
		s.turnView(m)
	case actList:
		if s.view == viewRepeats {
			s.repeats.turnList(m)
		} else {
			s.turnOutline(m)
		}
	case actExport:
		s.export(m)
	case actCopy:
		s.copy(m)
	case actOpen:
		m.turnTo(screenUnit)
		m.Visit()
	case actBack:
		if m.Query != "" {
			m.ApplyFilter("")
			break
		}
		if s.view == viewRepeats {
			s.view = viewMap
			break
		}
		m.turnTo(screenUnit)
	case actRestart:
		if s.view == viewRepeats && s.repeats.err != nil {
			s.repeats.err = nil
			m.Say("%s", map[bool]string{true: "macro-F1 without the duplicates is evaluated again", false: "the units are compared again"}[s.repeats.get(m) != nil])
			break
		}
		if n := m.RunAgain(s.layer, m.ShownUnits(s.layer)); n > 0 {
			s.running = true
			m.Say("%d run again from step 0", n)
		} else {
			m.Say("every unit here was made under these settings; enter and r run one again")
		}
	case actPane:
		m.Say("no pane to turn to here; v turns the view, t what is outlined or listed")
	case actHold, actFlatOut, actStepBack, actStepOn, actTenthBack, actTenthOn, actStart, actEnd, actSlower, actFaster:
		m.Say("a map shows where units ended, and does not play; 2 plays the layer, z and Z zoom")
	default:
		return m.forOneUnit(a)
	}
	return true
}

// arrow implements pointed: on a map arrows go where they point.
func (s *mapScreen) arrow(m *common, key string) bool {
	h, ok := map[string]plane.Heading{"left": plane.Left, "right": plane.Right, "up": plane.Up, "down": plane.Down}[key]
	if !ok || s.view == viewRepeats {
		return false
	}
	s.point(m, h)
	return true
}

var headingWords = [plane.Headings]string{"to the left", "to the right", "above", "below"}

// point goes to the nearest point in a direction; filtered-out points are no goal.
func (s *mapScreen) point(m *common, h plane.Heading) {
	spots := s.goals(m)
	if len(spots) == 0 {
		m.Say("no point to go to: %s", s.why(m))
		return
	}
	here := slices.IndexFunc(spots, func(p spot) bool { return p.unit == s.at.Unit })
	if here < 0 { // the unit is on no map: from its middle
		best, to := math.Inf(1), 0
		x, y := s.camera.Middle()
		for i, p := range spots {
			if d := math.Hypot(p.x-x, p.y-y); d < best {
				best, to = d, i
			}
		}
		s.goTo(m, spots[to].unit)
		return
	}
	at := make([][2]float64, len(spots))
	for i, p := range spots {
		at[i] = [2]float64{p.x, p.y}
	}
	if s.ways == nil || !slices.Equal(s.waysOf, at) {
		s.ways, s.waysOf = plane.NewWays(at), at
	}
	to := s.ways[here][h]
	if to < 0 {
		m.Say("no point %s", headingWords[h])
		return
	}
	s.goTo(m, spots[to].unit)
}

func (s *mapScreen) goTo(m *common, unit int) {
	m.GoTo(tree.Place{Layer: s.layer, Unit: unit})
	s.follow(m)
}

// step goes to another unit in the order of the tree, whether it is on the map or not.
func (s *mapScreen) step(m *common, a action) {
	if (a == actNext || a == actPrevious) && m.Query == "" {
		m.Say("nothing was searched for; / finds units")
		return
	}
	if s.view == viewRepeats {
		s.repeats.step(m, s, a)
		return
	}
	list := m.ShownUnits(s.layer)
	n := len(list)
	if n == 0 {
		m.Say("the filter shows no unit of this layer; J goes on, esc shows all")
		return
	}
	i := slices.Index(list, s.at)
	by := map[action]int{actDown: 1, actUp: -1, actNext: 1, actPrevious: -1, actTop: -n, actBottom: n, actHalfDown: 8, actHalfUp: -8}[a]
	to := min(max(i+by, 0), n-1)
	if to == i {
		m.Say("no unit further %s", map[bool]string{true: "on", false: "back"}[by > 0])
		return
	}
	s.goTo(m, list[to].Unit)
}

// zoomBy goes closer or further away.
func (s *mapScreen) zoomBy(m *common, n int) {
	switch to := s.zoom + n; {
	case s.view == viewRepeats:
		m.Say("nothing to zoom here; v shows the map")
	case to < 0:
		m.Say("all of the map is on the screen")
	case to > plane.MostZoom:
		m.Say("that is as close as it goes")
	default:
		s.zoom = to
	}
}

// turnView shows the next view.
func (s *mapScreen) turnView(m *common) {
	s.view = (s.view + 1) % mapViews
	m.Say("%s", [mapViews]string{
		"the map by signals as they are",
		"the map by signals at the circular shift at which they differ least",
		"units that repeat each other: correlations of their activations in training",
	}[s.view])
}

// click goes to the point under the mouse, or the one nearest to it within a few cells.
func (s *mapScreen) click(m *common, x, y int) {
	if s.view == viewRepeats {
		return
	}
	best, to := 4.0, -1
	for _, p := range s.goals(m) {
		column, row := s.camera.Cell(p.x, p.y)
		if d := math.Hypot(column-float64(x-s.plot.X), 2*(row-float64(y-s.plot.Y))); d < best {
			best, to = d, p.unit
		}
	}
	if to >= 0 {
		s.goTo(m, to)
		m.Changed()
	}
}
