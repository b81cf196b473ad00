package cli

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestRefusals: an error names the flag, the file or the key at fault, and what is expected.
func TestRefusals(t *testing.T) {
	home(t)
	write(t, "text.txt", "hello\n")
	write(t, "hello.safetensors", "hello\n")
	write(t, filepath.Join("half", "runs.jsonl"), "{}\n")
	for _, c := range []struct {
		line string
		want []string
	}{
		{"model info text.txt", []string{"text.txt", "checkpoint (.safetensors)", ".onnx"}},
		{"model info hello.safetensors", []string{"hello.safetensors", "8 bytes"}},
		{"model redundancy demo --layer foo", []string{"--layer", `"foo"`, "conv1, conv2, conv3"}},
		{"explore --study text.txt", []string{"--study text.txt", "actmax study"}},
		{"explore --study half", []string{"--study half", "study.json", "actmax study"}},
		{"similar --run half", []string{"--run", "half", "signals.npz"}},
		{"train --data demo --out a.safetensors --resume", []string{"--resume", "a.safetensors.resume"}},
		{"study --data demo --out s --seeds -1", []string{"--seeds -1", "whole number from 0"}},
		{"study --data demo --out s --other-head -2", []string{"--other-head -2", "whole number from 0"}},
		{"study --data demo --out s --models demo,demo", []string{"demo"}},
		{"study --data demo --out s --models demo --sweep foo=1", []string{"--sweep", `"foo"`}},
		{"study --data demo --out s --models demo --sweep ascent.eta=1,-2",
			[]string{"--sweep", "ascent.eta = -2", "from 1e-09 to 1000"}},
		{"study --data demo --out s --models demo --set ascent.eta=-2 --sweep ascent.cycles=2",
			[]string{"--set", "ascent.eta = -2"}},
	} {
		refused(t, 2, c.want, strings.Fields(c.line)...)
	}
	refused(t, 2, []string{"--models"}, "study", "--data", "demo", "--out", "s", "--models", "")
}
