package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// clean lists the folders whose code keeps the style. Sub-folders are listed on their own.
var clean = []string{
	".", "data", "data/dsads", "data/internal/checksum", "data/internal/made", "data/internal/number",
	"data/mhealth", "data/similar", "data/source", "data/table", "internal/atomicfile", "internal/cli/await",
	"internal/cli/explorer", "internal/cli/fault", "internal/cli/progress", "internal/cli/sessions",
	"internal/cli/settings", "internal/cli/starts", "internal/cli/terminal", "internal/cli/usage",
	"internal/config", "internal/filelock", "internal/half", "internal/npy", "internal/outdir",
	"internal/parallel", "internal/performance", "internal/report", "internal/report/reproduction",
	"internal/safetensors", "internal/setting", "internal/shared", "internal/simd", "internal/simd/gen",
	"internal/stats", "internal/tsne", "internal/words", "internal/xdg", "model", "model/onnx",
	"model/reference", "model/train", "model/train/cache", "model/train/internal/feed",
	"model/train/internal/fixture", "model/train/internal/random", "model/train/redundancy", "model/zoo",
	"model/zoo/make", "model/zoo/pack", "optimize/results", "optimize/score", "optimize/study", "tui/canvas",
	"tui/dialog", "tui/number", "tui/plot", "tui/screen/compare", "tui/screen/layer", "tui/screen/scores",
	"tui/screen/unit", "tui/screen/unitmap", "tui/session/board", "tui/session/command", "tui/session/export",
	"tui/session/visit", "tui/style",
}

// generated lists the pages of the documentation that programs write from the words of other packages.
var generated = []string{"docs/keys.md", "docs/reproduction.md", "docs/settings.md"}

// columns is the largest width of a line, with a tab as one column.
const columns = 120

// phrases maps words that this project does not use to the words that it does use.
var phrases = []struct {
	found   *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`(?i)\btells? whether\b`), "reports whether"},
	{regexp.MustCompile(`(?i)\b(gave|give[ns]?|giving)( it)? up\b`), "cancel"},
	{regexp.MustCompile(`(?i)\bknobs?\b`), "settings"},
	{regexp.MustCompile(`(?i)\bas (it stands|they stand)\b`), "current, unchanged"},
	{regexp.MustCompile(`(?i)\bwhere (there (is|are|was|were)|it is there)\b`), "if"},
	{regexp.MustCompile(`(?i)\b(rooms|in the room|of the room|of the house)\b`), "package, project"},
	{regexp.MustCompile(`(?i)\ba person (types|changes|sees|may)\b`), "the user"},
	{regexp.MustCompile(`(?i)\bwhoever\b`), "say who, or use the imperative"},
	{regexp.MustCompile(`(?i)\blest\b`), "so that ... not"},
	{regexp.MustCompile(`(?i)\b(seats|vacates?|unseats?)\b`), "slots, release"},
	{regexp.MustCompile(`: :`), "one colon"},
}

// Lines of hand-written code fit the width, and comments and messages use the words of the field. The log names folders
// that could be listed as clean.
func TestStyleOfCode(t *testing.T) {
	for _, folder := range clean {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Errorf("%s has no Go files (%v): take it off the list of clean folders", folder, err)
		}
		for _, path := range files {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, fault := range codeFaults(path, text) {
				t.Error(fault)
			}
		}
	}
	for folder, faults := range others(t) {
		if faults == 0 {
			t.Logf("%s keeps the style: add it to the list of clean folders", folder)
		}
	}
}

