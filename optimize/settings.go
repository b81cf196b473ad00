package optimize

import (
	"math"
	"strings"

	"actmax/internal/setting"
)

// Words of the settings that take one of a few.
const (
	Gradient = "gradient" // ascent.optimizer: equation (5)
	Adam     = "adam"     // ascent.optimizer: Adam, ascending

	Sine    = "sine"    // ascent.start
	Noise   = "noise"   // ascent.start
	Zero    = "zero"    // ascent.start
	Segment = "segment" // ascent.start

	None     = "none"      // ascent.after
	Lowpass  = "lowpass"   // ascent.after, and a method
	UnitNorm = "unit-norm" // ascent.after, and a method

	Sum  = "sum"  // penalty.norm: equations (3) and (4) as printed
	Mean = "mean" // penalty.norm: R_L2 and R_TV divided by the number of samples

	AllAxes = "all" // ascent.axis
)

// Settings are everything that decides an ascent besides network, unit and edits. Two equal values give equal results.
// Table declares each field's key, range and meaning.
type Settings struct {
	Preset string

	Optimizer string
	Eta       float64
	Gamma     float64
	Steps     int
	Seed      uint64
	Start     string
	Amplitude float64 // G
	Cycles    float64
	Restarts  int
	Axis      string
	After     string
	LowpassHz float64

	L2, TV, AAP, EAP float64 // weights
	P                float64
	Norm             string
	Clip             bool

	Sigma        float64
	Factor       float64
	ThresholdEAP float64 // absolute; 0: from the unit's statistics
	ThresholdMax float64 // absolute; 0: th_eap
	ThresholdAAP float64 // G
	Fail         float64 // G

	SimilarTop      int
	SimilarWidth    int // samples
	SimilarDistinct bool
}

// maxSeed keeps seeds exact in JSON readers that hold numbers as float64.
const maxSeed = 1<<53 - 1

