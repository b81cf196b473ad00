package export

import (
	"bytes"
	"encoding/json"
	"os"

	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/results"
	"actmax/tui/session"
	"actmax/tui/session/tree"
)

// CounterpartsFile is written next to exported results if several networks are open: one object per unit, in the
// order of the results.
const CounterpartsFile = "counterparts.jsonl"

// Counterpart is one line of CounterpartsFile. Nearest is the most similar unit of the same layer in the other
// network, null if either activation is constant; it is a counterpart if it correlates at redundancy.LeastCounterpart
// or more.
type Counterpart struct {
	Unit        exportedUnit   `json:"unit"`
	Nearest     *exportedUnit  `json:"nearest"`
	Correlation results.Number `json:"correlation"` // of the activations over the training segments, lag-maximum
	Lag         int            `json:"lag"`         // samples by which the activation of the nearest comes later
	Counterpart bool           `json:"counterpart"`
	Mutual      bool           `json:"mutual"` // it is also the nearest of its nearest unit
	Data        string         `json:"data"`
}

type exportedUnit struct {
	Model string `json:"model"`
	Hash  string `json:"model_hash"` // SHA-256 of architecture and weights
	Layer string `json:"layer"`
	Unit  int    `json:"unit"`
}

// byNetwork groups results by network in order of appearance, because a folder of runs holds those of one network.
func byNetwork(found []*optimize.Result) (out [][]*optimize.Result) {
	at := map[*model.Network]int{}
	for _, r := range found {
		i, ok := at[r.Network]
		if !ok {
			i = len(out)
			at[r.Network] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], r)
	}
	return out
}

func unitOf(s *session.Session, n *model.Network, p tree.Place) exportedUnit {
	return exportedUnit{s.OpenOf(n).Model, n.Hash, n.Layers[p.Layer].Name, p.Unit}
}

// counterpartsOf returns what is known of the counterparts of the units of results; nil if one network is open.
func counterpartsOf(s *session.Session, found []*optimize.Result) (out []Counterpart) {
	w := s.Other()
	if w == nil {
		return nil
	}
	for _, r := range found {
		in := w.Network
		if r.Network == in {
			in = s.Open.Network
		}
		p := tree.Place{Layer: r.Layer, Unit: r.Unit}
		c := s.Counterpart(r.Network, p, in)
		e := Counterpart{
			Unit: unitOf(s, r.Network, p), Correlation: results.Number(c.Correlation), Lag: c.Lag,
			Counterpart: c.Exists(), Mutual: c.Mutual,
		}
		if s.Data.Dataset != nil {
			e.Data = s.Data.Dataset.Title
		}
		if c.Place.Unit >= 0 {
			near := unitOf(s, in, c.Place)
			e.Nearest = &near
		}
		out = append(out, e)
	}
	return out
}

func writeCounterparts(path string, all []Counterpart) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	for _, c := range all {
		if err := e.Encode(c); err != nil {
			return err
		}
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}
