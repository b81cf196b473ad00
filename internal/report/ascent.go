package report

import (
	"bytes"
	"fmt"
	"math"

	"actmax/data"
	"actmax/optimize"
)

// Sizes of the figure of an ascent, pixels.
const (
	ascentWidth, ascentHeight = 720.0, 520.0
	ascentLeft, ascentTop     = 70.0, 60.0 // of the upper plot
	ascentRight               = 110.0      // of both plots, for names
	ascentGap                 = 60.0       // between the plots
	ascentSignal, ascentMap   = 220.0, 110.0
)

// Ascent draws the result of an ascent as SVG: the signal of every axis, below it the unit's feature map with its
// threshold.
func Ascent(r *optimize.Result) ([]byte, error) {
	steps := r.Job.Settings.Steps
	title := fmt.Sprintf("%s unit %d: %s, %d steps, %s", r.Network.Layers[r.Layer].Name, r.Unit,
		optimize.MethodOf(r.Job.SettingsAt(steps)), steps, r.Status)
	s := NewSVG(ascentWidth, ascentHeight, title)
	s.Text(Point{ascentLeft, 28}, title, Label{Size: 14, Bold: true})
	rate := r.Network.Input.RateHz
	if rate <= 0 {
		rate = data.Rate
	}
	seconds := Range{0, float64(r.Time-1) / rate}
	signal := Plot{
		Left: ascentLeft, Top: ascentTop, Width: ascentWidth - ascentLeft - ascentRight, Height: ascentSignal,
		X: seconds, Y: NiceRange(floats(r.Signal), 5),
	}
	s.Axes(signal, "", "signal [G]", 6, 5)
	s.rows(signal, r.Signal, r.Axes, r.Time, 1/rate)

	levels := append(floats(r.Map), 0)
	if finite(r.Threshold) {
		levels = append(levels, r.Threshold)
	}
	activation := Plot{
		Left: ascentLeft, Top: ascentTop + ascentSignal + ascentGap, Width: signal.Width, Height: ascentMap,
		X: seconds, Y: NiceRange(levels, 3),
	}
	s.Axes(activation, "time [s]", "activation", 6, 3)
	s.rows(activation, r.Map, r.MapAxes, r.MapLen, seconds.To/math.Max(1, float64(r.MapLen-1)))
	if finite(r.Threshold) {
		at := activation.At(seconds.From, r.Threshold)
		s.Polyline([]Point{at, activation.At(seconds.To, r.Threshold)},
			Line{Colour: Ink, Width: 1, Dash: []float64{2, 3}})
		s.Text(Point{activation.Left + activation.Width + 6, at.Y + 4}, "th_eap "+Number(r.Threshold), Label{Size: 10})
	}
	s.Text(Point{ascentLeft, ascentHeight - 14},
		fmt.Sprintf("objective %.4g, f %.4g, largest activation %.4g, attainment %s, largest amplitude %.4g G",
			r.Terms.Objective, r.Terms.F, r.MaxActivation, Figure(r.Attainment, 2), r.MaxAmplitude), Label{Size: 11})
	var out bytes.Buffer
	_, err := s.WriteTo(&out)
	return out.Bytes(), err
}

// rows draws the rows of values [rows][length] as lines, a value every step along x, with the names of their axes at
// the right.
func (s *SVG) rows(p Plot, values []float32, rows, length int, step float64) {
	names := axisNames(rows)
	for i := range rows {
		look := SeriesLook(i)
		points := make([]Point, length)
		for t := range length {
			points[t] = p.At(float64(t)*step, float64(values[i*length+t]))
		}
		if length == 1 {
			points = append(points, p.At(p.X.To, float64(values[i])))
		}
		s.Polyline(points, Line{Colour: look.Colour, Dash: look.Dash, Width: 2})
		if names[i] != "" {
			s.Text(Point{p.Left + p.Width + 6, p.Top + 12 + 15*float64(i)}, names[i],
				Label{Size: 10, Colour: look.Colour})
		}
	}
}

// axisNames are the names of n axes; none for a single one.
func axisNames(n int) []string {
	switch n {
	case 1:
		return []string{""}
	case len(data.Axes):
		return data.Axes
	}
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("axis %d", i)
	}
	return names
}

func floats(x []float32) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}
