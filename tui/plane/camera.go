package plane

import (
	"math"

	"actmax/optimize/atlas"
)

const (
	zoomStep = 1.4 // a step of the zoom
	// MostZoom is how many steps of the zoom there are.
	MostZoom = 12
	// Columns and rows that are left free around a map, for its outlines.
	mapMarginX, mapMarginY = 3, 1.5
)

// Camera says which part of a map is on the screen. A cell is twice as high as wide.
type Camera struct {
	x, y   float64 // in the middle of the screen
	scale  float64 // rows a unit of the map
	w, h   int
	placed bool
}

// Middle returns what is in the middle of the screen, in units of the map.
func (c *Camera) Middle() (x, y float64) { return c.x, c.y }

// Cell returns the column and row of a place, in fractions.
func (c *Camera) Cell(x, y float64) (column, row float64) {
	return float64(c.w-1)/2 + 2*c.scale*(x-c.x), float64(c.h-1)/2 - c.scale*(y-c.y)
}

// At is the cell of a place; ok is false where it is not on the screen.
func (c *Camera) At(x, y float64) (column, row int, ok bool) {
	cx, cy := c.Cell(x, y)
	column, row = int(math.Round(cx)), int(math.Round(cy))
	return column, row, column >= 0 && row >= 0 && column < c.w && row < c.h
}

// Aim shows a map in w columns and h rows: all of it, or after zoom steps the part around a place (nil: none), which it follows
// only as far as it must, so that the map holds still while the cursor goes about.
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
	// Nothing lies beyond the map's edges: a side on which all of it fits shows it in the middle.
	c.x = inside(c.x, lo[0], hi[0], width/4/scale)
	c.y = inside(c.y, lo[1], hi[1], height/2/scale)
}

// near moves v to at most r from a place.
func near(v, at, r float64) float64 { return min(max(v, at-r), at+r) }

// inside moves v so that v-half and v+half lie between lo and hi; where these are nearer together, into the middle.
func inside(v, lo, hi, half float64) float64 {
	if hi-lo <= 2*half {
		return (lo + hi) / 2
	}
	return min(max(v, lo+half), hi-half)
}
