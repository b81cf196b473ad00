package tui

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

var nan32 = float32(math.NaN())

// sketch draws on a canvas of its own and returns its rows.
func sketch(w, h int, draw func(p painter)) []string {
	var c canvas
	c.resize(w, h)
	draw(c.full())
	rows := make([]string, h)
	for y := range rows {
		for x := range w {
			rows[y] += c.cells[y*w+x].text
		}
	}
	return rows
}

func TestCurve(t *testing.T) {
	got := sketch(8, 4, func(p painter) {
		curve(p, []float64{0, 0, 1, 2, 3, 3, 2, 1, 0}, 0, 3, &unicodeGlyphs, ink(inkSignal))
	})
	want := []string{
		"   ╭─╮  ",
		"  ╭╯ ╰╮ ",
		" ╭╯   ╰╮",
		"─╯     ╰",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("\n%s", strings.Join(got, "\n"))
	}
}

// Whatever it is given, the wrapper neither panics nor leaves its rectangle nor takes rows by the size of the values.
func TestCurveGuards(t *testing.T) {
	inf := math.Inf(1)
	bad := [][]float64{nil, {}, {1}, {math.NaN(), math.NaN()}, {inf, -inf, inf}, {1, inf, 2}, {1e300, -1e300, 0}, {0, 0, 0}, {math.NaN(), 1, math.NaN(), 2}}
	bounds := [][2]float64{{0, 1}, {1, 0}, {0, 0}, {-1e308, 1e308}, {math.NaN(), 1}, {0, inf}, {-1e-300, 1e-300}}
	for _, v := range bad {
		for _, b := range bounds {
			for _, size := range [][2]int{{0, 0}, {1, 1}, {1, 5}, {5, 1}, {5, 5}, {200, 70}} {
				sketch(max(1, size[0]), max(1, size[1]), func(p painter) {
					p.r = rect{0, 0, size[0], size[1]}
					curve(p, v, b[0], b[1], &unicodeGlyphs, ink(inkSignal))
					spark(p, 0, 0, size[0], v, b[0], b[1], &unicodeGlyphs, ink(inkSignal))
					for _, u := range v {
						bar(p, 0, size[0], u, b[0], b[1], 0.5, &unicodeGlyphs, ink(inkMap), ink(inkOver))
					}
				})
			}
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		w, h := 1+r.IntN(60), 1+r.IntN(20)
		v := make([]float64, 1+r.IntN(80))
		for i := range v {
			v[i] = math.Pow(10, float64(r.IntN(20)-10)) * r.NormFloat64()
		}
		sketch(w, h, func(p painter) { curve(p, v, -1, 1, &asciiGlyphs, ink(inkSignal)) })
	}
}

func TestBars(t *testing.T) {
	got := sketch(6, 3, func(p painter) {
		for i, v := range []float64{0, 0.01, 1, 1.5, 2.9, 9} {
			bar(p, i, i+1, v, 0, 3, 2, &unicodeGlyphs, ink(inkMap), ink(inkOver))
		}
	})
	want := []string{"    ▇█", "   ▄██", " ▁████"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("\n%s", strings.Join(got, "\n"))
	}
}

// Samples stand in the middle of their share of the width, as the bars do.
func TestStretch(t *testing.T) {
	out := stretch([]float32{0, 1, 2, 3}, 8, 0)
	for x, want := range []float64{0, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3} {
		if out[x] != want {
			t.Errorf("column %d: %v, expected %v", x, out[x], want)
		}
	}
	shifted := stretch([]float32{0, 1, 2, 3}, 8, 2)
	if !math.IsNaN(shifted[0]) || !math.IsNaN(shifted[3]) || shifted[6] != 0.5 {
		t.Errorf("%v", shifted)
	}
	if one := stretch([]float32{7}, 3, 0); one[0] != 7 || one[3] != 7 {
		t.Errorf("%v", one)
	}
}

// The axis grows at once, shrinks late, and moves in 1-2-5 steps.
func TestAxis(t *testing.T) {
	var a axis
	a.fit(-0.31, 0.29)
	if a.lo != -0.4 || math.Abs(a.hi-0.3) > 1e-12 || a.step != 0.1 {
		if a.lo > -0.31 || a.hi < 0.29 {
			t.Fatalf("%+v", a)
		}
	}
	first := a
	a.fit(-0.2, 0.2)
	if a.lo != first.lo || a.hi != first.hi {
		t.Errorf("moved without need: %+v", a)
	}
	a.fit(-0.2, 1.7)
	if a.hi < 1.7 || a.lo > -0.31 {
		t.Errorf("did not grow at once: %+v", a)
	}
	large := a
	for range shrinkAfter - 1 {
		a.fit(-0.1, 0.1)
	}
	if a.hi != large.hi {
		t.Error("shrank early")
	}
	a.fit(-0.1, 0.1)
	if a.hi > 0.2 || a.lo < -0.2 {
		t.Errorf("did not shrink: %+v", a)
	}
	b := a
	a.fit(math.NaN(), 1)
	a.fit(0, math.Inf(1))
	a.fit(2, 1)
	if a != b {
		t.Error("nonsense moved the axis")
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		var a axis
		lo := math.Pow(10, float64(r.IntN(12)-6)) * r.NormFloat64()
		hi := lo + math.Pow(10, float64(r.IntN(12)-6))*r.Float64()
		a.fit(lo, hi)
		m := a.step / math.Pow(10, math.Floor(math.Log10(a.step)+1e-9))
		if a.lo > lo+1e-6*a.step || a.hi < hi-1e-6*a.step || !(near(m, 1) || near(m, 2) || near(m, 5)) || (a.hi-a.lo)/a.step > 8.5 {
			t.Fatalf("%v..%v: %+v (mantissa %v)", lo, hi, a, m)
		}
	}
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-6 }

// Labels have one width, whatever the value.
func TestLabel(t *testing.T) {
	for _, v := range []float64{0, 1, -1, 0.01, -0.01, 0.009, 12.34, -99.99, 100, -100, 999.9, -999.94, 1234, -1234, 99998, -9999, 1e5, -1e5, 1e-7, -1e-7, 1e99, -1e99} {
		if s := label(v); len(s) != labelWidth {
			t.Errorf("%v: %q is %d wide", v, s, len(s))
		}
	}
}
