package optimize

import (
	"fmt"

	"actmax/model"
	"actmax/optimize/score"
)

// Window returns the window [from, to) of width samples that activates a unit most (method.md 4): by the sum of the unit's
// activations where its map has a time axis, else by the sum of |x df/dx|. Signal and activation are [axes][time] as in a
// Snapshot.
func Window(n *model.Network, layer, unit int, signal, activation []float32, width int) (from, to int, err error) {
	return new(replay).window(n, layer, unit, signal, activation, width)
}

// Window is the function of that name, which keeps what it needs for units without a time axis.
func (p *Pool) Window(n *model.Network, layer, unit int, signal, activation []float32, width int) (from, to int, err error) {
	return p.replay.window(n, layer, unit, signal, activation, width)
}

func (r *replay) window(n *model.Network, layer, unit int, signal, activation []float32, width int) (from, to int, err error) {
	axes, time := n.SignalShape(layer)
	if len(signal) != axes*time {
		return 0, 0, fmt.Errorf("%s takes a signal of %d x %d samples; this one has %d", n.Layers[layer].Name, axes, time, len(signal))
	}
	if mapAxes, mapTime := n.MapShape(layer); len(activation) != mapAxes*mapTime {
		return 0, 0, fmt.Errorf("a map of %s has %d x %d values; this one has %d", n.Layers[layer].Name, mapAxes, mapTime, len(activation))
	}
	activity, ok := score.PerSample(n, layer, activation)
	if !ok {
		gradient, err := r.influence(n, layer, unit, signal)
		if err != nil {
			return 0, 0, err
		}
		activity = score.Influence(signal, gradient, axes, time)
	}
	from, to = score.Window(activity, width)
	return from, to, nil
}

// influence is df/dx at a signal.
func (r *replay) influence(n *model.Network, layer, unit int, signal []float32) ([]float32, error) {
	j := Job{Network: n, Layer: layer, Unit: unit, Settings: Default()}
	if err := ApplyMethod(&j.Settings, "naive"); err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	a, err := r.ascent(j)
	if err != nil {
		return nil, err
	}
	rest := make([]float32, len(signal))
	if err := a.batch.Resume(0, j, &State{Signal: signal, M: rest, V: rest, Decay: 1, B1: 1, B2: 1, First: signal}); err != nil {
		return nil, err
	}
	defer a.batch.Free(0)
	return a.batch.Influence(0), nil
}
