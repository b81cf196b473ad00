package report

import (
	"bytes"
	_ "embed"
	"fmt"
	"path/filepath"
	"text/template"

	"actmax/optimize/results"
	"actmax/optimize/study"
)

//go:embed reproduction.md
var reproductionTemplate string

// Reproduction writes docs/reproduction.md: the prose of reproduction.md in this package, with all numbers from the
// study.json files in the sub-folders of a folder. A missing study is an error.
func Reproduction(dir string) ([]byte, error) {
	studies := map[string]*study.Study{}
	read := func(name string) (*study.Study, error) {
		if s, ok := studies[name]; ok {
			return s, nil
		}
		s, err := study.Read(filepath.Join(dir, name, StudyFile))
		if err == nil {
			studies[name] = s
		}
		return s, err
	}
	t, err := template.New("reproduction.md").Option("missingkey=error").Funcs(template.FuncMap{
		"study":    read,
		"networks": networksTable, "claims": claimsTable, "orders": ordersTable, "scores": scoresTable,
		"choices": choicesTable, "layers": layersTable,
		"trainings": trainingsTable, "signals": signalsTable,
		"starts": startsTable, "counterparts": counterpartsTable, "clusters": clustersTable,
		"redundancy": redundancyTable,
		"joined": func(names ...string) (*study.Study, error) {
			var all []*study.Study
			for _, name := range names {
				s, err := read(name)
				if err != nil {
					return nil, err
				}
				all = append(all, s)
			}
			return study.Join(names, all...), nil
		},
		"unknown": study.Unknowable,
		"row":     findRow,
		"share":   func(r study.Row) string { return percent(float64(r.Share.Mean)) },
		"f":       func(v results.Number, digits int) string { return Figure(float64(v), digits) },
		"ff":      Figure,
	}).Parse(reproductionTemplate)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, nil); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// findRow returns the scores of a method on a layer under a preset, for the first head of the study.
func findRow(s *study.Study, preset, layer, method string) (study.Row, error) {
	for _, r := range s.Rows {
		if r.Preset == preset && r.Layer == layer && r.Method == method {
			return r, nil
		}
	}
	return study.Row{}, fmt.Errorf("the study of %s has no %s on %s under preset %s", s.Data.Title, method,
		layer, preset)
}
