package simd

import "math"

// Sparse is a matrix of mostly zeros, such as the gradient of a layer with ReLU and dropout. It holds the elements of
// each row that are not 0, in ascending order. Fill it row by row: Reset, then for each row Append as often as needed
// and End.
type Sparse struct {
	start []int32 // of each row among the elements; one more at the end
	index []int32
	value []float32
	n     int // elements
	high  int // the highest index
}

// NewSparse returns a matrix without rows, with room for rows of columns elements. Its methods do not allocate.
func NewSparse(rows, columns int) *Sparse {
	s := &Sparse{start: make([]int32, 1, rows+1), index: make([]int32, rows*columns), value: make([]float32, rows*columns)}
	s.Reset()
	return s
}

// Reset removes all rows.
func (s *Sparse) Reset() {
	s.start = s.start[:1]
	s.n, s.high = 0, -1
}

// Append adds to the current row the elements first, first+1, ... first+n-1, which are a[0], a[step], ... It panics if
// a is too short or the matrix is full.
func (s *Sparse) Append(first, n int, a []float32, step int) {
	if n <= 0 {
		return
	}
	const name = "Sparse"
	require(name, "a", len(a), reach(1, 0, n, step, 1))
	require(name, "matrix", len(s.value), s.n+n)
	k := s.n
	for i := range n {
		v := a[i*step]
		s.index[k], s.value[k] = int32(first+i), v
		// No branch, because the positions of zeros are unpredictable. Both zeros have no bits but the sign.
		bits := math.Float32bits(v) << 1
		k += int((bits | -bits) >> 31)
	}
	s.n = k
	s.high = max(s.high, first+n-1)
}

// End completes a row.
func (s *Sparse) End() { s.start = append(s.start, int32(s.n)) }

// Rows returns the number of complete rows.
func (s *Sparse) Rows() int { return len(s.start) - 1 }

// Multiply writes the product with a matrix of rows of floats:
//
//	dst[i*dstRow + c] = sum over the elements (i, j) of value * src[j*srcRow + c]
//
// for all rows i and c < n. dst must not overlap src. Each float is accumulated over the elements in ascending order,
// like Product: for finite src the bits are those of Product with the zeros. It panics if a slice is too short.
func (s *Sparse) Multiply(dst []float32, dstRow int, src []float32, srcRow, n int) {
	rows := s.Rows()
	if rows == 0 || n <= 0 {
		return
	}
	const name = "Sparse"
	require(name, "dst", len(dst), reach(rows, dstRow, 1, 0, n))
	if s.high >= 0 {
		require(name, "src", len(src), reach(s.high+1, srcRow, 1, 0, n))
	}
	if s.n > 0 && vectorSparse(dst, dstRow, s, src, srcRow, n) {
		return
	}
	for i := range rows {
		d := dst[i*dstRow:][:n]
		clear(d)
		k, end := int(s.start[i]), int(s.start[i+1])
		for ; k+4 <= end; k += 4 {
			v, j := s.value[k:k+4], s.index[k:k+4]
			v0, v1, v2, v3 := v[0], v[1], v[2], v[3]
			y0, y1 := src[int(j[0])*srcRow:][:n], src[int(j[1])*srcRow:][:n]
			y2, y3 := src[int(j[2])*srcRow:][:n], src[int(j[3])*srcRow:][:n]
			for c := range d {
				x := d[c] + v0*y0[c]
				x += v1 * y1[c]
				x += v2 * y2[c]
				d[c] = x + v3*y3[c]
			}
		}
		for ; k < end; k++ {
			v := s.value[k]
			for c, y := range src[int(s.index[k])*srcRow:][:n] {
				d[c] += v * y
			}
		}
	}
}
