package report

import (
	"fmt"
	"slices"
	"strings"

	"actmax/data"
	"actmax/model"
	"actmax/optimize/atlas"
	"actmax/optimize/results"
)

// AtlasValues are the maps of a run as JSON.
type AtlasValues struct {
	Out   string       `json:"out"`
	Model string       `json:"model"`
	Hash  string       `json:"sha256"` // of architecture and weights
	Data  string       `json:"data"`
	Maps  []*atlas.Map `json:"maps"` // a layer each, in the order of the runs
}

// NewAtlasValues returns the values of maps that were drawn into a file.
func NewAtlasValues(out string, n *model.Network, set *data.Dataset, maps []*atlas.Map) AtlasValues {
	return AtlasValues{out, n.Name, n.Hash, set.Title, maps}
}

// RunAtlas draws maps of the runs of a result.
func RunAtlas(n *model.Network, found *results.Result, set *data.Dataset, maps []*atlas.Map) (Drawing, error) {
	return Atlas("atlas", "Units by their signals", runProvenance(n, found, set), maps, set.Activities)
}

// runProvenance says where the signals of a run are from, so that its picture can be read alone.
func runProvenance(n *model.Network, found *results.Result, set *data.Dataset) string {
	list := func(of func(results.Record) string) string {
		var all []string
		for _, r := range found.Runs {
			if v := of(r); !slices.Contains(all, v) {
				all = append(all, v)
			}
		}
		return strings.Join(all, ", ")
	}
	return fmt.Sprintf("Network: %s (SHA-256 %.12s). Data: %s, %s Hz, %d training segments. Ascents: preset %s, "+
		"method %s, %s steps, seed %s.",
		n.Name, n.Hash, set.Title, Number(set.Rate), len(set.Subset(data.Train)),
		list(func(r results.Record) string { return r.Preset }),
		list(func(r results.Record) string { return r.Method }),
		list(func(r results.Record) string { return fmt.Sprint(r.Steps) }),
		list(func(r results.Record) string { return fmt.Sprint(r.Seed) }))
}
