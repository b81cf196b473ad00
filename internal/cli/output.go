package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"actmax/internal/cli/fault"
	"actmax/internal/outdir"
)

// outFile makes the folder of an output file, or returns an error for a path that cannot hold one, before any work is
// done. flag is the one that gave the path. undo removes the new folders that are still empty.
func outFile(flag, path string) (undo func(), err error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, fault.Unusable("%s %s is a folder; expected the name of a file", flag, path)
	}
	undo, err = outdir.Make(filepath.Dir(path))
	return undo, outError(flag, path, err)
}

// outFolder is outFile for an output folder.
func outFolder(flag, dir string) (undo func(), err error) {
	undo, err = outdir.Make(dir)
	return undo, outError(flag, dir, err)
}

// outError adds the flag to the error of a path that cannot be written to. It returns other errors unchanged.
func outError(flag, path string, err error) error {
	var place *outdir.Error
	if errors.As(err, &place) {
		return fault.Unusable("%s %s: %w; choose another path", flag, path, err)
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
