package atlas

import "math"

// Onto returns the points of m turned, mirrored and moved as a whole, so that the units that both maps show come to lie
// as near to their places on the other map as they can (least squares: orthogonal Procrustes in the plane). Nothing
// that a map says is changed: only near and far have a meaning. Without common units the points are returned as they
// are.
func (m *Map) Onto(other *Map) []Point {
	there := make(map[int]Point, len(other.Points))
	for _, p := range other.Points {
		there[p.Unit] = p
	}
	var from, to [][2]float64
	for _, p := range m.Points {
		if q, ok := there[p.Unit]; ok {
			from, to = append(from, [2]float64{p.X, p.Y}), append(to, [2]float64{q.X, q.Y})
		}
	}
	out := append([]Point(nil), m.Points...)
	if len(from) == 0 {
		return out
	}
	a, b := mean(from), mean(to)
	// A turn by the angle of z = sum of conj(x) y, with x and y as complex numbers, gives the largest sum of inner
	// products, |z|; mirrored, with x itself in place of conj(x), the same.
	var z, w [2]float64
	for i := range from {
		x0, x1, y0, y1 := from[i][0]-a[0], from[i][1]-a[1], to[i][0]-b[0], to[i][1]-b[1]
		z[0], z[1] = z[0]+x0*y0+x1*y1, z[1]+x0*y1-x1*y0
		w[0], w[1] = w[0]+x0*y0-x1*y1, w[1]+x0*y1+x1*y0
	}
	mirror := 1.0
	if length := math.Hypot(w[0], w[1]); length > math.Hypot(z[0], z[1]) {
		z, mirror = w, -1
	}
	cos, sin := 1.0, 0.0
	if length := math.Hypot(z[0], z[1]); length > 0 {
		cos, sin = z[0]/length, z[1]/length
	}
	for i, p := range out {
		x, y := p.X-a[0], mirror*(p.Y-a[1])
		out[i].X, out[i].Y = b[0]+cos*x-sin*y, b[1]+sin*x+cos*y
	}
	return out
}

func mean(points [][2]float64) (m [2]float64) {
	for _, p := range points {
		m[0], m[1] = m[0]+p[0]/float64(len(points)), m[1]+p[1]/float64(len(points))
	}
	return m
}
