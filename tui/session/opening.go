package session

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"actmax/model"
	"actmax/optimize"
)

var (
	ErrIndexCancelled = errors.New("indexing cancelled; restart it with :search similar segments")
	ErrNotRead        = errors.New("no data read, so no real segment to start from; open some with :open data")
	ErrNoLibrary      = errors.New("cannot open anything else; start actmax with --model and --data")
)

// Give ends the waiting with segments or with an error. Only the first call counts.
func (p *PendingStarts) Give(s optimize.Starts, err error) {
	select {
	case <-p.Ready:
	default:
		p.starts, p.err = s, err
		close(p.Ready)
	}
}

// ReadData reads the data of the options in the background, so that the screen appears before the data is read.
func (m *Session) ReadData() {
	if m.Library == nil || m.Data.Dataset != nil {
		return
	}
	m.awaitStarts()
	lib, n, modelName, name := m.Library, m.Open.Network, m.Open.Model, m.Data.DataName
	what := "reading the data"
	if name != "" {
		what = "reading " + BaseName(name)
	}
	m.Data.Index.Err = nil
	m.Start(TaskOpen, what, m.notRead, func(ctx context.Context, t *Task) func() {
		o, err := openData(ctx, lib, n, modelName, name, t.Progress)
		return func() { m.opened(o, what, err) }
	})
}

// openData reads and identifies data. It runs in the background because both take long.
func openData(ctx context.Context, lib Library, n *model.Network, modelName, name string, say Say) (*Opened, error) {
	o, err := lib.OpenData(ctx, n, modelName, name, say)
	if err != nil {
		return nil, err
	}
	o.identity = o.Dataset.Identity()
	return o, nil
}

// notRead records that reading was cancelled.
func (m *Session) notRead() {
	if m.Data.Dataset == nil {
		m.Data.Index.Err = ErrNotRead
		m.noStarts(ErrNotRead)
	}
}

// awaitStarts makes ascents wait for real segments until the data is read.
func (m *Session) awaitStarts() {
	m.noStarts(ErrNotRead)
	m.Data.Pending = &PendingStarts{Ctx: m.Ctx, Ready: make(chan struct{})}
	m.Open.Starts = m.Data.Pending
}

// noStarts ends the waiting for segments with an error.
func (m *Session) noStarts(err error) {
	if m.Data.Pending != nil {
		m.Data.Pending.Give(nil, err)
		m.Data.Pending = nil
	}
}

// OpenOther reads another network, other data or both in the background; the screen stays unchanged until they are
// read. An empty name stands for the current network, or for the data that suits the network.
func (m *Session) OpenOther(modelName, dataName string) {
	lib, n, present := m.Library, m.Open.Network, m.Open.Model
	if lib == nil {
		m.Complain(ErrNoLibrary)
		return
	}
	what := "reading " + BaseName(dataName)
	if modelName != "" {
		what = "opening " + BaseName(modelName)
	}
	m.Start(TaskOpen, what, m.notRead, func(ctx context.Context, t *Task) func() {
		name := present
		if modelName != "" && modelName != present {
			other, err := lib.OpenModel(modelName)
			if err != nil {
				return func() { m.opened(nil, what, err) }
			}
			n, name = other, modelName
		}
		if s := lib.Kept(n.Hash, ""); dataName == "" && s != nil { // the data that the network was last shown with
			if o, err := openData(ctx, lib, n, name, s.Data, t.Progress); err == nil || ctx.Err() != nil {
				return func() { m.opened(o, what, err) }
			}
		}
		o, err := openData(ctx, lib, n, name, dataName, t.Progress)
		return func() { m.opened(o, what, err) }
	})
}

