package optimize

import (
	"math"

	"actmax/model"
	"actmax/optimize/score"
)

// Batch computes several ascents side by side, each for its own unit of one layer, in the lanes of a model.Block. Lanes
// know nothing of each other: a job gives the same bits in any lane, beside any others. A Batch belongs to one goroutine.
type Batch struct {
	network *model.Network
	layer   int
	block   *model.Block
	pull    []float32 // like block.Signal: gradient of the penalties on the signal itself
	lanes   []lane
	// evaluated: the block's maps and the lanes' terms belong to the present signals.
	evaluated bool
}

// NewBatch returns a batch with the given number of free lanes.
func NewBatch(n *model.Network, layer, lanes int) *Batch {
	b := &Batch{network: n, layer: layer, block: model.NewBlock(n, layer, lanes), lanes: make([]lane, lanes)}
	b.pull = make([]float32, len(b.block.Signal))
	axes, time := n.SignalShape(layer)
	for i := range b.lanes {
		l := &b.lanes[i]
		l.axes, l.time = axes, time
		l.mapAxes, l.mapTime = n.MapShape(layer)
		l.x, l.gradient, l.next = make([]float32, axes*time), make([]float32, axes*time), make([]float32, axes*time)
		l.m, l.v = make([]float32, axes*time), make([]float32, axes*time)
		l.mNext, l.vNext, l.scratch = make([]float32, axes*time), make([]float32, axes*time), make([]float32, axes*time)
	}
	return b
}

// Lanes is the number of ascents side by side.
func (b *Batch) Lanes() int { return len(b.lanes) }

// Load puts a job into a lane, at its start. The job must be of the batch's network and layer. An error is one of the job;
// the lane is then free.
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
	b.show(i)
	return nil
}

// Free empties a lane.
func (b *Batch) Free(i int) {
	l := &b.lanes[i]
	l.used, l.job = false, Job{}
	clear(l.x)
	b.show(i)
}

// Hold keeps a lane as it is while the others go on.
func (b *Batch) Hold(i int, hold bool) { b.lanes[i].held = hold }

// StepOf is the step that a lane's ascent is at: the number of updates made.
func (b *Batch) StepOf(i int) int { return b.lanes[i].step }

// Finished tells whether a lane's ascent has come to its end: all steps, settled or diverged.
func (b *Batch) Finished(i int) bool { return b.lanes[i].finished() }

// Step computes one update in every lane that is neither free, held nor finished. Where a job allows restarts, its first
// step only looks whether its start is dead, and replaces it if so; StepOf stays 0.
func (b *Batch) Step() error {
	b.evaluate()
	b.block.Backward()
	var failed error
	for i := range b.lanes {
		l := &b.lanes[i]
		if !l.used || l.held || l.finished() {
			continue
		}
		if l.probing {
			if err := l.probe(b.gradientOf(i)); err != nil {
				l.failure, failed = err, err
			}
		} else {
			l.advance(b.gradientOf(i), view{b.pull[i:], len(b.lanes), l.axes, l.time})
		}
		b.show(i)
	}
	return failed
}

// Failure is why a lane's ascent cannot go on, nil where it can: a restart that could not be had.
func (b *Batch) Failure(i int) error { return b.lanes[i].failure }

// evaluate computes the maps and terms of the present signals, if that has not been done.
func (b *Batch) evaluate() {
	if b.evaluated {
		return
	}
	b.block.Forward()
	for i := range b.lanes {
		l := &b.lanes[i]
		activation, gradient := b.mapOf(i), view{b.block.MapGradient[i:], len(b.lanes), l.mapAxes, l.mapTime}
		if !l.used {
			zero(gradient)
			continue
		}
		l.terms = l.objective.evaluate(b.signalOf(i), activation, gradient, view{b.pull[i:], len(b.lanes), l.axes, l.time})
		if l.probing {
			// only whether the network carries any gradient to the signal
			Clip{Threshold: float32(math.Inf(1))}.mean(activation, zeroed(gradient))
		}
	}
	b.evaluated = true
}

func (b *Batch) signalOf(i int) view {
	return view{b.block.Signal[i:], len(b.lanes), b.lanes[i].axes, b.lanes[i].time}
}

func (b *Batch) gradientOf(i int) view {
	return view{b.block.SignalGradient[i:], len(b.lanes), b.lanes[i].axes, b.lanes[i].time}
}

func (b *Batch) mapOf(i int) view {
	return view{b.block.Map[i:], len(b.lanes), b.lanes[i].mapAxes, b.lanes[i].mapTime}
}

// show copies a lane's signal into the block.
func (b *Batch) show(i int) {
	stride := len(b.lanes)
	for k, v := range b.lanes[i].x {
		b.block.Signal[k*stride+i] = v
	}
	b.evaluated = false
}

// Snapshot returns a copy of a lane's state with its terms and feature map.
func (b *Batch) Snapshot(i int) *Snapshot {
	l := &b.lanes[i]
	s := &Snapshot{}
	b.summarize(i, s)
	s.Signal = append([]float32(nil), l.x...)
	s.Map = make([]float32, l.mapAxes*l.mapTime)
	b.copyMap(i, s.Map)
	return s
}

// copyMap copies a lane's feature map, which must have been evaluated.
func (b *Batch) copyMap(i int, dst []float32) {
	m := b.mapOf(i)
	for k := range dst {
		dst[k] = m.data[k*m.stride]
	}
}

// summarize fills in everything of a snapshot but its arrays, without allocating.
func (b *Batch) summarize(i int, s *Snapshot) {
	b.evaluate()
	l := &b.lanes[i]
	largest := math.Inf(-1)
	m := b.mapOf(i)
	for k := range m.len() {
		largest = math.Max(largest, float64(m.data[k*m.stride]))
	}
	amplitude, moved := 0.0, 0.0
	for k, v := range l.x {
		amplitude = math.Max(amplitude, math.Abs(float64(v)))
		moved = math.Max(moved, math.Abs(float64(v)-float64(l.first[k])))
	}
	layer := &b.network.Layers[b.layer]
	*s = Snapshot{
		Step: l.step, Axes: l.axes, Time: l.time, MapAxes: l.mapAxes, MapLen: l.mapTime,
		Terms: l.terms, MaxActivation: largest, Threshold: math.NaN(), ThresholdMax: math.NaN(),
		Eta: l.settings.Eta * l.decay, EtaSum: l.schedule.Sum(l.step), Displacement: moved, MaxAmplitude: amplitude, Settled: l.settled >= 0,
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
	case layer.Activation == "relu" && largest <= 0:
		s.Status = Dead
	case amplitude > l.settings.Fail:
		s.Status = Failed
	default:
		s.Status = OK
	}
}

// Influence returns df/dx of a lane's present signal, [axes][time], f being the mean of the raw map: what the window of a
// unit without a time axis is found by (score.Influence).
func (b *Batch) Influence(i int) []float32 {
	b.evaluate()
	l := &b.lanes[i]
	gradient := view{b.block.MapGradient[i:], len(b.lanes), l.mapAxes, l.mapTime}
	Clip{Threshold: float32(math.Inf(1))}.mean(b.mapOf(i), zeroed(gradient))
	b.block.Backward()
	b.evaluated = false // the map's gradient is no longer that of the objective
	out := make([]float32, l.axes*l.time)
	g := b.gradientOf(i)
	for k := range out {
		out[k] = g.data[k*g.stride]
	}
	return out
}

func zeroed(v view) view {
	zero(v)
	return v
}
