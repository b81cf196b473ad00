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

// listed is what go list says of one package.
type listed struct {
	ImportPath string
	Name       string
	Standard   bool
	Imports    []string
}

// ours is the package's path within the module, "." for its root; ok is false for packages of others.
func ours(path string) (string, bool) {
	if path == module {
		return ".", true
	}
	return strings.CutPrefix(path, module+"/")
}

// within tells whether a package is a room or lies in it.
func within(pkg string, rooms ...string) bool {
	return slices.ContainsFunc(rooms, func(r string) bool { return pkg == r || strings.HasPrefix(pkg, r+"/") })
}

// floor is how high a package stands: it imports from lower floors only, or from its own room.
func floor(pkg string) int {
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

// room is what a package belongs to: packages of one room may import each other.
func room(pkg string) string {
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

// fault says what is wrong with one package of ours importing another, "" where nothing is.
func fault(from, to string) string {
	switch {
	case floor(from) < 0:
		return "stands on no floor: give it one in this test"
	case within(to, "internal/cli") && within(from, "internal/cli"):
		return commandFault(from, to)
	case within(to, "internal/cli") && from != ".", to == ".":
		return "the commands are the top of the house"
	case within(to, "tui") && !within(from, "tui") && !slices.Contains(explorers, from):
		return "only the commands open the terminal user interface"
	case within(from, "tui/style"):
		return "looks are chosen without knowing what is drawn"
	case within(from, "tui/canvas") && to != "tui/style":
		return "the screen knows cells, not what stands in them"
	case within(from, "tui/plot") && to != "tui/style" && to != "tui/canvas":
		return "plots know numbers, not what they are of"
	case within(from, "tui/state") && within(to, "tui"):
		return "what is kept of a session outlives the screens"
	case within(to, "internal/simd") && within(from, "data") && !within(from, "data/similar"):
		return "within data only similar computes with vectors"
	case room(from) == room(to):
		return ""
	case floor(to) >= floor(from):
		return "imports point down only"
	}
	return ""
}

func TestImportsPointDown(t *testing.T) {
	for _, p := range list(t, "./...") {
		from, _ := ours(p.ImportPath)
		if p.Name == "main" && from != "." {
			continue // a tool for development, imported by nobody
		}
		if floor(from) < 0 {
			t.Errorf("%s stands on no floor: give it one in this test", from)
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

// TestRoomsKeepToThemselves looks at everything that a room needs, directly or not.
func TestRoomsKeepToThemselves(t *testing.T) {
	terminal := []string{"charm.land/", "github.com/charmbracelet/", "github.com/guptarohit/asciigraph", "github.com/spf13/cobra"}
	for _, c := range []struct {
		packages []string
		never    []string
		why      string
	}{
		{[]string{"./data/..."}, append([]string{"actmax/model", "actmax/optimize"}, terminal...), "data knows no networks and no terminals"},
		{[]string{"./model/..."}, terminal, "networks know no terminals"},
		{[]string{"./optimize/..."}, terminal, "ascents never draw"},
		{[]string{"."}, []string{"github.com/mmcloughlin/avo", "testing"}, "the program holds no tools of its developers"},
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

// TestFloorsCanBeBroken shows that the rules refuse what they are there to refuse.
func TestFloorsCanBeBroken(t *testing.T) {
	for _, c := range []struct {
		from, to string
		ok       bool
	}{
		{"data", "model", false}, {"model", "data", false}, {"model/onnx", "data/dsads", false}, {"model", "model/train", false},
		{"model/train", "optimize", false}, {"optimize", "tui", false}, {"optimize/score", "internal/config", false},
		{"internal/report", "tui", false}, {"tui", "internal/config", false}, {"tui", "internal/cli", false},
		{"internal/npy", "data", false}, {"data/dsads", "internal/simd", false}, {"tui/canvas", "optimize", false}, {"tui/canvas", "tui/picture", false},
		{"tui/style", "tui/canvas", false}, {"tui/style", "tui/plot", false}, {"tui/canvas", "tui/plot", false}, {"tui/plot", "tui", false}, {"tui/plot", "optimize", false},
		{"tui/state", "tui/canvas", false},
		{"elsewhere", "data", false}, {"internal/cli", ".", false},
		{"internal/cli/open", "internal/cli", false}, {"internal/cli/open", "internal/cli/settings", false}, {"internal/cli/open", "tui", false},
		{"internal/cli/new", "internal/cli/fault", false}, {"tui", "internal/cli/open", false}, {"internal/report", "internal/cli/fault", false},
		{".", "internal/cli", true}, {"internal/cli", "tui", true}, {"tui", "optimize", true}, {"tui", "tui/canvas", true}, {"tui/canvas", "tui/style", true}, {"tui/plot", "tui/style", true}, {"tui/plot", "tui/canvas", true}, {"internal/cli", "tui/state", true}, {"tui/state", "optimize", true}, {"optimize", "model/train", true},
		{"model/train", "data", true}, {"model/train", "model", true}, {"data/similar", "internal/simd", true}, {"model", "internal/simd", true},
		{"internal/cli", "internal/cli/open", true}, {"internal/cli/explorer", "internal/cli/open", true}, {"internal/cli/sessions", "tui/state", true},
		{"tui", "internal/words", true}, {"optimize/results", "internal/npy", true}, {"internal/config", "internal/setting", true}, {"data/dsads", "data/source", true},
	} {
		if got := fault(c.from, c.to); (got == "") != c.ok {
			t.Errorf("%s -> %s: %q, want allowed %v", c.from, c.to, got, c.ok)
		}
	}
}
