// Package shared finds, for tests, the reference material that lies beside the project.
package shared

import (
	"os"
	"path/filepath"
	"testing"
)

// Path returns the path of a file of the reference material: under $ACTMAX_SHARED, else under ../shared from the
// module's root. The test is skipped where the file is absent.
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
		t.Skipf("needs %s, which is not here; set ACTMAX_SHARED to the folder that holds it", path)
	}
	return path
}
