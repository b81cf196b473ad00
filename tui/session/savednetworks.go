package session

import "actmax/tui/session/state"

// sessions returns the sessions of all networks that were on the screen. The current one comes last, because the
// session saved last is the one that is restored.
func (m *Session) sessions() []state.Session {
	var out []state.Session
	for _, w := range m.Background {
		if w.Left != nil {
			out = append(out, m.sessionOf(w))
		}
	}
	return append(out, m.State())
}

// sessionOf returns the session of a background network as it left the screen.
func (m *Session) sessionOf(w *Open) state.Session {
	s := *w.Left
	s.Background = []state.Network{{Model: m.Open.Model, ModelHash: m.Open.Network.Hash}}
	s.Against = m.Open.Network.Hash
	for _, o := range m.Background {
		if o != w {
			s.Background = append(s.Background, state.Network{Model: o.Model, ModelHash: o.Network.Hash})
		}
	}
	return s
}

func saveAll(lib Library, all []state.Session) error {
	for _, s := range all {
		if err := lib.Keep(s); err != nil {
			return err
		}
	}
	return nil
}
