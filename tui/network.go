package tui

import (
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"actmax/model"
	"actmax/model/train"
	"actmax/optimize"
	"actmax/tui/state"
)

// openNetwork is what belongs to one of the networks that are open: its units' runs and pins, its tree, its screens. That of
// the network on the screen is part of the explorer; the others wait beside it. Nothing in it comes from another network, so
// that results never mix.
type openNetwork struct {
	measured   *train.Measurement // of every unit on the training segments; nil until it is there
	visits     map[place]*visit
	kept       map[place]state.Recipe // of the session before, for units that were not looked at again yet
	pins       []*pin
	recomputed bool // statistics are not those of the network's file any more

	tree     tree
	query    string // filter in force
	ordering ordering
	layers   layerScreen
	chart    mapScreen
	scores   scoresScreen
	floors   floors
}

// waiting is a network that is open beside the one on the screen, with the same data.
type waiting struct {
	network *model.Network
	model   string // as a person calls it
	starts  optimize.Starts
	measure Measure
	session *state.Session // as it was left; nil: it was not on the screen yet
	openNetwork
}

// Beside is a network that is opened beside another.
type Beside struct {
	Network *model.Network
	Model   string // as a person calls it
}

// MostOpen bounds how many networks are open at once: each keeps its runs.
const MostOpen = 9

// other is the network beside the one on the screen in which counterparts are looked for; nil where only one is open.
func (m *explorer) other() *waiting {
	if len(m.beside) == 0 {
		return nil
	}
	return m.beside[max(0, slices.IndexFunc(m.beside, func(w *waiting) bool { return w.network.Hash == m.against }))]
}

// waitingFor returns the network beside of a hash, nil where there is none.
func (m *explorer) waitingFor(hash string) *waiting {
	for _, w := range m.beside {
		if w.network.Hash == hash {
			return w
		}
	}
	return nil
}

// join takes up a network beside the one on the screen.
func (m *explorer) join(n *model.Network, name string) *waiting {
	w := &waiting{network: n, model: name}
	w.visits = map[place]*visit{}
	w.tree = m.newTree(n, 0)
	m.supply(w)
	m.beside = append(m.beside, w)
	m.against = n.Hash
	m.pair.twins = true
	m.dirty = true
	return w
}

// supply gives a network beside what it takes from the data on the screen.
func (m *explorer) supply(w *waiting) {
	w.starts, w.measure, w.measured = nil, nil, nil
	w.scores.giveUp() // what it had was made with other data
	w.scores, w.floors = scoresScreen{}, floors{}
	if m.o.Library == nil || m.o.Dataset == nil {
		return
	}
	o := m.o.Library.Join(w.network, w.model, m.present())
	w.starts, w.measure = o.Starts, o.Measure
}

// swap puts a network that waits on the screen and lets the present one wait in its place. Both are left as they are: runs go
// on, playheads stay.
func (m *explorer) swap(w *waiting) tea.Cmd {
	m.on().leave(m)
	was := m.state()
	// What is being worked out for the screens of the network that leaves is asked for again when it is back.
	m.cancelTask(taskMap)
	m.cancelTask(taskRepeats)
	m.chart.busy, m.chart.repeats.busy, m.scores.board.busy = false, false, false
	m.floors.pause(m)
	m.scores.wait(m)
	w.openNetwork, m.openNetwork = m.openNetwork, w.openNetwork
	w.network, m.o.Network = m.o.Network, w.network
	w.model, m.o.Model = m.o.Model, w.model
	w.starts, m.o.Starts = m.o.Starts, w.starts
	w.measure, m.o.Measure = m.o.Measure, w.measure
	m.scores.goOn(m)
	first := w.session == nil
	w.session = &was
	m.against = w.network.Hash
	m.over, m.search, m.focus, m.lower = nil, nil, focusTree, focusTree
	if first && m.o.Library != nil {
		if s := m.o.Library.Kept(m.o.Network.Hash, m.o.Data); s != nil {
			if base, err := state.SettingsFrom(m.o.Settings, s.Settings); err == nil {
				m.restoreResults(s, base)
			}
		}
	}
	m.signal.reset()
	m.similar.pick = 0
	m.views.reset()
	if m.measured == nil {
		return m.measure()
	}
	return nil
}

