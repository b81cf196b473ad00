package tui

import (
	"context"
	"math"
	"time"

	"actmax/data"
	"actmax/model/train/cache"
	"actmax/optimize"
	"actmax/optimize/study"
	"actmax/tui/state"
)

// host is what a session asks of the program around it.
type host interface {
	say(format string, args ...any)
	complain(err error)
	changed() // something that may be on the screen is not what it was
	// background runs work off the program's goroutine, and what it returns on it.
	background(doing string, work func() (apply func()))
	networksChanged()      // other networks or other data are open, or another of them is on the screen
	wantedFirst() []*visit // whose similar segments are wanted before others'

	describe(s *state.Session)      // adds how the screens stand
	takeUp(s *state.Session)        // opens the screen and the panes of a kept session
	takeUpResults(s *state.Session) // has screens take up how they were left with the network on the screen
}

// session is what is open and what has been computed: networks, data, runs, pins, similar segments, tasks. It knows no terminal.
type session struct {
	host
	ctx    context.Context // ends with the program
	stop   context.CancelFunc
	source source
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

func newSession(ctx context.Context, h host, o *Options) *session {
	m := &session{host: h, only: -1, source: o.source, dataset: o.Dataset, dataName: o.Data, index: &segmentIndex{data: o.Dataset},
		settings: o.Settings, initial: o.Settings, library: o.Library, cache: o.Cache, workers: o.Workers, study: o.Study, studyDir: o.StudyDir}
	m.ctx, m.stop = context.WithCancel(ctx)
	if m.source == nil {
		m.source = pool{optimize.NewPool(o.Workers)}
	}
	m.openNetwork = newOpen(o.Network, o.Model, o.Layer)
	m.starts, m.measurer = o.Starts, o.Measure
	m.tree.set(place{o.Layer, o.Unit})
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
