package session

import (
	"slices"

	"actmax/optimize"
)

// MethodNames returns the methods of the table: those that are compared, and the current one if it is another.
func (m *Session) MethodNames() []string {
	now := optimize.MethodOf(m.Settings)
	if slices.Contains(optimize.Methods, now) {
		return optimize.Methods
	}
	return append(slices.Clone(optimize.Methods), now)
}

// MethodSettings returns the current settings with another method. Absolute thresholds, which belong to the unit
// under the cursor, are the initial ones.
func (m *Session) MethodSettings(method string) optimize.Settings {
	s := m.Settings
	s.ThresholdEAP, s.ThresholdMax = m.Initial.ThresholdEAP, m.Initial.ThresholdMax
	if method != optimize.MethodOf(s) {
		for i, w := range s.Weights() {
			if *w == 0 {
				*w = m.LastWeights.weights[i]
			}
		}
		// all names are known; an unknown one would leave the settings unchanged
		_ = optimize.ApplyMethod(&s, method)
	}
	return s
}

// RememberWeights saves the current weights for the methods that use them, so that a method without a penalty does
// not change what the others are compared with. Each preset has its own weights.
func (m *Session) RememberWeights() {
	if m.Settings.Preset != m.LastWeights.preset {
		m.LastWeights.preset, m.LastWeights.weights = m.Settings.Preset, [len(optimize.Penalties)]float64{}
	}
	for i, w := range m.Settings.Weights() {
		if *w != 0 {
			m.LastWeights.weights[i] = *w
		}
	}
}

// MethodAt returns the name of the method of a row.
func (m *Session) MethodAt(i int) string {
	names := m.MethodNames()
	return names[min(max(i, 0), len(names)-1)]
}

// WithoutAbsolute returns the settings without absolute thresholds, which belong only to the unit under the cursor.
func WithoutAbsolute(s optimize.Settings) optimize.Settings {
	s.ThresholdEAP, s.ThresholdMax = 0, 0
	return s
}
