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

// Host is what a session asks of the program around it.
type Host interface {
	Say(format string, args ...any)
	Complain(err error)
	Note(lines ...string) // says each after the other, whatever else is said meanwhile
	Changed() // something that may be on the screen is not what it was
	Played()  // what plays has gone on: the screen is drawn when the next picture of motion is due
	// Go runs work off the program's goroutine, and what it returns on it.
	Go(doing string, work func() (apply func()))
	NetworksChanged()            // other networks or other data are open, or another of them is on the screen
	WantedFirst() []*visit.Visit // whose similar segments are wanted before others'

	Describe(s *state.Session)      // adds how the screens stand
	TakeUp(s *state.Session)        // opens the screen and the panes of a kept session
	TakeUpResults(s *state.Session) // has screens take up how they were left with the network on the screen
}

const (
	RestBefore   = 150 * time.Millisecond // the cursor rests before a unit's run starts
	SummaryEvery = 250 * time.Millisecond // how often the summary of a running unit is made anew
)

// Options say what a session opens.
type Options struct {
	Network  *model.Network
	Dataset  *data.Dataset     // nil: no similar segments, and no start from a segment
	Starts   optimize.Starts   // real segments to begin from; nil where there is no data
	Settings optimize.Settings // the first settings; they travel with the cursor
	Layer    int               // where the cursor stands first
	Unit     int
	Workers  int // of the pool; 0: one a core
	// Measure tells what one pass over the training segments of Dataset shows of every unit. It may take a minute: it is
	// called in the background, and what it returns is shown as soon as it is there. nil: that stays unknown.
	Measure Measure
	// Cache keeps what is found out about a network on its training segments from one session to the next; nil: nothing is kept.
	Cache *cache.Store
	// Library opens what else there is. Where Dataset is nil it reads Data in the background, for the network called Model;
	// nil: nothing but what is given here can be shown.
	Library     Library
	Model, Data string       // as the user calls them
	Study       *study.Study // whose figures over seeds stand beside the ones on the Scores screen; nil: none
	StudyDir    string       // that it was read from, kept with the session
	Source      visit.Source // in place of a pool, for tests
}

// Session is what is open and what has been computed: networks, data, runs, pins, similar segments, tasks. It knows no terminal.
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
	Counterparts pairing
	Extra        Extra

	Settings  optimize.Settings // travel with the cursor
	Initial   optimize.Settings // that the explorer was opened with
	UndoStack []change
	InForce   inForce
	only      int       // layer whose runs go on while those of others are held; -1: all go on
	RestAt    time.Time // when the unit under the cursor is visited; zero: it is

	Library  Library
	Cache    *cache.Store
	workers  int
	Study    *study.Study
	StudyDir string

	Searches searches
	Kept     keeping
	Weighed  time.Time // when the tapes were
}

// Recordings are what networks look at.
type Recordings struct {
	Dataset  *data.Dataset // nil: none
	Identity string        // of Dataset (data.Dataset.Identity), so that no caller goes through all segments; "" without data
	DataName string        // as the user calls it
	Index    *SegmentIndex // of Dataset
	Pending  *PendingStarts
}

// pairing are the counterparts that are known.
type pairing struct {
	Against string // hash of the network in which they are looked for
	Pairs   map[pairKey]*found
}

// searches are those for similar segments.
type searches struct {
	SimilarityWanted bool // somebody asked for the similarity of finished units
	SimilarityBusy   bool
	ListBusy         bool // the list of the Unit screen is searched for, which comes first
}

// keeping is how the session is kept.
type keeping struct {
	saved   bool      // at the end
	savedAt time.Time // when, on the way
	Unsaved error     // why it could not be
}

// inForce are the weights of penalties as they were last in force, 0: never; and the preset that they were in force under.
type inForce struct {
	weights   [len(optimize.Penalties)]float64
	weightsOf string
}

func NewSession(ctx context.Context, h Host, o *Options) *Session {
	m := &Session{Host: h, only: -1, Source: o.Source, Data: Recordings{Dataset: o.Dataset, DataName: o.Data, Index: &SegmentIndex{Data: o.Dataset}},
		Settings: o.Settings, Initial: o.Settings, Library: o.Library, Cache: o.Cache, workers: o.Workers, Study: o.Study, StudyDir: o.StudyDir}
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

// Close ends everything that still runs.
func (m *Session) Close() {
	m.Stop()
	m.Source.Close()
}

// Percentile tells whether attainment is a percentile: for units without ReLU it is.
func (n *Open) Percentile(layer int) bool { return n.Network.Layers[layer].ByPercentile() }

var NaN = math.NaN()
