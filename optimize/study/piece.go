package study

import (
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"actmax/data"
	"actmax/optimize"
	"actmax/optimize/results"
)

// otherStarts are the other starts from which the proposed method is repeated, to see whether a unit's signal
// depends on where the ascent began.
var otherStarts = []struct {
	name, start string
	seed        uint64
}{{"noise1", optimize.Noise, 1}, {"noise2", optimize.Noise, 2}, {"segment", optimize.Segment, 0}}

// Piece is the smallest part that is kept: every unit of one layer of one network under one variant. Its folder is one
// that actmax similar and actmax atlas read.
type Piece struct {
	Network int // index into Study.Networks; beyond them, a network that was never trained
	Layer   int // index into the network's layers
	Variant
	Start  string          // name of another start than the variant's own; "": its own
	Runs   *results.Result // one a unit, in order
	Scores []UnitScore     // likewise

	seconds float64
	number  int // of the layer among those studied
	dir     string
	id      identity
	work    float64 // in steps times weights that a step goes through
	jobs    []optimize.Job
}

// UnitScore is how one unit's signal compares with real segments.
type UnitScore struct {
	Window     [2]int         `json:"window"`         // samples [from, to) of the signal
	Similar    results.Number `json:"similar"`        // mean MSE to the nearest segments, G²
	Nearest    results.Number `json:"nearest"`        // MSE to the nearest one, G²
	Training   int            `json:"segment"`        // the nearest one, in training order; -1: none
	Axis       int            `json:"axis"`           // of it; -1: all
	Offset     int            `json:"start"`          // of the window in it
	High       results.Number `json:"high"`           // share of the signal's energy above 7.5 Hz
	PeakToPeak results.Number `json:"peak_to_peak_g"` // of the window
}

// kept is what a piece's scores.json holds.
type keptScores struct {
	// of work on this piece and those computed with it; the only figure that differs between two studies
	Seconds float64     `json:"seconds"`
	Units   []UnitScore `json:"units"`
}

const scoresFile = "scores.json"

// plan lists all pieces, network by network.
func (s *session) plan() {
	for i, n := range s.networks {
		for _, v := range s.Variants {
			for k, l := range n.layers {
				s.pieces = append(s.pieces, s.piece(i, k, l, v, "", v.Settings))
				if v.Method != optimize.Proposed || s.ScoresOnly {
					continue
				}
				for _, o := range otherStarts {
					settings := v.Settings
					settings.Start, settings.Seed, settings.Restarts = o.start, o.seed, 0
					s.pieces = append(s.pieces, s.piece(i, k, l, v, o.name, settings))
				}
			}
		}
	}
	for i, n := range s.controls {
		for _, v := range s.Variants {
			if v.Method != optimize.Proposed {
				continue
			}
			for k, l := range n.layers {
				s.pieces = append(s.pieces, s.piece(len(s.networks)+i, k, l, v, "", v.Settings))
			}
		}
	}
}

func (s *session) piece(i, number, layer int, v Variant, start string, settings optimize.Settings) *Piece {
	n := s.network(i)
	name := v.Method
	if start != "" {
		name += "@" + start
	}
	v.Settings = settings
	return &Piece{
		Network: i, Layer: layer, Variant: v, Start: start, number: number,
		dir: s.part(n, v.Preset, n.Layers[layer].Name, name), id: s.identify(n, layer, settings),
		work: float64(n.Units(layer)) * Work(n.Network, layer, settings.Steps),
	}
}

// load reports whether the piece is finished, and reads it. The scores are written last: if they exist, the runs are
// complete.
func (s *session) load(p *Piece) bool {
	var k keptScores
	if !s.read(filepath.Join(p.dir, scoresFile), p.id, &k) {
		return false
	}
	n := s.network(p.Network)
	found, err := results.Read(p.dir)
	if err != nil {
		s.warn(err)
		return false
	}
	units := n.Units(p.Layer)
	sound := len(found.Runs) == units && s.sound(k.Units, units, found.Signal.Time)
	for i := range found.Runs {
		layer, err := found.MadeBy(n.Network, i)
		sound = sound && err == nil && layer == p.Layer
	}
	if !sound {
		s.warn(fmt.Errorf("%s is damaged and is made again", p.dir))
		return false
	}
	p.Runs, p.Scores, p.seconds = found, k.Units, k.Seconds
	return true
}

// sound reports whether scores read from a file can be those of so many units' signals of so many samples.
func (s *session) sound(scores []UnitScore, units, time int) bool {
	training := len(s.Data.Subset(data.Train))
	bad := func(c UnitScore) bool {
		return c.Window[0] < 0 || c.Window[1] > time || c.Window[0] >= c.Window[1] ||
			c.Training < -1 || c.Training >= training || c.Axis < -1 || c.Axis >= len(s.Data.Axes)
	}
	return len(scores) == units && !slices.ContainsFunc(scores, bad)
}

// keep writes a finished piece and reads it back, so that what is used now is what a later call would find.
func (s *session) keep(p *Piece, runs []*optimize.Result, scores []UnitScore, took time.Duration) error {
	if err := results.Write(p.dir, runs, true); err != nil {
		return err
	}
	if err := write(filepath.Join(p.dir, scoresFile), p.id, keptScores{took.Seconds(), scores}); err != nil {
		return err
	}
	found, err := results.Read(p.dir)
	p.Runs, p.Scores, p.seconds = found, scores, took.Seconds()
	return err
}
