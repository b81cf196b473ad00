package optimize

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"actmax/internal/setting"
)

// The table covers every field once, its defaults pass, and every row explains itself.
func TestTable(t *testing.T) {
	var s Settings
	if err := setting.SetDefaults(Table, &s); err != nil {
		t.Fatal(err)
	}
	fields := reflect.TypeOf(s).NumField()
	seen := map[any]string{}
	for _, row := range Table {
		if other := seen[row.At(&s)]; other != "" {
			t.Errorf("%s and %s are one field", row.Key, other)
		}
		seen[row.At(&s)] = row.Key
		if row.Help == "" || row.Label == "" || !strings.HasSuffix(row.Help, ".") {
			t.Errorf("%s: label %q, help %q", row.Key, row.Label, row.Help)
		}
	}
	if len(Table) != fields {
		t.Errorf("%d rows for %d fields", len(Table), fields)
	}
	for _, key := range []string{"ascent.optimizer", "ascent.eta", "ascent.gamma", "ascent.steps", "ascent.seed",
		"ascent.start", "ascent.amplitude_g",
		"ascent.cycles", "ascent.restarts", "ascent.axis", "ascent.lowpass_hz", "penalty.l2", "penalty.tv",
		"penalty.aap", "penalty.eap", "penalty.p",
		"penalty.norm", "threshold.sigma", "threshold.eap", "threshold.max", "threshold.aap_g", "threshold.fail_g",
		"clip.enabled", "similar.top",
		"similar.width", "similar.distinct", "preset"} {
		if _, err := setting.Find(Table, key); err != nil {
			t.Error(err)
		}
	}
	d := Default()
	if PresetOf(d) != "actmax" || d.Preset != "actmax" || MethodOf(d) != "l2+tv+eap+clip" {
		t.Errorf("defaults are %s, %s", PresetOf(d), MethodOf(d))
	}
	if d.P != 2 || d.Sigma != 2 || d.ThresholdAAP != 1.5 || d.Fail != 10 || d.Amplitude != 0.3 || d.LowpassHz != 5 ||
		d.SimilarTop != 50 || d.SimilarWidth != 10 {
		t.Errorf("defaults of method.md: %+v", d)
	}
}

func TestSet(t *testing.T) {
	s := Default()
	for _, pair := range [][2]string{{"preset", "paper"}, {"penalty.tv", "0.3"}, {"ascent.seed", "7"},
		{"clip.enabled", "false"}, {"ascent.axis", "right_arm"}} {
		if err := s.Set(pair[0], pair[1]); err != nil {
			t.Error(err)
		}
	}
	if s.Eta != 0.1 || s.Norm != Sum || s.Restarts != 0 || s.TV != 0.3 || s.Seed != 7 || s.Clip ||
		s.Axis != "right_arm" || PresetOf(s) != "paper" {
		t.Errorf("%+v", s)
	}
	if err := s.Assign("ascent.steps", 300.0); err != nil || s.Steps != 300 {
		t.Errorf("a whole number as JSON holds it: %v", err)
	}
	if PresetOf(s) != "" {
		t.Error("300 steps are no preset")
	}
	before := s
	for _, c := range [][3]string{
		{"penalty.tvv", "1", "nearest known one is penalty.tv"}, {"penalty.tv", "-0.1", "from 0 to 1000"},
		{"penalty.tv", "x", "is not a number"},
		{"ascent.eta", "0", "out of range"}, {"ascent.gamma", "1.01", "from 0.001 to 1"},
		{"ascent.steps", "0", "out of range"}, {"ascent.steps", "2.5", "whole number"},
		{"ascent.optimizer", "sgd", "gradient or adam"}, {"ascent.seed", "9007199254740993", "out of range"},
		{"penalty.p", "0.5", "out of range"},
		{"preset", "mine", "printed, paper or actmax"}, {"ascent.axis", "head", "right_arm_x"},
		{"ascent.eta", "nan", "out of range"},
	} {
		err := s.Set(c[0], c[1])
		var known *setting.Error
		var unknown *setting.UnknownError
		if err == nil || !strings.Contains(err.Error(), c[2]) || !errors.As(err, &known) && !errors.As(err, &unknown) {
			t.Errorf("%s = %s: %v, want %q", c[0], c[1], err, c[2])
		}
	}
	if s != before {
		t.Error("a refused value changed the settings")
	}
	if _, err := s.Value("nothing"); err == nil {
		t.Error("a value of no setting")
	}
}

