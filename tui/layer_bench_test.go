package tui

import (
	"context"
	"sort"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"actmax/data/synth"
	"actmax/model/zoo"
	"actmax/optimize"
	"actmax/tui/session"
)

// BenchmarkLayerKey is a key on the Layer screen at 160x50 while a whole layer of 64 units at 5,000 steps is computed on every
// core: what a person waits for. Opening the screen, which starts all of them, is the first.
func BenchmarkLayerKey(b *testing.B) {
	network, err := zoo.Load("demo")
	if err != nil {
		b.Fatal(err)
	}
	o := Options{Options: session.Options{Network: network, Dataset: synth.Load(1), Settings: optimize.Default(), Layer: 2, Unit: 17}, Explorer: DefaultSettings()}
	m := newExplorer(context.Background(), o)
	defer m.common.Session.Close()
	m.Update(tea.WindowSizeMsg{Width: 160, Height: 50})
	now := time.Now()
	m.frame(now)
	var took []time.Duration
	press := func(key rune) {
		from := time.Now()
		m.Update(tea.KeyPressMsg(tea.Key{Code: key, Text: string(key)}))
		m.View()
		took = append(took, time.Since(from))
	}
	press('2')
	opened := took[0]
	took = took[:0]
	running, n := 0, 0
	for b.Loop() {
		now = now.Add(time.Second / 30)
		m.frame(now)
		workOff(m)
		m.View()
		press([]rune("jlkh ")[n%5])
		if n++; layerOf(m).Busy {
			running++
		}
		time.Sleep(10 * time.Millisecond)
	}
	sort.Slice(took, func(i, j int) bool { return took[i] < took[j] })
	b.ReportMetric(float64(opened.Microseconds())/1000, "ms/open")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms/key99")
	b.ReportMetric(100*float64(running)/float64(n), "%running")
}
