package session

import (
	"slices"

	"actmax/optimize"
)

// MethodNames lists the methods of the table: those that are compared, and the present one where it is another.
func (m *Session) MethodNames() []string {
	now := optimize.MethodOf(m.Settings)
	if slices.Contains(optimize.Methods, now) {
		return optimize.Methods
	}
	return append(slices.Clone(optimize.Methods), now)
}

// MethodSettings are the present settings with another method. Absolute thresholds, which belong to the unit under the cursor,
// are those that the explorer was opened with.
func (m *Session) MethodSettings(method string) optimize.Settings {
	s := m.Settings
	s.ThresholdEAP, s.ThresholdMax = m.Initial.ThresholdEAP, m.Initial.ThresholdMax
	if method != optimize.MethodOf(s) {
		for i, w := range s.Weights() {
			if *w == 0 {
				*w = m.InForce.weights[i]
			}
		}
		// the names are all known: one that could not be applied would leave the settings as they are
		_ = optimize.ApplyMethod(&s, method)
	}
	return s
}

// RememberWeights keeps the weights in force for the methods that have them, so that a method without one does not change what the
// others are compared under; another preset brings its own.
func (m *Session) RememberWeights() {
	if m.Settings.Preset != m.InForce.weightsOf {
		m.InForce.weightsOf, m.InForce.weights = m.Settings.Preset, [len(optimize.Penalties)]float64{}
	}
	for i, w := range m.Settings.Weights() {
		if *w != 0 {
			m.InForce.weights[i] = *w
		}
	}
}

// MethodAt names the method of a row.
func (m *Session) MethodAt(i int) string {
	names := m.MethodNames()
	return names[min(max(i, 0), len(names)-1)]
}

// WithoutAbsolute leaves out the absolute thresholds, which belong to the unit under the cursor alone.
func WithoutAbsolute(s optimize.Settings) optimize.Settings {
	s.ThresholdEAP, s.ThresholdMax = 0, 0
	return s
}
