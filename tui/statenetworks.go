package tui

import "actmax/tui/state"

// sessions are those of all networks that were on the screen, the present one last: the one that is kept last is the one that
// is taken up.
func (m *explorer) sessions() []state.Session {
	var out []state.Session
	for _, w := range m.beside {
		if w.session != nil {
			out = append(out, m.sessionOf(w))
		}
	}
	return append(out, m.state())
}

// sessionOf is that of a network beside, as it was left.
func (m *explorer) sessionOf(w *waiting) state.Session {
	s := *w.session
	s.Beside, s.Against = []state.Network{{Model: m.o.Model, ModelHash: m.o.Network.Hash}}, m.o.Network.Hash
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
