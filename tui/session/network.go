package session

import (
	"path/filepath"
	"slices"
	"strings"

	"actmax/model"
	"actmax/model/train"
	"actmax/optimize"
	"actmax/tui/session/state"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// Open is an open network and all that belongs to it: its tree, its units' runs and pins, its measurements. Nothing
// in it comes from another network, so that results never mix.
type Open struct {
	Network  *model.Network
	Model    string          // as the user calls it
	Starts   optimize.Starts // real segments to begin from
	Measurer Measure
	Left     *state.Session // its state when it left the screen; nil: it was not on the screen yet

	Measured   *train.Measurement // of every unit on the training segments; nil until measured
	Visits     map[tree.Place]*visit.Visit
	Kept       map[tree.Place]state.Recipe // of the previous session, for units not visited since
	Pins       []*Pin
	Recomputed bool // statistics differ from those in the network's file

	Tree      tree.Tree
	Query     string // filter in force
	Ordering  Ordering
	Baselines baselines
}

// newOpen returns an open network without results; one layer of its tree is unfolded.
func newOpen(n *model.Network, name string, unfolded int) *Open {
	return &Open{Network: n, Model: name, Visits: map[tree.Place]*visit.Visit{}, Tree: tree.New(n, unfolded)}
}

// BackgroundNetwork is a network to open in the background.
type BackgroundNetwork struct {
	Network *model.Network
	Model   string // as the user calls it
}

// MostOpen is the maximum number of open networks, because each keeps its runs.
const MostOpen = 9

// Other returns the background network in which counterparts are looked for, or nil if only one network is open.
func (m *Session) Other() *Open {
	if len(m.Background) == 0 {
		return nil
	}
	chosen := func(w *Open) bool { return w.Network.Hash == m.Counterparts.Against }
	return m.Background[max(0, slices.IndexFunc(m.Background, chosen))]
}

// FindBackground returns the background network with a hash, or nil.
func (m *Session) FindBackground(hash string) *Open {
	for _, w := range m.Background {
		if w.Network.Hash == hash {
			return w
		}
	}
	return nil
}

// Join adds a background network.
func (m *Session) Join(n *model.Network, name string) *Open {
	w := newOpen(n, name, 0)
	m.supply(w)
	m.Background = append(m.Background, w)
	m.Counterparts.Against = n.Hash
	m.NetworksChanged()
	return w
}

// supply gives a background network what it needs of the data on the screen.
func (m *Session) supply(w *Open) {
	w.Starts, w.Measurer, w.Measured = nil, nil, nil
	w.Baselines = baselines{}
	if m.Library == nil || m.Data.Dataset == nil {
		return
	}
	o := m.Library.Join(w.Network, w.Model, m.Present())
	w.Starts, w.Measurer = o.Starts, o.Measure
}

// Swap exchanges the network on the screen with a background network. Both keep their state: runs go on, playheads
// stay.
func (m *Session) Swap(w *Open) {
	was := m.State()
	m.Open.Baselines.pause(m)
	m.Open.Left = &was
	here := m.Open
	m.Background[slices.Index(m.Background, w)], m.Open = here, w
	m.Counterparts.Against = here.Network.Hash
	m.NetworksChanged()
	if w.Left == nil && m.Library != nil {
		if s := m.Library.Kept(m.Open.Network.Hash, m.Data.DataName); s != nil {
			if base, err := state.SettingsFrom(m.Initial, s.Settings); err == nil {
				m.restoreResults(s, base)
			}
		}
	}
	if m.Open.Measured == nil {
		m.Measure()
	}
}

// Dismiss closes a background network and cancels its runs.
func (m *Session) Dismiss(w *Open) {
	if m.Library != nil && w.Left != nil {
		m.Kept.Unsaved = m.Library.Keep(m.sessionOf(w))
	}
	for _, v := range w.Visits {
		if v.Run != nil {
			v.Run.Cancel()
		}
	}
	for _, p := range w.Pins {
		p.Cancel()
	}
	m.Extra.Drop(w.Network)
	m.Background = slices.DeleteFunc(m.Background, func(o *Open) bool { return o == w })
	if len(m.Background) == 0 {
		m.CancelTask(TaskCounterparts)
	}
	m.NetworksChanged()
}

// OpenOf returns the open network that holds n; the one on the screen if none in the background does.
func (m *Session) OpenOf(n *model.Network) *Open {
	for _, w := range m.Background {
		if w.Network == n {
			return w
		}
	}
	return m.Open
}

// Label returns the name of a network on the screen: that of its file, preceded by its folder if two files have the
// same name.
func (m *Session) Label(n *model.Network) string {
	name := m.OpenOf(n).Model
	taken := map[string]int{stem(m.Open.Model): 1}
	for _, w := range m.Background {
		taken[stem(w.Model)]++
	}
	short := stem(name)
	if short == "" {
		return n.Name
	}
	if taken[short] > 1 {
		if dir := filepath.Base(filepath.Dir(name)); dir != "." && dir != string(filepath.Separator) {
			return dir + "/" + short
		}
		return BaseName(name)
	}
	return short
}

// OfNetwork returns the name of a layer, preceded by the network's if several are open.
func (m *Session) OfNetwork(layer string) string {
	if len(m.Background) == 0 {
		return layer
	}
	return m.Label(m.Open.Network) + " " + layer
}

// TreeTitle returns the title of the tree: the network's name if several are open.
func (m *Session) TreeTitle() string {
	if len(m.Background) == 0 {
		return "Units"
	}
	return m.Label(m.Open.Network)
}

// stem returns the name of a model file without folder and extension.
func stem(path string) string {
	name := BaseName(path)
	if ext := filepath.Ext(name); isModelFile(ext) {
		name = strings.TrimSuffix(name, ext)
	}
	return name
}

func isModelFile(ext string) bool {
	return strings.EqualFold(ext, ".safetensors") || strings.EqualFold(ext, ".onnx")
}
