package session

import (
	"context"

	"actmax/data"
	"actmax/model"
	"actmax/model/train"
	"actmax/model/train/redundancy"
	"actmax/optimize"
	"actmax/optimize/atlas"
	"actmax/optimize/study"
	"actmax/tui/session/state"
)

// Say tells how far a piece of work is: what is being done, and how much of it. total is 0 where that is not known.
type Say func(what string, done, total int)

// Measure tells what one pass over the training segments shows of every unit.
type Measure func(ctx context.Context, say Say) (*train.Measurement, error)

// Choice is a network or a data set that can be opened by name.
type Choice struct{ Name, About string }

// Opened is a network with data that it can take.
type Opened struct {
	Network *model.Network
	Model   string // as a person calls it: demo, or a path
	Dataset *data.Dataset
	Data    string          // as a person calls it: demo, dsads, a path
	Starts  optimize.Starts // real segments to begin from
	Measure Measure
	Notes   []string // said once, such as "thresholds are from demo, segments from DSADS"

	identity string // of Dataset
}

// Library opens networks and data for the explorer and does for it what belongs to other rooms. Methods may be called at
// once by several goroutines. What takes a context is called off the screen's goroutine, may take its time, and ends soon
// after the context does; so are OpenModel and whatever draws. The others answer at once. Errors are sentences for a person.
type Library interface {
	// Models and Data list what is known: what is embedded, what lies in the user's folders, what was opened before.
	Models() []Choice
	Data() []Choice
	// OpenModel reads a network.
	OpenModel(name string) (*model.Network, error)
	// OpenData reads data for a network called modelName; "" stands for the data that it was trained on, else the demo.
	OpenData(ctx context.Context, n *model.Network, modelName, dataName string, say Say) (*Opened, error)
	// Join returns a network, called modelName, with the data of o.
	Join(n *model.Network, modelName string, o *Opened) *Opened
	// Counterparts finds the counterparts of the units of two networks in each other, over the training segments.
	Counterparts(ctx context.Context, a, b *model.Network, d *data.Dataset, say Say) (ofA, ofB []redundancy.LayerCounterparts, err error)
	// Recompute returns the network with statistics over the training segments of the data in place of its own.
	Recompute(ctx context.Context, o *Opened, say Say) (*model.Network, error)
	// Keep keeps a session; Kept returns the last one with a network and the data of a name ("": any), nil where there is none.
	Keep(s state.Session) error
	Kept(modelHash, dataName string) *state.Session
	// Arguments are those of actmax run that open the same data in the same way.
	Arguments(dataName string) []string
	// Figure draws a result as SVG.
	Figure(r *optimize.Result) ([]byte, error)
	// ScoreFigures draws scores by layer and method as SVG, by the names of their files.
	ScoreFigures(s *study.Study) (map[string][]byte, error)
	// Map draws a map of the results that were written into a folder as SVG, and writes it as actmax atlas does with --json.
	Map(dir string, o *Opened, made *atlas.Map) (svg, values []byte, err error)
	// Repeats draws which units of a layer repeat each other as SVG, and writes what actmax model redundancy prints with --json;
	// the ablations are nil where the note says why.
	Repeats(o *Opened, layer int, r *redundancy.Result, a *redundancy.Ablations, note string) (svg, values []byte, err error)
}

// PendingStarts stands for real segments while the data is being read: an ascent that asks for one waits until it is there.
// Only one that found nothing but dead starts does, or one that was told to begin from a segment.
type PendingStarts struct {
	Ctx    context.Context // of the reading
	Ready  chan struct{}   // closed once starts or err is set
	starts optimize.Starts
	err    error
}

// Best implements optimize.Starts.
func (p *PendingStarts) Best(layer, unit, from, to int) ([]float32, string, error) {
	select {
	case <-p.Ready:
	case <-p.Ctx.Done():
		return nil, "", ErrNotRead
	}
	if p.err != nil {
		return nil, "", p.err
	}
	return p.starts.Best(layer, unit, from, to)
}
