//go:build amd64 && !purego

package simd

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The committed assembly is what the generator writes, byte for byte.
func TestGenerated(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs the generator")
	}
	tool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("no go command: ", err)
	}
	source, err := os.ReadFile("vector_amd64.go")
	if err != nil {
		t.Fatal(err)
	}
	commands := regexp.MustCompile(`(?m)^//go:generate go run \./gen (.*)$`).FindAllStringSubmatch(string(source), -1)
	if len(commands) != 2 {
		t.Fatalf("vector_amd64.go has %d go:generate lines, expected one a vector width", len(commands))
	}
	dir := t.TempDir()
	generator := filepath.Join(dir, "gen.exe")
	if out, err := exec.Command(tool, "build", "-o", generator, "./gen").CombinedOutput(); err != nil {
		t.Fatalf("the generator does not build: %v\n%s", err, out)
	}
	for _, c := range commands {
		run := exec.Command(generator, strings.Fields(c[1])...)
		run.Dir = dir
		if out, err := run.CombinedOutput(); err != nil {
			t.Fatalf("gen %s: %v\n%s", c[1], err, out)
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "kernels_*"))
	if err != nil || len(files) != 4 {
		t.Fatalf("the generator wrote %v (%v), expected two files a vector width", files, err)
	}
	for _, f := range files {
		want, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Base(f))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the generator writes; run go generate in internal/simd and commit", filepath.Base(f))
		}
	}
}
