// Package shared finds the reference material for tests, in a folder next to the project.
package shared

import (
	"os"
	"path/filepath"
	"testing"
)

// Path returns the path of a file of the reference material: under $ACTMAX_SHARED, else under ../shared from the
// module's root. It skips the test if the file is missing.
func Path(t testing.TB, name string) string {
	t.Helper()
	root := os.Getenv("ACTMAX_SHARED")
	if root == "" {
		dir, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for {
			if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
				break
			}
			if dir == filepath.Dir(dir) {
				t.Fatal("no go.mod above the test's folder")
			}
			dir = filepath.Dir(dir)
		}
		root = filepath.Join(filepath.Dir(dir), "shared")
	}
	path := filepath.Join(root, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%s is missing; set ACTMAX_SHARED to the folder of the reference material", path)
	}
	return path
}
