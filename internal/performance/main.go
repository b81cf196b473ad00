// Command performance measures what docs/performance.md says: the benchmarks of the rooms and, alternating with them in the
// same run, what a user would run instead (peers.py and the shared peers). It takes medians, since machines are noisy.
//
//	go run ./internal/performance -o docs/performance.md
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"

	"actmax/internal/atomicfile"
	"actmax/internal/simd"
)

func main() {
	out := flag.String("o", "docs/performance.md", "file for the tables")
	rounds := flag.Int("rounds", 5, "how often each measurement is repeated")
	python := flag.String("python", "/usr/bin/python3", "Python with numpy and torch, for the peers")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *out, *rounds, *python); err != nil {
		fmt.Fprintln(os.Stderr, "performance:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out string, rounds int, python string) error {
	b, err := newBench(python)
	if err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	rows := rows(b)
	for round := range rounds {
		for i := range rows {
			fmt.Fprintf(os.Stderr, "round %d of %d: %s\n", round+1, rounds, rows[i].what)
			if err := rows[i].measure(ctx); err != nil {
				return err
			}
		}
	}
	return atomicfile.Write(out, func(w io.Writer) error { return write(w, rows, rounds) })
}

// bench runs the rooms' benchmarks, compiled once.
type bench struct {
	dir    string
	python string // "" where there is none with what the peers need
	shared string
}

func newBench(python string) (*bench, error) {
	dir, err := os.MkdirTemp("", "actmax-performance-")
	if err != nil {
		return nil, err
	}
	shared := os.Getenv("ACTMAX_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "shared")
	}
	if shared, err = filepath.Abs(shared); err != nil {
		return nil, err
	}
	b := &bench{dir: dir, python: python, shared: shared}
	if exec.Command(python, "-c", "import numpy, torch").Run() != nil {
		b.python = ""
	}
	return b, nil
}

// ours runs one benchmark of a package and returns one of the figures it reports, by unit.
func (b *bench) ours(pkg, benchmark, unit, benchtime, variant string) func(context.Context) (float64, error) {
	return func(ctx context.Context) (float64, error) {
		binary := filepath.Join(b.dir, strings.ReplaceAll(pkg, "/", "_"))
		if _, err := os.Stat(binary); err != nil {
			if out, err := exec.CommandContext(ctx, "go", "test", "-c", "-o", binary, "./"+pkg).CombinedOutput(); err != nil {
				return 0, fmt.Errorf("%s: %w\n%s", pkg, err, out)
			}
		}
		c := exec.CommandContext(ctx, binary, "-test.run", "^$", "-test.bench", benchmark, "-test.benchtime", benchtime)
		c.Dir = pkg
		c.Env = os.Environ()
		if variant != "" {
			c.Env = append(c.Env, simd.Environment+"="+variant)
		}
		return figure(c, regexp.MustCompile(`([0-9.e+-]+) `+regexp.QuoteMeta(unit)+`(?:\s|$)`))
	}
}

// peer runs one of the Python programs and returns the number after the given text; nil where it cannot run here.
func (b *bench) peer(text string, arguments ...string) func(context.Context) (float64, error) {
	if b.python == "" {
		return nil
	}
	if _, err := os.Stat(arguments[0]); err != nil {
		return nil
	}
	return func(ctx context.Context) (float64, error) {
		return figure(exec.CommandContext(ctx, b.python, arguments...), regexp.MustCompile(text+` ([0-9.e+-]+)`))
	}
}

// figure runs a program and returns the last number in its output that the pattern captures.
func figure(c *exec.Cmd, pattern *regexp.Regexp) (float64, error) {
	out, err := c.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("%s: %w\n%s", strings.Join(c.Args, " "), err, out)
	}
	found := pattern.FindAllSubmatch(out, -1)
	if found == nil {
		return 0, fmt.Errorf("%s: its output holds no %s\n%s", strings.Join(c.Args, " "), pattern, out)
	}
	return strconv.ParseFloat(string(found[len(found)-1][1]), 64)
}

// machine describes where the figures were taken.
func machine() string {
	cpu := "unknown processor"
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range bytes.Lines(text) {
			if name, value, ok := strings.Cut(string(line), ":"); ok && strings.TrimSpace(name) == "model name" {
				cpu = strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%s, %d cores, %s/%s, %s, %s, %s", cpu, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(),
		simd.Variant(), time.Now().Format(time.DateOnly))
}
