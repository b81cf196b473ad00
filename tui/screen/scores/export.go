package scores

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"actmax/internal/setting"
	"actmax/optimize"
	"actmax/optimize/results"
	"actmax/optimize/study"
	"actmax/tui/number"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/command"
	"actmax/tui/session/export"
)

// Names of the files that the Scores screen exports.
const (
	ScoresJSON = "scores.json"
	ScoresCSV  = "scores.csv"
)

// Table returns the table on the screen as a study of one network, without empty cells.
func (c *Screen) Table() *study.Study {
	m := c.common.Session
	n, d := m.Open.Network, m.Data.Dataset
	b := &c.Board
	s := study.New(d, b.High, m.Settings.SimilarTop, m.Settings.SimilarWidth)
	name, preset := networkName(c.common), m.PresetName()
	network := study.NewNetwork(name, m.Head(), m.Seed(), n, d)
	for _, method := range m.MethodNames() {
		values := m.MethodSettings(method).Values(optimize.DecidesScore)
		s.Variants = append(s.Variants, study.VariantSettings{Preset: preset, Method: method, Settings: values})
	}
	for _, l := range c.Layers {
		network.Layers = append(network.Layers, m.LayerFacts(l))
		for _, method := range m.MethodNames() {
			f := b.Figures(m, l, method)
			if f.Done == 0 {
				continue
			}
			s.Rows = append(s.Rows, f.Row)
			s.Each = append(s.Each, study.NewNetworkRow(name, preset, n.Layers[l].Name, method, f.Summary))
		}
	}
	s.Networks = []study.Network{network}
	return s
}

// networkName returns the name that a study gives the network: that of its file.
func networkName(m *screen.Common) string {
	name := session.BaseName(m.Session.Open.Model)
	if name == "" {
		name = m.Session.Open.Network.Name
	}
	return strings.TrimSuffix(name, filepath.Ext(name))
}

// export writes the table into a new folder: JSON in the format of study.json, CSV, and figures.
func (c *Screen) export() {
	m := c.common.Session
	if m.Data.Dataset == nil {
		m.Say("no scores to export without data; open some with `:open data`")
		return
	}
	s := c.Table()
	if len(s.Rows) == 0 {
		m.Say("nothing to export yet; press r to run all methods on the layer, R on the network")
		return
	}
	var figures func(*study.Study) (map[string][]byte, error)
	if m.Library != nil {
		figures = m.Library.ScoreFigures
	}
	export.Folder(m, "actmax-scores-"+command.FileName(s.Networks[0].Name), func(part string) ([]string, error) {
		return writeScores(part, s, figures)
	})
}

// writeScores writes the numbers of the table, then its figures, into a folder and returns the names of the files.
func writeScores(dir string, s *study.Study,
	figures func(*study.Study) (map[string][]byte, error)) (files []string, err error) {
	values, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, err
	}
	all := []export.File{{Name: ScoresJSON, Text: append(values, '\n')}, {Name: ScoresCSV, Text: scoresTable(s)}}
	if figures != nil {
		drawn, err := figures(s)
		if err != nil {
			return nil, err
		}
		for _, name := range slices.Sorted(maps.Keys(drawn)) {
			all = append(all, export.File{Name: name, Text: drawn[name]})
		}
	}
	return export.WriteFiles(dir, all...)
}

