package tui

import (
	"slices"

	"actmax/optimize"
)

// methodNames lists the methods of the table: those that are compared, and the present one where it is another.
func (m *session) methodNames() []string {
	now := optimize.MethodOf(m.settings)
	if slices.Contains(optimize.Methods, now) {
		return optimize.Methods
	}
	return append(slices.Clone(optimize.Methods), now)
}

// methodSettings are the present settings with another method. Absolute thresholds, which belong to the unit under the cursor,
// are those that the explorer was opened with.
func (m *session) methodSettings(method string) optimize.Settings {
	s := m.settings
	s.ThresholdEAP, s.ThresholdMax = m.initial.ThresholdEAP, m.initial.ThresholdMax
	if method != optimize.MethodOf(s) {
		for i, w := range s.Weights() {
			if *w == 0 {
				*w = m.weights[i]
			}
		}
		// the names are all known: one that could not be applied would leave the settings as they are
		_ = optimize.ApplyMethod(&s, method)
	}
	return s
}

// rememberWeights keeps the weights in force for the methods that have them, so that a method without one does not change what the
// others are compared under; another preset brings its own.
func (m *session) rememberWeights() {
	if m.settings.Preset != m.weightsOf {
		m.weightsOf, m.weights = m.settings.Preset, [len(optimize.Penalties)]float64{}
	}
	for i, w := range m.settings.Weights() {
		if *w != 0 {
			m.weights[i] = *w
		}
	}
}
