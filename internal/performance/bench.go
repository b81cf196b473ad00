package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"actmax/internal/simd"
)

// measurement returns one figure, measured anew in every round. It returns errAbsent if something that it needs is
// missing.
type measurement func(context.Context) (float64, error)

// errAbsent means that a benchmark or a test skipped itself.
var errAbsent = errors.New("skipped")

// bench runs the peers and the benchmarks and tests of the packages, each package compiled once. Within a round, the
// output of one run serves every row that asks for it.
type bench struct {
	dir    string
	python string // "" if none has what the peers need
	shared string
	round  map[string]string // output by command
}

// newBench finds the reference material and a Python that can run the peers.
func newBench(pythons ...string) (*bench, error) {
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
	b := &bench{dir: dir, shared: shared, round: map[string]string{}}
	for _, python := range pythons {
		if exec.Command(python, "-c", "import numpy, torch").Run() == nil {
			b.python = python
			break
		}
	}
	return b, nil
}

// begin starts a new round: it forgets the outputs of the last one.
func (b *bench) begin() { clear(b.round) }

// ours runs the matching benchmarks of a package and returns a figure that one of them reports, by unit. variant
// selects the vector loops; "" selects the fastest.
func (b *bench) ours(pkg, benchmark, unit, benchtime, variant string) measurement {
	return func(ctx context.Context) (float64, error) {
		out, err := b.test(ctx, pkg, variant, "-test.run", "^$", "-test.v", "-test.bench", benchmark, "-test.benchtime",
			benchtime)
		if err != nil {
			return 0, err
		}
		return reported(out, benchmark, unit)
	}
}

// logged runs a test of a package and returns the number that the pattern captures in its log.
func (b *bench) logged(pkg, test, variant string, pattern *regexp.Regexp) measurement {
	return func(ctx context.Context) (float64, error) {
		out, err := b.test(ctx, pkg, variant, "-test.run", "^"+test+"$", "-test.v")
		if err != nil {
			return 0, err
		}
		return captured(out, pattern)
	}
}

// test runs the compiled tests of a package in its folder.
func (b *bench) test(ctx context.Context, pkg, variant string, arguments ...string) (string, error) {
	if variant != "" && !slices.Contains(simd.Variants(), variant) {
		return "", errAbsent // the package would silently use another variant
	}
	binary := filepath.Join(b.dir, strings.ReplaceAll(pkg, "/", "_"))
	if _, err := os.Stat(binary); err != nil {
		if out, err := exec.CommandContext(ctx, "go", "test", "-c", "-o", binary, "./"+pkg).CombinedOutput(); err != nil {
			return "", fmt.Errorf("%s: %w\n%s", pkg, err, out)
		}
	}
	c := exec.CommandContext(ctx, binary, arguments...)
	c.Dir = pkg
	c.Env = os.Environ()
	if variant != "" {
		c.Env = append(c.Env, simd.Environment+"="+variant)
	}
	return b.run(c, variant)
}

// peer runs one of the Python programs and returns the number after the given text. It is nil if the program cannot run
// here.
func (b *bench) peer(text string, arguments ...string) measurement {
	if b.python == "" {
		return nil
	}
	if _, err := os.Stat(arguments[0]); err != nil {
		return nil
	}
	pattern := regexp.MustCompile(regexp.QuoteMeta(text) + ` ([0-9.e+-]+)`)
	return func(ctx context.Context) (float64, error) {
		out, err := b.run(exec.CommandContext(ctx, b.python, arguments...), "")
		if err != nil {
			return 0, err
		}
		return captured(out, pattern)
	}
}

// run returns the output of a program, from its first run in this round.
func (b *bench) run(c *exec.Cmd, variant string) (string, error) {
	command := strings.Join(append(c.Args, variant), " ")
	if out, ok := b.round[command]; ok {
		return out, nil
	}
	out, err := c.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", command, err, out)
	}
	b.round[command] = string(out)
	return string(out), nil
}

// skipped marks a benchmark or test that did not run, in the output of Go.
const skipped = "--- SKIP"

// reported returns the figure with the given unit from the last line of the output that has the benchmark's name.
func reported(out, benchmark, unit string) (value float64, err error) {
	name, err := regexp.Compile("^" + strings.TrimSuffix(benchmark, "$") + `(-\d+)?$`)
	if err != nil {
		return 0, err
	}
	found := false
	for line := range strings.Lines(out) {
		words := strings.Fields(line)
		if len(words) < 2 || !name.MatchString(words[0]) {
			continue
		}
		for i := 2; i+1 < len(words); i += 2 { // pairs of value and unit follow the name and the number of iterations
			if words[i+1] == unit {
				if value, err = strconv.ParseFloat(words[i], 64); err != nil {
					return 0, err
				}
				found = true
			}
		}
	}
	if !found && strings.Contains(out, skipped) {
		return 0, errAbsent
	}
	if !found {
		return 0, fmt.Errorf("benchmark %s reports no figure in %s:\n%s", benchmark, unit, out)
	}
	return value, nil
}

// captured returns the last number in a text that the pattern captures.
func captured(text string, pattern *regexp.Regexp) (float64, error) {
	found := pattern.FindAllStringSubmatch(text, -1)
	if found == nil && strings.Contains(text, skipped) {
		return 0, errAbsent
	}
	if found == nil {
		return 0, fmt.Errorf("the output does not match %s:\n%s", pattern, text)
	}
	return strconv.ParseFloat(found[len(found)-1][1], 64)
}

// sum returns the sum of measurements.
func sum(parts ...measurement) measurement {
	return func(ctx context.Context) (float64, error) {
		total := 0.0
		for _, m := range parts {
			v, err := m(ctx)
			if err != nil {
				return 0, err
			}
			total += v
		}
		return total, nil
	}
}

// inverse turns a rate per second into the time of one item, in units of which perSecond make a second.
func inverse(m measurement, perSecond float64) measurement {
	return func(ctx context.Context) (float64, error) {
		v, err := m(ctx)
		return perSecond / v, err
	}
}
