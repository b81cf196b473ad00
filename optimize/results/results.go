// Package results writes and reads the folder of a run: runs.jsonl, one object an ascent, and signals.npz, their
// signals and feature maps in the same order (docs/contract.md).
package results

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"actmax/model"
	"actmax/optimize"
)

// Names of the files in a folder.
const (
	RunsFile    = "runs.jsonl"
	SignalsFile = "signals.npz"
	SimilarFile = "similar.jsonl" // of actmax similar; belongs to the runs in the same folder
	MapFile     = "map.svg"       // of actmax atlas; likewise
)

// Record is one line of runs.jsonl.
type Record struct {
	Run           int             `json:"run"`
	Model         string          `json:"model"`
	ModelHash     string          `json:"model_hash"` // SHA-256 of architecture and weights
	Layer         string          `json:"layer"`
	Unit          int             `json:"unit"`
	Preset        string          `json:"preset"` // "custom" if the settings equal none
	Method        string          `json:"method"`
	Seed          uint64          `json:"seed"`
	Settings      map[string]any  `json:"settings"` // as the run began; edits come on top
	Steps         int             `json:"steps"`
	Status        optimize.Status `json:"status"`
	Restarts      int             `json:"restarts"`
	Start         string          `json:"start"`
	Edits         []optimize.Edit `json:"edits"`
	SettledAt     *int            `json:"settled_at"`
	F             Number          `json:"f"`
	Objective     Number          `json:"objective"`
	Terms         Terms           `json:"terms"`
	MaxActivation Number          `json:"max_activation"`
	Threshold     Number          `json:"threshold"`
	Attainment    Number          `json:"attainment"`
	MaxAmplitude  Number          `json:"max_amplitude_g"`
	Trace         []Mark          `json:"trace"`
}

// Terms are the penalties before weighting and after penalty.norm.
type Terms struct {
	L2  Number `json:"l2"`
	TV  Number `json:"tv"`
	AAP Number `json:"aap"`
	EAP Number `json:"eap"`
}

// Mark is the state before one update.
type Mark struct {
	Step          int    `json:"step"`
	F             Number `json:"f"`
	Objective     Number `json:"objective"`
	Terms         Terms  `json:"terms"`
	MaxActivation Number `json:"max_activation"`
}

// Number is a float64 that is null in JSON if it is not finite, and NaN when read back.
type Number float64

// MarshalJSON writes the shortest text that reads back the same, or null.
func (n Number) MarshalJSON() ([]byte, error) {
	v := float64(n)
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return []byte("null"), nil
	}
	return json.Marshal(v)
}

// UnmarshalJSON reads a number or null.
func (n *Number) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		*n = Number(math.NaN())
		return nil
	}
	v, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return fmt.Errorf("%s is not a number", text)
	}
	*n = Number(v)
	return nil
}

// record makes the line of one result.
func record(i int, r *optimize.Result) Record {
	s := r.Settings
	preset := optimize.PresetOf(s)
	if preset == "" {
		preset = "custom"
	}
	c := Record{
		Run: i, Model: r.Network.Name, ModelHash: r.Network.Hash, Layer: r.Network.Layers[r.Layer].Name, Unit: r.Unit,
		Preset: preset, Method: optimize.MethodOf(s),
		Seed: s.Seed, Settings: s.Values(optimize.DecidesAscent), Steps: r.Steps, Status: r.Status,
		Restarts: r.Restarts, Start: r.Start, Edits: r.Edits,
		F: Number(r.Terms.F), Objective: Number(r.Terms.Objective), Terms: terms(r.Terms),
		MaxActivation: Number(r.MaxActivation),
		Threshold:     Number(r.Threshold), Attainment: Number(r.Attainment), MaxAmplitude: Number(r.MaxAmplitude),
		Trace: []Mark{},
	}
	if c.Edits == nil {
		c.Edits = []optimize.Edit{}
	}
	if r.Settled >= 0 {
		c.SettledAt = &r.Settled
	}
	for _, t := range r.Trace {
		c.Trace = append(c.Trace, Mark{Step: t.Step, F: Number(t.Terms.F), Objective: Number(t.Terms.Objective),
			Terms:         terms(t.Terms),
			MaxActivation: Number(t.MaxActivation)})
	}
	return c
}

func terms(t optimize.Terms) Terms {
	return Terms{L2: Number(t.L2), TV: Number(t.TV), AAP: Number(t.AAP), EAP: Number(t.EAP)}
}

// CheckShapes returns an error unless ascents of these layers can share a folder: their signals and their maps must
// have the same shape. The error names the layers that differ from the first.
func CheckShapes(n *model.Network, layers []int) error {
	shape := func(layer int) string {
		axes, time := n.SignalShape(layer)
		mapAxes, mapTime := n.MapShape(layer)
		return fmt.Sprintf("signal %d x %d, map %d x %d", axes, time, mapAxes, mapTime)
	}
	var differ []string
	for _, l := range layers {
		if shape(l) != shape(layers[0]) {
			differ = append(differ, fmt.Sprintf("%s (%s)", n.Layers[l].Name, shape(l)))
		}
	}
	if len(differ) > 0 {
		return fmt.Errorf("%s cannot share a result with %s (%s); run them on their own", strings.Join(differ, ", "),
			n.Layers[layers[0]].Name, shape(layers[0]))
	}
	return nil
}
