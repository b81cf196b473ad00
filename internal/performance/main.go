// Command performance measures what docs/performance.md says: the benchmarks of the rooms and, alternating with them in the
// same run, what a user would run instead (peers.py and the shared peers). It takes medians, since machines are noisy, and
// says how busy the machine was before each round.
//
//	go run ./internal/performance -o docs/performance.md -rounds 5
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"actmax/internal/atomicfile"
)

func main() {
	out := flag.String("o", "docs/performance.md", "file for the tables")
	rounds := flag.Int("rounds", 5, "how often each measurement is repeated")
	python := flag.String("python", "", "Python with numpy and torch, for the peers (default: the first that has them of python3 in PATH and /usr/bin/python3)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	pythons := []string{"python3", "/usr/bin/python3"}
	if *python != "" {
		pythons = []string{*python}
	}
	if err := run(ctx, *out, *rounds, pythons); err != nil {
		fmt.Fprintln(os.Stderr, "performance:", err)
		os.Exit(1)
	}
}

// quiet is how many percent of the machine others may use without a warning.
const quiet = 5

func run(ctx context.Context, out string, rounds int, pythons []string) error {
	b, err := newBench(pythons...)
	if err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	if b.python == "" {
		fmt.Fprintln(os.Stderr, "no Python with numpy and torch: the peers' columns stay empty")
	}
	r := report{rounds: rounds, rows: rows(b), profile: profile(b), differences: differences(b), started: time.Now()}
	for round := range rounds {
		b.begin()
		note := ""
		if used, err := busy(ctx); err == nil {
			r.busy = append(r.busy, used)
			note = fmt.Sprintf(" (others use %.0f %% of the machine)", used)
			if used > quiet {
				note += ": not quiet, figures will be poor"
			}
		}
		fmt.Fprintf(os.Stderr, "round %d of %d%s\n", round+1, rounds, note)
		for _, part := range [][]row{r.rows, r.profile, r.differences} {
			for i := range part {
				if part[i].once && round > 0 {
					continue
				}
				fmt.Fprintf(os.Stderr, "%5.0f s  %s\n", time.Since(r.started).Seconds(), part[i].what)
				if err := part[i].measure(ctx); err != nil {
					return err
				}
			}
		}
	}
	return atomicfile.Write(out, func(w io.Writer) error { return r.write(w) })
}
