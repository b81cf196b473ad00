package explorer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"actmax/internal/cli/fault"
	"actmax/internal/cli/open"
	"actmax/internal/cli/sessions"
	"actmax/internal/report"
	"actmax/model"
	"actmax/model/train/redundancy"
	"actmax/optimize/study"
	"actmax/tui/session"
	"actmax/tui/session/state"
)

// lastNetwork opens the requested network, else that of the last session if it still exists, else the demo.
func lastNetwork(ctx context.Context, r *Request, list []state.Session, said *notes) (*model.Network, error) {
	if r.ModelGiven || len(list) == 0 {
		return open.Network(ctx, r.Model)
	}
	if r.Data.Name != "" && sessions.Find(list, list[0].ModelHash, r.Data.Name) == nil {
		return open.Network(ctx, r.Model)
	}
	last := list[0]
	n, err := open.Network(ctx, last.Model)
	if err == nil {
		r.Model = last.Model
		return n, nil
	}
	for _, k := range last.Background { // what else was open
		if n, other := open.Network(ctx, k.Model); other == nil {
			said.add("cannot open the network of the last session (%v); showing %s, which was open too",
				err, filepath.Base(k.Model))
			r.Model = k.Model
			return n, nil
		}
	}
	said.add("cannot open the network of the last session (%v); showing the demo", err)
	return open.Network(ctx, r.Model)
}

// lastData chooses the data to show, and returns the session that showed the same network with it, if there is one, and
// the settings of data that belong to it. reason says how the data was chosen if the user did not choose it.
func lastData(n *model.Network, r *Request, list []state.Session, said *notes) (
	s *state.Session, options []string, reason string, err error) {
	if r.Data.Name != "" {
		if err := open.Check(&r.Data); err != nil {
			return nil, nil, "", err
		}
		return sessions.Find(list, n.Hash, r.Data.Name), nil, "", nil
	}
	if flag := r.Data.HowRead(); flag != "" {
		return nil, nil, "", fault.Unusable("--%s says how to read data; give the data with --data", flag)
	}
	if s := sessions.Find(list, n.Hash, ""); s != nil {
		was, options, err := open.ParseArguments(s.Arguments)
		if err == nil {
			was.Name = s.Data
			err = open.Check(&was)
		}
		if err == nil {
			r.Data = was
			return s, options, "", nil
		}
		said.add("cannot open the data of the last session: %v", err)
	}
	r.Data.Name, reason = open.TrainedOn(n)
	return sessions.Find(list, n.Hash, r.Data.Name), nil, reason, nil
}

// openBackground opens the networks to open in addition to n: the requested ones, else those of the session. One of the
// session that cannot be opened is left out with a note.
func openBackground(ctx context.Context, n *model.Network, r *Request, last *state.Session, said *notes) (
	out []session.BackgroundNetwork, err error) {
	fits := func(other *model.Network) error {
		same := other.Hash == n.Hash
		for _, b := range out {
			same = same || b.Network.Hash == other.Hash
		}
		if same {
			return errors.New("has the same weights as another open network")
		}
		if len(out)+1 >= session.MostOpen {
			return fmt.Errorf("at most %d networks can be open", session.MostOpen)
		}
		return redundancy.Comparable(n, other)
	}
	for _, name := range r.Also {
		other, err := open.Network(ctx, name)
		if err != nil {
			return nil, err
		}
		if err := fits(other); err != nil {
			return nil, fault.Unusable("--also %s: %w", name, err)
		}
		out = append(out, session.BackgroundNetwork{Network: other, Model: name})
	}
	if len(r.Also) > 0 || last == nil {
		return out, nil
	}
	for _, k := range last.Background {
		other, err := open.Network(ctx, k.Model)
		switch {
		case err == nil && other.Hash != k.ModelHash:
			said.add("%s is not the network that was open in the last session", filepath.Base(k.Model))
			fallthrough
		case err == nil:
			err = fits(other)
		}
		if err != nil {
			said.add("left out %s of the last session: %v", filepath.Base(k.Model), err)
			continue
		}
		out = append(out, session.BackgroundNetwork{Network: other, Model: k.Model})
	}
	return out, nil
}

// lastStudy opens the requested study, else that of the session if it still exists. dir is its folder.
func lastStudy(r *Request, last *state.Session, said *notes) (s *study.Study, dir string, err error) {
	switch {
	case r.Study != "":
		if s, err = readStudy(r.Study); err != nil {
			return nil, "", fault.Unusable("--study %w", err)
		}
		dir = r.Study
	case last != nil && last.Study != "":
		if s, err = readStudy(last.Study); err != nil {
			said.add("left out the study of the last session: %v", err)
			return nil, "", nil
		}
		dir = last.Study
	default:
		return nil, "", nil
	}
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	return s, dir, nil
}

// readStudy reads the study of a folder.
func readStudy(dir string) (*study.Study, error) {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return nil, fmt.Errorf("%s is a file; expected a folder made by actmax study", dir)
	}
	s, err := study.Read(filepath.Join(dir, report.StudyFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s has no %s; expected a folder made by actmax study", dir, report.StudyFile)
	}
	return s, err
}
