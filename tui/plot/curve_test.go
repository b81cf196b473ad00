package plot

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"actmax/tui/canvas"
	"actmax/tui/style"
)

// painted draws on a grid of its own and returns its rows.
func painted(w, h int, draw func(p canvas.Painter)) []string {
	var c canvas.Grid
	c.Resize(w, h)
	draw(c.Full())
	rows := make([]string, h)
	for y := range rows {
		for x := range w {
			rows[y] += c.Full().Cell(x, y).Text
		}
	}
	return rows
}

func TestCurve(t *testing.T) {
	got := painted(8, 4, func(p canvas.Painter) {
		Curve(p, []float64{0, 0, 1, 2, 3, 3, 2, 1, 0}, 0, 3, &style.Unicode, style.Signal)
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
	bad := [][]float64{
		nil, {}, {1}, {math.NaN(), math.NaN()}, {inf, -inf, inf}, {1, inf, 2}, {1e300, -1e300, 0}, {0, 0, 0},
		{math.NaN(), 1, math.NaN(), 2},
	}
	bounds := [][2]float64{{0, 1}, {1, 0}, {0, 0}, {-1e308, 1e308}, {math.NaN(), 1}, {0, inf}, {-1e-300, 1e-300}}
	for _, v := range bad {
		for _, b := range bounds {
			for _, size := range [][2]int{{0, 0}, {1, 1}, {1, 5}, {5, 1}, {5, 5}, {200, 70}} {
				painted(max(1, size[0]), max(1, size[1]), func(p canvas.Painter) {
					p.Area = canvas.Rect(0, 0, size[0], size[1])
					Curve(p, v, b[0], b[1], &style.Unicode, style.Signal)
					Spark(p, 0, 0, size[0], v, b[0], b[1], &style.Unicode, style.Signal)
					for _, u := range v {
						Bar(p, 0, size[0], u, b[0], b[1], 0.5, &style.Unicode, style.Map, style.Over)
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
		painted(w, h, func(p canvas.Painter) { Curve(p, v, -1, 1, &style.ASCII, style.Signal) })
	}
}

// What lies beyond the axis is left out and marked, not drawn along the edge.
func TestCurveWithin(t *testing.T) {
	got := painted(9, 4, func(p canvas.Painter) {
		CurveWithin(p, []float64{0, 1, 2, 9, 9, 9, 2, 1, -5, 0}, 0, 3, &style.Unicode, style.Real)
	})
	text := strings.Join(got, "\n")
	if got[0] != "    ▲    " || !strings.Contains(got[3], "▼") || strings.Contains(got[0], "─") {
		t.Errorf("\n%s", text)
	}
}

func TestBars(t *testing.T) {
	got := painted(6, 3, func(p canvas.Painter) {
		for i, v := range []float64{0, 0.01, 1, 1.5, 2.9, 9} {
			Bar(p, i, i+1, v, 0, 3, 2, &style.Unicode, style.Map, style.Over)
		}
	})
	want := []string{"    ▇█", "   ▄██", " ▁████"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("\n%s", strings.Join(got, "\n"))
	}
}

// Samples stand in the middle of their share of the width, as the bars do.
func TestStretch(t *testing.T) {
	out := Stretch([]float32{0, 1, 2, 3}, 8, 0)
	for x, want := range []float64{0, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3} {
		if out[x] != want {
			t.Errorf("column %d: %v, expected %v", x, out[x], want)
		}
	}
	shifted := Stretch([]float32{0, 1, 2, 3}, 8, 2)
	if !math.IsNaN(shifted[0]) || !math.IsNaN(shifted[3]) || shifted[6] != 0.5 {
		t.Errorf("%v", shifted)
	}
	if one := Stretch([]float32{7}, 3, 0); one[0] != 7 || one[3] != 7 {
		t.Errorf("%v", one)
	}
}
