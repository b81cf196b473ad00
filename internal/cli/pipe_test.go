//go:build unix

package cli

import (
	"context"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"actmax/internal/cli/fault"
	"actmax/internal/cli/open"
)

// A pipe gives its bytes once, or never: settings and networks can be read from one, and the first interrupt ends the
// wait. Recordings are read more than once, so a pipe is an error.
func TestPipes(t *testing.T) {
	home(t)
	for _, name := range []string{"network", "waits", "settings", "a.npz", "a.csv"} {
		if err := syscall.Mkfifo(name, 0o600); err != nil {
			t.Skipf("no pipes here: %v", err)
		}
	}
	for _, name := range []string{"network", "a.npz", "a.csv"} {
		refused(t, 2, []string{name, "neither a file nor a folder"}, "data", "info", name)
	}
	for _, args := range [][]string{{"model", "info", "network"}, {"model", "info", "demo", "--config", "waits"}} {
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(50*time.Millisecond, cancel)
		if code, _, stderr := runIn(ctx, args...); code != fault.ExitFailed ||
			stderr != "actmax: interrupted; no result was written\n" {
			t.Errorf("%q: %d %q", args, code, stderr)
		}
	}
	wrote := make(chan error, 1)
	go func() { wrote <- os.WriteFile("settings", []byte("ascent.steps = 20\n"), 0o600) }()
	// The settings of a study are gathered for every method, and its networks opened after that.
	code, _, stderr := run("study", "--config", "settings", "--data", open.Demo, "--models", "none.onnx", "--presets",
		"paper", "--methods", "naive,l2+tv", "--out", "study")
	if code != 2 || !strings.Contains(stderr, "none.onnx") {
		t.Errorf("%d %s", code, stderr)
	}
	select {
	case err := <-wrote:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("nobody read the settings")
	}
}
