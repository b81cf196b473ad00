package optimize

// Ascent computes one job step by step: a batch of one lane. It gives the same bits as the job gives in a Pool.
type Ascent struct{ batch *Batch }

// NewAscent returns an ascent at its start, dead starts replaced if the job allows restarts.
func NewAscent(j Job) (*Ascent, error) {
	j, err := j.check()
	if err != nil {
		return nil, err
	}
	a := &Ascent{NewBatch(j.Network, j.Layer, loneLanes)}
	if err := a.batch.Load(0, j); err != nil {
		return nil, err
	}
	if err := a.settleStart(); err != nil {
		return nil, err
	}
	return a, nil
}

// loneLanes is the width of the block that a single ascent computes in. The loops of internal/simd give the same bits
// whatever the lanes (TestLanesAreIndependent), and with one lane they run along time instead: several times faster
// than a block of which only one lane is used.
const loneLanes = 1

// settleStart finds the start: the steps that only look for a dead one.
func (a *Ascent) settleStart() error {
	for a.batch.lanes[0].probing {
		if err := a.batch.Step(); err != nil {
			return err
		}
	}
	return nil
}

// Step makes one update. It reports whether another can follow: false at the last step, when settled or when diverged.
func (a *Ascent) Step() bool {
	if a.batch.Finished(0) {
		return false
	}
	_ = a.batch.Step() // its error is one of restarts, which are over
	return !a.batch.Finished(0)
}

// Snapshot returns a copy of the present state with its terms and feature map.
func (a *Ascent) Snapshot() *Snapshot { return a.batch.Snapshot(0) }

// State returns a copy of the optimizer's state, from which Restore continues.
func (a *Ascent) State() *State { return a.batch.State(0) }

// Restore goes back, or ahead, to a state of the same job.
func (a *Ascent) Restore(s *State) error { return a.batch.Resume(0, a.batch.lanes[0].job, s) }

// Run makes all steps that are left and returns the result.
func (a *Ascent) Run() *Result {
	c := collector{job: a.batch.lanes[0].job}
	c.arrive(a.batch, 0)
	for more := true; more; {
		more = a.Step()
		c.arrive(a.batch, 0)
	}
	return c.result(a.batch, 0)
}

// collector gathers the trace of a lane on the way to its result.
type collector struct {
	job   Job
	trace []Snapshot
}

// due reports whether the step is a trace mark that has not been collected.
func (c *collector) due(step int) bool {
	return len(c.trace) < len(c.job.Trace) && c.job.Trace[len(c.trace)] == step
}

// arrive collects the lane's state if it is at a trace mark.
func (c *collector) arrive(b *Batch, i int) {
	for c.due(b.StepOf(i)) {
		c.trace = append(c.trace, *b.Snapshot(i))
	}
}

// result makes the result of a finished lane. Marks that it did not reach show the state that it ended in: if it
// settled that is what a dense run has there, if it diverged it is the last finite one.
func (c *collector) result(b *Batch, i int) *Result {
	l := &b.lanes[i]
	end := b.Snapshot(i)
	r := &Result{Job: l.job, Snapshot: *end, Start: l.start, Restarts: l.restarts, Settled: l.settled, Steps: l.step}
	if l.settled >= 0 {
		r.Steps = l.job.Settings.Steps
		r.Snapshot = *atLater(end, r.Steps, l.schedule)
	}
	for _, mark := range c.job.Trace[len(c.trace):] {
		c.trace = append(c.trace, *atLater(end, mark, l.schedule))
	}
	r.Trace = c.trace
	return r
}

// atLater is a settled state seen from a later step: only the step and the learning rate differ.
func atLater(s *Snapshot, step int, schedule Schedule) *Snapshot {
	c := *s
	c.Step, c.Eta, c.EtaSum = step, schedule.Eta(step), schedule.Sum(step)
	return &c
}
