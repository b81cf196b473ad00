package train

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"actmax/data"
	"actmax/internal/simd"
	"actmax/model"
	"actmax/model/train/internal/feed"
	"actmax/model/train/internal/random"
)

// Adam's constants (Kingma and Ba 2015; method.md 2). The learning rate is a setting.
const (
	beta1   = 0.9
	beta2   = 0.999
	epsilon = 1e-8
)

// trainer computes a training run.
type trainer struct {
	d *data.Dataset
	o Options

	segments   []int // of the training subjects
	validation []int
	order      []int // segments as this epoch visits them

	learner *model.Learner
	pass    *model.Pass // a training step
	check   *model.Pass // validation
	weights []tensor    // every layer's weights, then its biases
	update  model.Update
	rates   simd.AdamRates // of this step

	window        [][]float32
	dropout       []float32 // [batch][hidden units]
	source        rand.PCG  // of dropout
	random        *rand.Rand
	hidden        int
	scores        []float32
	scoreGradient []float32 // [batch][classes]

	position
	began   time.Time
	batches int // done since began
	note    string
}

// position is how far a run is. With the weights it is the whole state.
type position struct {
	History []Epoch `json:"history"`        // complete epochs
	Batch   int     `json:"batch"`          // batches done of the next one
	LossSum float64 `json:"loss_sum"`       // of their segments
	Best    int     `json:"best_epoch"`     // 1-based; 0: none yet
	Seconds float64 `json:"seconds_before"` // of work in earlier sessions
}

// tensor is one array of weights with Adam's two moments, and its values after the best epoch.
type tensor struct {
	name                   string
	value, m, v, bestSoFar []float32
}

// newTrainer prepares to train a network that ends in a hidden dense layer and one unit an activity. Options are
// normal.
func newTrainer(n *model.Network, d *data.Dataset, o Options) (*trainer, error) {
	if err := Fits(n, d); err != nil {
		return nil, err
	}
	t := &trainer{d: d, o: o}
	var err error
	if t.segments, err = Segments(d, data.Train); err != nil {
		return nil, err
	}
	if t.validation, err = Segments(d, data.Validate); err != nil {
		return nil, err
	}
	t.learner = model.NewLearner(n)
	if t.pass, err = t.learner.NewPass(o.Settings.Batch, o.Jobs); err != nil {
		return nil, err
	}
	if t.check, err = t.learner.NewPass(feed.Batch, o.Jobs); err != nil {
		t.close()
		return nil, err
	}
	layers := t.learner.Layers()
	for i := range layers {
		t.add(layers[i].Name+".weight", layers[i].Weight)
		t.add(layers[i].Name+".bias", layers[i].Bias)
	}
	t.update, t.random = t.adam, rand.New(&t.source)
	t.hidden = layers[len(layers)-2].Units
	t.window = make([][]float32, len(d.Axes))
	t.dropout = make([]float32, o.Settings.Batch*t.hidden)
	t.scores = make([]float32, len(d.Activities))
	t.scoreGradient = make([]float32, o.Settings.Batch*len(d.Activities))
	return t, nil
}

func (t *trainer) add(name string, value []float32) {
	n := len(value)
	t.weights = append(t.weights, tensor{name, value, make([]float32, n), make([]float32, n), make([]float32, n)})
}

func (t *trainer) close() {
	t.pass.Close()
	if t.check != nil {
		t.check.Close()
	}
}

// perEpoch is the number of batches of an epoch; the last may be smaller than the others.
func (t *trainer) perEpoch() int {
	return (len(t.segments) + t.o.Settings.Batch - 1) / t.o.Settings.Batch
}

// run works through all epochs that are left.
func (t *trainer) run(ctx context.Context) error {
	t.began = time.Now()
	for len(t.History) < t.o.Epochs {
		t.order = shuffled(t.order, t.segments, t.o.Seed, len(t.History)+1)
		for t.Batch < t.perEpoch() {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := t.step(); err != nil {
				return err
			}
			t.Batch++
			t.batches++
			if t.Batch < t.perEpoch() { // the last one is reported with its validation
				t.report()
			}
		}
		if err := t.validate(ctx); err != nil {
			return err
		}
		if err := t.save(); err != nil {
			return err
		}
		t.report()
	}
	return nil
}

