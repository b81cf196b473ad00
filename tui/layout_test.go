package tui

import (
	"testing"

	"actmax/tui/canvas"
	"actmax/tui/screen"
	"actmax/tui/widget"
)

// Every rectangle lies on the screen, none lies on another, and what the sizes promise is there.
func TestArrange(t *testing.T) {
	for w := 1; w <= 240; w++ {
		for h := 1; h <= 70; h++ {
			z := screen.SizeOf(w, h)
			l := arrange(z, []widget.Shape{{Axes: 1, Single: false}, {Axes: 6, Single: false}, {Axes: 6, Single: true}, {Axes: 12, Single: false}}[(w+h)%4])
			if !z.Fits {
				if w >= screen.MinWidth && h >= screen.MinHeight {
					t.Fatalf("%dx%d: does not fit", w, h)
				}
				continue
			}
			inside := []canvas.Area{l.tree, l.signal, l.activation, l.picked, l.objective, l.settings}
			if z.Wide {
				inside = append(inside, l.similar)
			}
			taken := make([]bool, w*h)
			for i, r := range inside {
				if r.Empty() {
					if i != 3 {
						t.Fatalf("%dx%d: rectangle %d is empty: %+v", w, h, i, r)
					}
					continue
				}
				if r.X < 1 || r.Y < 1 || r.X+r.W > w-1 || r.Y+r.H > h-1 {
					t.Fatalf("%dx%d: rectangle %d leaves the screen: %+v", w, h, i, r)
				}
				for y := r.Y; y < r.Y+r.H; y++ {
					for x := r.X; x < r.X+r.W; x++ {
						if taken[y*w+x] {
							t.Fatalf("%dx%d: rectangle %d lies on another at %d,%d", w, h, i, x, y)
						}
						taken[y*w+x] = true
					}
				}
			}
			free := 0
			for _, b := range taken {
				if !b {
					free++
				}
			}
			if free > 2*w+6*h+3*w {
				t.Fatalf("%dx%d: %d cells belong to nobody", w, h, free)
			}
			if l.signal.H < 4 || l.activation.H < 3 || l.objective.H < 4 {
				t.Fatalf("%dx%d: too low: %+v", w, h, l)
			}
		}
	}
}

func TestArrangeSizes(t *testing.T) {
	one := widget.Shape{Axes: 1}
	l := arrange(screen.SizeOf(80, 24), one)
	if l.tree.W+2 != 17 || l.signal.H != 8 || l.activation.H != 5 || l.objective.H != 6 || l.settings.H != 1 || screen.SizeOf(80, 24).Wide {
		t.Errorf("80x24: %+v", l)
	}
	if l := arrange(screen.SizeOf(120, 36), one); l.similar == l.objective || l.picked.H != 0 || l.objective.H < 8 {
		t.Errorf("120x36: %+v", l)
	}
	if l := arrange(screen.SizeOf(160, 50), one); l.similar == l.objective || l.picked.H < 5 {
		t.Errorf("160x50: %+v", l)
	}
	if l := arrange(screen.SizeOf(120, 36), widget.Shape{Axes: 6, Single: false}); l.signal.H != 1+2*6 || l.activation.H < 7 {
		t.Errorf("120x36, six axes: %+v", l)
	}
	if l := arrange(screen.SizeOf(80, 24), widget.Shape{Axes: 6, Single: false}); l.signal.H != 1+6 {
		t.Errorf("80x24, six axes: %+v", l)
	}
	for _, s := range []widget.Shape{{Axes: 6, Single: false}, {Axes: 6, Single: true}} { // three rows an axis hold a line
		if l := arrange(screen.SizeOf(160, 50), s); l.signal.H < 1+3*6 {
			t.Errorf("160x50, six axes: %+v", l)
		}
	}
}
