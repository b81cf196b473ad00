package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"actmax/data"
	"actmax/internal/atomicfile"
	"actmax/internal/xdg"
	"actmax/model/zoo"
	"actmax/tui/session/state"
)

const (
	keptVersion  = 1
	mostSessions = 20 // of different networks or data; the oldest goes
)

// sessions is the file of kept explorer sessions, the newest first: one for each network with each data set.
type sessions struct {
	path string
	mu   sync.Mutex
}

type sessionsFile struct {
	Version  int             `json:"version"`
	Sessions []state.Session `json:"sessions"`
}

func openSessions() (*sessions, error) {
	dir, err := xdg.State()
	if err != nil {
		return nil, err
	}
	return &sessions{path: filepath.Join(dir, "explorer.json")}, nil
}

// read returns the kept sessions. A file that cannot be understood is set aside under another name; the note says so.
func (s *sessions) read() (list []state.Session, note string) {
	text, err := os.ReadFile(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ""
	}
	if err != nil {
		return nil, fmt.Sprintf("the kept sessions cannot be read: %v; this one starts clean", err)
	}
	list, err = parseSessions(text)
	if err == nil {
		return list, ""
	}
	aside := s.path + ".damaged"
	if rename := os.Rename(s.path, aside); rename != nil {
		return nil, fmt.Sprintf("%s is damaged (%v) and cannot be set aside: %v; this session starts clean", s.path, err, rename)
	}
	return nil, fmt.Sprintf("the kept sessions are damaged (%v) and were set aside as %s; this one starts clean", err, aside)
}

func parseSessions(text []byte) ([]state.Session, error) {
	var f sessionsFile
	if err := json.Unmarshal(text, &f); err != nil {
		return nil, err
	}
	if f.Version != keptVersion {
		return nil, fmt.Errorf("version %d, expected %d", f.Version, keptVersion)
	}
	for i := range f.Sessions {
		if err := f.Sessions[i].Check(); err != nil {
			return nil, fmt.Errorf("session %d: %w", i+1, err)
		}
	}
	return f.Sessions, nil
}

// write puts a session first. Another process may have kept one in between: the file is read again.
func (s *sessions) write(kept state.Session) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept.Model, kept.Data = settled(kept.Model), settled(kept.Data)
	kept.Beside = slices.Clone(kept.Beside)
	for i := range kept.Beside {
		kept.Beside[i].Model = settled(kept.Beside[i].Model)
	}
	list, _ := s.read()
	list = slices.DeleteFunc(list, func(o state.Session) bool { return o.ModelHash == kept.ModelHash && o.Data == kept.Data })
	list = append([]state.Session{kept}, list...)
	list = list[:min(len(list), mostSessions)]
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return err
	}
	return atomicfile.Write(s.path, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", " ")
		return e.Encode(sessionsFile{keptVersion, list})
	})
}

// find returns the newest session with a network, and with the data called dataName where that is not "".
func find(list []state.Session, modelHash, dataName string) *state.Session {
	for i := range list {
		if list[i].ModelHash == modelHash && (dataName == "" || list[i].Data == settled(dataName)) {
			return &list[i]
		}
	}
	return nil
}

// settled makes a name that holds in any working folder: paths become absolute.
func settled(name string) string {
	if name == "" || name == demo || slices.Contains(zoo.Names(), name) {
		return name
	}
	if _, err := data.SourceOf(name); err == nil {
		return name
	}
	if abs, err := filepath.Abs(name); err == nil {
		return abs
	}
	return name
}
