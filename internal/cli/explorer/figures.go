package explorer

import (
	"fmt"

	"actmax/internal/report"
	"actmax/model/train/redundancy"
	"actmax/optimize"
	"actmax/optimize/atlas"
	"actmax/optimize/results"
	"actmax/optimize/study"
	"actmax/tui/session"
)

// Figure implements tui.Library.
func (l *library) Figure(r *optimize.Result) ([]byte, error) { return report.Ascent(r) }

// Map implements tui.Library.
func (l *library) Map(dir string, o *session.Opened, made *atlas.Map) (svg, values []byte, err error) {
	found, err := results.Read(dir)
	if err != nil {
		return nil, nil, err
	}
	maps := []*atlas.Map{made}
	d, err := report.RunAtlas(o.Network, found, o.Dataset, maps)
	if err != nil {
		return nil, nil, err
	}
	values, err = report.JSON(report.NewAtlasValues(results.MapFile, o.Network, o.Dataset, maps))
	return d.SVG, values, err
}

// Repeats implements tui.Library.
func (*library) Repeats(o *session.Opened, layer int, m *redundancy.Result, a *redundancy.Ablations, note string) (
	svg, values []byte, err error) {
	const threshold = redundancy.DefaultDuplicate
	r := report.NewRedundancyValues(o.Network, o.Dataset, m, []float64{threshold})
	r.Model, r.Ablations, r.Note = o.Model, a, note
	var without *redundancy.Ablation
	var whole *redundancy.Effect
	if a != nil {
		whole = &a.Whole
		for i := range a.Without {
			if w := &a.Without[i]; len(w.Layers) == 1 && w.Layers[0] == m.Layers[layer].Name {
				without = w
			}
		}
	}
	provenance := fmt.Sprintf("Network: %s (SHA-256 %.12s). Data: %s, %d of %d training segments.",
		o.Network.Name, o.Network.Hash, o.Dataset.Title, m.Segments, m.Of)
	l := &m.Layers[layer]
	d, err := report.Redundancy("redundancy", "Duplicate units", provenance, l, threshold, without, whole)
	if err != nil {
		return nil, nil, err
	}
	values, err = report.JSON(r)
	return d.SVG, values, err
}

// ScoreFigures implements tui.Library.
func (l *library) ScoreFigures(s *study.Study) (map[string][]byte, error) {
	figures, err := report.ScoreFigures(s)
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for _, f := range figures {
		out[f.Name+".svg"] = f.SVG
	}
	return out, nil
}
