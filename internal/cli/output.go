package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"actmax/internal/cli/fault"
	"actmax/internal/outdir"
)

// outFile makes the folder of a file that is to be written, and refuses a path that cannot take one, before any work is done.
// flag is what a person named the path with. undo removes the folders that were made, as far as they are still empty.
func outFile(flag, path string) (undo func(), err error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, fault.Unusable("%s %s is a folder; expected the name of a file", flag, path)
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
		return fault.Unusable("%s %s: %w; name another place", flag, path, err)
	}
	return err
}

// checkpointName returns an error for a name under which a saved network could not be found or opened again.
func checkpointName(out string) error {
	if strings.EqualFold(filepath.Ext(out), ".safetensors") {
		return nil
	}
	return fault.Unusable("--out %s: expected a name that ends in .safetensors", out)
}
