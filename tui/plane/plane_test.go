package plane

import (
	"math"
	"math/rand/v2"
	"testing"

	"actmax/optimize/atlas"
	"actmax/tui/canvas"
	"actmax/tui/style"
)

// heaps returns n points in some heaps, in a line, or wherever.
func heaps(seed uint64, n int) [][2]float64 {
	r := rand.New(rand.NewPCG(seed, 3))
	out := make([][2]float64, n)
	for i := range out {
		switch k := float64(r.IntN(4)); seed % 4 {
		case 0:
			out[i] = [2]float64{10*k + 0.3*r.NormFloat64(), 7*math.Mod(k, 2) + 0.3*r.NormFloat64()}
		case 1:
			out[i] = [2]float64{r.NormFloat64(), 1e-3 * r.NormFloat64()}
		case 2: // many share a place, a row or a column
			out[i] = [2]float64{float64(r.IntN(5)), float64(r.IntN(3))}
		default:
			out[i] = [2]float64{r.NormFloat64(), r.NormFloat64()}
		}
	}
	return out
}

// From every point arrows lead to every other, and each leads in its direction.
func TestEveryPointIsReached(t *testing.T) {
	repaired := 0
	for seed := range uint64(400) {
		n := 1 + int(seed)%90
		at := heaps(seed, n)
		w := NewWays(at)
		for i := range at {
			for j, ok := range w.reached(i) {
				if !ok {
					t.Fatalf("seed %d: from point %d of %d no way leads to %d", seed, i, n, j)
				}
			}
			for h := range Headings {
				to := w[i][h]
				if to < 0 {
					continue
				}
				best := math.Inf(1)
				for j := range at {
					if j != i {
						best = min(best, h.far(at[i], at[j]))
					}
				}
				far := h.far(at[i], at[to])
				if far != best {
					repaired++
				}
				if along, _ := h.parts(at[i], at[to]); along < 0 {
					t.Errorf("seed %d: the arrow %d from %v leads to %v", seed, h, at[i], at[to])
				}
			}
		}
	}
	if repaired == 0 {
		t.Error("no arrow had to give way: the test tests nothing")
	}
	t.Logf("%d arrows lead elsewhere than to the nearest, so that all can be reached", repaired)
}

// Straight ahead counts more than near by.
func TestHeadings(t *testing.T) {
	at := [][2]float64{{0, 0}, {3, 0}, {1.5, 1.4}, {0, 4}, {-2, -1}, {0.1, -5}}
	w := NewWays(at)
	for h, want := range map[Heading]int{Right: 1, Up: 3, Left: 4, Down: 5} {
		if got := w[0][h]; got != want {
			t.Errorf("heading %d: point %d at %v, expected %d at %v", h, got, at[got], want, at[want])
		}
	}
	if far := Right.far(at[0], [2]float64{1, 1}); math.Abs(far-2*math.Sqrt2) > 1e-12 {
		t.Errorf("at 45 degrees a point %v away seems %v", math.Sqrt2, far)
	}
	if !math.IsInf(Right.far(at[0], at[3]), 1) || !math.IsInf(Right.far(at[0], at[4]), 1) {
		t.Error("what lies beside or behind lies in that direction")
	}
}

// All of a map is on the screen until somebody zooms; then what is followed is, and the picture holds still while it can.
func TestCamera(t *testing.T) {
	for seed := range uint64(20) {
		var points []atlas.Point
		for u, p := range heaps(seed, 30) {
			points = append(points, atlas.Point{Unit: u, X: 20 * p[0], Y: 20 * p[1]})
		}
		for _, size := range [][2]int{{10, 3}, {47, 20}, {100, 46}, {160, 60}} {
			var c Camera
			c.Aim(points, 0, size[0], size[1], nil)
			for _, p := range points {
				if x, y, ok := c.At(p.X, p.Y); !ok {
					t.Errorf("seed %d, %v: %v is drawn at %d %d", seed, size, p, x, y)
				}
			}
			for zoom := 1; zoom <= MostZoom; zoom++ {
				for i := range points {
					was := c
					c.Aim(points, zoom, size[0], size[1], &points[i])
					if x, y, ok := c.At(points[i].X, points[i].Y); !ok {
						t.Fatalf("seed %d, %v, zoom %d: what is followed is at %d %d", seed, size, zoom, x, y)
					}
					c.Aim(points, zoom, size[0], size[1], &points[i])
					if again := c; i > 0 && again != c {
						t.Errorf("it moves though nothing did: %v, %v", was, c)
					}
				}
			}
		}
	}
	points := []atlas.Point{{X: 0}, {X: 100}, {X: 52}}
	var c Camera
	c.Aim(points, 6, 60, 20, &points[0])
	x := c.x
	near := points[0]
	near.X += 0.5 / c.scale
	c.Aim(points, 6, 60, 20, &near)
	if c.x != x {
		t.Error("a step of a cell moves the picture")
	}
}

// An outline goes around its points and through none of them, whatever stands where it passes.
func TestOutline(t *testing.T) {
	for seed := range uint64(10) {
		var at [][2]float64
		for _, p := range heaps(seed, 12) {
			at = append(at, [2]float64{100 + 5*p[0], 80 + 5*p[1]})
		}
		edge := hull(at)
		for i := range edge {
			a, b := edge[i], edge[(i+1)%len(edge)]
			for _, p := range at {
				if (b[0]-a[0])*(p[1]-a[1])-(b[1]-a[1])*(p[0]-a[0]) < -1e-9 {
					t.Errorf("seed %d: %v lies outside of the hull", seed, p)
				}
			}
		}
		k := NewOutline(120, 60)
		k.around(at)
		var c canvas.Grid
		c.Resize(120, 60)
		p := c.Full()
		for _, q := range at {
			p.Put(int(q[0])/dotsX, int(q[1])/dotsY, "X", style.Text)
		}
		k.Draw(p, &style.Unicode, style.Frame)
		drawn, points := 0, 0
		for i := range 120 * 60 {
			switch p.Cell(i%120, i/120).Text {
			case "X":
				points++
			case " ":
			default:
				drawn++
			}
		}
		if points == 0 || drawn < 8 {
			t.Errorf("seed %d: %d points and %d cells of an outline", seed, points, drawn)
		}
		for _, q := range at { // nothing is drawn within a cell of a point
			if bits := k.bits[int(q[1])/dotsY*k.w+int(q[0])/dotsX]; bits != 0 {
				t.Errorf("seed %d: the outline passes through the point at %v", seed, q)
			}
		}
	}
}
