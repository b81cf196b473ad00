package model

// Rectified reports whether the layer's activation function is ReLU.
func (l *Layer) Rectified() bool { return l.Activation == "relu" }

// ByPercentile reports whether the attainment of the layer's units is a percentile of their own activations instead of
// the ratio to a threshold: so it is without ReLU, where an activation near 0 says as much as a large one.
func (l *Layer) ByPercentile() bool { return !l.Rectified() }

// PerAxis reports whether the units of a layer look at one axis at a time: every layer up to this one slides the same
// filters over each axis, or there is one axis. Their signals then have one axis, see SignalShape.
func (n *Network) PerAxis(layer int) bool {
	axes, _ := n.SignalShape(layer)
	return axes == 1
}
