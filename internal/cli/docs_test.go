package cli

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"actmax/internal/cli/open"
	"actmax/internal/cli/usage"
)

// root of the repository, from this folder.
const repository = "../.."

// documents are the Markdown files of the documentation.
func documents(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/decisions/*.md"} {
		paths, err := filepath.Glob(filepath.Join(repository, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range paths {
			text, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			texts[p] = string(text)
		}
	}
	if len(texts) < 5 {
		t.Fatalf("only %d documents found", len(texts))
	}
	return texts
}

var (
	span    = regexp.MustCompile("`((?:\\./)?actmax [^`]+)`")
	block   = regexp.MustCompile(`(?m)^ {4}((?:\./)?actmax [^#\n]+)`)
	example = regexp.MustCompile(`(?m)^  (actmax [^#\n|]+)`)
)

// The commands accept every command line in the documentation and in the examples of the help.
func TestCommandLinesInDocs(t *testing.T) {
	lines := 0
	check := func(where, line string, whole bool) {
		t.Helper()
		words := strings.Fields(strings.ReplaceAll(line, "\n", " "))[1:]
		if len(words) > 0 && words[0] == strings.ToUpper(words[0]) && words[0] != strings.ToLower(words[0]) {
			return // a placeholder
		}
		a := &app{stdout: new(bytes.Buffer), stderr: new(bytes.Buffer)}
		root := a.rootCommand()
		root.SetOut(a.stdout)
		usage.Strict(root)
		c, rest, err := root.Find(words)
		if err == nil {
			err = c.ParseFlags(rest)
		}
		if err == nil && whole {
			err = c.ValidateArgs(c.Flags().Args())
		}
		if err != nil {
			t.Errorf("%s: %q: %v", where, line, err)
		}
		lines++
	}
	for path, text := range documents(t) {
		for _, m := range span.FindAllStringSubmatch(text, -1) {
			check(path, m[1], false) // may name a command without what it needs
		}
		for _, m := range block.FindAllStringSubmatch(text, -1) {
			check(path, m[1], true)
		}
	}
	for _, c := range (&app{}).rootCommand().Commands() {
		for _, of := range append(c.Commands(), c) {
			for _, m := range example.FindAllStringSubmatch(of.Example, -1) {
				check(of.CommandPath()+" --help", m[1], true)
			}
		}
	}
	if lines < 30 {
		t.Errorf("only %d command lines found", lines)
	}
}

var (
	link  = regexp.MustCompile(`\]\(([^)#:]+)\)`)
	named = regexp.MustCompile(`[\w/-]+\.md\b`)
)

// The documents that comments refer to exist.
func TestDocsThatTheCodeNames(t *testing.T) {
	err := filepath.WalkDir(repository, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, name := range named.FindAllString(string(text), -1) {
			base := filepath.Base(name)
			docs := filepath.Join(repository, "docs")
			if !open.Exists(filepath.Join(docs, base)) && !open.Exists(filepath.Join(docs, "decisions", base)) {
				t.Errorf("%s refers to %s, which is not in docs", path, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestLinksInDocs(t *testing.T) {
	for path, text := range documents(t) {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if target := filepath.Join(filepath.Dir(path), filepath.FromSlash(m[1])); !open.Exists(target) {
				t.Errorf("%s: the link %s leads nowhere", path, m[1])
			}
		}
	}
}

// docs/architecture.md describes every package.
func TestArchitectureNamesEveryPackage(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(repository, "docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, layer := range []string{"data", "model", "optimize", "tui", "internal"} {
		folders, err := filepath.Glob(filepath.Join(repository, layer, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, dir := range folders {
			code, err := filepath.Glob(filepath.Join(dir, "*.go"))
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Base(dir)
			named := bytes.Contains(text, []byte("`"+name+"`")) || bytes.Contains(text, []byte("`"+layer+"/"+name+"`"))
			if len(code) > 0 && !named {
				t.Errorf("docs/architecture.md does not say what %s/%s is for", layer, name)
			}
		}
	}
}
