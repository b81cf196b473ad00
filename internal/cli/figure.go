package cli

import (
	"bytes"
	"fmt"
	"math"

	"actmax/data"
	"actmax/internal/report"
	"actmax/optimize"
)

// resultFigure draws what an ascent came to: the signal of every axis, and below it the unit's feature map with its threshold.
func resultFigure(r *optimize.Result) ([]byte, error) {
	const width, height, left, top, gap = 720.0, 520.0, 70.0, 60.0, 60.0
	layer := &r.Network.Layers[r.Layer]
	title := fmt.Sprintf("%s unit %d: %s, %d steps, %s", layer.Name, r.Unit, optimize.MethodOf(r.Job.SettingsAt(r.Job.Settings.Steps)), r.Job.Settings.Steps, r.Status)
	s := report.NewSVG(width, height, title)
	s.Text(report.Point{X: left, Y: 28}, title, report.Label{Size: 14, Bold: true})
	rate := r.Network.Input.RateHz
	if rate <= 0 {
		rate = data.Rate
	}
	axes := func(n int) []string {
		if n == 1 {
			return []string{""}
		}
		if n == len(data.Axes) {
			return data.Axes
		}
		names := make([]string, n)
		for i := range names {
			names[i] = fmt.Sprintf("axis %d", i)
		}
		return names
	}
	draw := func(p report.Plot, values []float32, rows, length int, step float64) {
		names := axes(rows)
		for i := range rows {
			look := report.SeriesLook(i)
			points := make([]report.Point, length)
			for t := range length {
				points[t] = p.At(float64(t)*step, float64(values[i*length+t]))
			}
			if length == 1 {
				points = append(points, p.At(p.X.To, float64(values[i])))
			}
			s.Polyline(points, report.Line{Colour: look.Colour, Dash: look.Dash, Width: 2})
			if names[i] != "" {
				s.Text(report.Point{X: p.Left + p.Width + 6, Y: p.Top + 12 + 15*float64(i)}, names[i], report.Label{Size: 10, Colour: look.Colour})
			}
		}
	}
	seconds := report.Range{From: 0, To: float64(r.Time-1) / rate}
	plot := report.Plot{Left: left, Top: top, Width: width - left - 110, Height: 220, X: seconds, Y: report.NiceRange(wide(r.Signal), 5)}
	s.Axes(plot, "", "signal [G]", 6, 5)
	draw(plot, r.Signal, r.Axes, r.Time, 1/rate)

	levels := wide(r.Map)
	levels = append(levels, 0)
	if !math.IsNaN(r.Threshold) {
		levels = append(levels, r.Threshold)
	}
	below := report.Plot{Left: left, Top: top + plot.Height + gap, Width: plot.Width, Height: 110, X: seconds, Y: report.NiceRange(levels, 3)}
	s.Axes(below, "time [s]", "activation", 6, 3)
	draw(below, r.Map, r.MapAxes, r.MapLen, seconds.To/math.Max(1, float64(r.MapLen-1)))
	if !math.IsNaN(r.Threshold) {
		s.Polyline([]report.Point{below.At(seconds.From, r.Threshold), below.At(seconds.To, r.Threshold)}, report.Line{Colour: report.Ink, Width: 1, Dash: []float64{2, 3}})
		s.Text(report.Point{X: below.Left + below.Width + 6, Y: below.At(0, r.Threshold).Y + 4}, "th_eap "+report.Number(r.Threshold), report.Label{Size: 10})
	}
	s.Text(report.Point{X: left, Y: height - 14}, fmt.Sprintf("objective %.4g, f %.4g, largest activation %.4g, attainment %s, largest amplitude %.4g G",
		r.Terms.Objective, r.Terms.F, r.MaxActivation, report.Figure(r.Attainment, 2), r.MaxAmplitude), report.Label{Size: 11})
	var out bytes.Buffer
	_, err := s.WriteTo(&out)
	return out.Bytes(), err
}

func wide(x []float32) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}
