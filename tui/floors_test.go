package tui

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"

	"actmax/optimize/score"
)

// Floors belong to their network: who goes over to another and comes back finds those that were known, and they are not worked
// out again. What is half done when it is left is taken up again.
func TestFloorsStayWithTheirNetwork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := shelved(t, &shelf{})
		o.Beside = []Beside{{turned(t), "turned"}}
		x := open(t, o, 120, 40, colorprofile.TrueColor)
		x.wait(3 * time.Second)
		x.keys("5")
		x.wait(5 * time.Second)
		here := x.m.network
		if !x.m.floorsKnown(0) || x.m.floors.basis.network != here {
			t.Fatalf("no floors: %+v", x.m.floors)
		}
		places := &x.m.floors.places[0]
		x.keys("b")
		if x.m.network == here || x.m.floors.basis.network == here {
			t.Fatal("the floors of the network before are shown")
		}
		if f := x.m.other().floors; f.basis.network != here || len(f.known) == 0 {
			t.Fatalf("the floors of the network that waits are lost: %+v", f)
		}
		x.keys("b")
		if !x.m.floorsKnown(0) || &x.m.floors.places[0] != places {
			t.Error("they are worked out again")
		}
		x.keys("b")
		x.wait(5 * time.Second)
		if !x.m.floorsKnown(0) {
			t.Error("those of the other network are not worked out")
		}
		clear(x.m.floors.known)
		x.m.floors.busy = true // left while they were under way
		x.keys("b", "b")
		x.wait(5 * time.Second)
		if !x.m.floorsKnown(0) {
			t.Error("what was half done is not taken up again")
		}
	})
}

// matchable is a model of two networks, whose units have thresholds that real segments reach, with those segments found.
func matchable(t *testing.T) (*explorer, *visit) {
	o := options(t)
	o.Library = &shelf{t: t}
	o.Beside = []Beside{{turned(t), "turned"}}
	s := o.Network.Layers[0].Statistics
	for u := range s.Mean {
		s.Mean[u], s.Std[u] = 0.1, 0.01
	}
	m := modelAt(t, 0, o)
	m.measured = measuredOf(o)
	v := m.current()
	for range 100 {
		m.now = m.now.Add(100 * time.Millisecond)
		m.aside.look(m.unitScreen, v)
		workOff(m)
		if m.floors.has(m.floorQuestion(v.place)) {
			return m, v
		}
	}
	t.Fatalf("no floor: %+v", m.floors)
	return nil, nil
}

// The floor of one unit ends like those of a layer when it is given up, when another network comes onto the screen, and when
// the program ends.
func TestFloorOfOneUnitIsGivenUp(t *testing.T) {
	for what, leave := range map[string]func(m *explorer){
		"x":               func(m *explorer) { giveUp(m, taskFloor) },
		"another network": func(m *explorer) { m.goOver() },
		"the end":         func(m *explorer) { m.stop() },
	} {
		m, v := matchable(t)
		clear(m.floors.known)
		m.floors.ask(m.session, v)
		if len(m.later) == 0 || !m.busyWith(taskFloor) {
			t.Fatal("it is no task")
		}
		of, cmds := m.floors.basis, m.waiting()
		leave(m)
		cmds[0]().(doneMsg).apply()
		if n := m.holder(of); n != nil && len(n.floors.known) > 0 {
			t.Errorf("%s: it goes on", what)
		}
	}
}

// What was found is kept: where a later floor fails, and where the network goes off the screen, whose it stays.
func TestFoundFloorsAreKept(t *testing.T) {
	m, v := matchable(t)
	clear(m.floors.known)
	q, found := m.floorQuestion(v.place), score.Floor{Matched: 9, Mean: 1, Nearest: 1}
	begin := func() (t *task, apply func(err error)) {
		m.floors.failed = false
		m.floors.askLayers(m.session, []int{0})
		if len(m.later) == 0 {
			panic("nothing is worked out")
		}
		m.later = nil
		task, basis := m.tasks[len(m.tasks)-1], q.floorBasis
		keep := func() { m.keepFloors(basis, map[floorQuestion]score.Floor{q: found}) }
		task.keeps(keep)
		return task, func(err error) { m.taskDone(task, func() { keep(); m.floors.ended(m.session, basis, err) }) }
	}
	_, end := begin()
	end(errors.New("the segments are torn"))
	if m.floors.known[q] != found {
		t.Error("a floor is lost because another failed")
	}
	if !m.floors.failed || m.floors.busy || m.message != "the segments are torn" {
		t.Errorf("the mistake is not told: %q", m.message)
	}

	clear(m.floors.known)
	_, end = begin()
	m.goOver()
	m.message = ""
	version := m.other().floors.version
	end(context.Canceled)
	if w := m.other(); w.floors.known[q] != found || w.floors.version == version {
		t.Error("a floor is lost because its network went off the screen")
	}
	if _, ok := m.floors.known[q]; ok || m.floors.failed || m.message != "" {
		t.Errorf("it came to the network on the screen: %+v, %q", m.floors.known, m.message)
	}
	m.goOver()
	if m.floors.known[q] != found || m.floors.busy {
		t.Error("it is not there when the network is back")
	}
	m.settings.Sigma++
	if m.floors.adopt(m.session, m.floorQuestion(v.place).floorBasis); len(m.floors.known) > 0 {
		t.Error("floors of other thresholds stay")
	}
	end(context.Canceled)
	if len(m.floors.known) > 0 {
		t.Error("floors of other thresholds are taken")
	}
}
