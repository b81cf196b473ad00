package study

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"actmax/data"
	"actmax/optimize/results"
)

func TestUnusable(t *testing.T) {
	refuse := func(what string, change func(o *Options), words ...string) {
		t.Helper()
		o := options(t, t.TempDir())
		change(&o)
		_, err := Run(context.Background(), o)
		var input *InputError
		if !errors.As(err, &input) {
			t.Fatalf("%s: %v", what, err)
		}
		for _, w := range words {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s: the message lacks %q: %v", what, w, err)
			}
		}
	}
	refuse("no statistics", func(o *Options) { o.Networks[0].Take.Layers[1].Statistics = nil }, "conv2", "import")
	refuse("other data", func(o *Options) { o.Data.Length = 20; o.Data.Cut(10) }, "30 samples", "20 samples")
	refuse("nobody to train with", func(o *Options) { o.Data.Splits = map[int]data.Split{1: data.Test} },
		"no training segments")
	refuse("only dense layers", func(o *Options) {
		o.Networks[0].Take.Layers[0].Kernel[0], o.Networks[0].Take.Layers[1].Kernel[0] = 2, 2
	}, "nothing to study")

	o := options(t, t.TempDir())
	f, err := results.Open(o.Dir, true)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var busy *results.BusyError
	if _, err := Run(context.Background(), o); !errors.As(err, &busy) {
		t.Errorf("two at a time: %v", err)
	}
	if _, err := Run(context.Background(), Options{}); err == nil {
		t.Error("a study of nothing")
	}
}

func TestJSON(t *testing.T) {
	o := options(t, t.TempDir())
	o.Networks = o.Networks[:1]
	s, _ := run(t, o)
	var v map[string]any
	d := json.NewDecoder(bytes.NewReader([]byte(text(t, s))))
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	row := v["results"].([]any)[0].(map[string]any)
	for _, key := range []string{"layer", "method", "s_sim", "failed", "dead", "attainment", "s_sim_attained",
		"floor"} {
		if _, ok := row[key]; !ok {
			t.Errorf("a row lacks %s: %v", key, row)
		}
	}
	for _, key := range []string{"mean", "min", "max"} {
		if _, ok := row["s_sim"].(map[string]any)[key]; !ok {
			t.Errorf("s_sim lacks %s", key)
		}
	}
	if n := v["models"].([]any)[0].(map[string]any); n["seed"] != 1.0 || n["sha256"] == "" ||
		n["test_macro_f1"] == nil {
		t.Errorf("model %v", n)
	}
	if len(v["counterparts"].([]any)) != 0 || v["dataset"].(map[string]any)["title"] != "small" {
		t.Errorf("%v, %v", v["counterparts"], v["dataset"])
	}
}
