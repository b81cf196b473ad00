package train

import "math"

// counter counts float32 values by size, finely enough to tell a quantile or a histogram over any range afterwards: so
// that one pass over the data is enough although the range is known only at its end. Every power of two is divided
// into 1,024 equal cells, over the whole range of float32: a cell is less than a thousandth (2^-10) of its values wide.
// Memory is 2 KB for every power of two that occurs, so that a unit's cells fit the first level of a processor's cache.
type counter struct {
	pages   [512]*[cells]uint16 // by sign and exponent: counts modulo 2^16
	carries map[int]uint64      // by page*cells + cell: how often 2^16 values were counted there
}

const (
	cells     = 1 << cellBits
	cellBits  = 10
	cellShift = 23 - cellBits // mantissa bits within a cell
)

// add counts one finite value.
func (c *counter) add(v float32) {
	bits := math.Float32bits(v)
	page := c.pages[bits>>23]
	if page == nil {
		page = new([cells]uint16)
		c.pages[bits>>23] = page
	}
	cell := bits >> cellShift & (cells - 1)
	page[cell]++
	if page[cell] == 0 {
		c.carry(int(bits >> cellShift))
	}
}

func (c *counter) carry(cell int) {
	if c.carries == nil {
		c.carries = map[int]uint64{}
	}
	c.carries[cell]++
}

// count returns how many values a cell holds.
func (c *counter) count(page, cell int) uint64 {
	return c.carries[page*cells+cell]<<16 + uint64(c.pages[page][cell])
}

// each visits the cells that hold values, from the lowest to the highest, with the range of values that they stand for.
func (c *counter) each(visit func(low, high float64, count uint64)) {
	// Bit patterns of negative numbers grow with the magnitude.
	for p := 511; p >= 256; p-- {
		if c.pages[p] != nil {
			for i := cells - 1; i >= 0; i-- {
				if k := c.count(p, i); k > 0 {
					visit(edge(p, i+1), edge(p, i), k)
				}
			}
		}
	}
	for p := range 256 {
		if c.pages[p] != nil {
			for i := range cells {
				if k := c.count(p, i); k > 0 {
					visit(edge(p, i), edge(p, i+1), k)
				}
			}
		}
	}
}

// edge is the value at which a cell begins, counted from zero.
func edge(page, cell int) float64 {
	bits := uint32(page)<<23 + uint32(cell)<<cellShift // cell = cells carries into the next power of two
	if page&0xff == 0xfe && cell == cells {
		return math.Copysign(math.MaxFloat32, float64(math.Float32frombits(uint32(page)<<23)))
	}
	return float64(math.Float32frombits(bits))
}

// quantile returns the value below which the share q of the n counted values lies, as numpy's default defines it:
// between the two values nearest to rank q (n-1), counted from 0. Within a cell values are taken as evenly spread; each
// of the two is off by less than the width of its cell.
func (c *counter) quantile(q float64, n int64) float64 {
	rank := q * float64(n-1)
	lower := math.Floor(rank)
	var below, at, after float64
	c.each(func(low, high float64, cellCount uint64) {
		count := float64(cellCount)
		value := func(r float64) float64 { return low + (high-low)*(r-below+0.5)/count }
		if below <= lower && lower < below+count {
			at = value(lower)
		}
		if upper := min(lower+1, float64(n-1)); below <= upper && upper < below+count {
			after = value(upper)
		}
		below += count
	})
	return at + (rank-lower)*(after-at)
}

// histogram returns the counts of bins equal bins over low..high. A cell belongs to the bin of its middle, so that a
// bin's edge is off by less than half a cell.
func (c *counter) histogram(low, high float64, bins int) []float32 {
	counts := make([]uint64, bins)
	c.each(func(from, to float64, count uint64) {
		b := 0
		if high > low {
			b = int(float64(bins) * ((from+to)/2 - low) / (high - low))
		}
		counts[min(max(b, 0), bins-1)] += count
	})
	out := make([]float32, bins)
	for i, k := range counts {
		out[i] = float32(k)
	}
	return out
}