// opened puts what was read on the screen.
func (m *Session) opened(o *Opened, what string, err error) {
	if err != nil {
		if m.Data.Dataset == nil {
			m.Data.Index.Err = err
			m.noStarts(err)
		}
		m.Complain(fmt.Errorf("%s: %w", what, err))
		return
	}
	said := append([]string(nil), o.Notes...)
	switched := m.Data.Dataset != nil || o.Network != m.Open.Network
	if switched {
		m.Save()
	}
	if o.Network != m.Open.Network {
		m.Become(o.Network, o.Model)
	}
	m.Open.Model, m.Data.DataName, m.Data.Dataset, m.Data.Identity = o.Model, o.Data, o.Dataset, o.identity
	m.Open.Measurer, m.Open.Measured = o.Measure, nil
	if m.Data.Pending != nil {
		m.Data.Pending.Give(o.Starts, nil)
		m.Data.Pending = nil
	}
	m.Open.Starts = o.Starts
	m.dataChanged()
	said = append(said, m.updateBackground()...)
	if switched {
		line := fmt.Sprintf("%s with %s", o.Network.Name, o.Dataset.Title)
		if s := m.Library.Kept(o.Network.Hash, o.Data); s != nil {
			line += "; " + m.Restore(s, nil)
		}
		said = append(said, line)
	}
	m.Note(said...)
	m.Changed()
	m.PrepareIndex()
	m.Measure()
}

// dataChanged drops everything that was derived from the previous data.
func (m *Session) dataChanged() {
	for _, k := range []TaskKind{TaskIndex, taskMeasure, TaskBaseline, TaskPower} {
		m.CancelTask(k)
	}
	m.Data.Index = &SegmentIndex{Data: m.Data.Dataset}
	m.Open.Baselines = baselines{}
	m.NetworksChanged()
}

// Become puts another network on the screen. Settings stay; all that was computed for the previous network is
// dropped.
func (m *Session) Become(n *model.Network, name string) {
	for _, v := range m.Open.Visits {
		if v.Run != nil {
			v.Run.Cancel()
		}
	}
	m.Extra.Clear()
	m.Open = newOpen(n, name, 0)
	m.UndoStack = nil
	m.Settings.ThresholdEAP, m.Settings.ThresholdMax = m.Initial.ThresholdEAP, m.Initial.ThresholdMax
	m.NetworksChanged()
	m.RestAt = m.Now.Add(RestBefore)
}

// Present returns the network and the data on the screen.
func (m *Session) Present() *Opened {
	o := m.Open
	return &Opened{
		Network: o.Network, Model: o.Model, Dataset: m.Data.Dataset, Data: m.Data.DataName,
		Starts: o.Starts, Measure: o.Measurer,
	}
}

// Recompute computes every unit's statistics, and so its threshold, from the data on the screen.
func (m *Session) Recompute() {
	lib := m.Library
	switch {
	case lib == nil:
		m.Complain(ErrNoLibrary)
		return
	case m.Data.Dataset == nil:
		m.Say("no data open; open some with :open data")
		return
	}
	o := m.Present()
	m.Start(TaskRecompute, "recomputing statistics", nil, func(ctx context.Context, t *Task) func() {
		n, err := lib.Recompute(ctx, o, t.Progress)
		return func() { m.recomputedNetwork(n, err) }
	})
}

func (m *Session) recomputedNetwork(n *model.Network, err error) {
	if err != nil {
		m.Complain(fmt.Errorf("cannot recompute the statistics: %w", err))
		return
	}
	was := m.Open
	m.Become(n, was.Model)
	m.Open.Starts, m.Open.Measurer, m.Open.Recomputed = was.Starts, was.Measurer, true
	for i := range was.Tree.Layers {
		m.Open.Tree.Layers[i].Folded = was.Tree.Layers[i].Folded
	}
	m.Open.Tree.Set(was.Tree.Cursor)
	m.Say("thresholds recomputed from %s; all units restarted", m.Data.Dataset.Title)
	m.Measure()
}

// ForeignThresholds returns the name of the data that the thresholds come from if that is not the data on the screen,
// else "".
func (m *Session) ForeignThresholds() string {
	t := m.Open.Network.Training
	if t == nil || t.DataHash == "" || m.Data.Dataset == nil || m.Open.Recomputed || t.DataHash == m.Data.Dataset.Hash {
		return ""
	}
	return t.Data
}

// BaseName shortens a path for the screen.
func BaseName(path string) string {
	if i := strings.LastIndexAny(strings.TrimRight(path, `/\`), `/\`); i >= 0 {
		return path[i+1:]
	}
	return path
}
