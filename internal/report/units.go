package report

import (
	"fmt"
	"math"

	"actmax/optimize/study"
)

// column is one signal of a unit figure with its feature maps.
type column struct {
	study.ExampleSignal
	unit       int
	p95, limit float64
	layer      string
}

const (
	columnGap    = 70
	signalHeight = 170
	mapHeight    = 110
	rowGap       = 46
)

// unitFigure draws signals side by side, each above its feature map and, if real is set, above the map of the nearest
// real segment, which is also drawn over the signal.
type unitFigure struct {
	columns       []column
	rate          float64
	real          bool
	signals, maps bool // have the same scale in all columns
}

func (f *unitFigure) width() float64 { return 40 + float64(len(f.columns))*(f.columnWidth()+columnGap) }

func (f *unitFigure) columnWidth() float64 {
	if len(f.columns) > 2 {
		return 250
	}
	return 400
}

func (f *unitFigure) height() float64 {
	h := 50.0 + signalHeight + rowGap + mapHeight + 44
	if f.real {
		h += mapHeight + rowGap + 30
	}
	return h
}

func (f *unitFigure) draw(s *SVG, top float64) {
	for i, c := range f.columns {
		left := 70 + float64(i)*(f.columnWidth()+columnGap)
		seconds := Range{0, float64(c.Time) / f.rate}
		plot := func(top, height float64, y Range) Plot {
			return Plot{Left: left, Top: top, Width: f.columnWidth(), Height: height, X: seconds, Y: y}
		}
		f.head(s, Point{left, top + 14}, c)
		p := plot(top+50, signalHeight, wide(f.extent(i, f.signals, signalValues)))
		f.signal(s, p, c)
		p = plot(p.Top+signalHeight+rowGap, mapHeight, f.extent(i, f.maps, mapValues))
		f.bars(s, p, c, c.Map, c.Time, "feature map")
		if f.real && c.Segment != nil {
			p = plot(p.Top+mapHeight+rowGap+30, mapHeight, f.extent(i, f.maps, mapValues))
			s.Text(Point{left, p.Top - 20}, fmt.Sprintf("nearest: %s", c.Segment.Activity), Label{Size: 11})
			text := fmt.Sprintf("subject %d, %s, MSE %s G²", c.Segment.Subject, c.Segment.Axis, squared(c.Segment.MSE))
			s.Text(Point{left, p.Top - 7}, text, Label{Size: 11})
			f.bars(s, p, c, c.Segment.Map, c.Time, "map of the segment")
		}
	}
}

func (f *unitFigure) head(s *SVG, at Point, c column) {
	s.Text(at, fmt.Sprintf("%s/%d, %s", c.layer, c.unit, c.Method), Label{Bold: true, Size: 13})
	text := fmt.Sprintf("attainment %s, S_sim %s G²", Figure(c.Attainment, 2), squared(c.Similar))
	if c.Status != "ok" {
		text += ", " + string(c.Status)
	}
	s.Text(Point{at.X, at.Y + 16}, text, Label{Size: 11})
}

// signal draws the signal with its best window shaded, and the real segment shifted so that its window is in the same
// place.
func (f *unitFigure) signal(s *SVG, p Plot, c column) {
	at := func(t float64) float64 { return p.At((t+0.5)/f.rate, 0).X }
	from, to := at(float64(c.Window[0])-0.5), at(float64(c.Window[1])-0.5)
	s.Box(from, p.Top, to-from, p.Height, "#e8f0f7")
	s.Axes(p, "", "signal [G]", 4, 4)
	line := func(x []float32, time, shift int, axis int, l Line) {
		var points []Point
		for t := range time {
			if k := t + shift; k >= 0 && k < c.Time {
				points = append(points, p.At((float64(k)+0.5)/f.rate, float64(x[axis*time+t])))
			}
		}
		s.Polyline(points, l)
	}
	if f.real && c.Segment != nil {
		for axis := range c.Axes {
			line(c.Segment.X, len(c.Segment.X)/c.Axes, c.Segment.Shift, axis,
				Line{Colour: SeriesLook(1).Colour, Width: 1.75, Dash: []float64{5, 3}})
		}
	}
	for axis := range c.Axes {
		look := SeriesLook(axis)
		line(c.X, c.Time, 0, axis, Line{Colour: look.Colour, Width: 2, Dash: look.Dash})
	}
}

