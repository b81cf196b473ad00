package xdg

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestFolders(t *testing.T) {
	t.Setenv("HOME", "/home/someone")
	for variable, c := range map[string]struct {
		get  func() (string, error)
		want string
	}{
		"XDG_DATA_HOME":  {Data, "/home/someone/.local/share/actmax"},
		"XDG_STATE_HOME": {State, "/home/someone/.local/state/actmax"},
	} {
		t.Setenv(variable, "relative/is/ignored")
		if got, err := c.get(); err != nil || got != filepath.FromSlash(c.want) {
			t.Errorf("%s relative: %q, %v", variable, got, err)
		}
		t.Setenv(variable, "/elsewhere")
		if got, err := c.get(); err != nil || got != filepath.FromSlash("/elsewhere/actmax") {
			t.Errorf("%s: %q, %v", variable, got, err)
		}
		t.Setenv(variable, "")
	}
	t.Setenv("XDG_CACHE_HOME", "/elsewhere")
	if got, err := Cache(); err != nil || got != filepath.FromSlash("/elsewhere/actmax") {
		t.Errorf("cache: %q, %v", got, err)
	}
	t.Setenv("HOME", "")
	if _, err := State(); err == nil || !strings.Contains(err.Error(), "set XDG_STATE_HOME") {
		t.Errorf("without a home: %v", err)
	}
}
