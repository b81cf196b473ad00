package tui

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"actmax/optimize"
	"actmax/optimize/atlas"
	"actmax/optimize/results"
)

// Names of the files that the Map screen exports, beside the results that a map is made of.
const (
	mapJSON        = "map.json"
	redundancyFile = "redundancy"
)

// export writes what the screen shows into a folder of its own: the results that the map is made of as actmax run writes
// them, and the map; or which units repeat each other.
func (s *mapScreen) export(m *explorer) {
	o, layer := m.present(), fileName(m.tree.layers[s.layer].name)
	var lib Library
	if o.Dataset != nil {
		lib = m.o.Library
	}
	if s.view == viewRepeats {
		k := s.repeats.get(m)
		if k == nil {
			m.say("nothing to export yet: %s", s.repeats.why(m, s.layer))
			return
		}
		if !k.evaluated() { // e again exports it with them
			known := *k
			known.note = "macro-F1 was not evaluated when this was exported"
			k = &known
		}
		at := s.layer
		m.exportFolder(m.networkPrefix(m.o.Network)+"actmax-repeats-"+layer, func(part string) ([]string, error) {
			svg, values, err := drawnRepeats(lib, o, at, k)
			if err != nil {
				return nil, err
			}
			return writeFiles(part, exportedFile{redundancyFile + ".json", values}, exportedFile{redundancyFile + ".svg", svg})
		})
		return
	}
	c := s.chart()
	now := m.census(s.layer)
	switch {
	case c == nil || len(s.spots(m)) == 0:
		m.say("nothing to export yet: %s", s.why(m))
		return
	case !c.last || c.needs(&now, m.simWaits()):
		m.say("the map is still being made: e exports it when all units are done")
		return
	}
	name := m.networkPrefix(m.o.Network) + "actmax-map-" + layer
	if s.view == viewShifts {
		name += "-shifts"
	}
	m.exportFolder(name, func(part string) ([]string, error) {
		if err := results.Write(part, c.made, false); err != nil {
			return nil, err
		}
		svg, values, err := drawnMap(lib, part, o, c.Map)
		if err != nil {
			return nil, err
		}
		files, err := writeFiles(part, exportedFile{mapJSON, values}, exportedFile{results.MapFile, svg})
		return append([]string{results.RunsFile, results.SignalsFile}, files...), err
	})
}

// exportFolder has files written into a new folder behind the screen.
func (m *explorer) exportFolder(name string, write func(part string) ([]string, error)) {
	m.later = append(m.later, m.launch(taskExport, "exporting "+name, func(context.Context, Say) tea.Msg {
		dir, files, err := writeFolder(name, write)
		return exportedMsg{dir, files, err}
	}))
}

// drawnMap is a map as SVG and JSON; without a library, or without data, its values alone.
func drawnMap(lib Library, dir string, o *Opened, made *atlas.Map) (svg, values []byte, err error) {
	if lib != nil {
		return lib.Map(dir, o, made)
	}
	values, err = json.Marshal(made)
	return nil, values, err
}

func drawnRepeats(lib Library, o *Opened, layer int, k *repeats) (svg, values []byte, err error) {
	if lib != nil {
		return lib.Repeats(o, layer, k.Result, k.ablations, k.note)
	}
	values, err = json.Marshal(k.Result)
	return nil, values, err
}

// exportedFile is a file of an export; one without a text is not written.
type exportedFile struct {
	name string
	text []byte
}

// writeFiles writes files into a folder and returns the names of those that it wrote.
func writeFiles(dir string, files ...exportedFile) (names []string, err error) {
	for _, f := range files {
		if f.text != nil {
			names = append(names, f.name)
			err = errors.Join(err, os.WriteFile(filepath.Join(dir, f.name), f.text, 0o644))
		}
	}
	return names, err
}

// copy puts the command that repeats what the screen shows onto the clipboard.
func (s *mapScreen) copy(m *explorer) {
	if m.o.Dataset == nil {
		m.say("without data a command has no segments to compare with")
		return
	}
	name := m.o.Model
	if name == "" {
		name = m.o.Network.Name
	}
	var data []string
	if m.o.Library != nil {
		data = m.o.Library.Arguments(m.o.Data)
	}
	if s.view == viewRepeats {
		m.copyWords(m.o.Network, "Repeats this comparison", shellWords(append([]string{"model", "redundancy", name}, data...)), "")
		return
	}
	words, note := s.commands(m, name, data)
	m.copyWords(m.o.Network, "Repeats this map", words, note)
}

// commands are those that compute the layer and map it, as a shell takes them, and what they do not repeat.
func (s *mapScreen) commands(m *explorer, model string, data []string) (words []string, note string) {
	layer := m.tree.layers[s.layer].name
	settings := plain(m.settings)
	settings.ThresholdEAP, settings.ThresholdMax = m.o.Settings.ThresholdEAP, m.o.Settings.ThresholdMax
	dir := "run-" + fileName(layer)
	run := append([]string{"run", "--model", model, "--layer", layer}, settingsArguments(settings)...)
	run = append(append(run, data...), "--out", dir)
	atlas := append([]string{"atlas", "--run", dir, "--model", model}, data...)
	if s.view == viewShifts {
		atlas = append(atlas, "--shift")
	}
	if settings.SimilarWidth != optimize.Default().SimilarWidth {
		atlas = append(atlas, "--set", fmt.Sprintf("similar.width=%d", settings.SimilarWidth))
	}
	own := 0
	for u := range m.tree.layers[s.layer].units {
		v := m.visits[place{s.layer, u}]
		if v != nil && v.result != nil && !v.stale(m.settings) && (v.own || len(v.job.Edits) > 0 || v.settings.ThresholdEAP != settings.ThresholdEAP || v.settings.ThresholdMax != settings.ThresholdMax) {
			own++
		}
	}
	if own > 0 {
		note = fmt.Sprintf("without what was edited or started elsewhere (%d)", own)
	}
	return append(append(shellWords(run), "&&"), shellWords(atlas)...), note
}
