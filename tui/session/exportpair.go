package session

import (
	"bytes"
	"encoding/json"
	"os"

	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/results"
	"actmax/tui/session/tree"
)

// CounterpartsFile is written beside exported results where several networks are open: one object a unit, in their order.
const CounterpartsFile = "counterparts.jsonl"

// ExportedCounterpart is one line of it. Nearest is the most similar unit of the same layer in the other network, null where
// either side does not vary; it is a counterpart where it correlates at redundancy.LeastCounterpart or more.
type ExportedCounterpart struct {
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

func (m *Session) exportedUnit(n *model.Network, p tree.Place) exportedUnit {
	return exportedUnit{m.OpenOf(n).Model, n.Hash, n.Layers[p.Layer].Name, p.Unit}
}

// exportedCounterparts says what is known of the counterparts of the units of results; nothing where one network is open.
func (m *Session) exportedCounterparts(found []*optimize.Result) (out []ExportedCounterpart) {
	w := m.Other()
	if w == nil {
		return nil
	}
	for _, r := range found {
		in := w.Network
		if r.Network == in {
			in = m.Open.Network
		}
		p := tree.Place{Layer: r.Layer, Unit: r.Unit}
		c := m.Counterpart(r.Network, p, in)
		e := ExportedCounterpart{Unit: m.exportedUnit(r.Network, p), Correlation: results.Number(c.Correlation), Lag: c.Lag, Counterpart: c.Exists(), Mutual: c.Mutual}
		if m.Dataset != nil {
			e.Data = m.Dataset.Title
		}
		if c.Place.Unit >= 0 {
			near := m.exportedUnit(in, c.Place)
			e.Nearest = &near
		}
		out = append(out, e)
	}
	return out
}

func writeCounterparts(path string, all []ExportedCounterpart) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	for _, c := range all {
		if err := e.Encode(c); err != nil {
			return err
		}
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}
