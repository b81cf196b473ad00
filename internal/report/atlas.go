package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"actmax/internal/words"
	"actmax/optimize/atlas"
)

// Sizes of an atlas, pixels.
const (
	panel       = 400.0 // side of one map
	panelGap    = 20.0
	panelLines  = 5 // of text under a map
	panelsWide  = 3 // maps side by side
	symbolSize  = 5.0
	legendWidth = 190.0
	numbered    = 150 // largest number of units with their numbers on the map
)

// Atlas draws maps of units side by side (the paper's Fig. 8), with a symbol and a colour for each activity: the same
// in every atlas of a data set, by the place in activities. provenance gives the network, data and settings of the
// signals.
func Atlas(name, title, provenance string, maps []*atlas.Map, activities []string) (Drawing, error) {
	if len(maps) == 0 {
		return Drawing{}, fmt.Errorf("report: an atlas needs at least one map")
	}
	columns := min(panelsWide, len(maps))
	rows := (len(maps) + columns - 1) / columns
	width := 2*margin + float64(columns)*(panel+panelGap) - panelGap
	rowHeight := panel + 20 + panelLines*lineHeight + panelGap
	legend := atlasLegend(maps, activities)
	legendColumns := max(1, int((width-2*margin)/legendWidth))
	legendRows := (len(legend) + legendColumns - 1) / legendColumns
	height := float64(rows)*rowHeight + float64(legendRows)*lineHeight + 6
	return framed(name, title, atlasCaption(maps)+"\n"+provenance, width, height, func(s *SVG, top float64) {
		for i, m := range maps {
			drawMap(s, m, activities, margin+float64(i%columns)*(panel+panelGap), top+float64(i/columns)*rowHeight)
		}
		for i, l := range legend {
			row, column := float64(i/legendColumns), float64(i%legendColumns)
			at := Point{margin + column*legendWidth, top + float64(rows)*rowHeight + row*lineHeight}
			look := SeriesLook(l.number)
			s.Symbol(Point{at.X + symbolSize, at.Y}, symbolSize, look.Symbol, look.Colour)
			s.Text(Point{at.X + 16, at.Y + 4}, fmt.Sprintf("%s (%d)", l.activity, l.units), Label{Size: captionSize})
		}
	})
}

// legendEntry is an activity on a map.
type legendEntry struct {
	number   int // of its series look
	activity string
	units    int // on all maps
}

// atlasLegend lists the activities on the maps, in the order of activities; others after them.
func atlasLegend(maps []*atlas.Map, activities []string) []legendEntry {
	var out []legendEntry
	for _, m := range maps {
		for _, p := range m.Points {
			number := activityNumber(p.Nearest.Activity, activities)
			at, found := slices.BinarySearchFunc(out, number, func(l legendEntry, n int) int { return l.number - n })
			if !found {
				name := "no similar segment"
				if number < len(activities) {
					name = activities[number]
				}
				out = slices.Insert(out, at, legendEntry{number: number, activity: name})
			}
			out[at].units++
		}
	}
	return out
}

// activityNumber is the place of an activity; unlisted ones come last.
func activityNumber(activity string, activities []string) int {
	if i := slices.Index(activities, activity); i >= 0 {
		return i
	}
	return len(activities)
}

// drawMap draws one map with its name above and its statistics below.
func drawMap(s *SVG, m *atlas.Map, activities []string, left, top float64) {
	s.Text(Point{left, top + 13}, fmt.Sprintf("%s: %s", m.Layer, words.Count(len(m.Points), "unit")), Label{Bold: true})
	p := mapPlot(m, left, top+20)
	s.Axes(p, "", "", 0, 0)
	for _, u := range m.Points {
		look := SeriesLook(activityNumber(u.Nearest.Activity, activities))
		at := p.At(u.X, u.Y)
		s.Begin(unitTip(m.Layer, u))
		s.Symbol(at, symbolSize, look.Symbol, look.Colour)
		if len(m.Points) <= numbered {
			s.Text(Point{at.X + symbolSize + 1, at.Y + 3}, fmt.Sprint(u.Unit), Label{Size: 8})
		}
		s.End()
	}
	for i, line := range mapLines(m) {
		for k, cell := range line {
			s.Text(Point{left + float64(k)*panel/5, top + 20 + panel + float64(i+1)*lineHeight}, cell,
				Label{Size: captionSize})
		}
	}
}

