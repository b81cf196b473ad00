package model

// Pass computes every unit of every layer for a batch of segments, and the gradients of the weights. Segments lie side
// by side as lanes. A Pass belongs to one goroutine; it runs its own workers inside each call. What it computes does
// not depend on the number of workers.
//
//	p, err := NewPass(n, 64, 2)
//	defer p.Close()
//	p.SetSegment(i, segment) for i < count
//	p.Forward(count, nil)
//	p.Scores(i, scores); p.Maps(layer)
//	p.Backward(scoreGradient, gradients)
type Pass struct{}

// NewPass returns a pass over up to batch segments (at least 1) with that many workers (at least 1).
func NewPass(n *Network, batch, workers int) (*Pass, error) { return nil, nil }

// Close ends the workers. A Pass that is not closed ends them when it is collected.
func (p *Pass) Close() {}

// SetSegment puts segment i of the batch in place: samples [axes][time] in G. It keeps no reference.
func (p *Pass) SetSegment(i int, axes [][]float32) error { return nil }

// Forward computes all layers for the first count segments. Dropout is nil or [count][units of the last hidden dense
// layer] scale factors (0 or 1/(1-p)) that multiply that layer's activations.
func (p *Pass) Forward(count int, dropout []float32) error { return nil }

// Scores copies the class scores (before softmax) of segment i to dst, [classes]. The last layer must be dense.
func (p *Pass) Scores(i int, dst []float32) {}

// Backward computes the gradients of the weights after a Forward: scoreGradient is [count][classes], the derivative of
// the loss by each score. Gradients are overwritten (the sum over the segments).
func (p *Pass) Backward(scoreGradient []float32, g *Gradients) error { return nil }

// Maps returns a view of a layer's maps, after the activation function (and dropout), valid until the next Forward.
func (p *Pass) Maps(layer int) View { return View{} }

// View is a read-only window onto the maps of one layer. The value of (segment, unit, axis, time) is
//
//	Data[segment/Lanes*Block + segment%Lanes*Lane + unit*Unit + axis*Axis + time*Time]
type View struct {
	Data                          []float32
	Lanes                         int // segments side by side in a block
	Block, Lane, Unit, Axis, Time int // distances in floats
	Units, Axes, Times            int // extent of the maps
}

// At returns one value.
func (v *View) At(segment, unit, axis, time int) float32 {
	return v.Data[segment/v.Lanes*v.Block+segment%v.Lanes*v.Lane+unit*v.Unit+axis*v.Axis+time*v.Time]
}

// Gradients holds the derivative of a loss by every weight and bias, one slice a layer, in the order of Layer.Weight
// and Layer.Bias.
type Gradients struct{ Weight, Bias [][]float32 }

// NewGradients returns zero gradients for a network.
func NewGradients(n *Network) *Gradients { return nil }

// Learner owns a copy of a network whose weights change. Change Layers()[i].Weight and Bias in place, then call Repack.
type Learner struct{}

// NewLearner copies a derived network.
func NewLearner(n *Network) *Learner { return nil }

// Layers returns the layers with the weights to change.
func (l *Learner) Layers() []Layer { return nil }

// NewPass is the package's NewPass over the learner's changing weights. Any number of passes may share a learner.
func (l *Learner) NewPass(batch, workers int) (*Pass, error) { return nil, nil }

// Repack brings changed weights into the order that the passes use. No pass may be running.
func (l *Learner) Repack() {}

// Snapshot returns the present weights as an immutable network (a copy, derived, without statistics).
func (l *Learner) Snapshot() (*Network, error) { return nil, nil }

// SetWeights copies the weights of a network of the same architecture into the learner and repacks.
func (l *Learner) SetWeights(n *Network) error { return nil }
