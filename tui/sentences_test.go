package tui

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// sentencesAllowed is how many parts of sentences the tests may hold: fewer than this.
const sentencesAllowed = 60

// sentence finds three words in a row.
var sentence = regexp.MustCompile(`[a-z]{2,} [a-z]{2,} [a-z]{2,}`)

// TestFewSentences keeps the tests from pinning words: what a screen says is compared by the golden files, and every
// other test asserts numbers, units, keys and names, so a change of wording breaks none of them.
func TestFewSentences(t *testing.T) {
	var found []string
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, lit := range sentences(file) {
			found = append(found, fmt.Sprintf("%s: %s", set.Position(lit.Pos()), lit.Value))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) >= sentencesAllowed {
		t.Errorf("%d parts of sentences, want fewer than %d:\n%s", len(found), sentencesAllowed, strings.Join(found, "\n"))
	}
	t.Logf("%d parts of sentences", len(found))
}

// sentences returns the string literals of three words or more in file, except those that speak to the reader of a
// test's log.
func sentences(file *ast.File) []*ast.BasicLit {
	var found []*ast.BasicLit
	var visit func(n ast.Node) bool
	visit = func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if own := min(logged(call), len(call.Args)); own > 0 {
				for _, arg := range call.Args[own:] {
					ast.Inspect(arg, visit)
				}
				return false
			}
		}
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		if text, err := strconv.Unquote(lit.Value); err == nil && sentence.MatchString(text) {
			found = append(found, lit)
		}
		return true
	}
	ast.Inspect(file, visit)
	return found
}

// logged returns how many of the first arguments of call go to the test's log.
func logged(call *ast.CallExpr) int {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		name = f.Sel.Name
	case *ast.Ident:
		name = f.Name
	}
	switch name {
	case "Error", "Errorf", "Fatal", "Fatalf", "Log", "Logf", "Skip", "Skipf":
		return len(call.Args)
	case "want", "wantNot", "says", "complains", "refuses", "ignores",
		"silent", "closed", "quitAsked", "unedited", "ordered", "Run":
		return 1 // what the check is of
	case "screenTest", "same":
		return 2
	}
	return 0
}