// step is one update of the weights by the gradient of one batch's mean cross-entropy.
func (t *trainer) step() error {
	size, classes, epoch := t.o.Settings.Batch, len(t.scores), len(t.History)+1
	batch := t.order[t.Batch*size : min((t.Batch+1)*size, len(t.order))]
	if err := feed.Load(t.pass, t.d, batch, t.window); err != nil {
		return err
	}
	var dropout []float32
	if t.o.Settings.Dropout > 0 {
		dropout = t.dropout[:len(batch)*t.hidden]
		// as random.Stream does, without allocating
		t.source.Seed(t.o.Seed, random.Place(random.Dropout, epoch, t.Batch))
		drop(dropout, t.o.Settings.Dropout, t.random)
	}
	if err := t.pass.Forward(len(batch), dropout); err != nil {
		return err
	}
	for i, s := range batch {
		t.pass.Scores(i, t.scores)
		t.LossSum += crossEntropy(t.scores, t.d.Of(s).Activity, 1/float64(len(batch)),
			t.scoreGradient[i*classes:(i+1)*classes])
	}
	if math.IsNaN(t.LossSum) || math.IsInf(t.LossSum, 0) {
		return fmt.Errorf("epoch %d, batch %d: the loss became NaN or infinite; try a smaller train.eta (now %g)",
			epoch, t.Batch+1, t.o.Settings.Eta)
	}
	k := float64((epoch-1)*t.perEpoch() + t.Batch + 1) // of this step: 1, 2, ...
	t.rates = simd.AdamRates{
		Eta: float32(t.o.Settings.Eta), Epsilon: epsilon,
		Beta1: beta1, Rest1: 1 - beta1, C1: float32(1 / (1 - math.Pow(beta1, k))),
		Beta2: beta2, Rest2: 1 - beta2, C2: float32(1 / (1 - math.Pow(beta2, k))),
	}
	return t.pass.Learn(t.scoreGradient[:len(batch)*classes], t.update)
}

// adam updates some weights by their gradient.
func (t *trainer) adam(layer int, bias bool, first int, gradient []float32) {
	w := &t.weights[2*layer]
	if bias {
		w = &t.weights[2*layer+1]
	}
	end := first + len(gradient)
	value, m, v := w.value[first:end], w.m[first:end], w.v[first:end]
	t.rates.Update(value, m, v, value, m, v, gradient, nil)
}

// validate ends an epoch: it evaluates the validation subjects and keeps the weights if they are the best so far.
func (t *trainer) validate(ctx context.Context) error {
	e, err := evaluate(ctx, t.check, t.d, t.validation)
	if err != nil {
		return err
	}
	t.History = append(t.History, Epoch{len(t.History) + 1, t.LossSum / float64(len(t.segments)), e.MacroF1})
	t.Batch, t.LossSum = 0, 0
	if t.Best == 0 || e.MacroF1 > t.History[t.Best-1].Validation {
		t.Best = len(t.History)
		for i := range t.weights {
			copy(t.weights[i].bestSoFar, t.weights[i].value)
		}
	}
	return nil
}

// finish evaluates the test subjects with the best weights and describes the run.
func (t *trainer) finish(ctx context.Context) (*model.Network, Report, error) {
	r := Report{Epochs: t.History, Best: t.History[t.Best-1], Last: t.History[len(t.History)-1]}
	for i := range t.weights {
		copy(t.weights[i].value, t.weights[i].bestSoFar)
	}
	t.learner.Repack()
	n, err := t.learner.Snapshot()
	if err != nil {
		return nil, r, err
	}
	if test := t.d.Subset(data.Test); len(test) > 0 {
		e, err := evaluate(ctx, t.check, t.d, test)
		if err != nil {
			return nil, r, err
		}
		r.Test = &e
	} else {
		r.Notes = append(r.Notes, t.d.Title+" has no test subjects: there is no test macro-F1")
	}
	if t.note != "" {
		r.Notes = append(r.Notes, t.note)
	}
	r.Seconds = t.elapsed().Seconds()
	n.Training = training(t.d, t.o, r)
	return n, r, nil
}

func (t *trainer) elapsed() time.Duration {
	return time.Duration(t.Seconds*float64(time.Second)) + time.Since(t.began)
}

func (t *trainer) report() {
	if t.o.Progress == nil {
		return
	}
	p := Progress{
		Epoch: len(t.History) + 1, Epochs: t.o.Epochs, Batch: t.Batch, Batches: t.perEpoch(),
		BestEpoch: t.Best, Elapsed: t.elapsed(),
	}
	seen := min(t.Batch*t.o.Settings.Batch, len(t.segments))
	if seen > 0 {
		p.Loss = t.LossSum / float64(seen)
	}
	if k := len(t.History); k > 0 {
		p.ValidationMacro = t.History[k-1].Validation
		p.BestMacro = t.History[t.Best-1].Validation
		if seen == 0 { // an epoch has just ended: show it, not the empty beginning of the next
			p.Epoch, p.Batch, p.Loss = k, p.Batches, t.History[k-1].Loss
		}
	}
	if t.batches > 0 {
		left := t.o.Epochs*t.perEpoch() - len(t.History)*t.perEpoch() - t.Batch
		p.Left = time.Duration(float64(time.Since(t.began)) / float64(t.batches) * float64(left))
	}
	t.o.Progress(p)
}
