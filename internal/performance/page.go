package main

import (
	"fmt"
	"io"
	"slices"
)

// writePage writes the page for users: figures and ratios.
func writePage(w io.Writer, m *measurements, sections []section) {
	fmt.Fprintf(w, `# Performance

Written by `+"`make bench`"+`. Machine: %s.

Figures are medians of %d rounds, with minimum and maximum in brackets. Each round measures actmax and its peer one
after the other, so that a machine that slows down slows both; compare ratios rather than absolute times.
`, m.Machine, m.Rounds)
	for _, s := range sections {
		fmt.Fprintf(w, "\n## %s\n\n", s.title)
		if s.note != "" {
			fmt.Fprintf(w, "%s\n\n", s.note)
		}
		peers := slices.ContainsFunc(s.rows, func(r row) bool { return r.against != "" })
		if peers {
			fmt.Fprint(w, "| what | actmax | compared with | its figure | ratio |\n|---|---|---|---|---|\n")
		} else {
			fmt.Fprint(w, "| what | actmax |\n|---|---|\n")
		}
		for _, r := range s.rows {
			f := m.Figures[r.key]
			fmt.Fprintf(w, "| %s | %s |", r.what, f.Ours.text(r.unit))
			if peers {
				fmt.Fprintf(w, " %s | %s | %s |", r.against, f.Peer.text(r.unit), f.Ratio.text(ratioUnit))
			}
			fmt.Fprintln(w)
		}
	}
	writeDifferences(w, m)
}

// writeBudgets writes the page for maintainers: the goals and what became of them, and where the time of a step goes.
func writeBudgets(w io.Writer, m *measurements, sections []section) {
	fmt.Fprintf(w, `# Budgets

For maintainers: the goals that the project sets itself, compared with the figures of
[performance.md](../performance.md). Written by `+"`make bench`"+` in %.0f minutes. Machine: %s.
%s

| what | goal | measured | verdict |
|---|---|---|---|
`, m.Minutes, m.Machine, quietness(m.Busy))
	for _, s := range sections {
		for _, r := range s.rows {
			f := m.Figures[r.key]
			for _, g := range r.goals {
				measured, unit := g.measured(f, r.unit)
				what := r.what
				if g.ratio {
					what += ", against " + r.against
				}
				fmt.Fprintf(w, "| %s | %s | %s | %s |\n", what, g.text(r.unit), measured.text(unit), g.verdict(f))
			}
		}
	}
	writeProfile(w, m)
}

// quietness describes how busy other programs kept the machine.
func quietness(busy []float64) string {
	if len(busy) == 0 {
		return "How busy the machine was otherwise is unknown."
	}
	text := "Processor time that other programs used before each round, in %: "
	for i, v := range busy {
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprintf("%.0f", v)
	}
	if slices.Max(busy) > quiet {
		return text + "; the machine was not idle."
	}
	return text + "; the machine was idle."
}
