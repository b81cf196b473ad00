// Package study answers the questions of the paper for our own networks (method.md 4 and 5): it trains or takes
// networks, runs every method on every unit of their shared convolutions, and scores the signals. What is finished lies
// in small files, so that a study that was interrupted continues where it stopped. It returns values; internal/report
// draws them.
package study

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"actmax/data"
	"actmax/internal/parallel"
	"actmax/model"
	"actmax/model/train"
	"actmax/optimize"
	"actmax/optimize/results"
)

// Plan is a network of the study.
type Plan struct {
	Name string // of its folder under DIR/parts
	Head string // a word of model.Heads
	Seed uint64
	Take *model.Network // an existing network; nil: trained as DIR/models/Name.safetensors
}

// Variant is a method under a preset.
type Variant struct {
	Preset, Method string
	Settings       optimize.Settings
}

// Options say what is studied. Fields without a comment are required.
type Options struct {
	Dir        string
	Data       *data.Dataset
	Networks   []Plan
	Train      train.Options // how networks are trained; Seed and Settings.Head come from the plan
	Variants   []Variant     // in the order of tables and figures
	Starts     func(context.Context, *model.Network) optimize.Starts
	Redundancy bool           // look for units that do the same, and for their counterparts in other networks
	ScoresOnly bool           // only the scores and their baseline: no other starts, counterparts, maps, examples
	Jobs       int            // workers; 0: one a core
	Progress   func(Progress) // called by the calling goroutine; nil: silent
	// what went wrong without stopping, such as a damaged part that is made again; nil: ignored
	Warn func(error)
}

// Progress is how far a study is.
type Progress struct {
	Network         string // the current one
	Number, Of      int    // its number among the networks, 1-based
	Training        *train.Progress
	What            string        // what is done, unless it is training
	Detail          string        // which part of it; empty: none
	Done, Total     int           // of What
	Left            time.Duration // of training or of What; 0 if unknown
	TrainingsToCome int           // networks still to be trained after this one
}

// Interrupted says that a study was cancelled; calling it again with the same options continues.
type Interrupted struct {
	Dir   string
	Cause error
}

func (e *Interrupted) Error() string {
	return fmt.Sprintf("the study was interrupted; what is finished is in %s, and the same command continues from "+
		"there", e.Dir)
}

func (e *Interrupted) Unwrap() error { return e.Cause }

// InputError is something that the study cannot use: a network, or a folder that holds the networks of another study.
type InputError struct{ Problem string }

func (e *InputError) Error() string { return e.Problem }

func unusable(format string, args ...any) error {
	return &InputError{fmt.Sprintf(format, args...)}
}

// session is a study at work.
type session struct {
	Options
	networks []*network
	families []family
	controls []*network // networks that were never trained, see family
	pieces   []*Piece
	index    lazyIndex
	// of Data; taken once, for it goes through all segments
	dataIdentity string
	high         float64 // mean e of real segments
	// of a network's units in another network, by layer; nil if not asked for
	activation map[[2]int]map[string]results.Number
}

// network is a plan and the network it became.
type network struct {
	Plan
	*model.Network
	control    bool  // never trained
	layers     []int // studied
	evaluation evaluation
	baselines  []layerBaseline // one a layer studied
	redundancy *NetworkRedundancy
}

// Run computes a study, or what is left of it. The same data, networks (or seeds), variants and vector loops give the
// same values, whatever the number of workers and however often it was interrupted. A cancelled context ends it with
// *Interrupted. Two studies in one folder at a time are refused with *results.BusyError.
func Run(ctx context.Context, o Options) (*Study, error) {
	if len(o.Networks) == 0 || len(o.Variants) == 0 {
		return nil, errors.New("a study needs networks and methods")
	}
	if len(o.Data.Subset(data.Train)) == 0 {
		return nil, unusable("%s has no training segments to compare with", o.Data.Title)
	}
	o.Jobs = parallel.Jobs(o.Jobs)
	claim, err := results.Open(o.Dir, true)
	if err != nil {
		return nil, err
	}
	s := &session{Options: o, dataIdentity: o.Data.Identity()}
	study, err := s.run(ctx)
	closed := claim.Close() // removes a folder in which nothing was kept
	if ctx.Err() != nil && (errors.Is(err, ctx.Err()) || errors.Is(err, context.Cause(ctx))) && exists(o.Dir) {
		err = &Interrupted{o.Dir, err}
	}
	return study, errors.Join(err, closed)
}

func (s *session) run(ctx context.Context) (*Study, error) {
	if err := s.findNetworks(ctx); err != nil {
		return nil, err
	}
	if err := s.findControls(ctx); err != nil {
		return nil, err
	}
	s.plan()
	if err := s.compute(ctx); err != nil {
		return nil, err
	}
	if err := s.findBaselines(ctx); err != nil {
		return nil, err
	}
	if err := s.findRedundancy(ctx); err != nil {
		return nil, err
	}
	return s.study(ctx)
}

// part is the path of something that belongs to a network.
func (s *session) part(n *network, names ...string) string {
	folder := filepath.Join(s.Dir, "parts", n.Plan.Name)
	if n.control {
		folder = filepath.Join(s.Dir, "untrained", n.Head) // no other network can have this name
	}
	return filepath.Join(append([]string{folder}, names...)...)
}

func (s *session) progress(p Progress) {
	if s.Progress != nil {
		s.Progress(p)
	}
}

func (s *session) warn(err error) {
	if s.Warn != nil {
		s.Warn(err)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
