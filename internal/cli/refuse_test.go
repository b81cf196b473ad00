package cli

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestRefusals: a fault is told with the flag, the file or the key that holds it, what was expected, and what to do.
func TestRefusals(t *testing.T) {
	home(t)
	write(t, "text.txt", "hello\n")
	write(t, "hello.safetensors", "hello\n")
	write(t, filepath.Join("half", "runs.jsonl"), "{}\n")
	for _, c := range []struct{ line, want string }{
		{"model info text.txt", "text.txt: not a safetensors file: "},
		{"model info text.txt", "expected a checkpoint (.safetensors) or an .onnx file"},
		{"model info hello.safetensors", "the file ends early, expected 8 bytes of header length"},
		{"model redundancy demo --layer foo", `--layer: unknown layer "foo": the network has conv1, `},
		{"explore --study text.txt", "--study text.txt is a file; expected a folder made by actmax study"},
		{"similar --run half", "half holds no result of actmax run: there is no signals.npz"},
		{"train --data demo --out a.safetensors --resume", "a.safetensors.resume; leave --resume out to begin one"},
		{"study --data demo --out s --seeds -1", "--seeds -1: expected a whole number from 0"},
		{"study --data demo --out s --other-head -2", "--other-head -2: expected a whole number from 0"},
		{"study --data demo --out s --models demo,demo", "two networks are called demo; name it once, or "},
		{"study --data demo --out s --models demo --sweep foo=1", `--sweep: unknown setting "foo"`},
		{"study --data demo --out s --models demo --sweep ascent.eta=1,-2", "--sweep: ascent.eta = -2 is out of range; expected a number from "},
		{"study --data demo --out s --models demo --set ascent.eta=-2 --sweep ascent.cycles=2", "--set: ascent.eta = -2 is out of range"},
	} {
		refused(t, 2, []string{c.want}, strings.Fields(c.line)...)
	}
	refused(t, 2, []string{"--models names no network", "leave it out to train"}, "study", "--data", "demo", "--out", "s", "--models", "")
}
