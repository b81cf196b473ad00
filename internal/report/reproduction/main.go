// Command reproduction writes docs/reproduction.md from the studies in docs/studies, so that no figure in it is copied
// by hand. From the project's root:
//
//	go run ./internal/report/reproduction
package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"actmax/internal/atomicfile"
	"actmax/internal/report"
)

func main() {
	studies := flag.String("studies", "docs/studies", "folder of the studies, one a sub-folder with its study.json")
	out := flag.String("o", "docs/reproduction.md", "file to write")
	flag.Parse()
	if err := run(*studies, *out); err != nil {
		fmt.Fprintln(os.Stderr, "reproduction:", err)
		os.Exit(1)
	}
}

func run(studies, out string) error {
	text, err := report.Reproduction(studies)
	if err != nil {
		return err
	}
	return atomicfile.Write(out, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}
