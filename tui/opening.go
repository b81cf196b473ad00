package tui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"actmax/model"
	"actmax/optimize"
)

var (
	errIndexGivenUp = errors.New("indexing was given up; : search similar segments takes it up again")
	errNotRead      = errors.New("the data was not read, so there is no real segment to start from; : open data reads it")
	errNoLibrary    = errors.New("nothing else can be opened from here; start actmax with --model and --data")
)

func (p *pendingStarts) give(s optimize.Starts, err error) {
	select {
	case <-p.ready:
	default:
		p.starts, p.err = s, err
		close(p.ready)
	}
}

// readData reads the data of the options in the background: the screen is there before the data is.
func (m *session) readData() {
	if m.library == nil || m.dataset != nil {
		return
	}
	m.awaitStarts()
	lib, n, modelName, name := m.library, m.network, m.model, m.dataName
	what := "reading the data"
	if name != "" {
		what = "reading " + baseName(name)
	}
	m.index.err = nil
	m.start(taskOpen, what, m.notRead, func(ctx context.Context, t *task) func() {
		o, err := lib.OpenData(ctx, n, modelName, name, t.say)
		return func() { m.opened(o, what, err) }
	})
}

// notRead is what follows where the reading of data is cancelled.
func (m *session) notRead() {
	if m.dataset == nil {
		m.index.err = errNotRead
		m.noStarts(errNotRead)
	}
}

// awaitStarts has ascents wait for real segments until the data is there.
func (m *session) awaitStarts() {
	m.noStarts(errNotRead)
	m.pending = &pendingStarts{ctx: m.ctx, ready: make(chan struct{})}
	m.starts = m.pending
}

// noStarts ends the waiting for segments that will not come.
func (m *session) noStarts(err error) {
	if m.pending != nil {
		m.pending.give(nil, err)
		m.pending = nil
	}
}

// openOther reads another network, other data or both in the background; what is on the screen stays until they are there. ""
// stands for the present network; for data, for what suits the network.
func (m *session) openOther(modelName, dataName string) {
	lib, n, present := m.library, m.network, m.model
	if lib == nil {
		m.complain(errNoLibrary)
		return
	}
	what := "reading " + baseName(dataName)
	if modelName != "" {
		what = "opening " + baseName(modelName)
	}
	m.start(taskOpen, what, m.notRead, func(ctx context.Context, t *task) func() {
		name := present
		if modelName != "" && modelName != present {
			other, err := lib.OpenModel(modelName)
			if err != nil {
				return func() { m.opened(nil, what, err) }
			}
			n, name = other, modelName
		}
		if s := lib.Kept(n.Hash, ""); dataName == "" && s != nil { // what the network was last shown with
			if o, err := lib.OpenData(ctx, n, name, s.Data, t.say); err == nil || ctx.Err() != nil {
				return func() { m.opened(o, what, err) }
			}
		}
		o, err := lib.OpenData(ctx, n, name, dataName, t.say)
		return func() { m.opened(o, what, err) }
	})
}

// opened takes over what was read.
func (m *session) opened(o *Opened, what string, err error) {
	if err != nil {
		if m.dataset == nil {
			m.index.err = err
			m.noStarts(err)
		}
		m.complain(fmt.Errorf("%s: %w", what, err))
		return
	}
	said := append([]string(nil), o.Notes...)
	switched := m.dataset != nil || o.Network != m.network
	if switched {
		m.save()
	}
	if o.Network != m.network {
		m.become(o.Network, o.Model)
	}
	m.model, m.dataName, m.dataset = o.Model, o.Data, o.Dataset
	m.measurer, m.measured = o.Measure, nil
	if m.pending != nil {
		m.pending.give(o.Starts, nil)
		m.pending = nil
	}
	m.starts = o.Starts
	m.dataChanged()
	said = append(said, m.keepFitting()...)
	if switched {
		said = append(said, fmt.Sprintf("%s with %s", o.Network.Name, o.Dataset.Title))
		if s := m.library.Kept(o.Network.Hash, o.Data); s != nil {
			said = append(said, m.restore(s, nil))
		}
	}
	if len(said) > 0 {
		m.say("%s", strings.Join(said, "; "))
	}
	m.changed()
	m.prepareIndex()
	m.measure()
}

// dataChanged drops what was derived from the data before.
func (m *session) dataChanged() {
	for _, k := range []taskKind{taskIndex, taskMeasure, taskFloor, taskPower} {
		m.cancelTask(k)
	}
	m.index = &segmentIndex{data: m.dataset}
	m.floors = floors{}
	m.networksChanged()
}

// become puts another network on the screen. Settings stay; everything that was computed is of the network before.
func (m *session) become(n *model.Network, name string) {
	for _, v := range m.visits {
		if v.run != nil {
			v.run.Cancel()
		}
	}
	m.extra.clear()
	m.openNetwork = newOpen(n, name, 0)
	m.undo = nil
	m.settings.ThresholdEAP, m.settings.ThresholdMax = m.initial.ThresholdEAP, m.initial.ThresholdMax
	m.networksChanged()
	m.restAt = m.now.Add(restBefore)
}

func (m *session) present() *Opened {
	return &Opened{Network: m.network, Model: m.model, Dataset: m.dataset, Data: m.dataName, Starts: m.starts, Measure: m.measurer}
}

// recompute takes every unit's statistics, and with them its threshold, from the data on the screen.
func (m *session) recompute() {
	lib := m.library
	switch {
	case lib == nil:
		m.complain(errNoLibrary)
		return
	case m.dataset == nil:
		m.say("no data to compute statistics from: : open data reads some")
		return
	}
	o := m.present()
	m.start(taskRecompute, "recomputing statistics", nil, func(ctx context.Context, t *task) func() {
		n, err := lib.Recompute(ctx, o, t.say)
		return func() { m.recomputedNetwork(n, err) }
	})
}

func (m *session) recomputedNetwork(n *model.Network, err error) {
	if err != nil {
		m.complain(fmt.Errorf("statistics were not recomputed: %w", err))
		return
	}
	was := m.openNetwork
	m.become(n, was.model)
	m.starts, m.measurer, m.recomputed = was.starts, was.measurer, true
	for i := range was.tree.layers {
		m.tree.layers[i].folded = was.tree.layers[i].folded
	}
	m.tree.set(was.tree.cursor)
	m.say("thresholds are from %s now; every unit starts again", m.dataset.Title)
	m.measure()
}

// foreignThresholds names the data that the units' thresholds are from, where that is not the data on the screen; else "".
func (m *session) foreignThresholds() string {
	t := m.network.Training
	if t == nil || t.DataHash == "" || m.dataset == nil || m.recomputed || t.DataHash == m.dataset.Hash {
		return ""
	}
	return t.Data
}

// baseName shortens a path for the screen.
func baseName(path string) string {
	if i := strings.LastIndexAny(strings.TrimRight(path, `/\`), `/\`); i >= 0 {
		return path[i+1:]
	}
	return path
}