// scoresTable returns the rows as CSV; unknown figures are empty.
func scoresTable(s *study.Study) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	// writing to a buffer never fails
	_ = w.Write([]string{"layer", "method", "units", "s_sim", "attainment", "attaining_share", "s_sim_attained",
		"attaining", "s_sim_live", "s_sim_nearest", "attainment_with_failed", "floor", "spectral_distance",
		"peak_to_peak_g", "failed", "dead", "restarted", "silent"})
	number := func(v results.Number) string {
		if !number.Known(float64(v)) {
			return ""
		}
		return strconv.FormatFloat(float64(v), 'g', -1, 64)
	}
	for _, r := range s.Rows {
		_ = w.Write([]string{r.Layer, r.Method, fmt.Sprint(r.Units), number(r.SSim.Mean),
			number(r.Attainment.Mean), number(r.Share.Mean), number(r.SSimAttained), fmt.Sprint(r.Attaining),
			number(r.SSimLive), number(r.SSimNearest), number(r.WithFailed), number(r.Floor),
			number(r.Spectral), number(r.PeakToPeak), fmt.Sprint(r.Failed), fmt.Sprint(r.Dead),
			fmt.Sprint(r.Restarted), fmt.Sprint(r.Silent)})
	}
	w.Flush()
	return out.Bytes()
}

// copy copies the command of a study that computes the same table to the clipboard.
func (c *Screen) copy() {
	m := c.common.Session
	if m.Data.Dataset == nil {
		m.Say("a study needs data; open some with `:open data`, then copy the command")
		return
	}
	words, ok := c.Command()
	if !ok {
		m.Say("these weights mix two presets, so `actmax study` cannot reproduce them")
		return
	}
	c.common.CopyWords(m.Open.Network, "The same table as a study", words, "")
}

// Command returns the command line of a study with the same figures. Weights of penalties go into a file, because --set
// applies to every method, also to those without the penalty. ok is false if no study can have these weights: a preset
// replaces the weights of another one.
func (c *Screen) Command() (words []string, ok bool) {
	m := c.common.Session
	name := m.Open.Model
	if name == "" {
		name = m.Open.Network.Name
	}
	args := []string{"study", "--models", name}
	if m.Library != nil {
		args = append(args, m.Library.Arguments(m.Data.DataName)...)
	} else {
		args = append(args, "--data", m.Data.Dataset.Name)
	}
	every := optimize.EveryTerm()
	base, s := optimize.Default(), m.MethodSettings(every)
	preset := m.Settings.Preset
	if p := optimize.PresetOf(m.Settings); p != "" {
		preset = p
	}
	var file strings.Builder
	// both names are known, so there is no error
	_ = base.ApplyPreset(preset)
	_ = optimize.ApplyMethod(&base, every)
	args = append(args, "--presets", preset)
	read := optimize.Default() // what the study reads from the file
	for i, w := range read.Weights() {
		if weight := *s.Weights()[i]; weight != *base.Weights()[i] {
			*w = weight
		}
	}
	_ = read.ApplyPreset(preset)
	_ = optimize.ApplyMethod(&read, every)
	ok = true
	for i, w := range read.Weights() {
		ok = ok && *w == *s.Weights()[i]
	}
	var methods []string
	for _, name := range m.MethodNames() {
		if t := optimize.Default(); optimize.ApplyMethod(&t, name) == nil {
			methods = append(methods, name)
		}
	}
	if len(methods) != len(optimize.Methods) {
		args = append(args, "--methods", strings.Join(methods, ","))
	}
	for _, r := range optimize.Table {
		if !optimize.DecidesScore(r.Key) || r.Value(&s) == r.Value(&base) {
			continue
		}
		if weight, ok := strings.CutPrefix(r.Key, "penalty."); ok && slices.Contains(optimize.Penalties[:], weight) {
			fmt.Fprintf(&file, `%s = %s\n`, weight, setting.Typed(r.Value(&s)))
			continue
		}
		args = append(args, "--set", r.Key+"="+setting.Typed(r.Value(&s)))
	}
	var before []string
	if file.Len() > 0 {
		before = []string{"printf", `'[penalty]\n` + file.String() + `'`, ">", "weights.toml", "&&"}
		args = append([]string{"study", "--config", "weights.toml"}, args[1:]...)
	}
	args = append(args, "--no-redundancy", "--out", "study-"+command.FileName(networkName(c.common)))
	return append(before, command.Words(args)...), ok
}