func TestPresets(t *testing.T) {
	for name, want := range map[string]Settings{
		"printed": {Optimizer: Gradient, Eta: 1e-4, Gamma: 0.995, Steps: 5000, Norm: Sum, TV: 0.1, EAP: 0.1},
		"paper":   {Optimizer: Adam, Eta: 1e-1, Gamma: 0.995, Steps: 5000, Norm: Sum, TV: 0.1, EAP: 0.1},
		"actmax":  {Optimizer: Adam, Eta: 7e-3, Gamma: 0.995, Steps: 5000, Norm: Mean, Restarts: 3, TV: 1, EAP: 10},
	} {
		s := settings(t, "penalty.l2", "0.7", "penalty.eap", "0", "threshold.sigma", "3", "ascent.seed", "5", "preset",
			name)
		if s.Optimizer != want.Optimizer || s.Eta != want.Eta || s.Gamma != want.Gamma || s.Steps != want.Steps ||
			s.Norm != want.Norm || s.Restarts != want.Restarts {
			t.Errorf("%s: %+v", name, s)
		}
		if s.L2 != 0.7 || s.EAP != 0 || s.TV != want.TV || s.Sigma != 3 || s.Seed != 5 {
			t.Errorf("%s: weights set by hand stay, those of another preset follow: %+v", name, s)
		}
		if PresetOf(s) != name || s.Preset != name {
			t.Errorf("%s is taken for %q", name, PresetOf(s))
		}
		if err := ApplyMethod(&s, "l2+aap+eap"); err != nil || s.L2 != 0.7 || s.AAP != 0.1 || s.EAP != want.EAP ||
			s.TV != 0 {
			t.Errorf("%s: penalties without a weight take the preset's: %+v, %v", name, s, err)
		}
	}
	s := Default()
	for _, name := range []string{"paper", "printed", "actmax"} {
		if err := s.ApplyPreset(name); err != nil {
			t.Fatal(err)
		}
	}
	if s != Default() {
		t.Errorf("there and back: %+v", s)
	}
}

func TestMethods(t *testing.T) {
	for _, m := range Methods {
		s := Default()
		if err := ApplyMethod(&s, m); err != nil || MethodOf(s) != m {
			t.Errorf("%s becomes %s, %v", m, MethodOf(s), err)
		}
	}
	s := settings(t, "penalty.l2", "0.4", "penalty.eap", "0", "ascent.after", "lowpass")
	if MethodOf(s) != "l2+tv+clip+lowpass" {
		t.Error(MethodOf(s))
	}
	if err := ApplyMethod(&s, "eap + l2+aap"); err != nil || s.L2 != 0.4 || s.EAP != Default().EAP || s.AAP != 0.1 ||
		s.TV != 0 || s.Clip || s.After != None {
		t.Errorf("%+v, %v", s, err)
	}
	before := s
	for _, m := range []string{"", "l3", "l2+", "naive+l2", "lowpass+l2", "L2"} {
		if err := ApplyMethod(&s, m); err == nil || !strings.Contains(err.Error(), "l2+tv+eap+clip") || s != before {
			t.Errorf("method %q: %v", m, err)
		}
	}
}

