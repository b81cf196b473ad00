package filter

import (
	"math"
	"strings"
	"testing"
)

func TestFilter(t *testing.T) {
	layers := []string{"conv1", "conv2", "conv3"}
	for _, c := range []struct {
		query string
		s     Unit
		match bool
	}{
		{"7", Unit{Number: 7}, true}, {"7", Unit{Number: 17}, false}, {"3-9", Unit{Number: 9}, true}, {"3-9", Unit{Number: 10}, false},
		{"conv2", Unit{Layer: "conv2"}, true}, {"conv2 3", Unit{Layer: "conv2", Number: 4}, false}, {"conv2 3 | 4", Unit{Number: 4}, true},
		{"dead", Unit{Status: "dead"}, true}, {"failed|silent", Unit{Status: "silent"}, true}, {"stale", Unit{Stale: true}, true},
		{"restarted", Unit{Restarted: true}, true}, {"running", Unit{}, false},
		{"att>=0.8 att<=1.25", Unit{Attainment: 0.8}, true}, {"att>=0.8 att<=1.25", Unit{Attainment: 1.26}, false},
		{"att<0.8", Unit{Attainment: math.NaN()}, false}, {"amp>10", Unit{Amplitude: 11}, true},
		{"twin<0.5", Unit{Counterpart: func() float64 { return 0.4 }}, true}, {"twin<0.5", Unit{Counterpart: func() float64 { return 0.6 }}, false}, {"twin<0.5", Unit{}, false}, {"amp<1e-3", Unit{Amplitude: 0}, true},
		{"sim<=0.02", Unit{Similarity: func() float64 { return 0.02 }}, true}, {"sim<0.02", Unit{Similarity: func() float64 { return 0.02 }}, false},
		{"sim<1", Unit{}, false}, {"walking", Unit{Activity: "walking"}, true}, {"WALK", Unit{Activity: "walking"}, true},
		{"walking", Unit{Activity: "sitting"}, false}, {"ascending-st", Unit{Activity: "ascending-stairs"}, true},
		{"ascending_stairs", Unit{Activity: "ascending-stairs"}, true}, {"simulating", Unit{Activity: "simulating"}, true}, {"sitting 3", Unit{Activity: "sitting", Number: 4}, false},
		{"cycling-vertical", Unit{Activity: "cycling-vertical"}, true}, {"cycling,-vertical", Unit{Activity: "cycling-vertical"}, true},
		{"vertical", Unit{Activity: "cycling-vertical"}, true}, {"vertical", Unit{Activity: "cycling-horizontal"}, false}, {"vertical", Unit{}, false},
	} {
		f, err := Parse(c.query, layers, []string{"walking", "sitting", "Ascending stairs", "simulating", "cycling, vertical", "cycling, horizontal"})
		if err != nil {
			t.Errorf("%q: %v", c.query, err)
		} else if f.Match(c.s) != c.match {
			t.Errorf("%q matches %+v: %v", c.query, c.s, !c.match)
		}
	}
	for query, want := range map[string]string{
		"conv9":      `column 1: "conv9"`,
		"3 att":      `column 3: "att"`,
		"3 |":        `column 4: "" `,
		"| 3":        `column 1: "" `,
		"dead | 9-3": `column 8: "9-3"`,
		"att>":       `column 1: "att>"`,
		"-3":         `column 1: "-3"`,
		"wa":         `column 1: "wa"`,
		"3 sim=2":    `column 3: "sim=2"`,
	} {
		if _, err := Parse(query, layers, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", query, err)
		}
	}
}

func FuzzFilter(f *testing.F) {
	for _, q := range []string{"3-9 | dead", "att>=0.8 conv1", "|", "amp<", "999999999999999999999", "3-", "走 | \xff", "sim<1 walk"} {
		f.Add(q)
	}
	layers := []string{"conv1", "conv2", "conv3"}
	f.Fuzz(func(t *testing.T, query string) {
		got, err := Parse(query, layers, []string{"walking"})
		if err != nil {
			if e, ok := err.(*Error); !ok || e.Column < 1 || e.Column > len([]rune(query))+1 {
				t.Errorf("%q: %v", query, err)
			}
			return
		}
		got.Match(Unit{})
	})
}

// Separators alone begin no activity, or they would find every unit that resembles one.
func TestSeparatorsNameNothing(t *testing.T) {
	for _, word := range []string{"___", "---", "_-_"} {
		if _, err := Parse(word, nil, []string{"playing basketball"}); err == nil {
			t.Errorf("%s was taken for an activity", word)
		}
	}
}
