package tui

import (
	"actmax/tui/dialog"
	"actmax/tui/screen"
	"actmax/tui/screen/compare"
	"actmax/tui/screen/layer"
	"actmax/tui/screen/scores"
	"actmax/tui/screen/unit"
	"actmax/tui/screen/unitmap"
)

// The screens of an explorer by their types.

func unitOf(m *explorer) *unit.Screen       { return m.screens[screen.Unit].(*unit.Screen) }
func layerOf(m *explorer) *layer.Screen     { return m.screens[screen.Layer].(*layer.Screen) }
func compareOf(m *explorer) *compare.Screen { return m.screens[screen.Compare].(*compare.Screen) }
func mapOf(m *explorer) *unitmap.Screen     { return m.screens[screen.Map].(*unitmap.Screen) }
func scoresOf(m *explorer) *scores.Screen   { return scoresIn(m.screens) }

// scoresIn is the Scores screen among those of a network.
func scoresIn(all []screen.Screen) *scores.Screen { return all[screen.Scores].(*scores.Screen) }

// screenNames are those of the list.
var screenNames = func() (out []string) {
	for _, e := range newList() {
		out = append(out, e.name)
	}
	return out
}()

// helpOf is the help as it opens.
func helpOf(m *explorer) dialog.Dialog {
	m.openHelp()
	return m.over
}

// methodsOf is the menu of methods as it opens.
func methodsOf(m *explorer) dialog.Dialog {
	m.perform(screen.ActMethods)
	return m.over
}
