package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "actmax"

// listed is one package in the output of go list.
type listed struct {
	ImportPath string
	Name       string
	Standard   bool
	Imports    []string
}

// ours returns the path of a package within the module, "." for its root. ok is false for other modules.
func ours(path string) (string, bool) {
	if path == module {
		return ".", true
	}
	return strings.CutPrefix(path, module+"/")
}

// within reports whether a package is one of the given folders or lies in one.
func within(pkg string, folders ...string) bool {
	return slices.ContainsFunc(folders, func(f string) bool { return pkg == f || strings.HasPrefix(pkg, f+"/") })
}

// layer returns the layer of a package, -1 if it has none. A package imports only from lower layers or from its own
// group.
func layer(pkg string) int {
	switch {
	case pkg == ".":
		return 6
	case within(pkg, "internal/cli"):
		return 5
	case within(pkg, "tui", "internal/report", "internal/config"):
		return 4
	case within(pkg, "optimize"):
		return 3
	case within(pkg, "model/train"):
		return 2
	case within(pkg, "model", "data"):
		return 1
	case within(pkg, "internal"):
		return 0
	}
	return -1
}

// group returns the group of a package. Packages of one group may import each other.
func group(pkg string) string {
	if within(pkg, "model/train") {
		return "model/train"
	}
	top, rest, _ := strings.Cut(pkg, "/")
	if top != "internal" {
		return top
	}
	if name, _, _ := strings.Cut(rest, "/"); slices.Contains([]string{"cli", "config", "report"}, name) {
		return "internal/" + name
	}
	return "internal"
}

func list(t *testing.T, args ...string) []listed {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Name,Standard,Imports"}, args...)...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list %v: %v\n%s", args, err, complaint.String())
	}
	var all []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// commandPackages are the packages that the commands are made of, each with those that it may import of them.
var commandPackages = map[string][]string{
	"internal/cli/await":    {},
	"internal/cli/fault":    {},
	"internal/cli/starts":   {},
	"internal/cli/terminal": {},
	"internal/cli/progress": {"terminal"},
	"internal/cli/usage":    {"fault", "terminal"},
	"internal/cli/settings": {"await", "fault"},
	"internal/cli/open":     {"await", "fault"},
	"internal/cli/sessions": {"open"},
	"internal/cli/explorer": {"fault", "open", "sessions", "settings", "starts"},
}

// commandFault is fault for two packages of the commands.
func commandFault(from, to string) string {
	if from == "internal/cli" {
		return ""
	}
	allowed, known := commandPackages[from]
	switch {
	case !known:
		return "unknown among the packages of the commands: give it a line in this test"
	case to == "internal/cli":
		return "commands import the packages that they are made of, not the other way round"
	case !slices.Contains(allowed, strings.TrimPrefix(to, "internal/cli/")):
		return "this test does not allow it"
	}
	return ""
}

// explorers are the packages of the commands that know the explorer.
var explorers = []string{"internal/cli", "internal/cli/explorer", "internal/cli/sessions", "internal/cli/settings"}

// explorerLayers are the packages of the explorer from the bottom up: each imports those of lower rows only.
var explorerLayers = [][]string{
	{"tui/number", "tui/filter", "tui/session/tree", "tui/session/state", "tui/session/command", "tui/style"},
	{"tui/canvas"},
	{"tui/plot"},
	{"tui/session/visit"},
	{"tui/session"},
	{"tui/session/board", "tui/session/export"},
	{"tui/plane", "tui/widget"},
	{"tui/screen"},
	{"tui/screen/unit", "tui/screen/layer", "tui/screen/compare", "tui/screen/unitmap", "tui/screen/scores", "tui/dialog"},
	{"tui"},
	{"tui/picture"},
	{"tui/pictures"},
}

// drawing are the packages of the explorer that know how something looks.
var drawing = []string{"tui/canvas", "tui/style", "tui/plot", "tui/widget", "tui/screen", "tui/dialog", "tui/picture"}

// explorerFault is fault for two packages of the explorer.
func explorerFault(from, to string) string {
	row := func(pkg string) int {
		return slices.IndexFunc(explorerLayers, func(l []string) bool { return slices.Contains(l, pkg) })
	}
	switch {
	case row(from) < 0 || row(to) < 0:
		return "unknown among the packages of the explorer: give it a row in this test"
	case within(from, "tui/session") && within(to, drawing...):
		return "what is open and computed knows no terminal"
	case row(to) >= row(from):
		return "within the explorer imports point down only, and screens know nothing of each other"
	}
	return ""
}

