package optimize

import (
	"math"
	"sort"
)

// Schedule is the course of the learning rate over a job: eta gamma^t, t counting from the last edit. It knows the sum
// of the learning rates, by which playback shares out its frames.
type Schedule struct {
	steps int
	parts []part
}

// part is a stretch of steps without an edit.
type part struct {
	from, to   int // steps [from, to)
	eta, gamma float64
	before     float64 // sum of the parts before
}

// NewSchedule returns the schedule of a job's settings and edits.
func NewSchedule(j Job) Schedule {
	n := j.Settings.Steps
	s := Schedule{steps: n}
	from := 0
	add := func(to int) {
		at := j.SettingsAt(from)
		p := part{from: from, to: to, eta: at.Eta, gamma: at.Gamma}
		if k := len(s.parts); k > 0 {
			last := s.parts[k-1]
			p.before = last.before + last.sum(last.to-last.from)
		}
		s.parts = append(s.parts, p)
		from = to
	}
	for _, e := range j.Edits {
		if e.Step > from && e.Step <= n {
			add(e.Step)
		}
	}
	add(n) // empty if the last edit was made at the end
	return s
}

// sum of the first t learning rates of the part.
func (p part) sum(t int) float64 {
	if p.gamma == 1 {
		return p.eta * float64(t)
	}
	return p.eta * (1 - math.Pow(p.gamma, float64(t))) / (1 - p.gamma)
}

// Steps is the number of updates.
func (s Schedule) Steps() int { return s.steps }

// Eta is the learning rate of update step.
func (s Schedule) Eta(step int) float64 {
	p := s.at(step)
	return p.eta * math.Pow(p.gamma, float64(max(0, step-p.from)))
}

// Sum is the sum of the learning rates of the updates before step.
func (s Schedule) Sum(step int) float64 {
	p := s.at(step)
	return p.before + p.sum(max(0, min(step, s.steps)-p.from))
}

// Total is the sum of all learning rates: no sample moves further than that under Adam by much, or by gradients of 1.
func (s Schedule) Total() float64 { return s.Sum(s.steps) }

// Share is how far step is through the schedule, 0 to 1, measured by the sum of the learning rates.
func (s Schedule) Share(step int) float64 {
	if t := s.Total(); t > 0 {
		return s.Sum(step) / t
	}
	return 1
}

// StepAt is the first step at which at least the given share (0 to 1) of the schedule is done.
func (s Schedule) StepAt(share float64) int {
	if share >= 1 {
		return s.steps
	}
	want := share * s.Total() * (1 - 1e-12) // so that rounding does not ask for a step more
	return sort.Search(s.steps, func(step int) bool { return s.Sum(step) >= want })
}

// next is the first step after one for which far holds of the sum of the learning rates and the number of updates
// between the two; the last step if it holds of none. It walks: a run that asks for one step after the other pays one
// multiplication per update, StepAt pays powers.
func (s Schedule) next(step int, far func(sum float64, steps int) bool) int {
	sum := 0.0
	for _, p := range s.parts[s.index(step):] {
		eta := p.eta * math.Pow(p.gamma, float64(max(0, step-p.from)))
		for at := max(step, p.from); at < p.to; at++ {
			sum += eta
			eta *= p.gamma
			if far(sum, at+1-step) {
				return at + 1
			}
		}
	}
	return max(step+1, s.steps)
}

func (s Schedule) at(step int) part { return s.parts[s.index(step)] }

func (s Schedule) index(step int) int {
	i := sort.Search(len(s.parts), func(i int) bool { return s.parts[i].to > step })
	return min(i, len(s.parts)-1)
}
