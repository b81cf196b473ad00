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

// lastNetwork opens the network that was asked for, else that of the last session where it is still there, else the demo.
func lastNetwork(ctx context.Context, r *Request, list []state.Session, said *notes) (*model.Network, error) {
	if r.ModelGiven || len(list) == 0 || r.Data.Name != "" && sessions.Find(list, list[0].ModelHash, r.Data.Name) == nil {
		return open.Network(ctx, r.Model)
	}
	last := list[0]
	n, err := open.Network(ctx, last.Model)
	if err == nil {
		r.Model = last.Model
		return n, nil
	}
	for _, k := range last.Beside { // the rest of what was open
		if n, other := open.Network(ctx, k.Model); other == nil {
			said.add("the network of the last session cannot be opened (%v): this is %s, which was open beside it", err, filepath.Base(k.Model))
			r.Model = k.Model
			return n, nil
		}
	}
	said.add("the network of the last session cannot be opened (%v): this is the demo", err)
	return open.Network(ctx, r.Model)
}

// lastData settles which data is shown, and returns the session that showed the same network with it, if there is one, and the
// settings of data that belong to it. reason says how the data was chosen if nobody named it.
func lastData(n *model.Network, r *Request, list []state.Session, said *notes) (
	s *state.Session, options []string, reason string, err error) {
	if r.Data.Name != "" {
		if err := open.Check(&r.Data); err != nil {
			return nil, nil, "", err
		}
		return sessions.Find(list, n.Hash, r.Data.Name), nil, "", nil
	}
	if flag := r.Data.HowRead(); flag != "" {
		return nil, nil, "", fault.Unusable("--%s says how data is read; name the data with --data", flag)
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
		said.add("the data of the last session cannot be opened: %v", err)
	}
	r.Data.Name, reason = open.TrainedOn(n)
	return sessions.Find(list, n.Hash, r.Data.Name), nil, reason, nil
}

// openBeside opens the networks that are to be open beside n: those that were asked for, else those of the session. One of the
// session that is not there any more is passed over and said.
func openBeside(ctx context.Context, n *model.Network, r *Request, last *state.Session, said *notes) (out []session.Beside, err error) {
	fits := func(name string, other *model.Network) error {
		same := other.Hash == n.Hash
		for _, b := range out {
			same = same || b.Network.Hash == other.Hash
		}
		if same {
			return fault.Unusable("--also %s: it has the weights of another network that is opened", name)
		}
		if len(out)+1 >= session.MostOpen {
			return fault.Unusable("--also: %d networks are too many; at most %d are open at once", len(r.Also)+1, session.MostOpen)
		}
		if err := redundancy.Comparable(n, other); err != nil {
			return fault.Unusable("--also %s: %w", name, err)
		}
		return nil
	}
	for _, name := range r.Also {
		other, err := open.Network(ctx, name)
		if err == nil {
			err = fits(name, other)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, session.Beside{Network: other, Model: name})
	}
	if len(r.Also) > 0 || last == nil {
		return out, nil
	}
	for _, k := range last.Beside {
		other, err := open.Network(ctx, k.Model)
		switch {
		case err == nil && other.Hash != k.ModelHash:
			said.add("%s is another network than the one that was open beside it", filepath.Base(k.Model))
			fallthrough
		case err == nil:
			err = fits(k.Model, other)
		}
		if err != nil {
			said.add("%s, which was open beside it, is left out: %v", filepath.Base(k.Model), err)
			continue
		}
		out = append(out, session.Beside{Network: other, Model: k.Model})
	}
	return out, nil
}

// lastStudy opens the study that was asked for, else that of the session if it is still there. dir is its folder.
func lastStudy(r *Request, last *state.Session, said *notes) (s *study.Study, dir string, err error) {
	switch {
	case r.Study != "":
		if s, err = readStudy(r.Study); err != nil {
			return nil, "", fault.Unusable("--study %w", err)
		}
		dir = r.Study
	case last != nil && last.Study != "":
		if s, err = readStudy(last.Study); err != nil {
			said.add("the study of the last session is left out: %v", err)
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
		return nil, fmt.Errorf("%s: there is no %s in it; expected a folder made by actmax study", dir, report.StudyFile)
	}
	return s, err
}
