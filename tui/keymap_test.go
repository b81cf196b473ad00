package tui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"actmax/tui/screen"
)

// Every action is bound, once.
func TestKeyMap(t *testing.T) {
	seen := map[screen.Action]bool{}
	for _, g := range groupsOf(newList()) {
		for _, b := range g.Keys {
			if seen[b.Action] {
				t.Errorf("%s: bound twice", b.Help().Key)
			}
			seen[b.Action] = true
			if b.Sentence == "" || strings.HasSuffix(b.Sentence, ".") || len(b.Keys()) == 0 {
				t.Errorf("%s: %q", b.Help().Key, b.Sentence)
			}
		}
	}
	for a := screen.ActNone + 1; a < screen.ActScreen+screen.Action(len(newList())); a++ {
		if !seen[a] {
			t.Errorf("action %d has no key", a)
		}
	}
}

// docs/keys.md is made from the key map.
func TestKeysMarkdown(t *testing.T) {
	text := KeysMarkdown()
	for _, want := range []string{"\n| key | does |\n", "\n| `1` |", "| `j` `↓` |", "| `ctrl+d` |", ` \| `} {
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

// Every key of the map is pressed in some test: one that is added without a test is named here.
func TestEveryKeyIsTested(t *testing.T) {
	// How tests spell the keys that are no single letter.
	spelt := map[string]string{"tab": "tab", "enter": "enter", "esc": "keyEscSeq", "home": "keyHomeSeq", "end": "keyEndSeq", "ctrl+d": "ctrlD", "ctrl+u": "ctrlU",
		"ctrl+l": "ctrlL", "ctrl+z": `"C-z"`, "space": `" "`}
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	pressed := ""
	for _, name := range files {
		if name == "keymap_test.go" {
			continue
		}
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) { // where keys are pressed, or listed with what must change
			if strings.Contains(line, "keys(") || strings.Contains(line, "SendText(") || strings.Contains(line, `send-keys`) || strings.HasPrefix(strings.TrimSpace(line), "{") || strings.Contains(line, "range []string{") {
				pressed += line
			}
		}
	}
	for _, g := range groupsOf(newList()) {
		for _, b := range g.Keys {
			spelling, ok := spelt[b.Keys()[0]]
			if !ok {
				spelling = `"` + b.Keys()[0] + `"`
			}
			if !strings.Contains(pressed, spelling) {
				t.Errorf("%s (%s) is pressed in no test", b.Help().Key, b.Sentence)
			}
		}
	}
}
