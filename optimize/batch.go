package optimize

import (
	"math"

	"actmax/internal/simd"
	"actmax/model"
	"actmax/optimize/score"
)

// Batch computes several ascents side by side, each for its own unit of one layer, in the lanes of a model.Block. Lanes
// know nothing of each other: a job gives the same bits in any lane, whatever the others do. A Batch belongs to one
// goroutine.
type Batch struct {
	network *model.Network
	layer   int
	block   *model.Block
	lanes   []lane
	// The block's arrays seen from the lanes, [lane][row]: what a lane works on lies side by side.
	row, mapRow                            int
	signals, gradients, maps, mapGradients []float32
	// evaluated: the block's maps and the lanes' terms belong to the present signals.
	evaluated bool
}

// NewBatch returns a batch with the given number of free lanes.
func NewBatch(n *model.Network, layer, lanes int) *Batch {
	b := &Batch{network: n, layer: layer, block: model.NewBlock(n, layer, lanes), lanes: make([]lane, lanes)}
	const line = 16 // rows begin with cache lines
	samples, values := len(b.block.Signal)/lanes, len(b.block.Map)/lanes
	b.row, b.mapRow = (samples+line-1)/line*line, (values+line-1)/line*line
	b.signals, b.gradients = simd.Aligned(b.row*lanes), simd.Aligned(b.row*lanes)
	b.maps, b.mapGradients = simd.Aligned(b.mapRow*lanes), simd.Aligned(b.mapRow*lanes)
	for i := range b.lanes {
		l := &b.lanes[i]
		l.axes, l.time = n.SignalShape(layer)
		l.mapAxes, l.mapTime = n.MapShape(layer)
		l.x, l.gradient = b.signals[i*b.row:][:samples], b.gradients[i*b.row:][:samples]
		l.activation, l.mapGradient = b.maps[i*b.mapRow:][:values], b.mapGradients[i*b.mapRow:][:values]
		for _, own := range []*[]float32{&l.pull, &l.next, &l.m, &l.v, &l.mNext, &l.vNext, &l.scratch} {
			*own = simd.Aligned(samples)
		}
	}
	return b
}

// rows brings an array of the block, [value][lane], into the lanes' rows.
func (b *Batch) rows(dst []float32, row int, src []float32) {
	lanes := len(b.lanes)
	simd.Transpose(dst, row, src, lanes, len(src)/lanes, lanes)
}

// columns brings the lanes' rows into an array of the block.
func (b *Batch) columns(dst, src []float32, row int) {
	lanes := len(b.lanes)
	simd.Transpose(dst, lanes, src, row, lanes, len(dst)/lanes)
}

// Lanes is the number of ascents side by side.
func (b *Batch) Lanes() int { return len(b.lanes) }

// Load puts a job into a lane, at its start. The job must be of the batch's network and layer. An error is one of the
// job; the lane is then free.
func (b *Batch) Load(i int, j Job) error { return b.load(i, j, nil) }

// Resume puts a job into a lane at a state that the same job, or one with the same edits up to there, came to before.
func (b *Batch) Resume(i int, j Job, s *State) error { return b.load(i, j, s) }

func (b *Batch) load(i int, j Job, s *State) error {
	b.Free(i)
	j, err := j.check()
	if err != nil {
		return err
	}
	if j.Network != b.network || j.Layer != b.layer {
		return errOtherLayer
	}
	l := &b.lanes[i]
	if err := l.begin(j, s); err != nil {
		return err
	}
	b.block.SetUnit(i, j.Unit)
	b.evaluated = false
	return nil
}

// Free empties a lane.
func (b *Batch) Free(i int) {
	l := &b.lanes[i]
	l.used, l.job = false, Job{}
	clear(l.x)
	b.evaluated = false
}

// Hold keeps a lane as it is while the others continue.
func (b *Batch) Hold(i int, hold bool) { b.lanes[i].held = hold }

// StepOf is the step that a lane's ascent is at: the number of updates made.
func (b *Batch) StepOf(i int) int { return b.lanes[i].step }

// Finished reports whether a lane's ascent has come to its end: all steps, settled or diverged.
func (b *Batch) Finished(i int) bool { return b.lanes[i].finished() }

