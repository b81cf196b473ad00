package plot

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"actmax/tui/canvas"
	"actmax/tui/style"
)

// The axis grows at once, shrinks late, and moves in 1-2-5 steps.
func TestAxis(t *testing.T) {
	var a Axis
	a.Fit(-0.31, 0.24)
	if !(math.Abs(a.Lo+0.4) <= 1e-12) || !(math.Abs(a.Hi-0.3) <= 1e-12) || a.Step != 0.1 {
		t.Fatalf("%+v", a)
	}
	first := a
	a.Fit(-0.2, 0.2)
	if a.Lo != first.Lo || a.Hi != first.Hi {
		t.Errorf("moved without need: %+v", a)
	}
	a.Fit(-0.2, 1.7)
	if a.Hi < 1.7 || a.Lo > -0.31 {
		t.Errorf("did not grow at once: %+v", a)
	}
	large := a
	for range ShrinkAfter - 1 {
		a.Fit(-0.1, 0.1)
	}
	if a.Hi != large.Hi {
		t.Error("shrank early")
	}
	a.Fit(-0.1, 0.1)
	if a.Hi > 0.2 || a.Lo < -0.2 {
		t.Errorf("did not shrink: %+v", a)
	}
	b := a
	a.Fit(math.NaN(), 1)
	a.Fit(0, math.Inf(1))
	a.Fit(2, 1)
	if a != b {
		t.Error("nonsense moved the axis")
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		var a Axis
		lo := math.Pow(10, float64(r.IntN(12)-6)) * r.NormFloat64()
		hi := lo + math.Pow(10, float64(r.IntN(12)-6))*r.Float64()
		a.Fit(lo, hi)
		m := a.Step / math.Pow(10, math.Floor(math.Log10(a.Step)+1e-9))
		if a.Lo > lo+1e-6*a.Step || a.Hi < hi-1e-6*a.Step || (a.Hi-a.Lo)/a.Step > 8.5 ||
			!(near(m, 1) || near(m, 2) || near(m, 5)) {
			t.Fatalf("%v..%v: %+v (mantissa %v)", lo, hi, a, m)
		}
	}
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-6 }

// Labels have one width, whatever the value.
func TestLabel(t *testing.T) {
	for _, v := range []float64{
		0, 1, -1, 0.01, -0.01, 0.009, 12.34, -99.99, 100, -100, 999.9, -999.94, 1234, -1234, 99998, -9999,
		1e5, -1e5, 1e-7, -1e-7, 1e99, -1e99,
	} {
		if s := Label(v); len(s) != LabelWidth {
			t.Errorf("%v: %q is %d wide", v, s, len(s))
		}
	}
}

// Two rows at least lie between labels, whether the ends of the axis are rows or their edges.
func TestLabelsEven(t *testing.T) {
	for _, bars := range []bool{false, true} {
		for h := 2; h < 30; h++ {
			for _, bounds := range [][2]float64{{-2, 2}, {0, 4}, {-1, 5}, {0, 1}, {-0.4, 0.8}, {0, 5}} {
				var a Axis
				a.set(bounds[0], bounds[1])
				rows := painted(20, h, func(p canvas.Painter) { a.Draw(p, &style.Unicode, bars) })
				last := -9
				for y, r := range rows {
					if strings.Contains(r, "┤") {
						if y-last < 2 && !(h < 5) {
							t.Errorf("%v in %d rows, bars %v: labels in rows %d and %d\n%s",
								bounds, h, bars, last, y, strings.Join(rows, "\n"))
						}
						last = y
					}
				}
			}
		}
	}
}

// Labels under a plot keep apart, and the last is among them.
func TestRuler(t *testing.T) {
	got := painted(20, 1, func(p canvas.Painter) {
		Ruler(p, 0, []int{0, 4, 8, 12, 15, 18}, []string{"0", "5", "10", "15", "20", "25 Hz"})
	})
	if want := "0   5  10  15  25 Hz"; got[0] != want {
		t.Errorf("%q, want %q", got[0], want)
	}
	for w := range 30 {
		painted(max(1, w), 1, func(p canvas.Painter) {
			Ruler(p, 0, []int{0, w / 2, w}, []string{"-100", "0", "100 Hz"})
		})
	}
}

func TestLogAxis(t *testing.T) {
	var a LogAxis
	if a.At(3) != 0 {
		t.Error("an axis without ends has places")
	}
	a.Fit(0.02, 0.5, math.NaN(), 0, -1)
	if lo, hi := a.Ends(); lo != "0.01" || hi != "1" ||
		math.Abs(a.At(0.1)-0.5) > 1e-12 || a.At(5) != 1 || a.At(1e-5) != 0 {
		t.Errorf("%s to %s, %g", lo, hi, a.At(0.1))
	}
	a.Fit(1e-9, 2e5)
	if lo, hi := a.Ends(); lo != "0.0001" || hi != "1e6" {
		t.Errorf("%s to %s", lo, hi)
	}
	var c canvas.Grid
	c.Resize(20, 1)
	a = LogAxis{lo: -2, hi: 0, set: true}
	a.Draw(c.Full(), 2, 0, 10, 0.1, 1, &style.Unicode, style.Text) // half way, and a mark at its end
	if got := ansi.Strip(c.Render(style.NewTheme(true, colorprofile.ASCII))); got != "  ━━━━━    ┊" {
		t.Errorf("%q", got)
	}
	c.Resize(20, 1)
	a.Draw(c.Full(), 0, 0, 10, 0.13, 0.02, &style.Unicode, style.Text) // beyond a mark, to half of a cell
	if got := ansi.Strip(c.Render(style.NewTheme(true, colorprofile.ASCII))); got != "━┿━━━╸" {
		t.Errorf("%q", got)
	}
}
