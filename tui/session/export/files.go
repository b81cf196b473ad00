package export

import (
	"errors"
	"os"
	"path/filepath"
)

// File is a file of an export; if Text is nil, it is not written.
type File struct {
	Name string
	Text []byte
}

// WriteFiles writes files into a folder and returns the names of those written.
func WriteFiles(dir string, files ...File) (names []string, err error) {
	for _, f := range files {
		if f.Text != nil {
			names = append(names, f.Name)
			err = errors.Join(err, os.WriteFile(filepath.Join(dir, f.Name), f.Text, 0o644))
		}
	}
	return names, err
}
