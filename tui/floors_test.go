package tui

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"

	"actmax/optimize/score"
	"actmax/tui/session"
	"actmax/tui/session/visit"
)

// Floors belong to their network: who goes over to another and comes back finds those that were known, and they are not worked
// out again. What is half done when it is left is taken up again.
func TestFloorsStayWithTheirNetwork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := shelved(t, &shelf{})
		o.Background = []session.BackgroundNetwork{{Network: turned(t), Model: "turned"}}
		x := open(t, o, 120, 40, colorprofile.TrueColor)
		x.wait(3 * time.Second)
		x.keys("5")
		x.wait(5 * time.Second)
		here := x.m.common.Session.Open.Network
		if !x.m.common.Session.BaselinesKnown(0) || x.m.common.Session.Open.Baselines.Basis.Network != here {
			t.Fatalf("no floors: %+v", x.m.common.Session.Open.Baselines)
		}
		places := &x.m.common.Session.Open.Baselines.Places[0]
		x.keys("b")
		if x.m.common.Session.Open.Network == here || x.m.common.Session.Open.Baselines.Basis.Network == here {
			t.Fatal("the floors of the network before are shown")
		}
		if f := x.m.common.Session.Other().Baselines; f.Basis.Network != here || len(f.Known) == 0 {
			t.Fatalf("the floors of the network that waits are lost: %+v", f)
		}
		x.keys("b")
		if !x.m.common.Session.BaselinesKnown(0) || &x.m.common.Session.Open.Baselines.Places[0] != places {
			t.Error("they are worked out again")
		}
		x.keys("b")
		x.wait(5 * time.Second)
		if !x.m.common.Session.BaselinesKnown(0) {
			t.Error("those of the other network are not worked out")
		}
		clear(x.m.common.Session.Open.Baselines.Known)
		x.m.common.Session.Open.Baselines.Busy = true // left while they were under way
		x.keys("b", "b")
		x.wait(5 * time.Second)
		if !x.m.common.Session.BaselinesKnown(0) {
			t.Error("what was half done is not taken up again")
		}
	})
}

// matchable is a model of two networks, whose units have thresholds that real segments reach, with those segments found.
func matchable(t *testing.T) (*explorer, *visit.Visit) {
	o := options(t)
	o.Library = &shelf{t: t}
	o.Background = []session.BackgroundNetwork{{Network: turned(t), Model: "turned"}}
	s := o.Network.Layers[0].Statistics
	for u := range s.Mean {
		s.Mean[u], s.Std[u] = 0.1, 0.01
	}
	m := modelAt(t, 0, o)
	m.common.Session.Open.Measured = measuredOf(o)
	v := m.common.Session.Current()
	for range 100 {
		m.common.Session.Now = m.common.Session.Now.Add(100 * time.Millisecond)
		unitOf(m).Aside.Look(unitOf(m), v)
		workOff(m)
		if m.common.Session.Open.Baselines.Has(m.common.Session.BaselineKey(v.Place)) {
			return m, v
		}
	}
	t.Fatalf("no floor: %+v", m.common.Session.Open.Baselines)
	return nil, nil
}

// The floor of one unit ends like those of a layer when it is given up, when another network comes onto the screen, and when
// the program ends.
func TestFloorOfOneUnitIsGivenUp(t *testing.T) {
	for what, leave := range map[string]func(m *explorer){
		"x":               func(m *explorer) { giveUp(m, session.TaskBaseline) },
		"another network": func(m *explorer) { m.switchNetwork() },
		"the end":         func(m *explorer) { m.common.Session.Stop() },
	} {
		m, v := matchable(t)
		clear(m.common.Session.Open.Baselines.Known)
		m.common.Session.Open.Baselines.Ask(m.common.Session, v)
		if len(m.later) == 0 || !m.common.Session.Running(session.TaskBaseline) {
			t.Fatal("it is no task")
		}
		of, cmds := m.common.Session.Open.Baselines.Basis, m.waiting()
		leave(m)
		cmds[0]().(doneMsg).apply()
		if n := m.common.Session.Holder(of); n != nil && len(n.Baselines.Known) > 0 {
			t.Errorf("%s: it goes on", what)
		}
	}
}

// What was found is kept: where a later floor fails, and where the network goes off the screen, whose it stays.
func TestFoundFloorsAreKept(t *testing.T) {
	m, v := matchable(t)
	clear(m.common.Session.Open.Baselines.Known)
	q, found := m.common.Session.BaselineKey(v.Place), score.Floor{Matched: 9, Mean: 1, Nearest: 1}
	begin := func() (t *session.Task, apply func(err error)) {
		m.common.Session.Open.Baselines.Failed = false
		m.common.Session.Open.Baselines.AskLayers(m.common.Session, []int{0})
		if len(m.later) == 0 {
			panic("no floor")
		}
		m.later = nil
		task, basis := m.common.Session.Tasks[len(m.common.Session.Tasks)-1], q.BaselineBasis
		keep := func() { m.common.Session.AddBaselines(basis, map[session.BaselineKey]score.Floor{q: found}) }
		task.Keep(keep)
		return task, func(err error) {
			m.common.Session.TaskDone(task, func() { keep(); m.common.Session.Open.Baselines.Ended(m.common.Session, basis, err) })
		}
	}
	_, end := begin()
	end(errors.New("segments torn"))
	if m.common.Session.Open.Baselines.Known[q] != found {
		t.Error("a floor is lost because another failed")
	}
	if !m.common.Session.Open.Baselines.Failed || m.common.Session.Open.Baselines.Busy || m.message != "segments torn" {
		t.Errorf("the mistake is not told: %q", m.message)
	}

	clear(m.common.Session.Open.Baselines.Known)
	_, end = begin()
	m.switchNetwork()
	m.message = ""
	version := m.common.Session.Other().Baselines.Version
	end(context.Canceled)
	if w := m.common.Session.Other(); w.Baselines.Known[q] != found || w.Baselines.Version == version {
		t.Error("a floor is lost because its network went off the screen")
	}
	if _, ok := m.common.Session.Open.Baselines.Known[q]; ok || m.common.Session.Open.Baselines.Failed || m.message != "" {
		t.Errorf("it came to the network on the screen: %+v, %q", m.common.Session.Open.Baselines.Known, m.message)
	}
	m.switchNetwork()
	if m.common.Session.Open.Baselines.Known[q] != found || m.common.Session.Open.Baselines.Busy {
		t.Error("it is not there when the network is back")
	}
	m.common.Session.Settings.Sigma++
	if m.common.Session.Open.Baselines.Adopt(m.common.Session, m.common.Session.BaselineKey(v.Place).BaselineBasis); len(m.common.Session.Open.Baselines.Known) > 0 {
		t.Error("floors of other thresholds stay")
	}
	end(context.Canceled)
	if len(m.common.Session.Open.Baselines.Known) > 0 {
		t.Error("floors of other thresholds are taken")
	}
}
