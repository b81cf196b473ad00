package optimize

import (
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"

	"actmax/internal/setting"
	"actmax/model"
	"actmax/optimize/score"
)

// Job is one ascent to compute: a unit of a network under settings and edits.
type Job struct {
	Network  *model.Network
	Layer    int // index into Network.Layers
	Unit     int
	Settings Settings
	Edits    []Edit // in order of Step
	Starts   Starts // real segments for the start "segment" and for restarts; nil if there is no data
	Trace    []int  // steps whose Snapshot goes into Result.Trace, ascending
	Dense    bool   // compute every step, also those that can change nothing any more
	Untaped  bool   // in a Pool: keep no tape
}

// Edit changes one setting during an ascent: the update at Step is the first that sees it. It restarts the decay of the
// learning rate (t counts from the edit); Adam's moments stay.
type Edit struct {
	Step  int    `json:"step"`
	Key   string `json:"key"`
	Value any    `json:"value"` // float64, int, bool or string
}

// Starts gives real segments to begin from. Implementations are safe for concurrent use.
type Starts interface {
	// Best returns the training segment with the unit's largest mean activation, lowest index on ties: [axes][time] in
	// G as model.Network.SignalShape says (one axis of a segment if the layer's units look at one), and its ID for
	// results. Only the axes [from, to) of the data are eligible for single-axis signals; to < 0 means all.
	Best(layer, unit, from, to int) (signal []float32, id string, err error)
}

// Status is the outcome of an ascent.
type Status string

const (
	OK       Status = "ok"
	Failed   Status = "failed"   // a sample beyond threshold.fail_g
	Dead     Status = "dead"     // the unit's map is zero everywhere
	Silent   Status = "silent"   // never active on training segments: no threshold, never scored
	Diverged Status = "diverged" // not finite any more; the last finite signal is kept
)

// Terms are the parts of the objective: values before weighting, the penalties after penalty.norm, whatever their
// weights. EAP is NaN if the unit has no threshold.
type Terms struct{ F, L2, TV, AAP, EAP, Objective float64 }

// Penalties are those of the terms, in the order of Penalties.
func (t *Terms) Penalties() [len(Penalties)]*float64 {
	return [...]*float64{&t.L2, &t.TV, &t.AAP, &t.EAP}
}

// Snapshot is the state of an ascent before update Step; Step = Settings.Steps is the end. Immutable.
type Snapshot struct {
	Step            int
	Axes, Time      int       // shape of Signal
	MapAxes, MapLen int       // shape of Map
	Signal          []float32 // [axes][time] in G
	Map             []float32 // [axes][time]
	Terms           Terms
	MaxActivation   float64
	Threshold       float64 // th_eap in force; NaN if the unit has none
	ThresholdMax    float64 // th_max in force; NaN if the unit has none
	Attainment      float64 // NaN if the unit has no threshold; see package score
	Eta             float64 // learning rate of update Step
	EtaSum          float64 // sum of the learning rates of the updates before Step
	Displacement    float64 // largest change of a sample since the start, G
	MaxAmplitude    float64 // largest |x|, G
	Status          Status
	Settled         bool // no later update can change any sample
}

// Axis returns the samples of one axis of the signal.
func (s *Snapshot) Axis(i int) []float32 { return s.Signal[i*s.Time : (i+1)*s.Time] }

// MapAxis returns one axis of the feature map.
func (s *Snapshot) MapAxis(i int) []float32 { return s.Map[i*s.MapLen : (i+1)*s.MapLen] }

// Window is the signal with its best window [from, to), as score.Window finds it.
func (s *Snapshot) Window(from, to int) score.Signal {
	return score.Signal{X: s.Signal, Axes: s.Axes, Time: s.Time, From: from, To: to}
}