// Table declares every setting of the package: ascent.*, penalty.*, threshold.*, clip.enabled, similar.* and preset.
// Its defaults are the preset actmax with the method l2+tv+eap+clip.
var Table = []setting.Setting[Settings]{
	{Key: "preset", Label: "preset", Kind: setting.Word, Default: "actmax", Choices: Presets,
		Help: "Named group of values for optimizer, eta, gamma, steps, norm and restarts, and for weights of " +
			"penalties that you have not set; values set with it take precedence.",
		At: func(s *Settings) any { return &s.Preset }},
	{Key: "ascent.optimizer", Label: "optimizer", Kind: setting.Word, Default: Adam, Choices: []string{Gradient, Adam},
		Help: "Update rule: plain gradient (equation 5) or Adam with beta 0.9, 0.999, epsilon 1e-8 and bias " +
			"correction.",
		At: func(s *Settings) any { return &s.Optimizer }},
	{Key: "ascent.eta", Label: "eta", Kind: setting.Float, Default: 7e-3, Min: 1e-9, Max: 1e3, Step: 2, Log: true,
		Help: "Learning rate of the first step, and of the first step after an edit.",
		At:   func(s *Settings) any { return &s.Eta }},
	{Key: "ascent.gamma", Label: "gamma", Kind: setting.Float, Default: 0.995, Min: 1e-3, Max: 1, Step: 0.001,
		Help: "Decay: the learning rate of step t is eta gamma^t.",
		At:   func(s *Settings) any { return &s.Gamma }},
	{Key: "ascent.steps", Label: "steps", Kind: setting.Int, Default: 5000, Min: 1, Max: 1e6, Step: 500,
		Help: "Number of updates.",
		At:   func(s *Settings) any { return &s.Steps }},
	{Key: "ascent.seed", Label: "seed", Kind: setting.Int, Default: 0, Min: 0, Max: maxSeed, Step: 1,
		Help: "Seed of the noise start and of noise restarts.",
		At:   func(s *Settings) any { return &s.Seed }},
	{Key: "ascent.start", Label: "start", Kind: setting.Word, Default: Sine,
		Choices: []string{Sine, Noise, Zero, Segment},
		Help: "Signal before the first step: a sine, seeded noise, zero, or the training segment with the unit's " +
			"largest mean activation (needs data).",
		At: func(s *Settings) any { return &s.Start }},
	{Key: "ascent.amplitude_g", Label: "amplitude", Kind: setting.Float, Default: 0.3, Min: 0, Max: 100, Unit: "G",
		Step: 0.1,
		Help: "Amplitude of the sine, standard deviation of the noise.",
		At:   func(s *Settings) any { return &s.Amplitude }},
	{Key: "ascent.cycles", Label: "cycles", Kind: setting.Float, Default: 1.0, Min: 0, Max: 1000, Step: 1,
		Help: "Cycles of the sine in one signal.",
		At:   func(s *Settings) any { return &s.Cycles }},
	{Key: "ascent.restarts", Label: "restarts", Kind: setting.Int, Default: 3, Min: 0, Max: 1000, Step: 1,
		Help: "Number of other starts tried if the unit has no gradient at the first one: seeded noise, and last the " +
			"best training segment if data is open.",
		At: func(s *Settings) any { return &s.Restarts }},
	{Key: "ascent.axis", Label: "axis", Kind: setting.Text, Default: AllAxes,
		Help: "Axis or sensor (right_arm_x, right_arm, all). If the unit sees all axes: those that are optimized, " +
			"the others stay zero; otherwise: those that training segments are taken from.",
		At: func(s *Settings) any { return &s.Axis }},
	{Key: "ascent.after", Label: "after", Kind: setting.Word, Default: None, Choices: []string{None, Lowpass, UnitNorm},
		Help: "What follows each update: nothing, a low-pass filter, or scaling to Euclidean norm 1.",
		At:   func(s *Settings) any { return &s.After }},
	{Key: "ascent.lowpass_hz", Label: "lowpass", Kind: setting.Float, Default: 5.0, Min: 0.01, Max: 1000, Unit: "Hz",
		Step: 0.5,
		Help: "Frequency at which the low-pass filter 1/(1+(f/f0)^4) passes one half.",
		At:   func(s *Settings) any { return &s.LowpassHz }},

	{Key: "penalty.l2", Label: "l2", Kind: setting.Float, Default: 0.1, Min: 0, Max: 1e3, Step: 0.05,
		Help: "Weight of R_L2, the p-norm of the signal (equation 3).",
		At:   func(s *Settings) any { return &s.L2 }},
	{Key: "penalty.tv", Label: "tv", Kind: setting.Float, Default: 1.0, Min: 0, Max: 1e3, Step: 0.05,
		Help: "Weight of R_TV, the total variation of the signal (equation 4).",
		At:   func(s *Settings) any { return &s.TV }},
	{Key: "penalty.aap", Label: "aap", Kind: setting.Float, Default: 0.0, Min: 0, Max: 1e3, Step: 0.05,
		Help: "Weight of R_AAP, the mean excess of |x| over threshold.aap_g.",
		At:   func(s *Settings) any { return &s.AAP }},
	{Key: "penalty.eap", Label: "eap", Kind: setting.Float, Default: 10.0, Min: 0, Max: 1e3, Step: 0.05,
		Help: "Weight of R_EAP, the mean excess of the activation over th_eap (equation 6).",
		At:   func(s *Settings) any { return &s.EAP }},
	{Key: "penalty.p", Label: "p", Kind: setting.Float, Default: 2.0, Min: 1, Max: 64, Step: 1,
		Help: "Order p of the norm in R_L2.",
		At:   func(s *Settings) any { return &s.P }},
	{Key: "penalty.norm", Label: "norm", Kind: setting.Word, Default: Mean, Choices: []string{Sum, Mean},
		Help: "R_L2 and R_TV as printed, or divided by the number of samples.",
		At:   func(s *Settings) any { return &s.Norm }},
	{Key: "clip.enabled", Label: "clip", Kind: setting.Bool, Default: true,
		Help: "Count an activation above th_eap as th_max and let it drive the signal no further (equation 7).",
		At:   func(s *Settings) any { return &s.Clip }},

	{Key: "threshold.sigma", Label: "sigma", Kind: setting.Float, Default: 2.0, Min: -10, Max: 100, Step: 0.25,
		Help: "th_eap is the mean plus this many deviations of the unit's activations on training segments.",
		At:   func(s *Settings) any { return &s.Sigma }},
	{Key: "threshold.factor", Label: "factor", Kind: setting.Float, Default: 1.0, Min: 0.01, Max: 100, Step: 0.05,
		Help: "Multiple of the unit's own threshold that is used as th_eap.",
		At:   func(s *Settings) any { return &s.Factor }},
	{Key: "threshold.eap", Label: "th_eap", Kind: setting.Float, Default: 0.0, Min: 0, Max: 1e9, Step: 0.1,
		Help: "Absolute th_eap for every unit; 0 takes it from the unit's statistics.",
		At:   func(s *Settings) any { return &s.ThresholdEAP }},
	{Key: "threshold.max", Label: "th_max", Kind: setting.Float, Default: 0.0, Min: 0, Max: 1e9, Step: 0.1,
		Help: "What a clipped activation counts as; 0 takes th_eap.",
		At:   func(s *Settings) any { return &s.ThresholdMax }},
	{Key: "threshold.aap_g", Label: "th_aap", Kind: setting.Float, Default: 1.5, Min: 0, Max: 1e3, Unit: "G", Step: 0.1,
		Help: "Amplitude above which R_AAP counts a sample.",
		At:   func(s *Settings) any { return &s.ThresholdAAP }},
	{Key: "threshold.fail_g", Label: "th_fail", Kind: setting.Float, Default: 10.0, Min: 0, Max: 1e9, Unit: "G",
		Step: 1,
		Help: "A signal with a sample beyond this amplitude counts as failed.",
		At:   func(s *Settings) any { return &s.Fail }},

	{Key: "similar.top", Label: "top", Kind: setting.Int, Default: 50, Min: 1, Max: 1e5, Step: 10,
		Help: "How many of the nearest training segments are listed and averaged.",
		At:   func(s *Settings) any { return &s.SimilarTop }},
	{Key: "similar.width", Label: "width", Kind: setting.Int, Default: 10, Min: 1, Max: 1e5, Unit: "samples", Step: 1,
		Help: "Length of the window of the signal that is compared with training segments.",
		At:   func(s *Settings) any { return &s.SimilarWidth }},
	{Key: "similar.distinct", Label: "distinct", Kind: setting.Bool, Default: true,
		Help: "List overlapping segments of one recording once.",
		At:   func(s *Settings) any { return &s.SimilarDistinct }},
}

