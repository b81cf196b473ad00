package study

import (
	"cmp"
	"context"
	"math"
	"slices"

	"actmax/data"
	"actmax/optimize"
	"actmax/optimize/score"
)

// Example is a unit that a figure of the paper's kind shows: its signals by method, and the real segment that resembles
// each.
type Example struct {
	Figure  int
	Network int // index into Study.Networks
	Preset  string
	Layer   string
	Unit    int
	P95     float64 // empirical 95th percentile of the unit's non-zero training activations; NaN if unknown
	Limit   float64 // th_eap
	Signals []ExampleSignal
}

// ExampleSignal is one method's signal.
type ExampleSignal struct {
	Method     string
	Status     optimize.Status
	Axes, Time int
	X          []float32 // [axes][time] in G
	MapAxes    int
	Map        []float32 // [axes][time]
	Window     [2]int
	Attainment float64
	Similar    float64 // mean MSE to the nearest segments, G²
	Segment    *RealSegment
}

// RealSegment is the training segment nearest to a signal.
type RealSegment struct {
	Activity, Axis, Recording string
	Subject                   int
	At                        float64 // seconds from the recording's beginning
	MSE                       float64 // G²
	Shift                     int     // samples by which it moves so that both windows meet
	X, Map                    []float32
}

// figures are the paper's figures that show units: the methods compared in each, and the one whose units it is chosen
// by.
var figures = []struct {
	number  int
	methods []string
	units   int
}{
	{1, []string{optimize.Naive, optimize.Proposed}, 1},
	{5, []string{optimize.Proposed}, 4},
	{6, []string{"l2+tv+aap", optimize.Proposed}, 1},
	{7, []string{"l2+tv+eap", optimize.Proposed}, 1},
}

// examples chooses units of the first network's last layer by a rule, so that they are not hand-picked: among the units
// that attain under the proposed method (all that are ok, if none does), in order of the other method's attainment
// (figure 5: of S_sim), the one in the middle, or several at equal distances.
func (s *session) examples(ctx context.Context) ([]Example, error) {
	n := s.networks[0]
	k := len(n.layers) - 1
	var out []Example
	for _, preset := range s.presets() {
		for _, f := range figures {
			var pieces []*Piece
			for _, m := range f.methods {
				if p := s.find(0, Variant{Preset: preset, Method: m}, k, ""); p != nil {
					pieces = append(pieces, p)
				}
			}
			if len(pieces) < len(f.methods) {
				continue // the study was asked for fewer methods
			}
			for _, u := range s.choose(pieces, f.units) {
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				e, err := s.example(f.number, pieces, u)
				if err != nil {
					return nil, err
				}
				out = append(out, e)
			}
		}
	}
	return out, nil
}

func (s *session) presets() []string {
	return distinct(s.Variants, func(v Variant) string { return v.Preset })
}

// choose picks that many units as examples; pieces end with that of the proposed method.
func (s *session) choose(pieces []*Piece, examples int) []int {
	proposed := pieces[len(pieces)-1]
	units := s.units(proposed)
	key := func(u int) float64 { return units[u].Similar }
	if len(pieces) > 1 {
		key = func(u int) float64 { return float64(pieces[0].Runs.Runs[u].Attainment) }
	}
	var eligible []int
	for _, attaining := range []bool{true, false} {
		for u, r := range proposed.Runs.Runs {
			if r.Status == optimize.OK && (units[u].Attains() || !attaining) && !math.IsNaN(key(u)) {
				eligible = append(eligible, u)
			}
		}
		if len(eligible) >= examples {
			break
		}
		eligible = nil
	}
	slices.SortStableFunc(eligible, func(a, b int) int { return cmp.Compare(key(a), key(b)) })
	var chosen []int
	for i := range examples {
		if at := (2*i + 1) * len(eligible) / (2 * examples); at < len(eligible) {
			chosen = append(chosen, eligible[at])
		}
	}
	return chosen
}

func (s *session) example(figure int, pieces []*Piece, unit int) (Example, error) {
	p := pieces[0]
	n := s.networks[p.Network]
	l := &n.Layers[p.Layer]
	e := Example{
		Figure: figure, Network: p.Network, Preset: p.Preset, Layer: l.Name, Unit: unit,
		P95: math.NaN(), Limit: float64(pieces[len(pieces)-1].Runs.Runs[unit].Threshold),
	}
	if st := l.Statistics; unit < len(st.P95) {
		e.P95 = float64(st.P95[unit])
	}
	for _, p := range pieces {
		r, c := p.Runs.Runs[unit], p.Scores[unit]
		one := ExampleSignal{
			Method: p.Method, Status: r.Status, Axes: p.Runs.Signal.Axes, Time: p.Runs.Signal.Time,
			X:       p.Runs.Signal.Of(unit),
			MapAxes: p.Runs.Activation.Axes, Map: p.Runs.Activation.Of(unit), Window: c.Window,
			Attainment: float64(r.Attainment), Similar: float64(c.Similar),
		}
		if c.Training >= 0 {
			var err error
			if one.Segment, err = s.real(n, p.Layer, unit, c); err != nil {
				return e, err
			}
		}
		e.Signals = append(e.Signals, one)
	}
	return e, nil
}

// real finds the samples of the nearest segment and what the unit makes of them.
func (s *session) real(n *network, layer, unit int, c UnitScore) (*RealSegment, error) {
	segment := s.Data.Subset(data.Train)[c.Training]
	r := s.Data.Of(segment)
	out := &RealSegment{
		Activity: s.Data.Activities[r.Activity], Axis: "all", Recording: r.ID, Subject: r.Subject,
		At: float64(s.Data.Segments[segment].Start) / s.Data.Rate, MSE: float64(c.Nearest),
		Shift: c.Window[0] - c.Offset,
		X:     score.Samples(s.Data, segment, c.Axis),
	}
	if c.Axis >= 0 {
		out.Axis = s.Data.Axes[c.Axis]
	}
	err := score.NewResponder(n.Network, layer).Each(unit, [][]float32{out.X}, c.Window[1]-c.Window[0],
		func(_ int, activation []float32, _, _ int) error {
			out.Map = slices.Clone(activation)
			return nil
		})
	return out, err
}
