package tui

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"actmax/data/synth"
	"actmax/model/zoo"
	"actmax/optimize"
	"actmax/tui/screen"
	"actmax/tui/session"
)

// BenchmarkMapArrow is what an arrow costs on the map of a layer of 64 units, from the key to the text of the screen.
func BenchmarkMapArrow(b *testing.B) {
	n, err := zoo.Load("demo")
	if err != nil {
		b.Fatal(err)
	}
	s := optimize.Default()
	s.Steps, s.Restarts = 30, 0
	m := newExplorer(b.Context(), Options{Options: session.Options{Network: n, Dataset: synth.Load(1), Settings: s, Layer: 2}, Explorer: DefaultSettings()})
	defer m.common.Session.Close()
	m.Update(tea.WindowSizeMsg{Width: 160, Height: 50})
	m.turnTo(screen.Map)
	settleMap(b, m)
	keys := []tea.KeyPressMsg{{Code: tea.KeyRight}, {Code: tea.KeyDown}, {Code: tea.KeyLeft}, {Code: tea.KeyUp}}
	k := 0
	for b.Loop() {
		m.Update(keys[k%len(keys)])
		m.View()
		k++
	}
}
