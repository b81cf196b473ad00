package simd

import "math"

// portableNearest computes four offsets of one lane at a time.
func portableNearest(dist []float32, at []int32, blocks []float32, axes, length, lanes int, query []float32) {
	width := len(query) / axes
	last := length - width
	for b := 0; b < len(dist)/lanes; b++ {
		block := blocks[b*axes*length*lanes : (b+1)*axes*length*lanes]
		for l := range lanes {
			best, where := float32(math.Inf(1)), 0
			for j := 0; j <= last; j += 4 {
				n := min(4, last+1-j)
				var sum [4]float32
				if n == 4 {
					sum = fourWindows(block[j*lanes+l:], axes, length, lanes, query, width)
				} else {
					for k := range n {
						sum[k] = oneWindow(block[(j+k)*lanes+l:], axes, length, lanes, query, width)
					}
				}
				for k, s := range sum[:n] {
					if s < best {
						best, where = s, j+k
					}
				}
			}
			dist[b*lanes+l] = best
			if at != nil {
				at[b*lanes+l] = int32(where)
			}
		}
	}
}

// fourWindows returns the distances of the query from the windows that begin at four consecutive samples.
func fourWindows(x []float32, axes, length, lanes int, query []float32, width int) [4]float32 {
	var d0, d1, d2, d3 float32
	for s := range axes {
		i := s * length * lanes
		x0, x1, x2 := x[i], x[i+lanes], x[i+2*lanes]
		i += 3 * lanes
		for _, q := range query[s*width : (s+1)*width] {
			x3 := x[i]
			i += lanes
			e0, e1, e2, e3 := x0-q, x1-q, x2-q, x3-q
			d0 += e0 * e0
			d1 += e1 * e1
			d2 += e2 * e2
			d3 += e3 * e3
			x0, x1, x2 = x1, x2, x3
		}
	}
	return [4]float32{d0, d1, d2, d3}
}

func oneWindow(x []float32, axes, length, lanes int, query []float32, width int) float32 {
	var d float32
	for s := range axes {
		i := s * length * lanes
		for _, q := range query[s*width : (s+1)*width] {
			e := x[i] - q
			d += e * e
			i += lanes
		}
	}
	return d
}
