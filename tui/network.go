package tui

import (
	"path/filepath"
	"slices"
	"strings"

	"actmax/model"
	"actmax/model/train"
	"actmax/optimize"
	"actmax/tui/state"
)

// openNetwork is a network that is open, and what belongs to it: its units' runs and pins, its tree, what was measured of it.
// Nothing in it comes from another network, so that results never mix.
type openNetwork struct {
	network  *model.Network
	model    string          // as the user calls it
	starts   optimize.Starts // real segments to begin from
	measurer Measure
	left     *state.Session // as it was left; nil: it was not on the screen yet

	measured   *train.Measurement // of every unit on the training segments; nil until it is there
	visits     map[place]*visit
	kept       map[place]state.Recipe // of the session before, for units that were not looked at again yet
	pins       []*pin
	recomputed bool // statistics are not those of the network's file any more

	tree     tree
	query    string // filter in force
	ordering ordering
	floors   floors
}

// newOpen returns an open network without results, with one layer of its tree unfolded.
func newOpen(n *model.Network, name string, unfolded int) *openNetwork {
	return &openNetwork{network: n, model: name, visits: map[place]*visit{}, tree: newTree(n, unfolded)}
}

// Beside is a network that is opened beside another.
type Beside struct {
	Network *model.Network
	Model   string // as a person calls it
}

// MostOpen bounds how many networks are open at once: each keeps its runs.
const MostOpen = 9

// other is the network beside the one on the screen in which counterparts are looked for; nil where only one is open.
func (m *session) other() *openNetwork {
	if len(m.beside) == 0 {
		return nil
	}
	return m.beside[max(0, slices.IndexFunc(m.beside, func(w *openNetwork) bool { return w.network.Hash == m.against }))]
}

// waitingFor returns the network beside of a hash, nil where there is none.
func (m *session) waitingFor(hash string) *openNetwork {
	for _, w := range m.beside {
		if w.network.Hash == hash {
			return w
		}
	}
	return nil
}

// join takes up a network beside the one on the screen.
func (m *session) join(n *model.Network, name string) *openNetwork {
	w := newOpen(n, name, 0)
	m.supply(w)
	m.beside = append(m.beside, w)
	m.against = n.Hash
	m.networksChanged()
	return w
}

// supply gives a network beside what it takes from the data on the screen.
func (m *session) supply(w *openNetwork) {
	w.starts, w.measurer, w.measured = nil, nil, nil
	w.floors = floors{}
	if m.library == nil || m.dataset == nil {
		return
	}
	o := m.library.Join(w.network, w.model, m.present())
	w.starts, w.measurer = o.Starts, o.Measure
}

// swap puts a network that waits on the screen and lets the present one wait in its place. Both are left as they are: runs go
// on, playheads stay.
func (m *session) swap(w *openNetwork) {
	was := m.state()
	m.floors.pause(m)
	m.left = &was
	here := m.openNetwork
	m.beside[slices.Index(m.beside, w)], m.openNetwork = here, w
	m.against = here.network.Hash
	m.networksChanged()
	if w.left == nil && m.library != nil {
		if s := m.library.Kept(m.network.Hash, m.dataName); s != nil {
			if base, err := state.SettingsFrom(m.initial, s.Settings); err == nil {
				m.restoreResults(s, base)
			}
		}
	}
	if m.measured == nil {
		m.measure()
	}
}

// dismiss closes a network beside and ends its runs.
func (m *session) dismiss(w *openNetwork) {
	if m.library != nil && w.left != nil {
		m.unsaved = m.library.Keep(m.sessionOf(w))
	}
	for _, v := range w.visits {
		if v.run != nil {
			v.run.Cancel()
		}
	}
	for _, p := range w.pins {
		p.giveUp()
	}
	m.extra.drop(w.network)
	m.beside = slices.DeleteFunc(m.beside, func(o *openNetwork) bool { return o == w })
	if len(m.beside) == 0 {
		m.cancelTask(taskCounterparts)
	}
	m.networksChanged()
}

// openOf returns what is open of a network: the one on the screen where it is none of those beside.
func (m *session) openOf(n *model.Network) *openNetwork {
	for _, w := range m.beside {
		if w.network == n {
			return w
		}
	}
	return m.openNetwork
}

// label is what a network is called on the screen: the name of its file, after its folder where two have the same name.
func (m *session) label(n *model.Network) string {
	name := m.openOf(n).model
	taken := map[string]int{stem(m.model): 1}
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
func (m *session) ofNetwork(layer string) string {
	if len(m.beside) == 0 {
		return layer
	}
	return m.label(m.network) + " " + layer
}

// treeTitle is what stands above the units: the network's name where several are open.
func (m *session) treeTitle() string {
	if len(m.beside) == 0 {
		return "Units"
	}
	return m.label(m.network)
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
