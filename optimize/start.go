package optimize

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
)

// start fills x [axes][time] with the signal that the job begins from (method.md 3), and returns its name for results.
// Attempt 0 is ascent.start; later ones are the restarts of a dead start: seeded noise, and the best real segment as
// the last one if the job has real segments. Axes outside [from, to) stay zero if the unit sees all axes.
func (j *Job) start(attempt int, x []float32, axes, time int) (string, error) {
	word := j.Settings.Start
	if attempt > 0 {
		word = Noise
		if attempt == j.Settings.Restarts && j.Starts != nil && j.Settings.Start != Segment {
			word = Segment
		}
	}
	clear(x)
	from, to := j.axes(axes)
	name := word
	switch word {
	case Sine:
		for t := range time {
			v := SineAt(j.Settings.Amplitude, j.Settings.Cycles, t, time)
			for s := from; s < to; s++ {
				x[s*time+t] = v
			}
		}
	case Noise:
		noise(x[from*time:to*time], j.Settings.Amplitude, j.Settings.Seed, j.Unit, attempt)
	case Segment:
		if j.Starts == nil {
			return "", errors.New("ascent.start = segment needs training segments; name the data (--data)")
		}
		lo, hi, err := AxisRange(j.Settings.Axis)
		if err != nil {
			return "", err
		}
		best, id, err := j.Starts.Best(j.Layer, j.Unit, lo, hi)
		if err != nil {
			return "", fmt.Errorf("the best segment of unit %d: %w", j.Unit, err)
		}
		if len(best) != len(x) {
			return "", fmt.Errorf("the best segment of unit %d has %d samples, the signal %d", j.Unit, len(best),
				len(x))
		}
		copy(x[from*time:to*time], best[from*time:to*time])
		name = Segment + ":" + id
	}
	return name, nil
}

// axes returns the axes of the signal that ascend.
func (j *Job) axes(signalAxes int) (from, to int) {
	if signalAxes != j.Network.Input.Axes || signalAxes == 1 {
		return 0, signalAxes // one axis stands for any
	}
	from, to, err := AxisRange(j.Settings.Axis)
	if err != nil || to < 0 {
		return 0, signalAxes
	}
	return from, to
}

// SineAt is sample t of the sine start, float32(amplitude sin(2 pi cycles t / length)): rounded to float32, so that
// samples that mirror each other are exactly equal.
func SineAt(amplitude, cycles float64, t, length int) float32 {
	return float32(amplitude * math.Sin(2*math.Pi*cycles*float64(t)/float64(length)))
}

// noise fills x with independent normal samples of the given deviation, drawn from seed and unit; restarts of the same
// unit draw from streams of their own.
func noise(x []float32, deviation float64, seed uint64, unit, attempt int) {
	r := rand.New(rand.NewPCG(seed, uint64(unit)|uint64(attempt)<<32))
	for i := range x {
		x[i] = float32(deviation * r.NormFloat64())
	}
}
