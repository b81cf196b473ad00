// Package session is the state of the explorer apart from its terminal: the open networks and data, and what is
// computed for them in the background.
package session

import (
	"context"
	"math"
	"time"

	"actmax/data"
	"actmax/model"
	"actmax/model/train/cache"
	"actmax/optimize"
	"actmax/optimize/study"
	"actmax/tui/session/state"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// Host is the program around a session.
type Host interface {
	Say(format string, args ...any)
	Complain(err error)
	Note(lines ...string) // shows each line in turn, whatever else is said meanwhile
	Changed()             // something that the screen may show has changed
	Played()              // playback has moved: the screen is drawn when the next picture of motion is due
	// Go runs work in the background and calls the function that it returns on the goroutine of the program.
	Go(doing string, work func() (apply func()))
	NetworksChanged()            // the open networks, the one on the screen, or the data have changed
	WantedFirst() []*visit.Visit // whose similar segments are searched for first

	Describe(s *state.Session)      // adds the state of the screens
	TakeUp(s *state.Session)        // opens the screen and the panes of a saved session
	TakeUpResults(s *state.Session) // restores what the screens show of the network on the screen
}

const (
	RestBefore   = 150 * time.Millisecond // that the cursor rests before a unit's run starts
	SummaryEvery = 250 * time.Millisecond // between updates of the summary of a running unit
)

// Options are the options with which a session is opened.
type Options struct {
	Network  *model.Network
	Dataset  *data.Dataset     // nil: no similar segments, and no start from a segment
	Starts   optimize.Starts   // real segments to begin from; nil without data
	Settings optimize.Settings // initial; they apply to all units
	Layer    int               // of the cursor, initially
	Unit     int
	Workers  int // of the pool; 0: one a core
	// Measure measures every unit in one pass over the training segments of Dataset. It may take a minute and is
	// called in the background. nil: the measurements stay unknown.
	Measure Measure
	// Cache stores measurements of networks on their training segments between sessions; nil: nothing is stored.
	Cache *cache.Store
	// Library opens other networks and data. If Dataset is nil, it reads Data in the background for the network
	// called Model. nil: only what is given here can be shown.
	Library     Library
	Model, Data string       // as the user calls them
	Study       *study.Study // whose scores over seeds the Scores screen shows next to its own; nil: none
	StudyDir    string       // from which it was read; saved with the session
	Source      visit.Source // replaces the pool in tests
}

// Session is everything open and computed: networks, data, runs, pins, similar segments, tasks. It does not depend on
// a terminal.
type Session struct {
	Host
	Ctx    context.Context // ends with the program
	Stop   context.CancelFunc
	Source visit.Source
	Now    time.Time // of the last frame
	Tasks  []*Task   // running, the oldest first

	Data Recordings

	Open         *Open   // on the screen
	Background   []*Open // other networks that are open
	Counterparts counterpartState
	Extra        visit.Extra

	Settings    optimize.Settings // apply to all units
	Initial     optimize.Settings // when the explorer was opened
	UndoStack   []change
	LastWeights lastWeights
	layerOnly   int       // layer whose runs go on while the others are paused; -1: all go on
	RestAt      time.Time // when the unit under the cursor will be visited; zero: it is

	Library  Library
	Cache    *cache.Store
	workers  int
	Study    *study.Study
	StudyDir string

	Searches searches
	Kept     saving
	Weighed  time.Time // of the last look at the memory of the tapes
}

// Recordings is the open data.
type Recordings struct {
	Dataset  *data.Dataset // nil: none
	Identity string        // of Dataset, stored because computing it reads all segments; "" without data
	DataName string        // as the user calls it
	Index    *SegmentIndex // of Dataset
	Pending  *PendingStarts
}

// counterpartState holds the known counterparts.
type counterpartState struct {
	Against string // hash of the network in which counterparts are looked for
	Pairs   map[pairKey]*foundCounterparts
}

// searches is the state of the searches for similar segments.
type searches struct {
	SimilarityWanted bool // of finished units: a filter or an order needs it
	SimilarityBusy   bool
	ListBusy         bool // the list of the Unit screen is searched for first
}

// saving is the state of saving the session.
type saving struct {
	saved   bool      // at exit
	savedAt time.Time // last periodic save
	Unsaved error     // why saving failed
}

// lastWeights holds the last nonzero weight of each penalty (0: never set) and the preset to which the weights belong.
type lastWeights struct {
	weights [len(optimize.Penalties)]float64
	preset  string
}

// NewSession returns a session with one open network.
func NewSession(ctx context.Context, h Host, o *Options) *Session {
	m := &Session{
		Host: h, layerOnly: -1, Source: o.Source, Settings: o.Settings, Initial: o.Settings,
		Data:    Recordings{Dataset: o.Dataset, DataName: o.Data, Index: &SegmentIndex{Data: o.Dataset}},
		Library: o.Library, Cache: o.Cache, workers: o.Workers, Study: o.Study, StudyDir: o.StudyDir,
	}
	if m.Data.Dataset != nil {
		m.Data.Identity = m.Data.Dataset.Identity()
	}
	m.Ctx, m.Stop = context.WithCancel(ctx)
	if m.Source == nil {
		m.Source = visit.Pool{Pool: optimize.NewPool(o.Workers)}
	}
	m.Open = newOpen(o.Network, o.Model, o.Layer)
	m.Open.Starts, m.Open.Measurer = o.Starts, o.Measure
	m.Open.Tree.Set(tree.Place{Layer: o.Layer, Unit: o.Unit})
	return m
}

// Close ends everything that is running.
func (m *Session) Close() {
	m.Stop()
	m.Source.Close()
}

// Percentile reports whether the attainment of a layer is a percentile, as for units without ReLU.
func (n *Open) Percentile(layer int) bool { return n.Network.Layers[layer].ByPercentile() }

// NaN is the value of unknown numbers.
var NaN = math.NaN()
