package tui

import (
	"bytes"
	"encoding/json"
	"os"

	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/results"
)

// CounterpartsFile is written beside exported results where several networks are open: one object a unit, in their order.
const CounterpartsFile = "counterparts.jsonl"

// exportedCounterpart is one line of it. Nearest is the most similar unit of the same layer in the other network, null where
// either side does not vary; it is a counterpart where it correlates at redundancy.LeastCounterpart or more.
type exportedCounterpart struct {
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

func (m *session) exportedUnit(n *model.Network, p place) exportedUnit {
	return exportedUnit{m.openOf(n).model, n.Hash, n.Layers[p.layer].Name, p.unit}
}

// exportedCounterparts says what is known of the counterparts of the units of results; nothing where one network is open.
func (m *session) exportedCounterparts(found []*optimize.Result) (out []exportedCounterpart) {
	w := m.other()
	if w == nil {
		return nil
	}
	for _, r := range found {
		in := w.network
		if r.Network == in {
			in = m.network
		}
		p := place{r.Layer, r.Unit}
		c := m.counterpart(r.Network, p, in)
		e := exportedCounterpart{Unit: m.exportedUnit(r.Network, p), Correlation: results.Number(c.correlation), Lag: c.lag, Counterpart: c.is(), Mutual: c.mutual}
		if m.dataset != nil {
			e.Data = m.dataset.Title
		}
		if c.place.unit >= 0 {
			near := m.exportedUnit(in, c.place)
			e.Nearest = &near
		}
		out = append(out, e)
	}
	return out
}

func writeCounterparts(path string, all []exportedCounterpart) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	for _, c := range all {
		if err := e.Encode(c); err != nil {
			return err
		}
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}
