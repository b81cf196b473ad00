package tui

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

// host is what a session asks of the program around it.
type host interface {
	say(format string, args ...any)
	complain(err error)
	changed() // something that may be on the screen is not what it was
	// background runs work off the program's goroutine, and what it returns on it.
	background(doing string, work func() (apply func()))
	networksChanged()            // other networks or other data are open, or another of them is on the screen
	wantedFirst() []*visit.Visit // whose similar segments are wanted before others'

	describe(s *state.Session)      // adds how the screens stand
	takeUp(s *state.Session)        // opens the screen and the panes of a kept session
	takeUpResults(s *state.Session) // has screens take up how they were left with the network on the screen
}

const (
	restBefore   = 150 * time.Millisecond // the cursor rests before a unit's run starts
	summaryEvery = 250 * time.Millisecond // how often the summary of a running unit is made anew
)

// OpenOptions say what a session opens.
type OpenOptions struct {
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

// session is what is open and what has been computed: networks, data, runs, pins, similar segments, tasks. It knows no terminal.
type session struct {
	host
	ctx    context.Context // ends with the program
	stop   context.CancelFunc
	source visit.Source
	now    time.Time // of the last frame
	tasks  []*task   // running, the oldest first

	dataset  *data.Dataset // nil: no data is open
	dataName string        // as the user calls it
	index    *segmentIndex // of dataset
	pending  *pendingStarts

	*openNetwork                // on the screen
	beside       []*openNetwork // other networks that are open
	against      string         // hash of the one in which counterparts are looked for
	pairs        map[pairKey]*found
	extra        extra

	settings  optimize.Settings // travel with the cursor
	initial   optimize.Settings // that the explorer was opened with
	undo      []change
	weights   [len(optimize.Penalties)]float64 // of penalties, as they were last in force; 0: never
	weightsOf string                           // the preset that they were in force under
	only      int                              // layer whose runs go on while those of others are held; -1: all go on
	restAt    time.Time                        // when the unit under the cursor is visited; zero: it is

	library  Library
	cache    *cache.Store
	workers  int
	study    *study.Study
	studyDir string

	simWanted bool // somebody asked for the similarity of finished units
	simBusy   bool
	saved     bool      // the session was kept at the end
	savedAt   time.Time // when it was kept on the way
	unsaved   error     // why the session could not be kept
	weighed   time.Time // when the tapes were
}

func newSession(ctx context.Context, h host, o *OpenOptions) *session {
	m := &session{host: h, only: -1, source: o.Source, dataset: o.Dataset, dataName: o.Data, index: &segmentIndex{data: o.Dataset},
		settings: o.Settings, initial: o.Settings, library: o.Library, cache: o.Cache, workers: o.Workers, study: o.Study, studyDir: o.StudyDir}
	m.ctx, m.stop = context.WithCancel(ctx)
	if m.source == nil {
		m.source = visit.Pool{Pool: optimize.NewPool(o.Workers)}
	}
	m.openNetwork = newOpen(o.Network, o.Model, o.Layer)
	m.starts, m.measurer = o.Starts, o.Measure
	m.tree.Set(tree.Place{Layer: o.Layer, Unit: o.Unit})
	return m
}

// close ends everything that still runs.
func (m *session) close() {
	m.stop()
	m.source.Close()
}

// percentile tells whether attainment is a percentile: for units without ReLU it is.
func (n *openNetwork) percentile(layer int) bool { return n.network.Layers[layer].Activation == "" }

var nan = math.NaN()
