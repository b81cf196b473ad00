package unit

import (
	"context"
	"fmt"
	"math"
	"time"

	"actmax/data"
	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/tui/canvas"
	"actmax/tui/number"
	"actmax/tui/plot"
	"actmax/tui/session"
	"actmax/tui/session/visit"
	"actmax/tui/style"
	"actmax/tui/widget"
)

// decadesShown is how many powers of ten the plot of a spectrum shows.
const decadesShown = 4

// powerPane draws the power of the signal by frequency, with that of the listed real segments and of all training
// segments.
type powerPane struct {
	data     *data.Dataset // the data that training is computed from
	training [][]float64   // [axes][bins] in G²; nil until it is computed
	high     float64       // mean share of a training axis-segment's power above score.Highest
	err      error

	fft    *score.Spectrum
	fftFor [2]float64 // length and rate of fft
	scale  plot.Axis  // powers of ten
	snap   *optimize.Snapshot
	run    visit.Run
	at     time.Time // since when snap is shown
}

func (o *powerPane) reset() { o.scale.Reset() }

func (o *powerPane) waits(m *Screen) bool {
	return m.Aside.Aspect == AspectFrequencies && m.c.Session.Data.Dataset != nil && o.training == nil && o.err == nil
}

// ask starts computing the mean spectrum of the training segments, once.
func (o *powerPane) ask(m *Screen) {
	if !o.waits(m) || o.data == m.c.Session.Data.Dataset {
		return
	}
	d := m.c.Session.Data.Dataset
	o.data = d
	cancelled := func() { o.err = errCancelled }
	const what = "averaging the spectra of the training segments"
	m.c.Session.Start(session.TaskPower, what, cancelled, func(ctx context.Context, _ *session.Task) func() {
		segments, high := d.Subset(data.Train), 0.0
		training, err := score.MeanPower(ctx, d, segments, 1)
		if err == nil {
			high, err = score.MeanHigh(ctx, d, segments, 1)
		}
		return func() {
			if d == o.data { // not replaced in the meantime
				o.training, o.high, o.err = training, high, err
			}
		}
	})
}

// averaged returns the mean of a spectrum over some axes; axes is ignored if there is only one.
func averaged(power [][]float64, axes []int, bins int) []float64 {
	out := make([]float64, bins)
	if len(power) == 1 {
		axes = []int{0}
	}
	for _, a := range axes {
		if a < len(power) && len(power[a]) == bins {
			for k := range out {
				out[k] += power[a][k] / float64(len(axes))
			}
		}
	}
	return out
}

// spectrum returns the transform for signals of a length and rate.
func (o *powerPane) spectrum(length int, rate float64) *score.Spectrum {
	if fits := [2]float64{float64(length), rate}; o.fft == nil || o.fftFor != fits {
		o.fft, o.fftFor = score.NewSpectrum(length, rate), fits
	}
	return o.fft
}

func (o *powerPane) draw(p canvas.Painter, m *Screen, v *visit.Visit, sc *widget.Scene) {
	if o.run != v.Run || o.snap == nil || !v.Playing || m.c.Session.Now.Sub(o.at) >= minShown {
		o.snap, o.run, o.at = v.Shown, v.Run, m.c.Session.Now
	}
	g, snap := m.c.Glyphs, o.snap
	if !number.Finite(snap.Signal) || snap.Time < 2 || snap.Axes != v.Shown.Axes {
		p.Text(1, 0, canvas.Clip("no frequencies: the signal is not finite", p.W-2, g), style.Dim)
		return
	}
	s := o.spectrum(snap.Time, m.c.Session.Open.Network.Input.RateHz)
	bins := s.Bins()
	own := make([][]float64, snap.Axes)
	high := 0.0
	for a := range own {
		own[a] = s.Power(make([]float64, bins), snap.Axis(a))
	}
	for _, a := range sc.Axes {
		high += s.High(snap.Axis(a)) / float64(len(sc.Axes))
	}
	signal, listed := averaged(own, sc.Axes, bins), averaged(m.listedPower(v), sc.Axes, bins)
	training := make([]float64, bins)
	rate := m.c.Session.Open.Network.Input.RateHz
	if d := m.c.Session.Data.Dataset; d != nil && d.Length == snap.Time && d.Rate == rate {
		every := sc.Axes
		if snap.Axes == 1 { // the unit sees each axis alone
			every = nil
			for a := range o.training {
				every = append(every, a)
			}
		}
		training = averaged(o.training, every, bins)
	}
	o.legend(p, m, high)
	most := 0.0
	for _, series := range [][]float64{signal, listed, training} {
		for _, v := range series {
			most = max(most, v)
		}
	}
	top := 0.0
	if most > 0 {
		top = math.Ceil(math.Log10(most))
	}
	o.scale.Fit(top-decadesShown, top)
	body := p.Part(0, 1, p.W, p.H-2)
	labels, area := plot.Areas(body)
	o.scale.Decades(labels, g)
	var at []int
	var texts []string
	for k := range bins {
		wide := max(1, area.W/bins) // all the same, with a gap between them if there is room
		x0, x1 := k*wide, (k+1)*wide
		at, texts = append(at, (x0+x1-1)/2), append(texts, fmt.Sprintf("%g", math.Round(s.Hertz(k)*10)/10))
		if k == bins-1 {
			texts[k] += " Hz"
		}
		if wide > 1 {
			x1--
		}
		height := math.Log10(signal[k])
		plot.Bar(area, x0, x1, height, o.scale.Lo, o.scale.Hi, math.Inf(1), g, sc.Ink(style.Map), style.Text)
		o.line(area, x0, x1, training[k], g.Dots, sc.Ink(style.Threshold), g)
		o.line(area, x0, x1, listed[k], g.Frame[style.Left|style.Right], sc.Ink(style.Real), g)
	}
	plot.Ruler(p.Part(plot.Gutter, 0, area.W, p.H), p.H-1, at, texts)
}

// line marks the height of a value over the columns of a bin.
func (o *powerPane) line(p canvas.Painter, x0, x1 int, power float64, glyph string, s style.Style, g *style.Glyphs) {
	l := math.Log10(power)
	if !(power > 0) || l < o.scale.Lo {
		return
	}
	for x := x0; x < x1; x++ {
		plot.Mark(p, x, o.scale.Row(l, p.H, true), glyph, s, g)
	}
}

func (o *powerPane) legend(p canvas.Painter, m *Screen, high float64) {
	g := m.c.Glyphs
	x := p.Text(1, 0, g.Bars[len(g.Bars)-1], style.Map)
	x = p.Text(x+1, 0, "signal", style.Text)
	x = p.Text(x+2, 0, g.Frame[style.Left|style.Right], style.Real)
	x = p.Text(x+1, 0, [2]string{"similar", "strongest"}[m.Aside.Listing], style.Text)
	x = p.Text(x+2, 0, g.Dots, style.Threshold)
	p.Text(x+1, 0, "training", style.Text)
	text := fmt.Sprintf(" >%g Hz %s", score.Highest, number.Percent(high))
	if o.training != nil {
		text += fmt.Sprintf(", training %s", number.Percent(o.high))
	}
	if o.err != nil {
		text = " " + o.err.Error()
	}
	at, y, w := p.Title() // in the frame: the row below is full
	text = canvas.Clip(text+" ", w-len(aspectTitles[AspectFrequencies])-6, g)
	m.c.Canvas.Full().TextRight(at+w-1, y, text, style.Dim)
}
