// Package xdg returns the folders of the program's files: the folder actmax in each of the XDG base directories.
package xdg

import (
	"fmt"
	"os"
	"path/filepath"
)

const program = "actmax"

// Data returns the folder of downloaded data sets: $XDG_DATA_HOME/actmax, else ~/.local/share/actmax.
func Data() (string, error) { return folder("XDG_DATA_HOME", "data", home(".local", "share")) }

// State returns the folder of saved sessions: $XDG_STATE_HOME/actmax, else ~/.local/state/actmax.
func State() (string, error) { return folder("XDG_STATE_HOME", "sessions", home(".local", "state")) }

// Cache returns the folder of files that can be computed again: $XDG_CACHE_HOME/actmax, else actmax in the system's
// cache folder.
func Cache() (string, error) { return folder("XDG_CACHE_HOME", "the cache", os.UserCacheDir) }

// folder returns the program's folder below the one that a variable names. The standard requires that a relative path
// is ignored.
func folder(variable, what string, otherwise func() (string, error)) (string, error) {
	base := os.Getenv(variable)
	if !filepath.IsAbs(base) {
		var err error
		if base, err = otherwise(); err != nil {
			return "", fmt.Errorf("no folder for %s: %w; set %s to an absolute path", what, err, variable)
		}
	}
	return filepath.Join(base, program), nil
}

func home(below ...string) func() (string, error) {
	return func() (string, error) {
		dir, err := os.UserHomeDir()
		return filepath.Join(append([]string{dir}, below...)...), err
	}
}
