package tui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every action is bound, once.
func TestKeyMap(t *testing.T) {
	seen := map[action]bool{}
	for _, g := range keyMap {
		for _, b := range g.bindings {
			if seen[b.action] {
				t.Errorf("%s: bound twice", b.show)
			}
			seen[b.action] = true
			if b.help == "" || strings.HasSuffix(b.help, ".") || len(b.keys) == 0 {
				t.Errorf("%s: %q", b.show, b.help)
			}
		}
	}
	for a := actNone + 1; a <= actQuit; a++ {
		if !seen[a] {
			t.Errorf("action %d has no key", a)
		}
	}
	if n := len(actions); n < len(seen) {
		t.Errorf("%d keys for %d actions", n, len(seen))
	}
}

// docs/keys.md is made from the key map.
func TestKeysMarkdown(t *testing.T) {
	text := KeysMarkdown()
	for _, want := range []string{"# Keys of the explorer", "| `j` `↓` |", "| `ctrl+d` |", `a space means and, \| means or`} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing", want)
		}
	}
	path := filepath.Join("..", "docs", "keys.md")
	b, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		t.Skip("docs/keys.md is not there yet")
	}
	if err != nil {
		t.Fatal(err)
	}
	if string(b) != text {
		t.Errorf("docs/keys.md differs from the key map: make generate")
	}
}