// bars draws a map [axes][time] as bars, summed over axes, with lines at the statistics of the unit.
func (f *unitFigure) bars(s *SVG, p Plot, c column, values []float32, time int, name string) {
	s.Axes(p, "time [s]", name, 4, 3)
	sums := summed(values, c.MapAxes)
	slot := p.Width / float64(len(sums))
	for t, v := range sums {
		foot, head := p.At(0, math.Max(0, p.Y.From)).Y, p.At(0, v).Y
		if v != 0 {
			s.Box(p.Left+(float64(t)+0.12)*slot, math.Min(head, foot), 0.76*slot, math.Abs(foot-head),
				SeriesLook(0).Colour)
		}
	}
	for _, l := range []struct {
		at   float64
		line Line
	}{
		{c.p95, Line{Width: 1.5, Dash: []float64{2, 3}}},
		{c.limit, Line{Width: 1.5, Colour: SeriesLook(4).Colour, Dash: []float64{8, 3}}},
	} {
		if finite(l.at) && l.at >= p.Y.From && l.at <= p.Y.To {
			y := p.At(0, l.at).Y
			s.Polyline([]Point{{p.Left, y}, {p.Left + p.Width, y}}, l.line)
		}
	}
}

func summed(values []float32, axes int) []float64 {
	out := make([]float64, len(values)/max(1, axes))
	for i, v := range values {
		out[i%len(out)] += float64(v)
	}
	return out
}

// wide widens a range of accelerations to 1 G, so that a nearly constant signal looks constant.
func wide(r Range) Range {
	if r.To-r.From >= 1 {
		return r
	}
	middle := math.Round((r.From+r.To)*2) / 4
	return Range{math.Min(r.From, middle-0.5), math.Max(r.To, middle+0.5)}
}

// extent is the range of the plots of a row: of column i, or of all columns if they share it.
func (f *unitFigure) extent(i int, shared bool, of func(*unitFigure, column) []float64) Range {
	columns := f.columns[i : i+1]
	if shared {
		columns = f.columns
	}
	var all []float64
	for _, c := range columns {
		all = append(all, of(f, c)...)
	}
	return NiceRange(all, 4)
}

func signalValues(f *unitFigure, c column) []float64 {
	var all []float64
	for _, v := range c.X {
		all = append(all, float64(v))
	}
	if f.real && c.Segment != nil {
		for _, v := range c.Segment.X {
			all = append(all, float64(v))
		}
	}
	return all
}

func mapValues(f *unitFigure, c column) []float64 {
	all := append(summed(c.Map, c.MapAxes), 0, c.limit, c.p95)
	if f.real && c.Segment != nil {
		all = append(all, summed(c.Segment.Map, c.MapAxes)...)
	}
	return all
}

// unitFigures are the figures of the paper that show units.
var unitFigures = []struct {
	number        int
	real          bool
	signals, maps bool // same scale
	title, text   string
}{
	{1, false, false, false, "Without penalties and with the proposed method",
		"Left: naive ascent, which limits neither signal nor activation. Right: the proposed method. Scales differ."},
	{5, true, true, false, "Signals of the proposed method and real segments",
		"Solid: the signal; dashed: the nearest training segment, shifted so that the compared windows (shaded) " +
			"coincide. Below: the feature maps of the signal and of the segment. Scales of maps differ."},
	{6, true, true, true, "Penalizing amplitude and penalizing activation",
		"Left: AAP penalizes samples beyond 1.5 G. Right: the proposed method penalizes activations above the " +
			"threshold and clips them. Same scales."},
	{7, false, true, true, "Without clipping and with it",
		"Left: penalties only. Right: activations above the threshold are also clipped and have no more effect on " +
			"the signal. Same scales."},
}

// unitDrawings draws the figures of units for one preset.
func unitDrawings(s *study.Study, preset string) ([]Drawing, error) {
	var out []Drawing
	for _, u := range unitFigures {
		f := unitFigure{rate: s.Data.Rate, real: u.real, signals: u.signals, maps: u.maps}
		network := 0
		for _, e := range s.Examples {
			if e.Figure != u.number || e.Preset != preset {
				continue
			}
			network = e.Network
			for _, signal := range e.Signals {
				f.columns = append(f.columns, column{signal, e.Unit, e.P95, e.Limit, e.Layer})
			}
		}
		if len(f.columns) == 0 {
			continue
		}
		caption := fmt.Sprintf("%s In the maps, dotted: the empirical 95th percentile of the unit's non-zero training "+
			"activations; dashed: th_eap, their mean + 2 sd. Rule of selection: of the units that attain under the "+
			"proposed method, in the order of %s, %s.\n%s",
			u.text, ordered(u.number), position(u.number), oneNetwork(s, network, preset))
		d, err := framed(fmt.Sprintf("fig%d-%s", u.number, preset), fmt.Sprintf("%s (preset %s)", u.title, preset),
			caption, f.width(), f.height(), f.draw)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

func ordered(figure int) string {
	if figure == 5 {
		return "S_sim"
	}
	return "the attainment of the left method"
}

func position(figure int) string {
	if figure == 5 {
		return "four at equal distances"
	}
	return "the one in the middle"
}
