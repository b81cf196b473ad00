package tui

// KeptNetwork is a network that was open beside another.
type KeptNetwork struct {
	Model     string `json:"model"` // as a person calls it
	ModelHash string `json:"model_sha256"`
}

// sessions are those of all networks that were on the screen, the present one last: the one that is kept last is the one that
// is taken up.
func (m *explorer) sessions() []State {
	var out []State
	for _, w := range m.beside {
		if w.session != nil {
			out = append(out, m.sessionOf(w))
		}
	}
	return append(out, m.state())
}

// sessionOf is that of a network beside, as it was left.
func (m *explorer) sessionOf(w *waiting) State {
	s := *w.session
	s.Beside, s.Against = []KeptNetwork{{m.o.Model, m.o.Network.Hash}}, m.o.Network.Hash
	for _, o := range m.beside {
		if o != w {
			s.Beside = append(s.Beside, KeptNetwork{o.model, o.network.Hash})
		}
	}
	return s
}

func keepAll(lib Library, all []State) error {
	for _, s := range all {
		if err := lib.Keep(s); err != nil {
			return err
		}
	}
	return nil
}
