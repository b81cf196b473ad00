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

// CounterpartsFile is written beside exported results where several networks are open: one object a unit, in their order.
const CounterpartsFile = "counterparts.jsonl"

// Counterpart is one line of it. Nearest is the most similar unit of the same layer in the other network, null where
// either side does not vary; it is a counterpart where it correlates at redundancy.LeastCounterpart or more.
type Counterpart struct {
	Unit        exportedUnit   `json:"unit"`
	Nearest     *exportedUnit  `json:"nearest"`
	Correlation results.Number `json:"correlation"` // of the activations over the training segments, lag-maximum
	Lag         int            `json:"lag"`         // the nearest shows the same so many samples later
	Counterpart bool           `json:"counterpart"`
	Mutual      bool           `json:"mutual"` // it is its nearest unit's nearest as well
	Data        string         `json:"data"`
}

type exportedUnit struct {
	Model string `json:"model"`
	Hash  string `json:"model_hash"` // SHA-256 of architecture and weights
	Layer string `json:"layer"`
	Unit  int    `json:"unit"`
}

// byNetwork parts results by their networks, in the order in which these come: a folder of runs holds those of one.
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

// counterpartsOf says what is known of the counterparts of the units of results; nothing where one network is open.
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
		e := Counterpart{Unit: unitOf(s, r.Network, p), Correlation: results.Number(c.Correlation), Lag: c.Lag, Counterpart: c.Exists(), Mutual: c.Mutual}
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
