package tui

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"actmax/optimize/atlas"
	"actmax/optimize/results"
	"actmax/tui/screen/unitmap"
	"actmax/tui/session"
	"actmax/tui/session/tree"
)

// e writes what the screen shows; y gives the commands that repeat it.
func TestMapExport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		t.Chdir(t.TempDir())
		x := open(t, shelved(t, &shelf{}), 120, 40, colorprofile.TrueColor)
		x.keys("4")
		x.wait(10 * time.Second)
		x.want("mapped", "11 of 12 units")
		x.keys("e")
		x.wait(time.Second)
		x.want("e", "actmax-map-conv1: runs.jsonl, signals.npz, map.json")
		found, err := results.Read("actmax-map-conv1")
		if err != nil || len(found.Runs) != 12 {
			t.Errorf("%v: %d runs", err, len(found.Runs))
		}
		for name, want := range map[string]string{"map.svg": "<svg></svg>\n", "map.json": "{}\n"} {
			if got, err := os.ReadFile(filepath.Join("actmax-map-conv1", name)); err != nil || string(got) != want {
				t.Errorf("%s: %q, %v", name, got, err)
			}
		}
		x.keys("v")
		x.wait(5 * time.Second)
		x.keys("e")
		x.wait(time.Second)
		x.want("e", "actmax-map-conv1-shifts")
		x.copied = nil
		x.keys("y")
		want := "actmax run --model small --layer conv1 " + briskFlags + " --data demo --out run-conv1 && actmax atlas --run run-conv1 --model small --data demo --shift"
		if got := string(x.copied); !strings.Contains(got, base64.StdEncoding.EncodeToString([]byte(want))) {
			t.Errorf("the clipboard was not set to %q", want)
		}
		x.want("y", "--shift")
		x.keys(keyEscSeq, "v")
		x.wait(30 * time.Second)
		x.keys("e")
		x.wait(time.Second)
		x.want("e", "actmax-repeats-conv1", "redundancy.json", "redundancy.svg")
		x.keys("y")
		x.want("y", "redundancy", "small --data demo")
		if files, _ := filepath.Glob(".actmax*"); len(files) > 0 {
			t.Errorf("left behind: %v", files)
		}
	})
}

// What the commands do not repeat is said; what is not there yet is not exported; without a library the values are.
func TestMapExportOfParts(t *testing.T) {
	t.Chdir(t.TempDir())
	m := mapOn(t, 0, options(t))
	s := mapOf(m)
	if _, note := s.Commands("small", nil); note != "" {
		t.Errorf("said of plain results: %q", note)
	}
	m.common.Session.Open.Visits[tree.Place{Layer: 0, Unit: 1}].Own = true
	words, note := s.Commands("small", []string{"--data", "d"})
	if !strings.Contains(note, "1 ") || slices.Contains(words, "--shift") {
		t.Errorf("%q, %v", note, words)
	}
	m.common.Session.Settings.SimilarWidth = 7
	if words, _ := s.Commands("small", nil); words[len(words)-1] != "similar.width=7" {
		t.Errorf("%v", words)
	}
	m.common.Session.Settings.SimilarWidth = 10
	m.key(tea.KeyPressMsg{Code: 'e', Text: "e"})
	workOff(m)
	var made atlas.Map
	text, err := os.ReadFile(filepath.Join("actmax-map-conv1", "map.json"))
	if err == nil {
		err = json.Unmarshal(text, &made)
	}
	if err != nil || len(made.Points) != 11 {
		t.Errorf("%v: %d points in %s", err, len(made.Points), text)
	}
	v := m.common.Session.Open.Visits[tree.Place{Layer: 0, Unit: 5}]
	v.Result = nil
	if said := pressed(t, m, "e"); said == "" || m.alert || m.common.Session.Running(session.TaskExport) {
		t.Errorf("e says %q", said)
	}
	s.View = unitmap.ViewRepeats
	if said := pressed(t, m, "e"); said == "" || m.alert || m.common.Session.Running(session.TaskExport) {
		t.Errorf("e says %q", said)
	}
	m.common.Session.Data.Dataset = nil
	if said := pressed(t, m, "y"); said == "" || m.over != nil {
		t.Errorf("y says %q", said)
	}
}
