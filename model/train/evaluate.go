package train

import (
	"context"

	"actmax/data"
	"actmax/internal/parallel"
	"actmax/model"
	"actmax/model/train/internal/feed"
)

// Evaluation says how well a network tells the activities of one split's segments apart.
type Evaluation struct {
	Segments  int       `json:"segments"`
	MacroF1   float64   `json:"macro_f1"`  // mean of F1 over the classes that occur, see MacroF1
	Accuracy  float64   `json:"accuracy"`  // share of segments whose highest score is that of their activity
	F1        []float64 `json:"f1"`        // [classes]; 0 for a class that neither occurs nor is predicted
	Confusion [][]int   `json:"confusion"` // [true class][predicted class]
}

// Evaluate runs a network over the segments of a split. The predicted class is the one with the highest score, the
// first on ties. Jobs is the number of workers (0: one a core).
func Evaluate(ctx context.Context, n *model.Network, d *data.Dataset, split data.Split, jobs int) (Evaluation, error) {
	if err := Fits(n, d); err != nil {
		return Evaluation{}, err
	}
	if err := SameClasses(n, d); err != nil {
		return Evaluation{}, err
	}
	segments, err := Segments(d, split)
	if err != nil {
		return Evaluation{}, err
	}
	p, err := model.NewPass(n, feed.Batch, parallel.Jobs(jobs))
	if err != nil {
		return Evaluation{}, err
	}
	defer p.Close()
	return evaluate(ctx, p, d, segments)
}

// evaluate runs a pass over segments (indices into d.Segments).
func evaluate(ctx context.Context, p *model.Pass, d *data.Dataset, segments []int) (Evaluation, error) {
	classes := len(d.Activities)
	confusion := make([][]int, classes)
	for i := range confusion {
		confusion[i] = make([]int, classes)
	}
	scores := make([]float32, classes)
	window := make([][]float32, len(d.Axes))
	for start := 0; start < len(segments); start += feed.Batch {
		if err := ctx.Err(); err != nil {
			return Evaluation{}, err
		}
		batch := segments[start:min(start+feed.Batch, len(segments))]
		if err := feed.Load(p, d, batch, window); err != nil {
			return Evaluation{}, err
		}
		if err := p.Forward(len(batch), nil); err != nil {
			return Evaluation{}, err
		}
		for i, s := range batch {
			p.Scores(i, scores)
			confusion[d.Of(s).Activity][highest(scores)]++
		}
	}
	return judge(confusion), nil
}

func highest(scores []float32) int {
	best := 0
	for i, v := range scores {
		if v > scores[best] {
			best = i
		}
	}
	return best
}

// judge computes the figures of a confusion matrix [true][predicted].
func judge(confusion [][]int) Evaluation {
	e := Evaluation{Confusion: confusion}
	right := 0
	for i, row := range confusion {
		right += row[i]
		for _, k := range row {
			e.Segments += k
		}
	}
	if e.Segments > 0 {
		e.Accuracy = float64(right) / float64(e.Segments)
	}
	e.MacroF1, e.F1 = MacroF1(confusion)
	return e
}

// MacroF1 returns the unweighted mean of the classes' F1 = 2 TP / (2 TP + FP + FN), and F1 by class, from a confusion
// matrix [true][predicted]. A class that neither occurs nor is predicted has no F1 and does not enter the mean; one
// that occurs but is never predicted, or the reverse, enters with 0. That is what scikit-learn's f1_score does with
// average="macro".
func MacroF1(confusion [][]int) (macro float64, byClass []float64) {
	byClass = make([]float64, len(confusion))
	sum, present := 0.0, 0
	for c := range confusion {
		occurs, predicted := 0, 0
		for k := range confusion {
			occurs += confusion[c][k]
			predicted += confusion[k][c]
		}
		if occurs+predicted == 0 {
			continue
		}
		byClass[c] = 2 * float64(confusion[c][c]) / float64(occurs+predicted)
		sum += byClass[c]
		present++
	}
	if present == 0 {
		return 0, byClass
	}
	return sum / float64(present), byClass
}