// mapPlot is the square of a map: both axes have the same scale, with a margin for symbols and numbers.
func mapPlot(m *atlas.Map, left, top float64) Plot {
	x, y := Range{math.Inf(1), math.Inf(-1)}, Range{math.Inf(1), math.Inf(-1)}
	for _, p := range m.Points {
		x = Range{min(x.From, p.X), max(x.To, p.X)}
		y = Range{min(y.From, p.Y), max(y.To, p.Y)}
	}
	half := 0.55 * max(x.To-x.From, y.To-y.From)
	if !(half > 0) { // no points, one, or all in one place
		half = 1
	}
	around := func(r Range) Range {
		if r.From > r.To {
			return Range{-half, half}
		}
		middle := (r.From + r.To) / 2
		return Range{middle - half, middle + half}
	}
	return Plot{Left: left, Top: top, Width: panel, Height: panel, X: around(x), Y: around(y)}
}

// unitTip is the tooltip of a unit.
func unitTip(layer string, u atlas.Point) string {
	if u.Nearest.Segment < 0 {
		return fmt.Sprintf("%s/%d: no similar segment", layer, u.Unit)
	}
	tip := fmt.Sprintf("%s/%d: %s", layer, u.Unit, u.Nearest.Activity)
	if u.Nearest.Subject > 0 {
		tip += fmt.Sprintf(", subject %d", u.Nearest.Subject)
	}
	if u.Nearest.Axis != "" {
		tip += ", " + u.Nearest.Axis
	}
	return tip + fmt.Sprintf(", MSE %s G²", squared(float64(u.Nearest.MSE)))
}

// mapLines are the lines under a map, and their cells.
func mapLines(m *atlas.Map) [][]string {
	return [][]string{
		{fmt.Sprintf("Left out: %d failed, %d dead, %d silent, %d diverged.", m.Left.Failed, m.Left.Dead, m.Left.Silent,
			m.Left.Diverged)},
		{fmt.Sprintf("Perplexity %s, KL %s (best of %s).", shortest(float64(m.Perplexity)), Figure(float64(m.KL), 4),
			words.Count(len(m.Starts), "start"))},
		{"Neighbours", "agree", "by chance", "p", "silhouette"},
		agreementLine("of signals", m.Signals),
		agreementLine("on the map", m.Places),
	}
}

func agreementLine(name string, a atlas.Agreement) []string {
	return []string{
		name, Figure(float64(a.Same), 2), Figure(float64(a.Chance), 2), Figure(float64(a.P), 3),
		strings.Replace(Figure(float64(a.Silhouette), 2), "-", "−", 1),
	}
}

// atlasCaption explains the maps.
func atlasCaption(maps []*atlas.Map) string {
	distance := "the Euclidean distance of their signals"
	if maps[0].Distance == atlas.Shifted {
		distance = "the Euclidean distance of their signals at the circular time shift with the least difference"
	}
	return fmt.Sprintf("Each point is a unit with its number: exact t-SNE (seed %d) by %s. Near and far have a "+
		"meaning; direction and the size of a gap have none. Symbol and colour show the activity of the training "+
		"segment most similar to the unit's best window, with the number of units. Neighbours agree: share of the %d "+
		"nearest units with the activity of the unit, the same by chance, and the share of shuffles that reach it "+
		"(p). Silhouette: 1 if activities are separate, below 0 if they mix. An en dash: too few units or activities.",
		maps[0].Seed, distance, atlas.Neighbours)
}

// shortest writes a number in its shortest form, an en dash if it is unknown.
func shortest(v float64) string {
	if !finite(v) {
		return "–"
	}
	return Number(v)
}
