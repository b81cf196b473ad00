package redundancy

import (
	"context"
	"fmt"
	"math"

	"actmax/data"
	"actmax/internal/parallel"
	"actmax/internal/simd"
	"actmax/model"
	"actmax/model/train"
	"actmax/model/train/internal/feed"
)

// side is a network whose units are compared, with the maps of one batch of segments.
type side struct {
	network *model.Network
	pass    *model.Pass
	layers  []int // indices into network.Layers
	maps    []*centred
	views   []model.View
}

// centred holds the maps of a layer's units for a batch, less the unit's shift, laid out for simd.Dot:
// [block][axis][unit][time][lanes], a lane a segment. Sums are over all batches so far.
type centred struct {
	layer, network     string
	relu               bool
	units, axes, times int
	lanes              int
	shift              []float32 // [units] near the unit's mean
	x                  []float32
	sum, squares       [][]float64 // [units][times] of x
	segments           int         // of all batches
}

func newSide(n *model.Network, d *data.Dataset, layers []int, jobs int) (*side, error) {
	if err := train.Fits(n, d); err != nil {
		return nil, err
	}
	p, err := model.NewPass(n, feed.Batch, jobs)
	if err != nil {
		return nil, err
	}
	s := &side{network: n, pass: p, layers: layers, views: make([]model.View, len(layers))}
	for _, i := range layers {
		l, v := &n.Layers[i], p.Maps(i)
		c := &centred{
			layer: l.Name, network: n.Name, relu: l.Rectified(), units: v.Units, axes: v.Axes, times: v.Times,
			lanes: v.Lanes,
			shift: make([]float32, v.Units),
		}
		if c.lanes == 1 {
			c.lanes = p.Batch() // rows of segments: all side by side
		}
		c.x = simd.Aligned(p.Batch() * c.axes * c.units * c.times)
		for range c.units {
			c.sum, c.squares = append(c.sum, make([]float64, c.times)), append(c.squares, make([]float64, c.times))
		}
		s.maps = append(s.maps, c)
	}
	return s, nil
}

// forward computes the maps of a batch.
func (s *side) forward(d *data.Dataset, batch []int, window [][]float32) error {
	if err := feed.Load(s.pass, d, batch, window); err != nil {
		return err
	}
	if err := s.pass.Forward(len(batch), nil); err != nil {
		return err
	}
	for i, layer := range s.layers {
		s.views[i] = s.pass.Maps(layer)
	}
	return nil
}

// row returns a unit's map of an axis for a block of segments, [time][lanes].
func (c *centred) row(block, axis, unit int) []float32 {
	k := c.times * c.lanes
	at := ((block*c.axes+axis)*c.units + unit) * k
	return c.x[at : at+k]
}

// blocks is the number of blocks that count segments take.
func (c *centred) blocks(count int) int { return (count + c.lanes - 1) / c.lanes }

// take copies the maps of one unit for count segments. Lanes beyond them are zero and so add nothing.
func (c *centred) take(v *model.View, unit, count int) {
	lane := v.Lane
	if v.Lanes == 1 {
		lane = v.Block
	}
	shift, sums, squareSums := c.shift[unit], c.sum[unit], c.squares[unit]
	for block := range c.blocks(count) {
		first := block * c.lanes
		used := min(c.lanes, count-first)
		for axis := range c.axes {
			row := c.row(block, axis, unit)
			for t := range c.times {
				src := v.Data[first/v.Lanes*v.Block+unit*v.Unit+axis*v.Axis+t*v.Time:]
				cell := row[t*c.lanes : (t+1)*c.lanes]
				var sum, squares float64
				for i := range used {
					x := src[i*lane] - shift
					cell[i] = x
					wide := float64(x)
					sum += wide
					squares += wide * wide
				}
				clear(cell[used:])
				sums[t] += sum
				squareSums[t] += squares
			}
		}
	}
}

// pairs sums the products of every unit of a with every unit of b at some lags: sums[q][i*units of b+j] is the sum of
// a_i[s][t] · b_j[s][t+low+q] over all s and the t for which both exist, less the shifts.
type pairs struct {
	a, b *centred
	low  int // the lag of sums[0]
	sums [][]float64
	part [][]float32 // of one batch
	off  []int32     // where the units of b begin
}

func newPairs(a, b *centred, low, high int) *pairs {
	p := &pairs{a: a, b: b, low: low}
	for range high - low + 1 {
		p.sums, p.part = append(p.sums, make([]float64, a.units*b.units)),
			append(p.part, make([]float32, a.units*b.units))
	}
	for j := range b.units {
		p.off = append(p.off, int32(j*b.times*b.lanes))
	}
	return p
}

// comparing is how many units of a one task takes: few enough for their samples to stay in the fastest cache.
const comparing = 8

