package report

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"actmax/internal/atomicfile"
	"actmax/model/train/redundancy"
	"actmax/optimize"
	"actmax/optimize/atlas"
	"actmax/optimize/results"
	"actmax/optimize/study"
)

// Names of the files of a study other than figures.
const (
	StudyFile  = "study.json"
	ReportFile = "report.html"
)

//go:embed study.html
var studyTemplate string

// WriteStudy writes the figures of a study into a folder, the report, and last study.json; each file atomically.
func WriteStudy(dir string, s *study.Study) error {
	figures, err := StudyFigures(s)
	if err != nil {
		return err
	}
	page, err := StudyPage(s, figures)
	if err != nil {
		return err
	}
	for _, f := range figures {
		if err := put(dir, f.Name+".svg", f.SVG); err != nil {
			return err
		}
	}
	if err := put(dir, ReportFile, page); err != nil {
		return err
	}
	return WriteValues(dir, s)
}

func put(dir, name string, content []byte) error {
	return atomicfile.Write(filepath.Join(dir, name), func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// StudyFigures draws all figures of a study: those of the paper for each preset.
func StudyFigures(s *study.Study) ([]Drawing, error) {
	var out []Drawing
	for _, preset := range s.Presets() {
		units, err := unitDrawings(s, preset)
		if err != nil {
			return nil, err
		}
		for i, u := range units { // figure 1 comes first, 3 and 4 before 5
			if u.Name == "fig1-"+preset {
				out = append(out, u)
				units = append(units[:i:i], units[i+1:]...)
				break
			}
		}
		for _, head := range s.Heads() {
			both, err := scoreFigures(s, head, preset)
			if err != nil {
				return nil, err
			}
			out = append(out, both...)
		}
		out = append(out, units...)
		var maps []*atlas.Map
		for _, m := range s.Maps {
			if m.Preset == preset && m.Network == s.Networks[0].Name {
				maps = append(maps, m.Map)
			}
		}
		if len(maps) > 0 {
			d, err := Atlas("fig8-"+preset,
				fmt.Sprintf("Units by their signals, coloured by the most similar activity (preset %s)", preset),
				oneNetwork(s, 0, preset)+" Method "+optimize.Proposed+".", maps, s.Data.Activities)
			if err != nil {
				return nil, err
			}
			out = append(out, d)
		}
	}
	return out, nil
}

// pageData is the data of the template.
type pageData struct {
	*study.Study
	Figures  []template.HTML
	Tables   []pageTable
	Claims   []claimRow // empty if the paper did not use the data
	Orders   []orderRow
	Alike    []alikeRow
	Unknown  []string
	Settings []settingRow
	Presets  []string
}

type pageTable struct {
	Head, Preset, Provenance string
	Rows                     []study.Row
}

type settingRow struct {
	Key    string
	Values []any // by preset, of the proposed method
}

// StudyPage writes the report: one page that contains every figure.
func StudyPage(s *study.Study, figures []Drawing) ([]byte, error) {
	t, err := template.New(ReportFile).Funcs(template.FuncMap{
		"f":       func(v results.Number, digits int) string { return Figure(float64(v), digits) },
		"ff":      Figure,
		"join":    func(words []string) string { return strings.Join(words, ", ") },
		"effect":  func(e redundancy.Effect) string { return testScore(&e, false) },
		"change":  func(e redundancy.Effect) string { return testScore(&e, true) },
		"percent": func(v results.Number) string { return percent(float64(v)) },
		"spread":  spreadText,
		"counted": counted,
	}).Parse(studyTemplate)
	if err != nil {
		return nil, err
	}
	page := pageData{Study: s, Presets: s.Presets(), Settings: settingRows(s), Alike: alikeRows(s)}
	for _, f := range figures {
		page.Figures = append(page.Figures, template.HTML(f.SVG)) // this package escapes every text in it
	}
	compared := study.Compare(s)
	page.Claims, page.Orders = claimRows(compared), orderRows(compared)
	if len(page.Claims) > 0 {
		page.Unknown = study.Unknowable(s.Data.Name)
	}
	for _, head := range s.Heads() {
		for _, preset := range page.Presets {
			table := pageTable{Head: head, Preset: preset, Provenance: provenance(s, head, preset)}
			for _, r := range s.Rows {
				if r.Head == head && r.Preset == preset {
					table.Rows = append(table.Rows, r)
				}
			}
			page.Tables = append(page.Tables, table)
		}
	}
	var b bytes.Buffer
	if err := t.Execute(&b, page); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// spreadText writes a value with minimum and maximum over networks.
func spreadText(v study.Spread, digits int) string {
	mean, low, high := Figure(float64(v.Mean), digits), Figure(float64(v.Min), digits), Figure(float64(v.Max), digits)
	if low == high {
		return mean
	}
	return fmt.Sprintf("%s (%s – %s)", mean, low, high)
}

// testScore writes the macro-F1 of a network on the test subjects; change adds the difference to the whole network.
func testScore(e *redundancy.Effect, change bool) string {
	switch {
	case e.Test == nil:
		return "–"
	case change:
		return fmt.Sprintf("%.4f (%+.4f)", e.Test.MacroF1, e.Test.Change)
	}
	return Figure(e.Test.MacroF1, 4)
}

func percent(v float64) string {
	if !finite(v) {
		return "–"
	}
	return fmt.Sprintf("%.0f %%", 100*v)
}

// settingRows lists every setting of the proposed method (else of the last one) under each preset.
func settingRows(s *study.Study) []settingRow {
	var byPreset []map[string]any
	for _, preset := range s.Presets() {
		var last map[string]any
		for _, v := range s.Variants {
			if v.Preset == preset && (last == nil || v.Method == optimize.Proposed) {
				last = v.Settings
			}
		}
		byPreset = append(byPreset, last)
	}
	var rows []settingRow
	for _, key := range slices.Sorted(maps.Keys(byPreset[0])) {
		r := settingRow{Key: key}
		for _, m := range byPreset {
			r.Values = append(r.Values, m[key])
		}
		rows = append(rows, r)
	}
	return rows
}
