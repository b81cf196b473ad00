package report

import (
	"actmax/data"
	"actmax/model"
	"actmax/model/train/redundancy"
)

// RedundancyValues are the units of a network that repeat each other, as JSON.
type RedundancyValues struct {
	Model     string                `json:"model"`
	Hash      string                `json:"sha256"` // of architecture and weights
	Data      string                `json:"data"`
	DataHash  string                `json:"data_hash"`
	Segments  int                   `json:"segments"` // training segments compared
	Of        int                   `json:"of"`       // all training segments
	Seed      uint64                `json:"seed"`
	Layers    []LayerDuplicates     `json:"layers"`
	Ablations *redundancy.Ablations `json:"ablations"` // null with --no-ablation or if the note says why
	Note      string                `json:"note,omitempty"`
}

// LayerDuplicates is the redundancy of a layer with its matrices summed up.
type LayerDuplicates struct {
	*redundancy.Layer
	Nearest  []NearestUnit `json:"nearest"`  // of each unit, in their order
	Clusters []Clusters    `json:"clusters"` // by threshold
}

// NearestUnit is the unit of the same layer that correlates most with one.
type NearestUnit struct {
	Unit        int     `json:"unit"`    // the one asked about
	Nearest     int     `json:"nearest"` // -1 if there is none
	Correlation float32 `json:"correlation"`
	Lag         int     `json:"lag"` // samples by which the nearest is later
}

// Clusters are the groups of duplicates at a threshold.
type Clusters struct {
	Threshold float64              `json:"threshold"`
	Clusters  []redundancy.Cluster `json:"clusters"`
}

// NewRedundancyValues sums up a measurement, with the clusters at each threshold.
func NewRedundancyValues(n *model.Network, set *data.Dataset, m *redundancy.Result,
	thresholds []float64) *RedundancyValues {
	r := &RedundancyValues{Hash: n.Hash, Data: set.Title, DataHash: set.Hash, Segments: m.Segments, Of: m.Of,
		Seed: m.Seed}
	for i := range m.Layers {
		l := LayerDuplicates{Layer: &m.Layers[i], Nearest: nearestUnits(&m.Layers[i])}
		for _, t := range thresholds {
			clusters := m.Layers[i].Clusters(t)
			if clusters == nil {
				clusters = []redundancy.Cluster{}
			}
			l.Clusters = append(l.Clusters, Clusters{t, clusters})
		}
		r.Layers = append(r.Layers, l)
	}
	return r
}

func nearestUnits(l *redundancy.Layer) []NearestUnit {
	out := make([]NearestUnit, l.Units)
	for i, c := range l.Nearest() {
		out[i] = NearestUnit{i, c.Unit, c.Correlation, c.Lag}
	}
	return out
}
