package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Networks of one's own are drawn for both backgrounds, the same byte for byte each time, whatever session is kept.
func TestOwn(t *testing.T) {
	if testing.Short() {
		t.Skip("it computes a layer twice")
	}
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	list := []view{{"map", "4", "KL "}}
	draw := func() map[string]string {
		out := filepath.Join(t.TempDir(), "pictures")
		if err := own(t, out, "mine", []string{"--model", "demo", "--data", "demo", "--unit", "conv1/5", "--set", "ascent.steps=10"}, list); err != nil {
			t.Fatal(err)
		}
		found, err := os.ReadDir(out)
		if err != nil {
			t.Fatal(err)
		}
		made := map[string]string{}
		for _, f := range found {
			text, err := os.ReadFile(filepath.Join(out, f.Name()))
			if err != nil {
				t.Fatal(err)
			}
			if made[f.Name()] = string(text); !bytes.HasPrefix(text, []byte("<svg")) {
				t.Errorf("%s: %.60q", f.Name(), text)
			}
		}
		return made
	}
	a, b := draw(), draw()
	if len(a) != 2*len(list) {
		t.Errorf("%d pictures, expected %d", len(a), 2*len(list))
	}
	for name, text := range a {
		if b[name] != text {
			t.Errorf("%s: %d bytes, then others", name, len(text))
		}
		if dark, ok := strings.CutSuffix(name, "-light-160x50.svg"); ok && a[dark+"-dark-160x50.svg"] == text {
			t.Errorf("%s is as the dark one", name)
		}
	}
	err := own(t, t.TempDir(), "mine", []string{"--model", "gone.safetensors"}, list)
	if err == nil || !strings.Contains(err.Error(), "gone.safetensors") {
		t.Errorf("a network that is not there: %v", err)
	}
	for _, v := range views {
		if _, err := keysOf(v.keys); err != nil {
			t.Error(err)
		}
	}
	if got := chosen("rep"); len(got) != 3 || got[2].name != "repeats" {
		t.Errorf("views up to repeats: %v", got)
	}
}
