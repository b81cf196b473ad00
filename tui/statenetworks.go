package tui

import "actmax/tui/state"

// sessions are those of all networks that were on the screen, the present one last: the one that is kept last is the one that
// is taken up.
func (m *session) sessions() []state.Session {
	var out []state.Session
	for _, w := range m.beside {
		if w.left != nil {
			out = append(out, m.sessionOf(w))
		}
	}
	return append(out, m.state())
}

// sessionOf is that of a network beside, as it was left.
func (m *session) sessionOf(w *openNetwork) state.Session {
	s := *w.left
	s.Beside, s.Against = []state.Network{{Model: m.model, ModelHash: m.network.Hash}}, m.network.Hash
	for _, o := range m.beside {
		if o != w {
			s.Beside = append(s.Beside, state.Network{Model: o.model, ModelHash: o.network.Hash})
		}
	}
	return s
}

func keepAll(lib Library, all []state.Session) error {
	for _, s := range all {
		if err := lib.Keep(s); err != nil {
			return err
		}
	}
	return nil
}
