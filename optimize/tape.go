package optimize

// Tape holds at most 256 states of a run with the optimizer's, from which any step computed so far can be had again.
type Tape struct{}

// Steps lists the steps that are on the tape, ascending.
func (t *Tape) Steps() []int { panic("not yet") }

// Before returns the last state on the tape at or before step, without computing anything; nil on an empty tape.
func (t *Tape) Before(step int) *Snapshot { panic("not yet") }

// FrameAt returns the exact state at any computed step: computed again from the state before where it is not on the tape.
func (t *Tape) FrameAt(step int) (*Snapshot, error) { panic("not yet") }

// Terms lists the terms at the steps on the tape, for a plot over time.
func (t *Tape) Terms() (steps []int, terms []Terms) { panic("not yet") }

// Bytes is the memory that the tape takes.
func (t *Tape) Bytes() int { panic("not yet") }