// Result is a finished ascent.
type Result struct {
	Job
	Snapshot            // the end; Step is Settings.Steps also if the ascent settled before
	Trace    []Snapshot // at Job.Trace, up to where it got
	Start    string     // "sine", "noise", "zero" or "segment:ID": what it really started from
	Restarts int        // starts that were dead before that one
	Settled  int        // first step from which nothing can change; -1 if it did not settle
	Steps    int        // number of updates; fewer than Settings.Steps only if it diverged
}

// ParseEdit reads the argument of run --at, step:key=value, and checks it against the table.
func ParseEdit(text string) (Edit, error) {
	bad := func(problem string) (Edit, error) {
		return Edit{}, fmt.Errorf("edit %q %s; expected step:key=value such as 312:penalty.tv=0.3", text, problem)
	}
	at, assignment, ok := strings.Cut(text, ":")
	if !ok {
		return bad("has no colon")
	}
	step, err := strconv.Atoi(strings.TrimSpace(at))
	if err != nil || step < 0 {
		return bad("does not begin with a step")
	}
	key, value, ok := strings.Cut(assignment, "=")
	if !ok {
		return bad("has no equals sign")
	}
	return NewEdit(step, strings.TrimSpace(key), value)
}

// NewEdit makes an edit of a value given as text, checked against the table.
func NewEdit(step int, key, text string) (Edit, error) {
	row, err := setting.Find(Table, key)
	if err != nil {
		return Edit{}, err
	}
	value, err := row.Parse(text)
	if err != nil {
		return Edit{}, err
	}
	return checkEdit(Edit{step, key, value})
}

// checkEdit brings the value to the type of its setting and refuses what cannot be edited in a running ascent.
func checkEdit(e Edit) (Edit, error) {
	if !Editable(e.Key) {
		if _, err := setting.Find(Table, e.Key); err != nil {
			return e, err
		}
		return e, fmt.Errorf("%s cannot change during an ascent; set it for a new one", e.Key)
	}
	s := Default()
	if err := s.Assign(e.Key, e.Value); err != nil {
		return e, err
	}
	e.Value, _ = s.Value(e.Key)
	return e, nil
}

// Editable reports whether the setting can change during an ascent. What decides the start cannot.
func Editable(key string) bool {
	switch key {
	case "ascent.seed", "ascent.start", "ascent.amplitude_g", "ascent.cycles", "ascent.restarts", "ascent.axis",
		"ascent.steps":
		return false
	}
	_, err := setting.Find(Table, key)
	return err == nil && DecidesAscent(key)
}

// check validates the job and returns it with its edits in order and in the types of their settings.
func (j Job) check() (Job, error) {
	if j.Network == nil {
		return j, fmt.Errorf("no network to ascend in")
	}
	if j.Layer < 0 || j.Layer >= len(j.Network.Layers) {
		return j, fmt.Errorf("layer %d of a network with %d", j.Layer, len(j.Network.Layers))
	}
	layer := &j.Network.Layers[j.Layer]
	if units := j.Network.Units(j.Layer); j.Unit < 0 || j.Unit >= units {
		return j, fmt.Errorf("%s has no unit %d; expected 0 to %d", layer.Name, j.Unit, units-1)
	}
	for i := range Table {
		row := &Table[i]
		t := j.Settings
		if err := row.Assign(&t, row.Value(&t)); err != nil {
			return j, err
		}
	}
	_, to, err := AxisRange(j.Settings.Axis)
	if err != nil {
		return j, err
	}
	if n := j.Network.Input.Axes; to > n {
		return j, fmt.Errorf("ascent.axis = %s: the network has %d axes only", j.Settings.Axis, n)
	}
	edits := append([]Edit(nil), j.Edits...)
	sort.SliceStable(edits, func(a, b int) bool { return edits[a].Step < edits[b].Step })
	for i, e := range edits {
		if edits[i], err = checkEdit(e); err != nil {
			return j, fmt.Errorf("edit at step %d: %w", e.Step, err)
		}
		if e.Step < 0 || e.Step >= j.Settings.Steps { // after the last update there is nothing left to change
			return j, fmt.Errorf("edit at step %d: expected a step from 0 to %d, the last one before ascent.steps",
				e.Step, j.Settings.Steps-1)
		}
	}
	j.Edits = edits
	if !sort.IntsAreSorted(j.Trace) {
		j.Trace = append([]int(nil), j.Trace...)
		sort.Ints(j.Trace)
	}
	if n := len(j.Trace); n > 0 && (j.Trace[0] < 0 || j.Trace[n-1] > j.Settings.Steps) {
		return j, fmt.Errorf("trace marks run from %d to %d; expected steps from 0 to %d (ascent.steps)", j.Trace[0],
			j.Trace[n-1], j.Settings.Steps)
	}
	// What the method needs must be there under the settings and after every edit.
	s := j.Settings
	if err := j.possible(s); err != nil {
		return j, err
	}
	for _, e := range edits {
		if err := s.Assign(e.Key, e.Value); err != nil {
			return j, err
		}
		if err := j.possible(s); err != nil {
			return j, fmt.Errorf("edit at step %d: %w", e.Step, err)
		}
	}
	return j, nil
}

