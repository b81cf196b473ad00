package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"actmax/internal/atomicfile"
	"actmax/internal/cli/usage"
	"actmax/internal/simd"
)

// build identifies the program.
type build struct {
	Version  string `json:"version"`            // of the module: "v0.1.0", or "devel"
	Commit   string `json:"commit,omitempty"`   // stamped by version control
	Time     string `json:"time,omitempty"`     // of the commit
	Modified bool   `json:"modified,omitempty"` // built from a changed tree
	Go       string `json:"go"`
	System   string `json:"system"` // "linux/amd64"
	SIMD     string `json:"simd"`   // variant in use
}

func thisBuild() build {
	b := build{
		Version: "devel", Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH, SIMD: simd.Variant(),
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		b.Version = v
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.time":
			b.Time = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	return b
}

func (b build) String() string {
	parts := []string{"actmax " + b.Version}
	if b.Commit != "" {
		c := b.Commit[:min(12, len(b.Commit))]
		if b.Modified {
			c += " (modified)"
		}
		parts = append(parts, "commit "+c)
	}
	return strings.Join(append(parts, b.Go, b.System, "simd "+b.SIMD), ", ")
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version, the build and the vector instructions in use",
		Args: usage.NoArguments,
		RunE: func(cmd *cobra.Command, args []string) error {
			if a.json {
				return a.printJSON(thisBuild())
			}
			_, err := fmt.Fprintln(a.stdout, thisBuild())
			return err
		},
	}
}

func (a *app) manCommand() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use: "man", Short: "Print the manual page, or write the pages of all commands",
		Example: "  actmax man | man -l -\n  actmax man --out ~/.local/share/man/man1",
		Args:    usage.NoArguments,
		RunE: func(cmd *cobra.Command, args []string) error {
			header := &doc.GenManHeader{Title: "ACTMAX", Section: "1", Source: "actmax", Manual: "actmax"}
			root := cmd.Root()
			root.DisableAutoGenTag = true
			if out == "" {
				return doc.GenMan(root, header, a.stdout)
			}
			undo, err := outFolder("--out", out)
			if err != nil {
				return err
			}
			defer undo()
			if err := manualPages(root, *header, out); err != nil {
				return fmt.Errorf("cannot write the manual pages: %w", err)
			}
			return nil
		},
	}
	c.Flags().StringVar(&out, "out", "", "folder `DIR` for one page per command")
	return c
}

// manualPages writes a page for a command and for each of its subcommands: actmax.1, actmax-data.1, actmax-data-info.1.
func manualPages(c *cobra.Command, header doc.GenManHeader, dir string) error {
	for _, below := range c.Commands() {
		if below.IsAvailableCommand() {
			if err := manualPages(below, header, dir); err != nil {
				return err
			}
		}
	}
	page := strings.ReplaceAll(c.CommandPath(), " ", "-")
	header.Title = strings.ToUpper(page)
	return atomicfile.Write(filepath.Join(dir, page+"."+header.Section),
		func(w io.Writer) error { return doc.GenMan(c, &header, w) })
}
