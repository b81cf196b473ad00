package optimize

// EAP is the activation penalty: R_EAP = mean of a - th_eap over the values of the raw feature map with a > th_eap, 0
// if there are none (equation 6). Its gradient is one with respect to the map. A unit without a threshold has +Inf
// here.
type EAP struct{ Threshold float32 }

func (p EAP) add(activation series, gradient []float32, weight float64) float64 {
	return excess(activation, gradient, p.Threshold, false, weight)
}