// possible reports whether network and unit have what these settings need.
func (j Job) possible(s Settings) error {
	if s.After == Lowpass && j.Network.Input.RateHz == 0 {
		return fmt.Errorf("ascent.after = %s needs the network's sampling rate, which network %s does not say "+
			"(rate_hz); choose another method", Lowpass, j.Network.Name)
	}
	_, err := thresholdsOf(&j.Network.Layers[j.Layer], j.Unit, s)
	return err
}

// SettingsAt returns the settings in force at update step: those of the job with the edits up to and at that step.
func (j Job) SettingsAt(step int) Settings {
	s := j.Settings
	for _, e := range j.Edits {
		if e.Step <= step {
			// checked when the job was; an edit that does not apply leaves the settings as they are
			_ = s.Assign(e.Key, e.Value)
		}
	}
	return s
}

// thresholds of one unit. Without any, eap and max are +Inf: nothing exceeds them.
type thresholds struct {
	eap, max float64
	known    bool
	silent   bool
}

// Threshold is th_eap of a unit as a multiple of its own activations (method.md 3):
//
//	th_eap = factor (mean + sigma sd)
//
// over its non-zero activations on the training segments. ok is false if it has none: a silent unit has no threshold.
func Threshold(st *model.Statistics, unit int, sigma, factor float64) (th float64, ok bool) {
	if st == nil || unit >= len(st.Mean) || unit < len(st.Count) && st.Count[unit] == 0 {
		return 0, false
	}
	return factor * (float64(st.Mean[unit]) + sigma*float64(st.Std[unit])), true
}

// thresholdsOf finds th_eap and th_max: absolute if set, otherwise Threshold of the unit. It is an error if the method
// needs a threshold and the unit has none.
func thresholdsOf(layer *model.Layer, unit int, s Settings) (thresholds, error) {
	t := thresholds{eap: math.Inf(1), max: math.Inf(1)}
	st := layer.Statistics
	own, ok := Threshold(st, unit, s.Sigma, s.Factor)
	switch {
	case s.ThresholdEAP > 0:
		t.eap, t.known = s.ThresholdEAP, true
	case ok:
		t.eap, t.known = own, true
	case st != nil: // silent
	case s.Clip || s.EAP > 0:
		return t, fmt.Errorf("%s has no activation statistics, so its units have no threshold; set threshold.eap, "+
			"add statistics (actmax model import --data), or choose a method without eap and clip", layer.Name)
	}
	t.silent = st != nil && !ok // an absolute threshold is something to clip at, but the unit cannot be scored by it
	switch {
	case !t.known:
	case s.ThresholdMax > 0:
		t.max = s.ThresholdMax
	default:
		t.max = t.eap
	}
	return t, nil
}