// Step computes one update in every lane that is neither free, held nor finished. If a job allows restarts, its first
// step only looks whether its start is dead, and replaces it if so; StepOf stays 0.
func (b *Batch) Step() error {
	b.evaluate()
	b.block.Backward()
	b.rows(b.gradients, b.row, b.block.SignalGradient)
	var failed error
	for i := range b.lanes {
		l := &b.lanes[i]
		if !l.used || l.held || l.finished() {
			continue
		}
		b.evaluated = false
		if l.probing {
			if err := l.probe(); err != nil {
				l.failure, failed = err, err
			}
		} else {
			l.advance()
		}
	}
	return failed
}

// Failure is why a lane's ascent cannot continue, nil if it can: no start could be found for a restart.
func (b *Batch) Failure(i int) error { return b.lanes[i].failure }

// evaluate computes the maps and terms of the present signals, if that has not been done.
func (b *Batch) evaluate() {
	if b.evaluated {
		return
	}
	b.columns(b.block.Signal, b.signals, b.row)
	b.block.Forward()
	b.rows(b.maps, b.mapRow, b.block.Map)
	for i := range b.lanes {
		l := &b.lanes[i]
		if !l.used {
			clear(l.mapGradient)
			continue
		}
		l.terms = l.objective.evaluate(l.signal(), l.featureMap(), l.mapGradient, l.pull)
		if l.probing {
			l.raw() // only whether any gradient reaches the signal
		}
	}
	b.columns(b.block.MapGradient, b.mapGradients, b.mapRow)
	b.evaluated = true
}

func (l *lane) signal() series     { return series{l.x, l.axes, l.time} }
func (l *lane) featureMap() series { return series{l.activation, l.mapAxes, l.mapTime} }

// raw makes the gradient that of the mean of the raw map.
func (l *lane) raw() {
	clear(l.mapGradient)
	Clip{Threshold: float32(math.Inf(1))}.mean(l.featureMap(), l.mapGradient)
}

// Snapshot returns a copy of a lane's state with its terms and feature map.
func (b *Batch) Snapshot(i int) *Snapshot {
	l := &b.lanes[i]
	s := &Snapshot{}
	b.summarize(i, s)
	s.Signal = append([]float32(nil), l.x...)
	s.Map = append([]float32(nil), l.activation...)
	return s
}

// copyMap copies a lane's feature map, which must have been evaluated.
func (b *Batch) copyMap(i int, dst []float32) { copy(dst, b.lanes[i].activation) }

// summarize fills in everything of a snapshot but its arrays, without allocating.
func (b *Batch) summarize(i int, s *Snapshot) {
	b.evaluate()
	l := &b.lanes[i]
	largest := math.Inf(-1)
	for _, a := range l.activation {
		largest = math.Max(largest, float64(a))
	}
	amplitude, moved := 0.0, 0.0
	for k, v := range l.x {
		amplitude = math.Max(amplitude, math.Abs(float64(v)))
		moved = math.Max(moved, math.Abs(float64(v)-float64(l.first[k])))
	}
	terms := l.terms
	l.objective.unweighted(&terms, l.signal(), l.featureMap(), l.scratch)
	layer := &b.network.Layers[b.layer]
	*s = Snapshot{
		Step: l.step, Axes: l.axes, Time: l.time, MapAxes: l.mapAxes, MapLen: l.mapTime,
		Terms: terms, MaxActivation: largest, Threshold: math.NaN(), ThresholdMax: math.NaN(),
		Eta: l.settings.Eta * l.decay, EtaSum: l.schedule.Sum(l.step), Displacement: moved, MaxAmplitude: amplitude,
		Settled: l.settled >= 0,
	}
	if l.thresholds.known {
		s.Threshold, s.ThresholdMax = l.thresholds.eap, l.thresholds.max
	}
	s.Attainment = math.NaN()
	if !l.thresholds.silent {
		s.Attainment = score.Attainment(layer, l.job.Unit, largest, s.Threshold)
	}
	switch {
	case l.diverged:
		s.Status = Diverged
	case l.thresholds.silent:
		s.Status = Silent
	case layer.Rectified() && largest <= 0:
		s.Status = Dead
	case amplitude > l.settings.Fail:
		s.Status = Failed
	default:
		s.Status = OK
	}
}
