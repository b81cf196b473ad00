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

// Say reports the progress of a task: what is being done, and how much of it. total is 0 if it is unknown.
type Say func(what string, done, total int)

// Measure measures every unit in one pass over the training segments.
type Measure func(ctx context.Context, say Say) (*train.Measurement, error)

// Choice is a network or a data set that can be opened by name.
type Choice struct{ Name, About string }

// Opened is a network with matching data.
type Opened struct {
	Network *model.Network
	Model   string // as the user calls it: demo, or a path
	Dataset *data.Dataset
	Data    string          // as the user calls it: demo, dsads, a path
	Starts  optimize.Starts // real segments to begin from
	Measure Measure
	Notes   []string // shown once, such as "thresholds are from demo, segments from DSADS"

	identity string // of Dataset
}

// Library opens networks and data for the explorer and does what other packages provide. Methods may be called by
// several goroutines at once. Those with a context, OpenModel and those that draw run in the background and may take
// long; they return soon after the context ends. The others return at once. Errors are sentences for the user.
type Library interface {
	// Models and Data list what is known: embedded, in the user's folders, or opened before.
	Models() []Choice
	Data() []Choice
	// OpenModel reads a network.
	OpenModel(name string) (*model.Network, error)
	// OpenData reads data for a network called modelName; "" stands for the data that it was trained on, else the
	// demo.
	OpenData(ctx context.Context, n *model.Network, modelName, dataName string, say Say) (*Opened, error)
	// Join returns a network, called modelName, with the data of o.
	Join(n *model.Network, modelName string, o *Opened) *Opened
	// Counterparts finds the counterparts of the units of two networks in each other, over the training segments.
	Counterparts(
		ctx context.Context, a, b *model.Network, d *data.Dataset, say Say,
	) (ofA, ofB []redundancy.LayerCounterparts, err error)
	// Recompute returns the network with its statistics replaced by those over the training segments of the data.
	Recompute(ctx context.Context, o *Opened, say Say) (*model.Network, error)
	// Keep saves a session; Kept returns the last session of a network with the named data ("": any), or nil.
	Keep(s state.Session) error
	Kept(modelHash, dataName string) *state.Session
	// Arguments returns the arguments with which actmax run opens the same data in the same way.
	Arguments(dataName string) []string
	// Figure draws a result as SVG.
	Figure(r *optimize.Result) ([]byte, error)
	// ScoreFigures draws scores by layer and method as SVG, by the names of their files.
	ScoreFigures(s *study.Study) (map[string][]byte, error)
	// Map draws a map of the results in a folder as SVG, and returns the output of actmax atlas --json for it.
	Map(dir string, o *Opened, made *atlas.Map) (svg, values []byte, err error)
	// Repeats draws the redundancy of the units of a layer as SVG, and returns the output of actmax model redundancy
	// --json. The ablations are nil if the note says why.
	Repeats(
		o *Opened, layer int, r *redundancy.Result, a *redundancy.Ablations, note string,
	) (svg, values []byte, err error)
}

// PendingStarts stands for real segments while the data is being read: Best blocks until it is read. Ascents call it
// only if all other starts are dead, or if the start is set to a segment.
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
