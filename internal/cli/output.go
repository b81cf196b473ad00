package cli

import (
	"errors"
	"os"
	"path/filepath"

	"actmax/internal/outdir"
)

// outFile makes the folder of a file that is to be written, and refuses a path that cannot take one, before any work is done.
// flag is what a person named the path with. undo removes the folders that were made, as far as they are still empty.
func outFile(flag, path string) (undo func(), err error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, unusable("%s %s is a folder; expected the name of a file", flag, path)
	}
	undo, err = outdir.Make(filepath.Dir(path))
	return undo, outError(flag, path, err)
}

// outFolder is outFile for a folder that files are to be written into.
func outFolder(flag, dir string) (undo func(), err error) {
	undo, err = outdir.Make(dir)
	return undo, outError(flag, dir, err)
}

// outError names the flag behind a place that nothing can be written into. Other errors stay as they are.
func outError(flag, path string, err error) error {
	var place *outdir.Error
	if errors.As(err, &place) {
		return unusable("%s %s: %w; name another place", flag, path, err)
	}
	return err
}
