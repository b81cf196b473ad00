package tui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"actmax/model"
	"actmax/optimize"
)

var (
	errIndexGivenUp = errors.New("indexing was given up; : search similar segments takes it up again")
	errNotRead      = errors.New("the data was not read, so there is no real segment to start from; : open data reads it")
	errNoLibrary    = errors.New("nothing else can be opened from here; start actmax with --model and --data")
)

// openedMsg brings data that was read, and the network where that was read as well.
type openedMsg struct {
	opened *Opened
	err    error
	what   string
}

// recomputedMsg brings a network with statistics over the present data.
type recomputedMsg struct {
	network *model.Network
	err     error
}

func (p *pendingStarts) give(s optimize.Starts, err error) {
	select {
	case <-p.ready:
	default:
		p.starts, p.err = s, err
		close(p.ready)
	}
}

// readData reads the data of the options behind the screen, which is there before the data is.
func (m *explorer) readData() tea.Cmd {
	if m.o.Library == nil || m.o.Dataset != nil {
		return nil
	}
	m.awaitStarts()
	lib, n, modelName, name := m.o.Library, m.o.Network, m.o.Model, m.o.Data
	what := "reading the data"
	if name != "" {
		what = "reading " + baseName(name)
	}
	m.similar.err = nil
	return m.launch(taskOpen, what, func(ctx context.Context, say Say) tea.Msg {
		o, err := lib.OpenData(ctx, n, modelName, name, say)
		return openedMsg{o, err, what}
	})
}

// awaitStarts has ascents wait for real segments until the data is there.
func (m *explorer) awaitStarts() {
	m.noStarts(errNotRead)
	m.pending = &pendingStarts{ctx: m.ctx, ready: make(chan struct{})}
	m.o.Starts = m.pending
}

// noStarts ends the waiting for segments that will not come.
func (m *explorer) noStarts(err error) {
	if m.pending != nil {
		m.pending.give(nil, err)
		m.pending = nil
	}
}

// openOther reads another network, other data or both behind the screen; what is on it stays until they are there. "" stands for
// the present network; for data, for what suits the network.
func (m *explorer) openOther(modelName, dataName string) tea.Cmd {
	lib, n, present := m.o.Library, m.o.Network, m.o.Model
	if lib == nil {
		m.complain(errNoLibrary)
		return nil
	}
	what := "reading " + baseName(dataName)
	if modelName != "" {
		what = "opening " + baseName(modelName)
	}
	return m.launch(taskOpen, what, func(ctx context.Context, say Say) tea.Msg {
		name := present
		if modelName != "" && modelName != present {
			other, err := lib.OpenModel(modelName)
			if err != nil {
				return openedMsg{err: err, what: what}
			}
			n, name = other, modelName
		}
		if s := lib.Kept(n.Hash, ""); dataName == "" && s != nil { // what the network was last shown with
			if o, err := lib.OpenData(ctx, n, name, s.Data, say); err == nil || ctx.Err() != nil {
				return openedMsg{o, err, what}
			}
		}
		o, err := lib.OpenData(ctx, n, name, dataName, say)
		return openedMsg{o, err, what}
	})
}

// opened takes over what was read.
func (m *explorer) opened(msg openedMsg) tea.Cmd {
	if msg.err != nil {
		if m.o.Dataset == nil {
			m.similar.err = msg.err
			m.noStarts(msg.err)
		}
		m.complain(fmt.Errorf("%s: %w", msg.what, msg.err))
		return nil
	}
	o := msg.opened
	said := append([]string(nil), o.Notes...)
	switched := m.o.Dataset != nil || o.Network != m.o.Network
	if switched {
		m.save()
	}
	if o.Network != m.o.Network {
		m.become(o.Network)
	}
	m.o.Model, m.o.Data, m.o.Dataset = o.Model, o.Data, o.Dataset
	m.o.Measure, m.measured = o.Measure, nil
	if m.pending != nil {
		m.pending.give(o.Starts, nil)
		m.pending = nil
	}
	m.o.Starts = o.Starts
	m.forgetSimilar()
	m.similar.open(o.Dataset)
	said = append(said, m.keepFitting()...)
	if switched {
		said = append(said, fmt.Sprintf("%s with %s", o.Network.Name, o.Dataset.Title))
		if s := m.o.Library.Kept(o.Network.Hash, o.Data); s != nil {
			said = append(said, m.restore(s, nil))
		}
	}
	if len(said) > 0 {
		m.say("%s", strings.Join(said, "; "))
	}
	m.dirty = true
	return tea.Batch(m.similar.prepare(m), m.measure())
}