// fault returns what is wrong if one package of the module imports another, "" if nothing is.
func fault(from, to string) string {
	switch {
	case layer(from) < 0:
		return "it has no layer: give it one in this test"
	case within(to, "internal/cli") && within(from, "internal/cli"):
		return commandFault(from, to)
	case within(to, "internal/cli") && from != ".", to == ".":
		return "the commands are the top layer"
	case within(from, "tui/style"):
		return "looks are chosen without knowing what is drawn"
	case within(from, "tui/canvas") && to != "tui/style":
		return "the screen knows cells, not what stands in them"
	case within(from, "tui/plot") && to != "tui/style" && to != "tui/canvas":
		return "plots know numbers, not what they are of"
	case within(from, "tui") && within(to, "tui"):
		return explorerFault(from, to)
	case within(to, "tui") && !slices.Contains(explorers, from):
		return "only the commands open the terminal user interface"
	case within(to, "internal/simd") && within(from, "data") && !within(from, "data/similar"):
		return "within data only similar computes with vectors"
	case group(from) == group(to):
		return ""
	case layer(to) >= layer(from):
		return "imports point down only"
	}
	return ""
}

func TestImportsPointDown(t *testing.T) {
	for _, p := range list(t, "./...") {
		from, _ := ours(p.ImportPath)
		if p.Name == "main" && from != "." {
			continue // a development tool, which no package imports
		}
		if layer(from) < 0 {
			t.Errorf("%s has no layer: give it one in this test", from)
		}
		for _, path := range p.Imports {
			if to, ok := ours(path); ok {
				if problem := fault(from, to); problem != "" {
					t.Errorf("%s imports %s: %s", from, to, problem)
				}
			}
		}
	}
}

// TestDependencies checks all dependencies of a group, direct and indirect.
func TestDependencies(t *testing.T) {
	terminal := []string{
		"charm.land/", "github.com/charmbracelet/", "github.com/guptarohit/asciigraph", "github.com/spf13/cobra",
	}
	for _, c := range []struct {
		packages []string
		never    []string
		why      string
	}{
		{[]string{"./data/..."}, append([]string{"actmax/model", "actmax/optimize"}, terminal...),
			"data knows no networks and no terminals"},
		{[]string{"./model/..."}, terminal, "networks know no terminals"},
		{[]string{"./optimize/..."}, terminal, "ascents never draw"},
		{[]string{"."}, []string{"github.com/mmcloughlin/avo", "testing"}, "the program contains no development tools"},
	} {
		for _, p := range list(t, append([]string{"-deps"}, c.packages...)...) {
			for _, n := range c.never {
				if p.ImportPath == n || strings.HasPrefix(p.ImportPath, strings.TrimSuffix(n, "/")+"/") {
					t.Errorf("%v need %s: %s", c.packages, p.ImportPath, c.why)
				}
			}
		}
	}
}

// TestFault checks that the rules refuse what they must refuse, and allow the rest.
func TestFault(t *testing.T) {
	for _, c := range []struct {
		from, to string
		ok       bool
	}{
		{"data", "model", false}, {"model", "data", false}, {"model/onnx", "data/dsads", false},
		{"model", "model/train", false}, {"model/train", "optimize", false}, {"optimize", "tui", false},
		{"optimize/score", "internal/config", false}, {"internal/report", "tui", false},
		{"tui", "internal/config", false}, {"tui", "internal/cli", false}, {"internal/npy", "data", false},
		{"data/dsads", "internal/simd", false}, {"tui/canvas", "optimize", false},
		{"tui/canvas", "tui/picture", false},
		{"elsewhere", "data", false}, {"internal/cli", ".", false},
		{".", "internal/cli", true}, {"internal/cli", "tui", true}, {"tui", "optimize", true},
		{"tui", "tui/canvas", true}, {"internal/cli", "tui/session/state", true}, {"tui/session", "optimize", true},
		{"tui/session", "tui/canvas", false}, {"tui/screen/layer", "tui/screen/compare", false},
		{"tui/screen/layer", "tui", false}, {"tui/widget", "tui/screen", false}, {"tui/screen/layer", "tui/screen", true},
		{"tui/session", "tui/session/tree", true},
		{"optimize", "model/train", true}, {"model/train", "data", true}, {"model/train", "model", true},
		{"data/similar", "internal/simd", true}, {"model", "internal/simd", true},
		{"optimize/results", "internal/npy", true}, {"internal/config", "internal/setting", true},
		{"data/dsads", "data/source", true}, {"tui", "internal/words", true},
		{"internal/cli/open", "internal/cli", false}, {"internal/cli/open", "internal/cli/settings", false},
		{"internal/cli/open", "tui", false}, {"internal/cli/new", "internal/cli/fault", false},
		{"tui", "internal/cli/open", false}, {"internal/report", "internal/cli/fault", false},
		{"internal/cli", "internal/cli/open", true}, {"internal/cli/explorer", "internal/cli/open", true},
		{"internal/cli/sessions", "tui/session/state", true},
	} {
		if got := fault(c.from, c.to); (got == "") != c.ok {
			t.Errorf("%s -> %s: %q, want allowed %v", c.from, c.to, got, c.ok)
		}
	}
}
