package report

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
)

// The lines have the content of the compact JSON, and no line that can be broken is too wide.
func TestBreakLines(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var value func(depth int) any
	value = func(depth int) any {
		switch n := r.IntN(6); {
		case n == 0 || depth == 0:
			return []any{1.5e-7, nil, true, "", `a "b", {c: [d]} \`, "\u00e9\n"}[r.IntN(6)]
		case n < 3:
			o := map[string]any{}
			for range r.IntN(5) {
				o[strings.Repeat(`k{",`, 1+r.IntN(4))] = value(depth - 1)
			}
			return o
		}
		a := []any{}
		for range r.IntN(5) {
			a = append(a, value(depth-1))
		}
		return a
	}
	broken := 0
	for range 500 {
		compact, err := json.Marshal(value(5))
		if err != nil {
			t.Fatal(err)
		}
		lines := breakLines(compact, 60)
		var again bytes.Buffer
		if err := json.Compact(&again, lines); err != nil {
			t.Fatalf("%v in\n%s", err, lines)
		}
		if !bytes.Equal(again.Bytes(), compact) {
			t.Fatalf("%s became\n%s", compact, lines)
		}
		for line := range strings.Lines(string(lines)) {
			if len(line) > 110 { // the widest key, string and indent together stay below
				t.Fatalf("%d bytes wide: %s", len(line), line)
			}
		}
		if bytes.Count(lines, []byte("\n")) > 1 {
			broken++
		}
	}
	if broken < 50 {
		t.Errorf("only %d of the values were broken at all", broken)
	}

	const want = `{
 "models": [
  {"name":"a","seed":0},
  {"name":"b","seed":1}
 ],
 "none": []
}
`
	if got := breakLines([]byte(`{"models":[{"name":"a","seed":0},{"name":"b","seed":1}],"none":[]}`),
		30); string(got) != want {
		t.Errorf("%s, expected\n%s", got, want)
	}
}
