package cli

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// Every command makes the folder of --out, and removes it again if the command fails. If the folder cannot be made, the
// command says so before any work, with the flag and the path and without the name of a temporary file.
func TestOutFolders(t *testing.T) {
	dir := home(t)
	recordings := folder(t, filepath.Join(dir, "..", "recordings"), dsadsFiles())
	bare(t, "bare.safetensors")
	write(t, "file", "")
	write(t, filepath.Join("taken.svg", "a"), "")
	write(t, filepath.Join("taken.safetensors", "a"), "")
	if code, _, stderr := run(short("runs", "--layer", "conv1", "--units", "0,1,2,3,4,5")...); code != 0 {
		t.Fatal(stderr)
	}
	imported := filepath.Join("new-model", "below", "net.safetensors") // a study needs statistics
	commands := []struct {
		out  string
		args []string
	}{
		{"runs", short("", "--layer", "conv1", "--units", "0")},
		{"net.safetensors", []string{"train", "--data", recordings, "--epochs", "1"}},
		{"net.safetensors", []string{"model", "import", "bare.safetensors", "--data", recordings}},
		{"map.svg", []string{"atlas", "--run", "runs", "--model", "bare.safetensors", "--data", recordings}},
		{"study", []string{"study", "--data", recordings, "--models", imported, "--presets", "paper", "--methods",
			"naive", "--set", "ascent.steps=2", "--sweep", "ascent.eta=0.2"}},
		{"man", []string{"man"}},
	}
	for _, c := range commands {
		c.args = withoutOut(c.args)
		name := c.args[0]
		before := files(t, dir)
		for _, parent := range []string{"file", filepath.Join("file", "far")} {
			out := filepath.Join(parent, c.out)
			refused(t, 2, []string{"--out " + out, "file is"}, append(c.args, "--out", out)...)
		}
		if after := files(t, dir); !slices.Equal(after, before) {
			t.Errorf("%s: files changed from %v to %v", name, before, after)
		}
		out := filepath.Join("new-"+name, "below", c.out)
		if code, _, stderr := run(append(c.args, "--out", out)...); code != 0 {
			t.Errorf("%s: exit code %d: %s", name, code, stderr)
		}
		if _, err := os.Stat(out); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	refused(t, 2, []string{"--out taken.svg", "folder"}, "atlas", "--run", "runs", "--model", "bare.safetensors",
		"--data", recordings, "--out", "taken.svg")
	refused(t, 2, []string{"--out taken.safetensors", "folder"}, "train", "--data", recordings, "--out",
		"taken.safetensors", "--force")
	// a command that fails after its folder was made removes it
	refused(t, 2, []string{"--resume"}, "train", "--data", recordings, "--resume", "--out",
		filepath.Join("gone", "below", "a.safetensors"))
	refused(t, 2, []string{"nothing.csv"}, "train", "--data", "nothing.csv", "--out",
		filepath.Join("gone", "below", "a.safetensors"))
	if _, err := os.Stat("gone"); err == nil {
		t.Error("an empty folder remains")
	}
}

// withoutOut removes the last flag, which is --out.
func withoutOut(args []string) []string {
	if i := slices.Index(args, "--out"); i >= 0 {
		return slices.Delete(slices.Clone(args), i, i+2)
	}
	return args
}
