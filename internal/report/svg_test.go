package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
)

// drawAll draws one of everything, with text and values that XML must escape.
func drawAll() *SVG {
	s := NewSVG(300, 200, `a < b & "c"`)
	p := Plot{Left: 60, Top: 10, Width: 200, Height: 120, X: Range{0, 30}, Y: Range{-1, 1}}
	s.Axes(p, "time", "signal [G]", 5, 5)
	s.Polyline([]Point{{1, 2}, {math.NaN(), 3}, {4, math.Inf(1)}, {5.129, -0.001}, {7, 8}},
		Line{Dash: []float64{2, 2.5}})
	s.Begin("<tip>")
	for i := range Symbols {
		s.Symbol(Point{10 * float64(i), 150}, 4, i, SeriesLook(i).Colour)
	}
	s.End()
	for i := range 9 {
		s.Bar(20*float64(i), 160, 10, 20, i)
	}
	s.Box(0, 0, 5, 5, Faint)
	s.Text(Point{5, 190}, "a&b<c>", Label{Bold: true, Turned: true, Anchor: "end"})
	return s
}

func write(t *testing.T, s *SVG) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := s.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPictureIsWellFormed(t *testing.T) {
	text := write(t, drawAll())
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
	}
	for _, bad := range []string{"NaN", "Inf", "-0 ", "-0\"", "<tip>"} {
		if strings.Contains(text, bad) {
			t.Errorf("the picture holds %q", bad)
		}
	}
	if !strings.Contains(text, `M1 2M5.13 0L7 8`) {
		t.Error("a line has no gap where its points are not finite")
	}
	if again := write(t, drawAll()); again != text {
		t.Error("the same picture gives other bytes")
	}
}

func TestHatchesInUseAreDefined(t *testing.T) {
	text := write(t, drawAll())
	for i := 1; i < len(hatches); i++ {
		ref, def := strings.Contains(text, "url(#hatch"+px(float64(i))+")"), strings.Contains(text,
			`id="hatch`+px(float64(i))+`"`)
		if !ref || !def {
			t.Errorf("hatch %d: used %v, defined %v", i, ref, def)
		}
	}
	if plain := write(t, NewSVG(10, 10, "")); strings.Contains(plain, "hatch") {
		t.Error("a picture without bars defines hatches")
	}
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		r      Range
		wanted int
		want   []float64
	}{
		{Range{0, 1}, 5, []float64{0, 0.2, 0.4, 0.6, 0.8, 1}},
		{Range{-3, 7}, 5, []float64{-2, 0, 2, 4, 6}},
		{Range{0, 29}, 6, []float64{0, 5, 10, 15, 20, 25}},
		{Range{0.13, 0.4}, 3, []float64{0.2, 0.3, 0.4}},
		{Range{1, 1}, 5, nil},
		{Range{math.NaN(), 1}, 5, nil},
		{Range{1e15, 1e15 + 1}, 5, nil},
		{Range{-math.MaxFloat64, math.MaxFloat64}, 5, nil},
	} {
		got := Ticks(c.r, c.wanted)
		if !slices.EqualFunc(got, c.want, func(a, b float64) bool { return math.Abs(a-b) < 1e-12 }) {
			t.Errorf("Ticks(%v, %d) = %v, want %v", c.r, c.wanted, got, c.want)
		}
	}
}

func TestNiceRange(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   Range
	}{
		{[]float64{0.3, 9.2}, Range{0, 10}},
		{[]float64{math.NaN(), -1.1, math.Inf(1), 0.4}, Range{-1.5, 0.5}},
		{nil, Range{0, 1}},
		{[]float64{0, 0}, Range{-1, 1}},
		{[]float64{2}, Range{1, 3}},
		{[]float64{-math.MaxFloat64, math.MaxFloat64}, Range{-math.MaxFloat64, math.MaxFloat64}},
	} {
		got := NiceRange(c.values, 5)
		if math.Abs(got.From-c.want.From) > 1e-12 || math.Abs(got.To-c.want.To) > 1e-12 {
			t.Errorf("NiceRange(%v) = %v, want %v", c.values, got, c.want)
		}
	}
	if got := Number(3 * 0.1); got != "0.3" {
		t.Errorf("Number = %s", got)
	}
}

// Without colour only symbols distinguish series: no two are the same.
func TestSymbolsDiffer(t *testing.T) {
	seen := map[string]int{}
	for i := range Symbols {
		s := NewSVG(10, 10, "")
		s.Symbol(Point{5, 5}, 4, i, Ink)
		text := write(t, s)
		if k, ok := seen[text]; ok {
			t.Errorf("symbols %d and %d are drawn alike", k, i)
		}
		seen[text] = i
	}
}
