package optimize

import (
	"math"
	"testing"

	"actmax/model"
	"actmax/model/reference"
)

// plain is an ascent in float64 with plain loops, written from method.md alone: what the float32 one is tested against.
type plain struct {
	network  passes
	job      Job
	layer    *model.Layer
	x, m, v  [][]float64
	step, t  int // t counts from the last edit
	updates  int // of Adam
	settings Settings
	eap, max float64 // thresholds
	aMax     float64 // largest activation at the last terms
}

func newPlain(j Job, x [][]float64) *plain {
	p := &plain{network: whole{reference.NewUnit(j.Network, j.Layer, j.Unit), j.Layer}, job: j,
		layer: &j.Network.Layers[j.Layer], x: x, settings: j.Settings}
	for _, axis := range x {
		p.m, p.v = append(p.m, make([]float64, len(axis))), append(p.v, make([]float64, len(axis)))
	}
	p.arrive()
	return p
}

func (p *plain) arrive() {
	for _, e := range p.job.Edits {
		if e.Step == p.step {
			if err := p.settings.Assign(e.Key, e.Value); err != nil {
				panic(err)
			}
			p.t = 0
		}
	}
	s, st := p.settings, p.layer.Statistics
	p.eap = s.ThresholdEAP
	if p.eap == 0 {
		p.eap = s.Factor * (float64(st.Mean[p.job.Unit]) + s.Sigma*float64(st.Std[p.job.Unit]))
	}
	p.max = s.ThresholdMax
	if p.max == 0 {
		p.max = p.eap
	}
}

func sign(v float64) float64 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// terms computes J and its gradient.
func (p *plain) terms(t testing.TB) (Terms, [][]float64) {
	t.Helper()
	s := p.settings
	a := p.network.forward(t, p.x)
	da := make([]float64, len(a))
	var r Terms
	above := 0.0
	p.aMax = math.Inf(-1)
	for _, v := range a {
		p.aMax = math.Max(p.aMax, v)
		if v > p.eap {
			above++
			r.EAP += v - p.eap
		}
	}
	if above > 0 {
		r.EAP /= above
	}
	for i, v := range a {
		if s.Clip && v > p.eap {
			r.F += p.max / float64(len(a))
		} else {
			r.F += v / float64(len(a))
			da[i] = 1 / float64(len(a))
		}
		if v > p.eap {
			da[i] -= s.EAP / above
		}
	}
	dx := p.network.backward(t, da)

	samples, outside := 0.0, 0.0
	for _, axis := range p.x {
		for i, v := range axis {
			samples++
			r.L2 += math.Pow(math.Abs(v), s.P)
			if math.Abs(v) > s.ThresholdAAP {
				outside++
				r.AAP += math.Abs(v) - s.ThresholdAAP
			}
			if i+1 < len(axis) {
				r.TV += math.Abs(v - axis[i+1])
			}
		}
	}
	r.L2 = math.Pow(r.L2, 1/s.P)
	if outside > 0 {
		r.AAP /= outside
	}
	by := 1.0
	if s.Norm == Mean {
		by = samples
	}
	for k, axis := range p.x {
		for i, v := range axis {
			// the two signs first: where they cancel, nothing of the small rest is lost to rounding
			signs := 0.0
			if i+1 < len(axis) {
				signs += sign(v - axis[i+1])
			}
			if i > 0 {
				signs -= sign(axis[i-1] - v)
			}
			g := dx[k][i] - s.TV*signs/by
			if r.L2 > 0 {
				g -= s.L2 * sign(v) * math.Pow(math.Abs(v)/r.L2, s.P-1) / by
			}
			if math.Abs(v) > s.ThresholdAAP {
				g -= s.AAP * sign(v) / outside
			}
			dx[k][i] = g
		}
	}
	r.L2, r.TV = r.L2/by, r.TV/by
	r.Objective = r.F - s.L2*r.L2 - s.TV*r.TV - s.AAP*r.AAP - s.EAP*r.EAP
	return r, dx
}

func (p *plain) advance(t testing.TB) {
	t.Helper()
	s := p.settings
	_, g := p.terms(t)
	eta := s.Eta * math.Pow(s.Gamma, float64(p.t))
	if s.Optimizer == Adam {
		p.updates++
	}
	for k := range p.x {
		for i := range p.x[k] {
			d := g[k][i]
			if s.Optimizer == Adam {
				p.m[k][i] = 0.9*p.m[k][i] + 0.1*d
				p.v[k][i] = 0.999*p.v[k][i] + 0.001*d*d
				n := float64(p.updates)
				d = p.m[k][i] / (1 - math.Pow(0.9, n)) / (math.Sqrt(p.v[k][i]/(1-math.Pow(0.999, n))) + 1e-8)
			}
			p.x[k][i] += eta * d
		}
	}
	switch s.After {
	case Lowpass:
		for k := range p.x {
			p.x[k] = plainLowpass(p.x[k], s.LowpassHz, p.job.Network.Input.RateHz)
		}
	case UnitNorm:
		sum := 0.0
		for _, axis := range p.x {
			for _, v := range axis {
				sum += v * v
			}
		}
		for _, axis := range p.x {
			for i := range axis {
				axis[i] /= math.Sqrt(sum)
			}
		}
	}
	p.step++
	p.t++
	p.arrive()
}

// plainLowpass goes through the discrete Fourier transform and back.
func plainLowpass(x []float64, f0, rate float64) []float64 {
	n := len(x)
	out := make([]float64, n)
	for bin := range n {
		re, im := 0.0, 0.0
		for t, v := range x {
			angle := 2 * math.Pi * float64(bin) * float64(t) / float64(n)
			re, im = re+v*math.Cos(angle), im-v*math.Sin(angle)
		}
		f := float64(bin)
		if 2*bin > n {
			f = float64(n - bin)
		}
		gain := 1 / (1 + math.Pow(f*rate/float64(n)/f0, 4))
		for t := range out {
			angle := 2 * math.Pi * float64(bin) * float64(t) / float64(n)
			out[t] += gain * (re*math.Cos(angle) - im*math.Sin(angle)) / float64(n)
		}
	}
	return out
}

func split(x []float32, axes int) [][]float64 {
	out := make([][]float64, axes)
	n := len(x) / axes
	for k := range out {
		for _, v := range x[k*n : (k+1)*n] {
			out[k] = append(out[k], float64(v))
		}
	}
	return out
}