// Subgradients at the points where a penalty bends.
func TestKinks(t *testing.T) {
	lane := func(values ...float32) series { return series{values, 1, len(values)} }
	inf := float32(math.Inf(1))
	for _, c := range []struct {
		name     string
		p        penalty
		x        []float32
		value    float64
		gradient []float32 // of -2 R
	}{
		{"l2 at zero", L2{2, Sum}, []float32{0, 0}, 0, []float32{0, 0}},
		{"l2", L2{2, Sum}, []float32{3, -4}, 5, []float32{-1.2, 1.6}},
		{"l2 mean", L2{2, Mean}, []float32{3, -4}, 2.5, []float32{-0.6, 0.8}},
		{"l1 at zero", L2{1, Sum}, []float32{0, -2}, 2, []float32{0, 2}},
		{"l3 of a negative", L2{3, Sum}, []float32{0, -2}, 2, []float32{0, 2}},
		{"l64 of large values", L2{64, Sum}, []float32{1e20, 0}, 1e20, []float32{-2, 0}},
		{"tv of equals", TV{Sum}, []float32{1, 1, 3}, 2, []float32{0, 2, -2}},
		{"tv of a peak", TV{Mean}, []float32{0, 3, 0}, 2, []float32{2. / 3, -4. / 3, 2. / 3}},
		{"tv of one sample", TV{Sum}, []float32{5}, 0, []float32{0}},
		{"aap at the threshold", AAP{1.5}, []float32{1.5, -1.5, 1}, 0, []float32{0, 0, 0}},
		{"aap", AAP{1.5}, []float32{2.5, -3.5, 1}, 1.5, []float32{-1, 1, 0}},
		{"eap at the threshold", EAP{1}, []float32{1, 0.5}, 0, []float32{0, 0}},
		{"eap", EAP{1}, []float32{3, 0.5, 2, -9}, 1.5, []float32{-1, 0, -1, 0}},
		{"eap without a threshold", EAP{inf}, []float32{3, inf}, 0, []float32{0, 0}},
	} {
		g := make([]float32, len(c.x))
		if v := c.p.add(lane(c.x...), g, 2); math.Abs(v-c.value) > 1e-6*math.Max(1, c.value) {
			t.Errorf("%s: %g, want %g", c.name, v, c.value)
		}
		for i := range g {
			if math.Abs(float64(g[i]-c.gradient[i])) > 1e-6 {
				t.Errorf("%s: gradient %v, want %v", c.name, g, c.gradient)
				break
			}
		}
		clear(g)
		if v := c.p.add(lane(c.x...), g, 0); math.Abs(v-c.value) > 1e-6*math.Max(1, c.value) ||
			!sameBits(g, make([]float32, len(g))) {
			t.Errorf("%s without a weight: %g, gradient %v", c.name, v, g)
		}
	}
	// TV does not reach from one axis to the next.
	g := make([]float32, 4)
	if v := (TV{Sum}).add(series{[]float32{0, 0, 5, 5}, 2, 2}, g, 1); v != 0 || !sameBits(g, make([]float32, 4)) {
		t.Errorf("tv of two flat axes is %g", v)
	}
	g = make([]float32, 4)
	if f := (Clip{1, 0.7}).mean(lane(1, 2, 0.5, -1), g); math.Abs(f-0.3) > 1e-7 ||
		!sameBits(g, []float32{0.25, 0, 0.25, 0.25}) {
		t.Errorf("clip: %g, %v", f, g)
	}
}

// Basis keeps exactly the settings that DecidesAscent names, and what decides an ascent decides its score.
func TestBasis(t *testing.T) {
	same := 0
	for _, row := range Table {
		a, b := Default(), Default()
		v := reflect.ValueOf(row.At(&b)).Elem()
		switch v.Kind() {
		case reflect.String:
			v.SetString("another")
		case reflect.Bool:
			v.SetBool(!v.Bool())
		case reflect.Float64:
			v.SetFloat(v.Float() + 1)
		case reflect.Int:
			v.SetInt(v.Int() + 1)
		case reflect.Uint64:
			v.SetUint(v.Uint() + 1)
		default:
			t.Fatalf("%s is a %s", row.Key, v.Kind())
		}
		if differ := a.Basis() != b.Basis(); differ != DecidesAscent(row.Key) {
			t.Errorf("%s changes the basis: %v", row.Key, differ)
		}
		if a.Basis() == b.Basis() {
			same++
		}
		if DecidesAscent(row.Key) && !DecidesScore(row.Key) {
			t.Errorf("%s decides the ascent and not its score", row.Key)
		}
	}
	if got := len(Default().Values(DecidesAscent)); same != 4 || got != len(Table)-4 {
		t.Errorf("%d settings do not decide an ascent, %d do", same, got)
	}
}
