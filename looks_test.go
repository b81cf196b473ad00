package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// raw are the files that write terminal sequences or borders themselves, each with the reason.
var raw = map[string]string{
	"tui/picture/shapes.go":         "turns borders and blocks of a screen into figures",
	"tui/pictures/stage.go":         "holds what keys send, and the mode of the terminal in memory",
	"internal/cli/progress/line.go": "erases its own line of text before the explorer or without it",
}

// source is a Go file of ours that is part of a program.
type source struct {
	path string // slashes, from the root of the module
	*ast.File
}

// sources returns all of them.
func sources(t *testing.T) (out []source) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := d.Name(); d.IsDir() && path != "." && (strings.HasPrefix(name, ".") || name == "testdata") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		out = append(out, source{filepath.ToSlash(path), f})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// sketched returns what a literal holds that only the looks may hold: the start of an escape sequence, a border, a
// block; 0 where nothing.
func sketched(l *ast.BasicLit) rune {
	if l.Kind != token.STRING && l.Kind != token.CHAR {
		return 0
	}
	text, err := strconv.Unquote(l.Value)
	if err != nil {
		return 0
	}
	for _, r := range text {
		if r == 0x1b || r >= 0x2500 && r <= 0x259f {
			return r
		}
	}
	return 0
}

// Only tui/style and tui/plot write escape sequences, borders and blocks.
func TestLooksHaveOnePlace(t *testing.T) {
	met := map[string]bool{}
	for _, s := range sources(t) {
		if within(filepath.ToSlash(filepath.Dir(s.path)), "tui/style", "tui/plot") {
			continue
		}
		ast.Inspect(s.File, func(n ast.Node) bool {
			l, ok := n.(*ast.BasicLit)
			if !ok {
				return true
			}
			r := sketched(l)
			switch {
			case r == 0:
			case raw[s.path] == "":
				t.Errorf("%s: %s holds %q: take it from tui/style", s.path, l.Value, r)
			default:
				met[s.path] = true
			}
			return true
		})
	}
	for path := range raw {
		if !met[path] {
			t.Errorf("%s writes no sequences and borders itself: it needs no exception", path)
		}
	}
}

// A library that draws is used where its work is done: colours are chosen in tui/style, asciigraph draws in tui/plot.
func TestLibrariesHaveOnePlace(t *testing.T) {
	colours := []string{"Color", "ANSIColor", "RGBColor", "LightDark"}
	for _, s := range sources(t) {
		dir := filepath.ToSlash(filepath.Dir(s.path))
		for _, i := range s.Imports {
			if i.Path.Value == strconv.Quote("github.com/guptarohit/asciigraph") && dir != "tui/plot" {
				t.Errorf("%s imports %s: tui/plot draws curves", s.path, i.Path.Value)
			}
		}
		ast.Inspect(s.File, func(n ast.Node) bool {
			x, ok := n.(*ast.SelectorExpr)
			if !ok || dir == "tui/style" || !slices.Contains(colours, x.Sel.Name) {
				return true
			}
			if p, ok := x.X.(*ast.Ident); ok && p.Name == "lipgloss" {
				t.Errorf("%s uses lipgloss.%s: tui/style chooses colours", s.path, x.Sel.Name)
			}
			return true
		})
	}
}

// TestSketched shows that the rule sees what it is there to see.
func TestSketched(t *testing.T) {
	for text, want := range map[string]bool{
		`"\x1b[0m"`: true, `"\033[K"`: true, `"\u001b"`: true, "`│`": true, `'█'`: true, `"┤"`: true, `"\u2500"`: true,
		`"plain · ▲ ⠁"`: false, `"x1b["`: false, `'x'`: false,
	} {
		kind := token.STRING
		if text[0] == '\'' {
			kind = token.CHAR
		}
		if got := sketched(&ast.BasicLit{Kind: kind, Value: text}) != 0; got != want {
			t.Errorf("%s: %v, expected %v", text, got, want)
		}
	}
}
