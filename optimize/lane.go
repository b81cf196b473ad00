package optimize

import (
	"errors"

	"actmax/internal/simd"
)

var errOtherLayer = errors.New("the job is for another network or layer than the batch")

// lane is one ascent of a Batch.
type lane struct {
	used bool
	held bool
	job  Job // checked

	axes, time, mapAxes, mapTime int
	from, to                     int // samples that ascend

	// Rows of the batch's matrices.
	x           []float32 // [axes][time]
	activation  []float32 // [map axes][map time]: the feature map
	mapGradient []float32 // of the objective by the map
	gradient    []float32 // by the signal, through the network

	pull  []float32 // of the penalties on the signal
	first []float32 // the start
	moments
	next, mNext, vNext []float32
	scratch            []float32

	step  int
	decay float64 // gamma^t, t counting from the last edit

	settings   Settings // in force at step
	edit       int      // index of the next edit
	thresholds thresholds
	objective  objective
	after      after
	schedule   Schedule
	terms      Terms // except penalties without a weight

	probing  bool // not known yet whether the start is dead
	restarts int
	start    string
	settled  int // -1: not
	diverged bool
	failure  error
}

// State is what an ascent needs to continue from a step as if it had never stopped.
type State struct {
	Step         int
	Signal, M, V []float32 // [axes][time]; Adam's moments
	Decay        float64   // gamma^t, t counting from the last edit
	B1, B2       float64   // powers of Adam's betas: one factor an update of Adam
	First        []float32 // the signal at step 0; shared, never written
	Start        string    // what it began from
	Restarts     int
}

// State returns a copy of a lane's state.
func (b *Batch) State(i int) *State {
	l := &b.lanes[i]
	return &State{
		Step: l.step, Signal: append([]float32(nil), l.x...), M: append([]float32(nil), l.m...),
		V:     append([]float32(nil), l.v...),
		Decay: l.decay, B1: l.b1, B2: l.b2, First: l.first, Start: l.start, Restarts: l.restarts,
	}
}

// begin puts a checked job into the lane, at its start or at a state.
func (l *lane) begin(j Job, s *State) error {
	l.job, l.schedule = j, NewSchedule(j)
	l.held, l.settled, l.diverged, l.failure = false, -1, false, nil
	from, to := j.axes(l.axes)
	l.from, l.to = from*l.time, to*l.time
	l.edit, l.settings = 0, j.Settings
	if s != nil {
		copy(l.x, s.Signal)
		copy(l.m, s.M)
		copy(l.v, s.V)
		l.b1, l.b2, l.decay, l.step = s.B1, s.B2, s.Decay, s.Step
		l.first, l.start, l.restarts, l.probing = s.First, s.Start, s.Restarts, false
	} else {
		l.step, l.restarts, l.probing = 0, 0, j.Settings.Restarts > 0
		clear(l.m)
		clear(l.v)
		l.b1, l.b2, l.decay = 1, 1, 1
		if err := l.restart(); err != nil {
			return err
		}
	}
	// Edits before this step are in force already; those at this very step restart the decay now, as they would have on
	// the way here.
	for l.edit < len(j.Edits) && j.Edits[l.edit].Step < l.step {
		l.take(j.Edits[l.edit])
		l.edit++
	}
	if err := l.arrive(); err != nil {
		return err
	}
	l.used = true
	return nil
}

// restart fills x with the start of the present attempt.
func (l *lane) restart() error {
	name, err := l.job.start(l.restarts, l.x, l.axes, l.time)
	if err != nil {
		return err
	}
	l.start, l.first = name, append([]float32(nil), l.x...)
	return nil
}

// take puts an edit in force. It was checked with the job.
func (l *lane) take(e Edit) { _ = l.settings.Assign(e.Key, e.Value) }

// arrive makes ready for update l.step: takes the edits made at it and builds the objective if settings changed.
func (l *lane) arrive() error {
	edited := false
	for l.edit < len(l.job.Edits) && l.job.Edits[l.edit].Step == l.step {
		l.take(l.job.Edits[l.edit])
		l.edit++
		l.decay = 1
		edited = true
	}
	if l.used && !edited {
		return nil
	}
	var err error
	if l.thresholds, err = thresholdsOf(&l.job.Network.Layers[l.job.Layer], l.job.Unit, l.settings); err != nil {
		return err
	}
	l.objective = newObjective(l.settings, l.thresholds)
	l.after = newAfter(l.settings, l.job.Network.Input.RateHz, l.time)
	return nil
}

func (l *lane) finished() bool {
	return l.failure != nil || l.diverged || l.settled >= 0 || l.step >= l.job.Settings.Steps
}

// probe looks whether the network carries any gradient from the unit to the start, and takes the next start if not.
func (l *lane) probe() error {
	if !allZero(l.gradient[l.from:l.to]) {
		l.probing = false
		return nil
	}
	if l.restarts == l.job.Settings.Restarts {
		l.probing = false
		return nil
	}
	l.restarts++
	return l.restart()
}

// advance makes update l.step: x <- x + eta_t dJ/dx or Adam's, then what follows an update.
//
// Settling. The ascent has settled once it is certain that no later update changes any sample. Gradient rule: an update
// that changes no sample finds the same signal, hence the same gradient, and no larger learning rate (gamma <= 1) the
// next time, and rounding is monotone, so that it changes none then either; by induction none ever. Adam: see stuck,
// whose bound holds for every gradient and every later learning rate; or all moments and gradients are exactly zero,
// and stay so. What follows an update must leave the signal as it is, bit for bit. An edit still to come undoes all of
// this, so that it is then not looked for.
func (l *lane) advance() {
	eta := l.settings.Eta * l.decay
	look := !l.job.Dense && l.edit == len(l.job.Edits)
	if look && l.settings.Optimizer == Adam && stuck(l.x[l.from:l.to], eta) && l.afterKeeps() {
		l.settled = l.step
		return
	}
	var finite, changed bool
	if l.settings.Optimizer == Adam {
		finite, changed = adamUpdate(l.next, l.mNext, l.vNext, l.x, l.gradient, l.pull, &l.moments, eta, l.from, l.to)
	} else {
		finite, changed = gradientUpdate(l.next, l.x, l.gradient, l.pull, eta, l.from, l.to)
	}
	if look && finite && !changed && l.afterKeeps() {
		l.settled = l.step
		return
	}
	if finite && !l.after.nothing() {
		l.after.apply(l.next, l.time)
		finite = simd.Finite(l.next)
	}
	if !finite {
		l.diverged = true
		return
	}
	copy(l.x, l.next)
	if l.settings.Optimizer == Adam {
		l.m, l.mNext = l.mNext, l.m
		l.v, l.vNext = l.vNext, l.v
		l.b1, l.b2 = l.b1*beta1, l.b2*beta2
	}
	l.step++
	l.decay *= l.settings.Gamma
	if err := l.arrive(); err != nil {
		l.failure = err
	}
}

// afterKeeps reports whether what follows an update leaves the present signal as it is.
func (l *lane) afterKeeps() bool {
	if l.after.nothing() {
		return true
	}
	copy(l.scratch, l.x)
	l.after.apply(l.scratch, l.time)
	return sameBits(l.scratch, l.x)
}
