package unitmap

import (
	"encoding/json"
	"fmt"

	"actmax/optimize"
	"actmax/optimize/atlas"
	"actmax/optimize/results"
	"actmax/tui/session"
	"actmax/tui/session/command"
	"actmax/tui/session/export"
	"actmax/tui/session/tree"
)

// Names of the files that the Map screen exports in addition to the results behind a map.
const (
	mapJSON        = "map.json"
	redundancyFile = "redundancy"
)

// export writes what the screen shows into a new folder: the map and the results behind it, in the format of actmax
// run; or the units that repeat each other.
func (s *Screen) export() {
	m := s.common.Session
	o, layer := m.Present(), command.FileName(m.Open.Tree.Layers[s.layer].Name)
	var lib session.Library
	if o.Dataset != nil {
		lib = m.Library
	}
	if s.View == ViewRepeats {
		k := s.Repeats.Get(s.common)
		if k == nil {
			m.Say("nothing to export yet: %s", s.Repeats.why(s.common, s.layer))
			return
		}
		if !k.Evaluated() { // a later export includes it
			known := *k
			known.Note = "macro-F1 was not evaluated yet at the time of this export"
			k = &known
		}
		at := s.layer
		name := export.Prefix(m, m.Open.Network) + "actmax-repeats-" + layer
		export.Folder(m, name, func(part string) ([]string, error) {
			svg, values, err := drawnRepeats(lib, o, at, k)
			if err != nil {
				return nil, err
			}
			return export.WriteFiles(part,
				export.File{Name: redundancyFile + ".json", Text: values},
				export.File{Name: redundancyFile + ".svg", Text: svg})
		})
		return
	}
	c := s.Layout()
	now := TakeCensus(m, s.layer)
	switch {
	case c == nil || len(s.Spots()) == 0:
		m.Say("nothing to export yet: %s", s.why())
		return
	case !c.Last || c.needs(&now, m.Searching()):
		m.Say("the map is not complete; press e again when all units are done")
		return
	}
	name := export.Prefix(m, m.Open.Network) + "actmax-map-" + layer
	if s.View == ViewShifts {
		name += "-shifts"
	}
	export.Folder(m, name, func(part string) ([]string, error) {
		if err := results.Write(part, c.Made, false); err != nil {
			return nil, err
		}
		svg, values, err := drawnMap(lib, part, o, c.Map)
		if err != nil {
			return nil, err
		}
		files, err := export.WriteFiles(part,
			export.File{Name: mapJSON, Text: values},
			export.File{Name: results.MapFile, Text: svg})
		return append([]string{results.RunsFile, results.SignalsFile}, files...), err
	})
}

// drawnMap returns a map as SVG and JSON; without a library or without data, the JSON alone.
func drawnMap(lib session.Library, dir string, o *session.Opened, made *atlas.Map) (svg, values []byte, err error) {
	if lib != nil {
		return lib.Map(dir, o, made)
	}
	values, err = json.Marshal(made)
	return nil, values, err
}

func drawnRepeats(lib session.Library, o *session.Opened, layer int, k *Repeats) (svg, values []byte, err error) {
	if lib != nil {
		return lib.Repeats(o, layer, k.Result, k.Ablations, k.Note)
	}
	values, err = json.Marshal(k.Result)
	return nil, values, err
}

// copy copies the command that reproduces what the screen shows to the clipboard.
func (s *Screen) copy() {
	m := s.common.Session
	if m.Data.Dataset == nil {
		m.Say("no data to compare with; open some with `:open data`, then copy the command")
		return
	}
	name := m.Open.Model
	if name == "" {
		name = m.Open.Network.Name
	}
	var data []string
	if m.Library != nil {
		data = m.Library.Arguments(m.Data.DataName)
	}
	if s.View == ViewRepeats {
		words := command.Words(append([]string{"model", "redundancy", name}, data...))
		s.common.CopyWords(m.Open.Network, "Reproduces this comparison", words, "")
		return
	}
	words, note := s.Commands(name, data)
	s.common.CopyWords(m.Open.Network, "Reproduces this map", words, note)
}

// Commands returns the shell commands that compute the layer and map it, and a note on what they do not reproduce.
func (s *Screen) Commands(model string, data []string) (words []string, note string) {
	m := s.common.Session
	layer := m.Open.Tree.Layers[s.layer].Name
	settings := session.WithoutAbsolute(m.Settings)
	settings.ThresholdEAP, settings.ThresholdMax = m.Initial.ThresholdEAP, m.Initial.ThresholdMax
	dir := "run-" + command.FileName(layer)
	run := append([]string{"run", "--model", model, "--layer", layer}, command.Settings(settings)...)
	run = append(append(run, data...), "--out", dir)
	atlas := append([]string{"atlas", "--run", dir, "--model", model}, data...)
	if s.View == ViewShifts {
		atlas = append(atlas, "--shift")
	}
	if settings.SimilarWidth != optimize.Default().SimilarWidth {
		atlas = append(atlas, "--set", fmt.Sprintf("similar.width=%d", settings.SimilarWidth))
	}
	own := 0
	for u := range m.Open.Tree.Layers[s.layer].Units {
		v := m.Open.Visits[tree.Place{Layer: s.layer, Unit: u}]
		if v == nil || v.Result == nil || v.Stale(m.Settings) {
			continue
		}
		sameThresholds := v.Settings.ThresholdEAP == settings.ThresholdEAP &&
			v.Settings.ThresholdMax == settings.ThresholdMax
		if v.Own || len(v.Job.Edits) > 0 || !sameThresholds {
			own++
		}
	}
	if own > 0 {
		note = fmt.Sprintf("without %d results that were edited or restarted from noise", own)
	}
	return append(append(command.Words(run), "&&"), command.Words(atlas)...), note
}
