package plane

import (
	"math"

	"actmax/optimize/atlas"
)

const (
	zoomStep = 1.4 // factor of a zoom step
	// MostZoom is the maximum number of zoom steps.
	MostZoom = 12
	// Columns and rows left free around a map for its outlines.
	mapMarginX, mapMarginY = 3, 1.5
)

// Camera is the visible part of a map. A cell is twice as high as wide.
type Camera struct {
	x, y   float64 // map coordinates of the middle of the screen
	scale  float64 // rows per unit of the map
	w, h   int
	placed bool
}

// Middle returns the map coordinates of the middle of the screen.
func (c *Camera) Middle() (x, y float64) { return c.x, c.y }

// Cell returns the column and row of a place as fractions.
func (c *Camera) Cell(x, y float64) (column, row float64) {
	return float64(c.w-1)/2 + 2*c.scale*(x-c.x), float64(c.h-1)/2 - c.scale*(y-c.y)
}

// At returns the cell of a place; ok is false if it is not on the screen.
func (c *Camera) At(x, y float64) (column, row int, ok bool) {
	cx, cy := c.Cell(x, y)
	column, row = int(math.Round(cx)), int(math.Round(cy))
	return column, row, column >= 0 && row >= 0 && column < c.w && row < c.h
}

// Aim shows a map in w columns and h rows: all of it, or after zoom steps the part around a place (nil: none). It
// moves only as far as needed to follow the place, so that the map is stable while the cursor moves.
func (c *Camera) Aim(points []atlas.Point, zoom, w, h int, follow *atlas.Point) {
	lo, hi := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	for _, p := range points {
		lo = [2]float64{min(lo[0], p.X), min(lo[1], p.Y)}
		hi = [2]float64{max(hi[0], p.X), max(hi[1], p.Y)}
	}
	if len(points) == 0 {
		lo, hi = [2]float64{-1, -1}, [2]float64{1, 1}
	}
	width, height := max(1, float64(w)-1-2*mapMarginX), max(1, float64(h)-1-2*mapMarginY)
	scale := min(width/2/max(hi[0]-lo[0], 1e-9), height/max(hi[1]-lo[1], 1e-9), 1e9)
	scale *= math.Pow(zoomStep, float64(zoom))
	if follow != nil && (!c.placed || scale != c.scale) {
		c.x, c.y = follow.X, follow.Y
	}
	c.w, c.h, c.scale, c.placed = w, h, scale, true
	if follow != nil {
		c.x = near(c.x, follow.X, 0.3*float64(w)/2/scale)
		c.y = near(c.y, follow.Y, 0.3*float64(h)/scale)
	}
	// Never show space beyond the edges of the map; a map that fits in a direction is centred.
	c.x = inside(c.x, lo[0], hi[0], width/4/scale)
	c.y = inside(c.y, lo[1], hi[1], height/2/scale)
}

// near returns v moved to within r of a place.
func near(v, at, r float64) float64 { return min(max(v, at-r), at+r) }

// inside returns v moved so that v-half and v+half lie between lo and hi, or the middle of lo and hi if they are
// closer.
func inside(v, lo, hi, half float64) float64 {
	if hi-lo <= 2*half {
		return (lo + hi) / 2
	}
	return min(max(v, lo+half), hi-half)
}