// Default returns every setting's default.
func Default() Settings {
	var s Settings
	if err := setting.SetDefaults(Table, &s); err != nil {
		panic(err) // a default that its own row refuses: a mistake in the table, found by its test
	}
	return s
}

// DecidesAscent reports whether a setting decides what an ascent does: all but the preset's name, whose values count,
// and what only the comparison with real segments uses.
func DecidesAscent(key string) bool { return key != "preset" && !strings.HasPrefix(key, "similar.") }

// DecidesScore reports whether a setting decides a score: what decides the ascent, and the comparison with real
// segments as far as S_sim uses it.
func DecidesScore(key string) bool { return key != "preset" && key != "similar.distinct" }

// Basis returns the settings with those that do not decide the ascent left empty: ascents of one network and unit
// without edits give the same result if their settings have the same basis.
func (s Settings) Basis() Settings {
	s.Preset = ""
	s.SimilarTop, s.SimilarWidth, s.SimilarDistinct = 0, 0, false
	return s
}

// Values returns the settings by key, of the keys that are asked for.
func (s Settings) Values(of func(key string) bool) map[string]any {
	m := map[string]any{}
	for _, row := range Table {
		if of(row.Key) {
			m[row.Key] = row.Value(&s)
		}
	}
	return m
}

// Set assigns the value of a key given as text, checked for type and range. The key preset applies that preset. On an
// error the settings are unchanged, and the error is a *setting.Error or *setting.UnknownError.
func (s *Settings) Set(key, text string) error {
	row, err := setting.Find(Table, key)
	if err != nil {
		return err
	}
	value, err := row.Parse(text)
	if err != nil {
		return err
	}
	return s.assign(row, value)
}

// Assign is Set for a value that has a type already, as from TOML or JSON: float64, an integer, bool or string.
func (s *Settings) Assign(key string, value any) error {
	row, err := setting.Find(Table, key)
	if err != nil {
		return err
	}
	return s.assign(row, value)
}

func (s *Settings) assign(row setting.Setting[Settings], value any) error {
	// JSON knows one kind of number.
	if f, ok := value.(float64); ok && row.Kind == setting.Int && f == math.Trunc(f) && math.Abs(f) <= maxSeed {
		value = int64(f)
	}
	next := *s
	if err := row.Assign(&next, value); err != nil {
		return err
	}
	switch row.Key {
	case "preset":
		if err := next.ApplyPreset(next.Preset); err != nil {
			return err
		}
	case "ascent.axis":
		if _, _, err := AxisRange(next.Axis); err != nil {
			return err
		}
	}
	*s = next
	return nil
}

// Value returns the present value of a key: float64, int, uint64, bool or string.
func (s Settings) Value(key string) (any, error) {
	row, err := setting.Find(Table, key)
	if err != nil {
		return nil, err
	}
	return row.Value(&s), nil
}