// become puts another network on the screen. Settings stay; everything that was computed is of the network before.
func (m *explorer) become(n *model.Network) {
	for _, v := range m.visits {
		if v.run != nil {
			v.run.Cancel()
		}
	}
	m.forget()
	m.o.Network = n
	m.openNetwork = openNetwork{visits: map[place]*visit{}, chart: m.chart, scores: m.scores}
	m.pair.twins = len(m.beside) > 0
	m.undo, m.axis, m.over, m.search = nil, 0, nil, nil
	m.settings.ThresholdEAP, m.settings.ThresholdMax = m.o.Settings.ThresholdEAP, m.o.Settings.ThresholdMax
	m.focus, m.lower = focusTree, focusTree
	m.tree = m.newTree(n, 0)
	m.signal.reset()
	m.on().enter(m)
	m.restAt = m.now.Add(restBefore)
}

func (m *explorer) present() *Opened {
	return &Opened{Network: m.o.Network, Model: m.o.Model, Dataset: m.o.Dataset, Data: m.o.Data, Starts: m.o.Starts, Measure: m.o.Measure}
}

// recompute takes every unit's statistics, and with them its threshold, from the data on the screen.
func (m *explorer) recompute() tea.Cmd {
	lib := m.o.Library
	switch {
	case lib == nil:
		m.complain(errNoLibrary)
		return nil
	case m.o.Dataset == nil:
		m.say("no data to compute statistics from: : open data reads some")
		return nil
	}
	o := m.present()
	return m.launch(taskRecompute, "recomputing statistics", func(ctx context.Context, say Say) tea.Msg {
		n, err := lib.Recompute(ctx, o, say)
		return recomputedMsg{n, err}
	})
}

func (m *explorer) recomputedNetwork(msg recomputedMsg) tea.Cmd {
	if msg.err != nil {
		m.complain(fmt.Errorf("statistics were not recomputed: %w", msg.err))
		return nil
	}
	at := m.tree.cursor
	folded := m.tree.layers
	m.become(msg.network)
	m.recomputed, m.measured = true, nil
	for i := range folded {
		m.tree.layers[i].folded = folded[i].folded
	}
	m.tree.set(at)
	m.say("thresholds are from %s now; every unit starts again", m.o.Dataset.Title)
	return m.measure()
}

// foreignThresholds names the data that the units' thresholds are from, where that is not the data on the screen; else "".
func (m *explorer) foreignThresholds() string {
	t := m.o.Network.Training
	if t == nil || t.DataHash == "" || m.o.Dataset == nil || m.recomputed || t.DataHash == m.o.Dataset.Hash {
		return ""
	}
	return t.Data
}

// gaveUp says what follows from a task that was given up.
func (m *explorer) gaveUp(k taskKind) {
	switch k {
	case taskOpen:
		if m.o.Dataset == nil {
			m.similar.err = errNotRead
			m.noStarts(errNotRead)
		}
	case taskIndex:
		m.similar.making = false
		m.similar.err = errIndexGivenUp
	case taskFloor: // not taken up again for the same thresholds
		m.floors.busy, m.floors.failed = false, true
	case taskPower:
		m.views.power.err = errGivenUp
	case taskMap:
		m.chart.gaveUp()
	case taskRepeats:
		m.chart.repeats.gaveUp()
	case taskScores:
		m.scores.giveUp()
	case taskCounterparts:
		if w := m.other(); m.pairs[m.pairKey(m.o.Network, w.network)] == nil { // else it was the untrained one
			m.know(m.o.Network, w.network, nil, errCounterpartsGivenUp)
		}
	}
}

// forgetSimilar drops the index and the answers of the data before.
func (m *explorer) forgetSimilar() {
	m.cancelTask(taskIndex)
	m.cancelTask(taskMeasure)
	m.cancelTask(taskFloor)
	m.cancelTask(taskPower)
	m.similar = similarPane{}
	m.views.forget()
	m.floors = floors{}
	m.scores.drop(m)
}

// baseName shortens a path for the screen.
func baseName(path string) string {
	if i := strings.LastIndexAny(strings.TrimRight(path, `/\`), `/\`); i >= 0 {
		return path[i+1:]
	}
	return path
}
