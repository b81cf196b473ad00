package dialog

import (
	"slices"
	"testing"
)

// A command breaks between words, never between a flag and its value.
func TestShellLines(t *testing.T) {
	words := []string{"actmax", "run", "--model", `'my nets/it'\''s.safetensors'`, "--set", "a=b", "''", "'x;y'"}
	want := []string{`actmax run \`, `--model 'my nets/it'\''s.safetensors' \`, `--set a=b '' 'x;y'`}
	if lines := shellLines(words, 40); !slices.Equal(lines, want) {
		t.Errorf("%q, expected %q", lines, want)
	}
}
