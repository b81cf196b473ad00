package setting

import (
	"errors"
	"math"
	"strings"
	"testing"
)

type some struct {
	Eta   float64
	Steps int
	Seed  uint64
	Clip  bool
	Rule  string
	Note  string
}

var table = []Setting[some]{
	{Key: "ascent.eta", Kind: Float, Default: 0.01, Min: 0, Max: 10, Unit: "G", At: func(s *some) any { return &s.Eta }},
	{Key: "ascent.steps", Kind: Int, Default: 5000, Min: 1, Max: 1e6, At: func(s *some) any { return &s.Steps }},
	{Key: "ascent.seed", Kind: Int, Default: 0, Min: 0, Max: math.MaxUint64, At: func(s *some) any { return &s.Seed }},
	{Key: "clip.enabled", Kind: Bool, Default: true, At: func(s *some) any { return &s.Clip }},
	{Key: "ascent.optimizer", Kind: Word, Choices: []string{"gradient", "adam"}, Default: "adam",
		At: func(s *some) any { return &s.Rule }},
	{Key: "note", Kind: Text, Default: "", At: func(s *some) any { return &s.Note }},
}

func defaults(t *testing.T) some {
	t.Helper()
	var s some
	if err := SetDefaults(table, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSet(t *testing.T) {
	s := defaults(t)
	if s != (some{0.01, 5000, 0, true, "adam", ""}) {
		t.Fatalf("defaults: %+v", s)
	}
	for key, text := range map[string]string{"ascent.eta": "1e-1", "ascent.steps": "12",
		"ascent.seed":  "18446744073709551615",
		"clip.enabled": "off", "ascent.optimizer": "gradient", "note": "a b"} {
		if err := set(table, &s, key, text); err != nil {
			t.Errorf("%s = %s: %v", key, text, err)
		}
	}
	if s != (some{0.1, 12, math.MaxUint64, false, "gradient", "a b"}) {
		t.Errorf("after Set: %+v", s)
	}
	if v := table[1].Value(&s); v != 12 {
		t.Errorf("Value = %v (%T), want int 12", v, v)
	}
}

func TestSetRefuses(t *testing.T) {
	for _, c := range []struct{ key, text, want string }{
		{"ascent.eta", "fast", `ascent.eta = "fast" is not a number; expected a number from 0 to 10 G`},
		{"ascent.eta", "11", "ascent.eta = 11 is out of range; expected a number from 0 to 10 G"},
		{"ascent.eta", "nan", "is out of range"},
		{"ascent.steps", "1.5", `ascent.steps = "1.5" is not a whole number`},
		{"ascent.steps", "0", "ascent.steps = 0 is out of range; expected a whole number from 1 to 1000000"},
		{"ascent.seed", "-1", "ascent.seed = -1 is out of range"},
		{"clip.enabled", "maybe", "is neither true nor false; expected true or false"},
		{"ascent.optimizer", "sgd", "expected gradient or adam"},
		{"ascent.optimiser", "adam", "the nearest known one is ascent.optimizer"},
		{"eta", "1", "the nearest known one is ascent.eta"},
		{"zzzzzzz", "1", "see config.example.toml"},
	} {
		s := defaults(t)
		err := set(table, &s, c.key, c.text)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s = %s: error %v, want it to say %q", c.key, c.text, err, c.want)
		}
		if s != defaults(t) {
			t.Errorf("%s = %s changed the settings although it failed", c.key, c.text)
		}
	}
	var unknown *UnknownError
	if err := set(table, new(some), "etaa", "1"); !errors.As(err, &unknown) || unknown.Nearest != "ascent.eta" {
		t.Errorf("unknown key: %v", err)
	}
}

func TestAssignTypes(t *testing.T) {
	var s some
	for _, c := range []struct {
		row   int
		value any
		ok    bool
	}{
		{0, int64(1), true}, {0, "1", false}, {0, true, false}, {0, math.Inf(1), false},
		{1, int64(3), true}, {1, 3.5, false}, {1, uint64(math.MaxUint64), false},
		{2, int64(-1), false}, {2, uint64(4), true},
		{3, "true", false}, {3, true, true}, {4, "adam", true}, {4, 1, false}, {5, 2.0, false},
	} {
		if err := table[c.row].Assign(&s, c.value); (err == nil) != c.ok {
			t.Errorf("%s = %v (%T): error %v, want ok %v", table[c.row].Key, c.value, c.value, err, c.ok)
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"penalty.l2", "penalty.tv", "penalty.eap", "threshold.eap", "threshold.sigma", "time", "train",
		"trace"}
	for word, want := range map[string]string{"penalty.tvv": "penalty.tv", "penality.eap": "penalty.eap",
		"sigma":          "threshold.sigma",
		"treshold.sigma": "threshold.sigma", "tv": "penalty.tv", "qqqqqqqqqqq": "", "": "",
		"theme": "", "trian": "train", "TRIAN": "train", "tarin": "train", "thresh": "threshold.eap",
		"threshold.s": "threshold.sigma", "tra": "train", "trac": "trace", "sig": "threshold.sigma", "t": ""} {
		if got := Nearest(word, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

// set assigns a value given as text, like the packages that use tables.
func set(table []Setting[some], s *some, key, text string) error {
	r, err := Find(table, key)
	if err != nil {
		return err
	}
	v, err := r.Parse(text)
	if err != nil {
		return err
	}
	return r.Assign(s, v)
}
