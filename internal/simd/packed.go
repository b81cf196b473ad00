package simd

// group is the number of rows of a Packed that are stored side by side and computed together.
const group = 4

// Packed is a matrix of weights [M][R] packed for Correlate: four rows side by side, [ceil(M/4)][R][4], rows beyond M
// zero.
type Packed struct {
	M, R int // rows (outputs) and reduction length; do not change them
	data []float32
}

// NewPacked returns a zero matrix of m rows and r columns.
func NewPacked(m, r int) *Packed {
	return &Packed{M: m, R: r, data: Aligned((m + group - 1) / group * group * r)}
}

// Pack fills the matrix with at(m, r), in place and without allocating.
func (p *Packed) Pack(at func(m, r int) float32) {
	if p.R == 0 {
		return
	}
	for m := range p.M {
		d := p.row(m)
		for r := range p.R {
			d[r*group] = at(m, r)
		}
	}
}

// PackMatrix fills the matrix with w[m*row + r*column], in place. It is faster than Pack for a plain matrix (row = R,
// column = 1) or its transpose (row = 1, column = M). It panics if w is too short.
func (p *Packed) PackMatrix(w []float32, row, column int) {
	if p.M == 0 || p.R == 0 {
		return
	}
	require("PackMatrix", "w", len(w), (p.M-1)*row+(p.R-1)*column+1)
	m := 0
	for ; m+group <= p.M; m += group {
		d := p.data[m*p.R : (m+group)*p.R]
		for r := range p.R {
			i := m*row + r*column
			q := (*[group]float32)(d[r*group:])
			q[0], q[1], q[2], q[3] = w[i], w[i+row], w[i+2*row], w[i+3*row]
		}
	}
	for ; m < p.M; m++ {
		d := p.row(m)
		for r := range p.R {
			d[r*group] = w[m*row+r*column]
		}
	}
}

// row returns the storage from element (m, 0) on; element (m, r) is at 4r.
func (p *Packed) row(m int) []float32 {
	g := m / group * group
	return p.data[g*p.R+m%group : (g+group)*p.R : (g+group)*p.R]
}
