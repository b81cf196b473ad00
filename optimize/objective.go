package optimize

import "math"

// objective is J = f - sum of w_i R_i (equation 2). It keeps its parts, so that a screen shows the numbers that the
// ascent used.
type objective struct {
	clip Clip
	l2   weighted
	tv   weighted
	aap  weighted
	eap  weighted
	has  bool // the unit has a threshold
}

// weighted is a penalty with its weight.
type weighted struct {
	penalty penalty
	weight  float64
}

func newObjective(s Settings, th thresholds) objective {
	clip := Clip{Threshold: float32(math.Inf(1)), Max: float32(math.Inf(1))}
	if s.Clip {
		clip = Clip{Threshold: float32(th.eap), Max: float32(th.max)}
	}
	return objective{
		clip: clip,
		l2:   weighted{L2{P: s.P, Norm: s.Norm}, s.L2},
		tv:   weighted{TV{Norm: s.Norm}, s.TV},
		aap:  weighted{AAP{Threshold: float32(s.ThresholdAAP)}, s.AAP},
		eap:  weighted{EAP{Threshold: float32(th.eap)}, s.EAP},
		has:  th.known,
	}
}

// evaluate writes dJ/da to the map's gradient, and writes to pull the gradient of the penalties on the signal itself;
// dJ/dx is pull plus the map's gradient carried back through the network. It returns the terms that this takes:
// penalties without a weight, which move nothing, are left at 0 until unweighted fills them in.
func (o *objective) evaluate(x, activation series, mapGradient, pull []float32) Terms {
	clear(mapGradient)
	clear(pull)
	t := Terms{F: o.clip.mean(activation, mapGradient)}
	t.EAP = o.eap.pull(activation, mapGradient)
	// TV first: if its two pulls on a sample cancel, they do so before anything smaller could be lost to rounding.
	t.TV = o.tv.pull(x, pull)
	t.L2 = o.l2.pull(x, pull)
	t.AAP = o.aap.pull(x, pull)
	t.Objective = t.F - o.l2.weight*t.L2 - o.tv.weight*t.TV - o.aap.weight*t.AAP - o.eap.weight*t.EAP
	if !o.has {
		t.EAP = math.NaN()
	}
	return t
}

// pull is the penalty's add under its weight; 0, at no cost, if it has none.
func (w *weighted) pull(values series, gradient []float32) float64 {
	if w.weight == 0 {
		return 0
	}
	return w.penalty.add(values, gradient, w.weight)
}

// unweighted fills in the penalties that evaluate left out. It writes over scratch, of the signal's length.
func (o *objective) unweighted(t *Terms, x, activation series, scratch []float32) {
	if o.eap.weight == 0 && o.has {
		t.EAP = o.eap.penalty.add(activation, nil, 0)
	}
	for _, p := range []struct {
		weighted
		value *float64
	}{{o.tv, &t.TV}, {o.l2, &t.L2}, {o.aap, &t.AAP}} {
		if p.weight == 0 {
			*p.value = p.penalty.add(x, scratch, 0)
		}
	}
}
