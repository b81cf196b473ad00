// Command performance measures the figures of docs/performance.md: the benchmarks of the packages and, in alternation
// with them, what users would run instead (peers.py and the shared peers). It takes medians, since machines are noisy,
// and reports how busy the machine was before each round.
//
//	go run ./internal/performance -rounds 5     measures, and writes both pages
//	go run ./internal/performance -pages        writes both pages from the last measurements
//
// docs/performance.md is for users. docs/maintenance/budgets.md has the goals and verdicts for maintainers, next to the
// measurements that both pages are written from.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"actmax/internal/atomicfile"
	"actmax/internal/simd"
)

func main() {
	docs := flag.String("docs", "docs", "folder of the documentation")
	rounds := flag.Int("rounds", 5, "number of times that each figure is measured")
	python := flag.String("python", "", "Python with numpy and torch, for the peers"+
		" (default: python3 in PATH or /usr/bin/python3, the first that has them)")
	pages := flag.Bool("pages", false, "write the pages from the last measurements, without measuring")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	pythons := []string{"python3", "/usr/bin/python3"}
	if *python != "" {
		pythons = []string{*python}
	}
	if err := run(ctx, *docs, *rounds, pythons, *pages); err != nil {
		fmt.Fprintln(os.Stderr, "performance:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, docs string, rounds int, pythons []string, pages bool) error {
	stored := filepath.Join(docs, "maintenance", "measurements.json")
	if pages {
		m, err := read(stored)
		if err != nil {
			return err
		}
		return write(docs, m)
	}
	m, err := measure(ctx, rounds, pythons)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(stored), 0o777); err != nil {
		return err
	}
	err = atomicfile.Write(stored, func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "%s\n", text)
		return err
	})
	if err != nil {
		return err
	}
	return write(docs, m)
}

// write writes both pages.
func write(docs string, m *measurements) error {
	all := sections(new(bench))
	for path, page := range map[string]func(io.Writer, *measurements, []section){
		filepath.Join(docs, "performance.md"):            writePage,
		filepath.Join(docs, "maintenance", "budgets.md"): writeBudgets,
	} {
		err := atomicfile.Write(path, func(w io.Writer) error {
			page(w, m, all)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// quiet is the percentage of the machine that others may use without a warning.
const quiet = 5

// measure measures every row in every round.
func measure(ctx context.Context, rounds int, pythons []string) (*measurements, error) {
	b, err := newBench(pythons...)
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(b.dir)
	if b.python == "" {
		fmt.Fprintln(os.Stderr, "no Python with numpy and torch found: the peers' columns stay empty")
	}
	var rows []row
	for _, s := range sections(b) {
		rows = append(rows, s.rows...)
	}
	if simd.Variant() != "portable" {
		rows = append(rows, profile(b)...)
	}
	rows = append(rows, differences(b, simd.Variants())...)
	m := here(rounds)
	return m, m.take(ctx, rows, b.begin, busy)
}

// take measures the rows in every round. It calls begin before each round, and asks busy how much of the machine other
// programs use.
func (m *measurements) take(ctx context.Context, rows []row, begin func(), busy func(context.Context) (float64,
	error)) error {
	started := time.Now()
	for round := range m.Rounds {
		begin()
		note := ""
		if used, err := busy(ctx); err == nil {
			m.Busy = append(m.Busy, math.Round(10*used)/10)
			note = fmt.Sprintf(" (others use %.0f %% of the machine)", used)
			if used > quiet {
				note += ": the machine is not idle, figures will be poor"
			}
		}
		fmt.Fprintf(os.Stderr, "round %d of %d%s\n", round+1, m.Rounds, note)
		for i := range rows {
			if rows[i].once && round > 0 {
				continue
			}
			fmt.Fprintf(os.Stderr, "%5.0f s  %s\n", time.Since(started).Seconds(), rows[i].what)
			if err := rows[i].measure(ctx); err != nil {
				return err
			}
		}
	}
	m.Minutes = math.Ceil(time.Since(started).Minutes())
	for i := range rows {
		m.Figures[rows[i].key] = rows[i].result()
	}
	return nil
}