// arrive goes to a place of the network that has just come onto the screen.
func (m *explorer) arrive(p place) {
	m.tree.layers[p.layer].folded = p.unit < 0
	m.standOn(p)
	m.restale()
	m.absolute()
	m.restAt = m.now.Add(restBefore)
	m.on().enter(m)
	m.dirty = true
}

// dismiss closes a network beside: its runs end, and what other screens hold of it goes.
func (m *explorer) dismiss(w *waiting) {
	if m.o.Library != nil && w.session != nil {
		m.unsaved = m.o.Library.Keep(m.sessionOf(w))
	}
	for _, v := range w.visits {
		if v.run != nil {
			v.run.Cancel()
		}
	}
	for _, p := range w.pins {
		p.giveUp()
	}
	w.scores.giveUp()
	m.pair.drop(w.network)
	m.beside = slices.DeleteFunc(m.beside, func(o *waiting) bool { return o == w })
	if len(m.beside) == 0 {
		m.pair.twins = false
		m.cancelTask(taskCounterparts)
	}
	if m.screen == screenCompare {
		m.pair.enter(m)
	}
	m.dirty = true
}

// recomputedOf tells whether an open network's statistics are not those of its file any more.
func (m *explorer) recomputedOf(n *model.Network) bool {
	for _, w := range m.beside {
		if w.network == n {
			return w.recomputed
		}
	}
	return m.recomputed
}

// modelOf is what a person calls an open network.
func (m *explorer) modelOf(n *model.Network) string {
	for _, w := range m.beside {
		if w.network == n {
			return w.model
		}
	}
	return m.o.Model
}

// startsOf are the real segments that ascents of an open network begin from.
func (m *explorer) startsOf(n *model.Network) optimize.Starts {
	for _, w := range m.beside {
		if w.network == n {
			return w.starts
		}
	}
	return m.o.Starts
}

// visitOf is the visit of a unit of an open network, nil where it has none.
func (m *explorer) visitOf(n *model.Network, p place) *visit {
	for _, w := range m.beside {
		if w.network == n {
			return w.visits[p]
		}
	}
	return m.visits[p]
}

// label is what a network is called on the screen: the name of its file, after its folder where two have the same name.
func (m *explorer) label(n *model.Network) string {
	name := m.modelOf(n)
	taken := map[string]int{stem(m.o.Model): 1}
	for _, w := range m.beside {
		taken[stem(w.model)]++
	}
	short := stem(name)
	if short == "" {
		return n.Name
	}
	if taken[short] > 1 {
		if dir := filepath.Base(filepath.Dir(name)); dir != "." && dir != string(filepath.Separator) {
			return dir + "/" + short
		}
		return baseName(name)
	}
	return short
}

// ofNetwork puts the network's name before that of a layer, where several are open.
func (m *explorer) ofNetwork(layer string) string {
	if len(m.beside) == 0 {
		return layer
	}
	return m.label(m.o.Network) + " " + layer
}

// treeTitle is what stands above the units: the network's name where several are open.
func (m *explorer) treeTitle() string {
	if len(m.beside) == 0 {
		return "Units"
	}
	return m.label(m.o.Network)
}

// stem is the name of a file without folder and extension.
func stem(path string) string {
	name := baseName(path)
	if ext := filepath.Ext(name); isModelFile(ext) {
		name = strings.TrimSuffix(name, ext)
	}
	return name
}

func isModelFile(ext string) bool {
	return strings.EqualFold(ext, ".safetensors") || strings.EqualFold(ext, ".onnx")
}
