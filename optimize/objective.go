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

// evaluate computes every term, writes dJ/da to the map's gradient, and writes to pull the gradient of the penalties on the
// signal itself; dJ/dx is pull plus the map's gradient carried back through the network.
func (o *objective) evaluate(x, activation series, mapGradient, pull []float32) Terms {
	clear(mapGradient)
	clear(pull)
	t := Terms{F: o.clip.mean(activation, mapGradient)}
	t.EAP = o.eap.penalty.add(activation, mapGradient, o.eap.weight)
	// TV first: where its two pulls on a sample cancel, they do so before anything smaller could be lost to rounding.
	t.TV = o.tv.penalty.add(x, pull, o.tv.weight)
	t.L2 = o.l2.penalty.add(x, pull, o.l2.weight)
	t.AAP = o.aap.penalty.add(x, pull, o.aap.weight)
	t.Objective = t.F - o.l2.weight*t.L2 - o.tv.weight*t.TV - o.aap.weight*t.AAP - o.eap.weight*t.EAP
	if !o.has {
		t.EAP = math.NaN()
	}
	return t
}
