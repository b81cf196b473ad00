// Package sessions saves the sessions of the explorer in a file: one for each network with each data set.
package sessions

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

	"actmax/internal/atomicfile"
	"actmax/internal/cli/open"
	"actmax/internal/xdg"
	"actmax/tui/session/state"
)

const (
	version = 1
	most    = 20 // sessions of different networks or data; the oldest goes
)

// File is the file of saved sessions. Its methods may be called concurrently.
type File struct {
	Path string

	mu sync.Mutex
}

// document is what the file holds.
type document struct {
	Version  int             `json:"version"`
	Sessions []state.Session `json:"sessions"` // the newest first
}

// Default returns the file in the user's XDG state folder.
func Default() (*File, error) {
	dir, err := xdg.State()
	if err != nil {
		return nil, err
	}
	return &File{Path: filepath.Join(dir, "explorer.json")}, nil
}

// Read returns the sessions, the newest first. It renames a damaged file and says so in the note.
func (f *File) Read() (list []state.Session, note string) {
	text, err := os.ReadFile(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ""
	}
	if err != nil {
		return nil, fmt.Sprintf("cannot read the saved sessions: %v; starting a new one", err)
	}
	list, err = parse(text)
	if err == nil {
		return list, ""
	}
	aside := f.Path + ".damaged"
	if rename := os.Rename(f.Path, aside); rename != nil {
		return nil, fmt.Sprintf("%s is damaged (%v) and cannot be renamed: %v; starting a new session",
			f.Path, err, rename)
	}
	return nil, fmt.Sprintf("the saved sessions are damaged (%v), renamed to %s; starting a new one", err, aside)
}

func parse(text []byte) ([]state.Session, error) {
	var d document
	if err := json.Unmarshal(text, &d); err != nil {
		return nil, err
	}
	if d.Version != version {
		return nil, fmt.Errorf("version %d, expected %d", d.Version, version)
	}
	for i := range d.Sessions {
		if err := d.Sessions[i].Check(); err != nil {
			return nil, fmt.Errorf("session %d: %w", i+1, err)
		}
	}
	return d.Sessions, nil
}

// Write puts a session first, in place of one with the same network and data. The file is read again: another process
// may have written it.
func (f *File) Write(s state.Session) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	s.Model, s.Data = open.Absolute(s.Model), open.Absolute(s.Data)
	s.Background = slices.Clone(s.Background)
	for i := range s.Background {
		s.Background[i].Model = open.Absolute(s.Background[i].Model)
	}
	list, _ := f.Read()
	list = slices.DeleteFunc(list, func(o state.Session) bool { return o.ModelHash == s.ModelHash && o.Data == s.Data })
	list = append([]state.Session{s}, list...)
	list = list[:min(len(list), most)]
	if err := os.MkdirAll(filepath.Dir(f.Path), 0o700); err != nil {
		return err
	}
	return atomicfile.Write(f.Path, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", " ")
		return e.Encode(document{version, list})
	})
}

// Find returns the newest session with a network, and with the data called dataName unless that is ""; nil if there is
// none.
func Find(list []state.Session, modelHash, dataName string) *state.Session {
	for i := range list {
		if list[i].ModelHash == modelHash && (dataName == "" || list[i].Data == open.Absolute(dataName)) {
			return &list[i]
		}
	}
	return nil
}
