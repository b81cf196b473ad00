package optimize

import (
	"fmt"
	"slices"
	"strings"

	"actmax/internal/setting"
)

// Presets are the names that the setting preset takes.
var Presets = []string{"printed", "paper", "actmax"}

// Methods are the methods that are compared with each other: naive, lowpass and unit-norm from earlier work, the
// paper's baseline l2+tv, its steps, and last the proposed one. Any other sum of l2, tv, aap, eap and clip is a method
// too.
var Methods = []string{Naive, Lowpass, UnitNorm, Baseline, "l2+tv+aap", "l2+tv+eap", "l2+tv+clip", Proposed}

// The methods that others are compared with.
const (
	Naive    = "naive"          // the activation alone, without any penalty
	Baseline = "l2+tv"          // the paper's baseline
	Proposed = "l2+tv+eap+clip" // the paper's own method, the default
)

// paperWeight is the weight of every penalty that the paper uses (method.md 3).
const paperWeight = 0.1

// ApplyPreset sets what the preset stands for: optimizer, eta, gamma, steps, norm and restarts. Penalties that have the
// weight of another preset take this one's; a weight that the user has set stays, 0 included.
//
// printed is what the paper prints; its eta_t sum to 0.02, so that no signal can move by more than about 0.02 G. paper
// is the nearest setting that can produce the paper's figures. actmax is the default, chosen by a study
// (docs/decisions/0005).
func (s *Settings) ApplyPreset(name string) error {
	p, ok := presetValues(name)
	if !ok {
		return &setting.Error{Key: "preset", Value: fmt.Sprintf("%q", name), Problem: "is unknown",
			Allowed: strings.Join(Presets, ", ")}
	}
	s.Preset = name
	s.Optimizer, s.Eta, s.Gamma, s.Steps, s.Norm, s.Restarts = p.Optimizer, p.Eta, p.Gamma, p.Steps, p.Norm, p.Restarts
	for i, w := range s.Weights() {
		if slices.ContainsFunc(Presets, func(other string) bool { return *w == presetWeight(other, i) }) {
			*w = *p.Weights()[i]
		}
	}
	return nil
}

// presetWeight is the weight that a preset gives to penalty i, in the order of Penalties, when a method uses it.
func presetWeight(preset string, i int) float64 {
	p, ok := presetValues(preset)
	if !ok {
		return paperWeight
	}
	return *p.Weights()[i]
}

// presetValues returns what a preset stands for. Every penalty has the weight that it gets when a method uses it.
func presetValues(name string) (p Settings, ok bool) {
	switch name {
	case "printed":
		p = Settings{Optimizer: Gradient, Eta: 1e-4, Gamma: 0.995, Steps: 5000, Norm: Sum}
	case "paper":
		p = Settings{Optimizer: Adam, Eta: 1e-1, Gamma: 0.995, Steps: 5000, Norm: Sum}
	case "actmax":
		p = Default()
	default:
		return p, false
	}
	for _, w := range p.Weights() {
		if *w == 0 {
			*w = paperWeight
		}
	}
	return p, true
}

// Penalties are the words for the penalties in the names of methods; the weight of each is the setting penalty.WORD.
var Penalties = [...]string{"l2", "tv", "aap", "eap"}

// clipWord is the word for clipping in the names of methods.
const clipWord = "clip"

// EveryTerm is the method that has every term: each penalty, and clipping.
func EveryTerm() string { return strings.Join(append(Penalties[:], clipWord), "+") }

// Weights are those of the penalties, in the order of Penalties.
func (s *Settings) Weights() [len(Penalties)]*float64 {
	return [...]*float64{&s.L2, &s.TV, &s.AAP, &s.EAP}
}

// PresetOf returns the preset that the settings equal in all six values, "" if they equal none. It looks at the values,
// not at the name in s.Preset.
func PresetOf(s Settings) string {
	for _, name := range Presets {
		p, _ := presetValues(name)
		if s.Optimizer == p.Optimizer && s.Eta == p.Eta && s.Gamma == p.Gamma && s.Steps == p.Steps &&
			s.Norm == p.Norm && s.Restarts == p.Restarts {
			return name
		}
	}
	return ""
}

// ApplyMethod sets the weights, clipping and what follows an update to what the method names: naive, lowpass,
// unit-norm, or a sum such as l2+tv+eap+clip. A penalty it names keeps its weight, or gets that of the preset named in
// s if it has none (0.1 in the paper's presets); the others get 0. On an error the settings are unchanged.
func ApplyMethod(s *Settings, method string) error {
	var named [len(Penalties)]bool
	clip, after := false, None
	switch method {
	case Naive:
	case Lowpass, UnitNorm:
		after = method
	default:
		for word := range strings.SplitSeq(method, "+") {
			word = strings.TrimSpace(word)
			switch i := slices.Index(Penalties[:], word); {
			case i >= 0:
				named[i] = true
			case word == clipWord:
				clip = true
			default:
				problem := "is unknown"
				if word != method {
					problem = fmt.Sprintf("holds %q, which is no term", word)
				}
				return &setting.Error{Key: "method", Value: fmt.Sprintf("%q", method), Problem: problem,
					Allowed: "naive, lowpass, unit-norm, or a sum of " + strings.Join(Penalties[:], ", ") + " and " +
						clipWord + " such as " + Proposed}
			}
		}
	}
	for i, w := range s.Weights() {
		switch {
		case !named[i]:
			*w = 0
		case *w == 0:
			*w = presetWeight(s.Preset, i)
		}
	}
	s.Clip, s.After = clip, after
	return nil
}

// MethodOf names the method that the settings amount to: the terms with a weight, in the order l2, tv, aap, eap, clip,
// whatever the weights; naive without any. What follows an update is named alone if there are no penalties (lowpass),
// otherwise added (l2+tv+lowpass), which ApplyMethod does not take.
func MethodOf(s Settings) string {
	var words []string
	for i, w := range s.Weights() {
		if *w != 0 {
			words = append(words, Penalties[i])
		}
	}
	if s.Clip {
		words = append(words, clipWord)
	}
	if s.After != None && s.After != "" {
		words = append(words, s.After)
	}
	if len(words) == 0 {
		return Naive
	}
	return strings.Join(words, "+")
}