// others returns the number of faults of every folder with Go files that is not listed as clean.
func others(t *testing.T) map[string]int {
	t.Helper()
	found := map[string]int{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" || strings.Contains(path, "testdata") {
			return err
		}
		folder := filepath.ToSlash(filepath.Dir(path))
		if slices.Contains(clean, folder) {
			return nil
		}
		text, err := os.ReadFile(path)
		found[folder] += len(codeFaults(path, text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// Pages of the documentation use the words of the field, and lines of prose fit the width.
func TestStyleOfDocs(t *testing.T) {
	pages := 0
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*/*.md"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if slices.Contains(generated, filepath.ToSlash(path)) {
				continue
			}
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			pages++
			for _, fault := range append(wide(path, proseOf(string(text))), spoken(path, 1, string(text))...) {
				t.Error(fault)
			}
		}
	}
	if pages < 10 {
		t.Errorf("only %d pages were found", pages)
	}
}

// The checks find what they must find, and nothing else.
func TestStyleFaults(t *testing.T) {
	long := strings.Repeat("x", columns)
	for _, c := range []struct {
		name, code string
		want       []string
	}{
		{"a.go", "package a\n\n// f tells whether\n// it is.\nfunc f() {}\n", []string{"a.go:3", "reports whether"}},
		{"a.go", "package a\n\n// f tells\n// whether it is.\nfunc f() {}\n", []string{"a.go:3", "reports whether"}},
		{"a.go", "package a\n\nvar s = \"nothing to give up\"\n", []string{"a.go:3", "cancel"}},
		{"a_test.go", "package a\n\nvar s = \"nothing to give up\"\n", nil},
		{"a_test.go", "package a\n\nvar s = 1 // where there is one\n", []string{"a_test.go:3", "if"}},
		{"a.go", "package a\n\n// " + long + "\n", []string{"a.go:3", "123"}},
		{"a.go", "package a\n\n// " + long[3:] + "\n", nil},
		{"a.go", "package a\n\n// " + strings.Repeat("é", columns-3) + "\n", nil},
		{"a.go", "// Code generated by hand. DO NOT EDIT.\n\npackage a\n\n// f tells whether " + long + "\n", nil},
		{"a.go", "package a\n\nvar knobs, whoever = 1, 2 // identifiers are not words\n", nil},
	} {
		got := codeFaults(c.name, []byte(c.code))
		if c.want == nil && len(got) > 0 {
			t.Errorf("%q: unexpected faults %q", c.code, got)
		}
		if c.want != nil && (len(got) != 1 || !strings.Contains(got[0], c.want[0]) || !strings.Contains(got[0], c.want[1])) {
			t.Errorf("%q: faults %q, want one with %q", c.code, got, c.want)
		}
	}
	page := "prose\n| " + long + " |\n```\n" + long + "\n```\n[a](" + long + ")\n"
	if got := wide("a.md", proseOf(page)); len(got) > 0 {
		t.Errorf("tables, code and links may be wide: %q", got)
	}
	if got := wide("a.md", proseOf(page+long+"x\n")); len(got) != 1 || !strings.Contains(got[0], "a.md:7") {
		t.Errorf("a wide line of prose: %q", got)
	}
}

// codeFaults returns the faults of a Go file: wide lines, phrases in comments, and phrases in the strings of the
// program.
func codeFaults(path string, text []byte) []string {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return []string{err.Error()}
	}
	if ast.IsGenerated(file) {
		return nil
	}
	faults := wide(path, strings.Split(string(text), "\n"))
	for _, group := range file.Comments {
		faults = append(faults, spoken(path, files.Position(group.Pos()).Line, group.Text())...)
	}
	if strings.HasSuffix(path, "_test.go") {
		return faults
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.BasicLit); ok && s.Kind == token.STRING {
			faults = append(faults, spoken(path, files.Position(s.Pos()).Line, s.Value)...)
		}
		return true
	})
	return faults
}

// wide returns the lines of a file that exceed the width.
func wide(path string, lines []string) []string {
	var faults []string
	for i, line := range lines {
		if n := utf8.RuneCountInString(line); n > columns {
			faults = append(faults, fmt.Sprintf("%s:%d has %d columns, at most %d are allowed", path, i+1, n, columns))
		}
	}
	return faults
}

// spoken returns the phrases in a text that begins at a line of a file.
func spoken(path string, line int, text string) []string {
	flat := strings.Join(strings.Split(text, "\n"), " ") // a phrase may be wrapped
	var faults []string
	for _, p := range phrases {
		if at := p.found.FindStringIndex(flat); at != nil {
			faults = append(faults, fmt.Sprintf("%s:%d says %q; say: %s",
				path, line+strings.Count(text[:at[0]], "\n"), flat[at[0]:at[1]], p.instead))
		}
	}
	return faults
}

// proseOf returns the lines of a page, empty for those that may be wide: tables, HTML, code blocks and links.
func proseOf(page string) []string {
	lines, code := strings.Split(page, "\n"), false
	for i, line := range lines {
		text := strings.TrimSpace(line)
		fence := strings.HasPrefix(text, "```")
		if code || fence || strings.HasPrefix(line, "    ") || strings.HasPrefix(text, "|") || strings.HasPrefix(text, "<") ||
			strings.Contains(text, "](") {
			lines[i] = ""
		}
		code = code != fence
	}
	return lines
}