// add takes in a batch of count segments for one lag and the units from, ... of a.
func (p *pairs) add(q, from, count int) {
	lag := p.low + q
	fromA, fromB, columns := max(0, -lag), max(0, lag), p.a.times-max(lag, -lag)
	rows := min(comparing, p.a.units-from)
	lanes := p.a.lanes
	part := p.part[q][from*p.b.units : (from+rows)*p.b.units]
	clear(part)
	for block := range p.a.blocks(count) {
		for axis := range p.a.axes {
			a := p.a.x[((block*p.a.axes+axis)*p.a.units+from)*p.a.times*lanes:]
			b := p.b.x[(block*p.b.axes+axis)*p.b.units*p.b.times*lanes:]
			simd.Dot(part, p.b.units, a[fromA*lanes:], p.a.times*lanes, 0, rows, b[fromB*lanes:], p.off, 0, 1,
				columns*lanes, true)
		}
	}
	sums := p.sums[q][from*p.b.units:]
	for i, v := range part {
		sums[i] += float64(v)
	}
}

// sumUp passes over segments and adds to the sums of sides and pairs.
func sumUp(ctx context.Context, d *data.Dataset, segments []int, sides []*side, all []*pairs, o Options) error {
	jobs, window := parallel.Jobs(o.Jobs), make([][]float32, len(d.Axes))
	type unitTask struct{ side, layer, unit int }
	type pairTask struct{ pair, lag, from int }
	var units []unitTask
	var products []pairTask
	for s := range sides {
		if err := sides[s].findShifts(d, segments, window); err != nil {
			return err
		}
		for i, c := range sides[s].maps {
			for u := range c.units {
				units = append(units, unitTask{s, i, u})
			}
		}
	}
	for i, p := range all {
		for q := range p.sums {
			for from := 0; from < p.a.units; from += comparing {
				products = append(products, pairTask{i, q, from})
			}
		}
	}
	for start := 0; start < len(segments); start += feed.Batch {
		if err := ctx.Err(); err != nil {
			return err
		}
		batch := segments[start:min(start+feed.Batch, len(segments))]
		for _, s := range sides {
			if err := s.forward(d, batch, window); err != nil {
				return err
			}
			for _, c := range s.maps {
				c.segments += len(batch)
			}
		}
		// A task owns its sums and sees the batches in order: nothing is merged, so the workers' number does not
		// matter.
		err := parallel.All(len(units), jobs, func(i int) {
			k := units[i]
			sides[k.side].maps[k.layer].take(&sides[k.side].views[k.layer], k.unit, len(batch))
		})
		if err == nil {
			err = parallel.All(len(products), jobs, func(i int) {
				all[products[i].pair].add(products[i].lag, products[i].from, len(batch))
			})
		}
		if err != nil {
			return err
		}
		if o.Progress != nil {
			o.Progress(start+len(batch), len(segments))
		}
	}
	for _, s := range sides {
		for _, c := range s.maps {
			if err := c.finite(); err != nil {
				return err
			}
		}
	}
	return nil
}

// findShifts takes each unit's mean over segments spread evenly over all.
func (s *side) findShifts(d *data.Dataset, segments []int, window [][]float32) error {
	count := min(feed.Batch, len(segments))
	batch := make([]int, count)
	for i := range batch {
		batch[i] = segments[i*len(segments)/count]
	}
	if err := s.forward(d, batch, window); err != nil {
		return err
	}
	for i, c := range s.maps {
		for u := range c.units {
			sum := 0.0
			for segment := range count {
				for axis := range c.axes {
					for t := range c.times {
						sum += float64(s.views[i].At(segment, u, axis, t))
					}
				}
			}
			c.shift[u] = float32(sum / float64(count*c.axes*c.times))
		}
	}
	return nil
}

// finite refuses activations whose squares are not finite.
func (c *centred) finite() error {
	for u := range c.units {
		_, squares := c.total(u, 0, c.times)
		if math.IsNaN(squares) || squares > math.MaxFloat32 {
			return fmt.Errorf("unit %s/%d of network %s has activations beyond float32; its weights or the data are "+
				"out of scale", c.layer, u, c.network)
		}
	}
	return nil
}

// total returns the sums of a unit's values, and of their squares, at the times from, ..., to-1.
func (c *centred) total(unit, from, to int) (sum, squares float64) {
	for t := from; t < to; t++ {
		sum += c.sum[unit][t]
		squares += c.squares[unit][t]
	}
	return sum, squares
}

// spreadOf returns mean (less the shift) and variance of a unit's values at some times.
func (c *centred) spreadOf(unit, from, to int) (mean, variance float64) {
	sum, squares := c.total(unit, from, to)
	n := float64(c.segments * c.axes * (to - from))
	mean = sum / n
	return mean, max(squares/n-mean*mean, 0)
}
