package optimize

// Run is the handle to one ascent in a Pool. Every method is safe for concurrent use and returns at once.
type Run struct{}

// Job returns the job with the edits made so far.
func (r *Run) Job() Job { panic("not yet") }

// Latest returns the newest published state, nil before the first.
func (r *Run) Latest() *Snapshot { panic("not yet") }

// Computed is the number of steps computed: any step from 0 to this one can be looked at with Tape.
func (r *Run) Computed() int { panic("not yet") }

// Changed receives after a new state was published; states published before it was read are skipped.
func (r *Run) Changed() <-chan struct{} { panic("not yet") }

// Done is closed when the run has finished, failed or was cancelled. An Edit gives the run a new one.
func (r *Run) Done() <-chan struct{} { panic("not yet") }

// Hold stops the run after the step it is in. Go goes on. StepN goes on for n steps and then holds.
func (r *Run) Hold()       { panic("not yet") }
func (r *Run) Go()         { panic("not yet") }
func (r *Run) StepN(n int) { panic("not yet") }

// Held tells whether the run stands still because of Hold or StepN.
func (r *Run) Held() bool { panic("not yet") }

// Edit goes back to step, changes a setting there and goes on from that state, also where the run had finished. Later edits
// are dropped. Value is typed (float64, int, bool, string) or text.
func (r *Run) Edit(step int, key string, value any) error { panic("not yet") }

// Cancel gives the run up; Err is then context.Canceled.
func (r *Run) Cancel() { panic("not yet") }

// Err is why the run ended without a result, nil while it goes on.
func (r *Run) Err() error { panic("not yet") }

// Result returns the result once there is one.
func (r *Run) Result() (*Result, bool) { panic("not yet") }

// Tape gives the states computed so far.
func (r *Run) Tape() *Tape { panic("not yet") }

// Schedule is the course of the learning rate under the edits made so far.
func (r *Run) Schedule() Schedule { panic("not yet") }
