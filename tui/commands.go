package tui

import (
	"fmt"
	"strings"

	"actmax/internal/setting"
	"actmax/optimize"
	"actmax/tui/dialog"
	"actmax/tui/screen"
	"actmax/tui/session/export"
	"actmax/tui/widget"
)

// openPalette lists every command, with or without a key.
func (m *explorer) openPalette() {
	m.over = dialog.NewPalette(m.common, "Commands", m.commands(), m.assignment)
}

// nameOf splits the sentence of a key into its name in the palette and the rest.
func nameOf(does string) (name, rest string) {
	end := len(does)
	if i := strings.IndexAny(does, ":;"); i >= 0 {
		end = i
	}
	if i := strings.Index(does[:end], ","); i >= 0 && end > 40 {
		end = i
	}
	return does[:end], strings.TrimLeft(does[end:], ":;, ")
}

func (m *explorer) commands() []dialog.Row {
	out := m.unbound()
	for _, g := range m.groups() {
		for _, k := range g.Keys {
			if k.Action != screen.ActPalette {
				name, help := nameOf(k.Sentence)
				out = append(out, dialog.Row{Name: name, Help: help, Key: k.Help().Key, Run: func() {
					m.perform(k.Action)
				}})
			}
		}
	}
	for _, name := range optimize.Methods {
		out = append(out, dialog.Row{Name: "method " + name, Help: dialog.MethodHelp[name], Run: func() {
			m.choose(screen.Method{Name: name})
		}})
	}
	for _, name := range optimize.Presets {
		out = append(out, dialog.Row{Name: "preset " + name, Help: dialog.PresetHelp[name], Run: func() {
			m.choose(screen.Method{Name: name, Preset: true})
		}})
	}
	for i, r := range widget.Rows {
		out = append(out, dialog.Row{Name: "set " + r.Key, Help: r.Help, Run: func() {
			m.openSetting(i)
		}})
	}
	return out
}

// settingNamed finds a setting by its key or by its label in the settings pane.
func settingNamed(name string) (widget.Row, error) {
	r, err := setting.Find(optimize.Table, name)
	if err == nil {
		return r, nil
	}
	for _, r := range widget.Rows {
		if _, last, _ := strings.Cut(r.Key, "."); r.Label == name || last == name {
			return r, nil
		}
	}
	return widget.Row{}, err
}

// assignment returns the row for a text such as penalty.tv=0.3.
func (m *explorer) assignment(text string) []dialog.Row {
	text = strings.TrimSpace(strings.TrimPrefix(text, "set "))
	key, val, ok := strings.Cut(text, "=")
	if !ok {
		return nil
	}
	r, err := settingNamed(strings.TrimSpace(key))
	if err != nil {
		return []dialog.Row{{Name: text, Help: err.Error(), Run: func() {
			m.Complain(err)
		}}}
	}
	return []dialog.Row{{Name: fmt.Sprintf("set %s to %s", r.Key, val), Help: r.Help, Run: func() {
		if err := m.common.Session.SetKey(r.Key, val); err != nil {
			m.Complain(err)
		}
	}}}
}

// indexSegments indexes the training segments unless that is done.
func (m *explorer) indexSegments() {
	if m.common.Session.Data.Index.Finder != nil {
		m.Say("the training segments are already indexed")
		return
	}
	m.common.Session.PrepareIndex()
}

// unbound returns the commands that have no key.
func (m *explorer) unbound() []dialog.Row {
	s := m.common.Session
	return []dialog.Row{
		{Name: "open model", Help: "another network, with data that fits it", Run: m.pickModel},
		{Name: "open data", Help: "other recordings for this network", Run: m.pickData},
		{Name: "open another", Help: "another network in the background, with the same data", Run: m.pickAnother},
		{Name: "close network", Help: "a network in the background", Run: m.pickClosed},
		{Name: "counterparts", Help: "how many units of each layer have one in the other and in an untrained network",
			Run: m.countCounterparts},
		{Name: "find counterparts", Help: "compare the units of both networks again after it was cancelled",
			Run: s.FindCounterpartsAgain},
		{Name: "recompute statistics", Help: "thresholds of all units from the data on the screen", Run: s.Recompute},
		{Name: "search similar segments", Help: "index the training segments again after it was cancelled",
			Run: m.indexSegments},
		{Name: "export layer", Help: "all results of the layer under the current settings into a folder",
			Run: func() { export.Layer(s) }},
		{Name: "pins", Help: "list of pins; choose one to go there", Run: m.pickPin},
		{Name: "unpin all", Help: "remove all pins", Run: m.unpinAll},
		{Name: "save session", Help: "save now (also saved on quit)", Run: func() {
			s.Save()
			switch {
			case s.Kept.Unsaved != nil:
				m.Complain(fmt.Errorf("the session is not saved: %w", s.Kept.Unsaved))
			case s.Library == nil:
				m.Say("cannot save the session: no session file")
			default:
				m.Say("session saved")
			}
		}},
	}
}
