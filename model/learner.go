package model

import "slices"

// Gradients holds the derivatives of a loss with respect to every weight and bias, one slice per layer, in the order of
// Layer.Weight and Layer.Bias.
type Gradients struct{ Weight, Bias [][]float32 }

// NewGradients returns zero gradients for a network.
func NewGradients(n *Network) *Gradients {
	g := &Gradients{}
	for i := range n.Layers {
		g.Weight = append(g.Weight, make([]float32, len(n.Layers[i].Weight)))
		g.Bias = append(g.Bias, make([]float32, len(n.Layers[i].Bias)))
	}
	return g
}

// Learner owns a copy of a network whose weights change. Change Layers()[i].Weight and Bias in place, then call Repack.
type Learner struct{ network *Network }

// NewLearner copies a derived network, without statistics.
func NewLearner(n *Network) *Learner {
	c := n.copy()
	c.packed = make([]packedLayer, len(c.Layers))
	return &Learner{c}
}

// copy returns a network with its own weights in full precision, without statistics. It keeps shapes, but not the other
// derived fields.
func (n *Network) copy() *Network {
	c := &Network{Name: n.Name, Input: n.Input, Classes: slices.Clone(n.Classes), Layers: slices.Clone(n.Layers)}
	c.Input.Mean, c.Input.Std = slices.Clone(n.Input.Mean), slices.Clone(n.Input.Std)
	if n.Training != nil {
		t := *n.Training
		c.Training = &t
	}
	for i := range c.Layers {
		l := &c.Layers[i]
		l.Weight, l.Bias, l.Statistics = slices.Clone(l.Weight), slices.Clone(l.Bias), nil
	}
	return c
}

// Layers returns the layers, whose weights may be changed.
func (l *Learner) Layers() []Layer { return l.network.Layers }

// Gradients returns zero gradients for the learner's weights.
func (l *Learner) Gradients() *Gradients { return NewGradients(l.network) }

// NewPass returns a pass over the learner's changing weights. Any number of passes may share a learner.
func (l *Learner) NewPass(batch, workers int) (*Pass, error) {
	return NewPass(l.network, batch, workers)
}

// Repack packs changed weights again for the passes. No pass may be running.
func (l *Learner) Repack() {
	for task := range l.network.packTasks() {
		l.network.pack(task)
	}
}

// Snapshot returns the present weights as an immutable network. The error names a weight that is not finite.
func (l *Learner) Snapshot() (*Network, error) {
	c := l.network.copy()
	if err := c.Derive(); err != nil {
		return nil, err
	}
	return c, nil
}
