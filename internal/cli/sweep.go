package cli

import (
	"fmt"
	"strings"
	"time"

	"actmax/internal/report"
	"actmax/internal/words"
	"actmax/optimize/study"
)

// sweepSummary is what study --sweep prints.
type sweepSummary struct {
	Out     string                    `json:"out"`
	Models  int                       `json:"models"`
	Choices map[string][]study.Choice `json:"choices"` // by method, the best first
	Seconds float64                   `json:"seconds"` // of this call
}

// swept prints presets and their variants by method, the best first.
func (a *app) swept(f *studyFlags, s *study.Study, took time.Duration) error {
	choices := map[string][]study.Choice{}
	for _, method := range f.methods {
		choices[method] = study.Choose(s, method)
	}
	if a.json {
		return a.printJSON(sweepSummary{f.out, len(s.Networks), choices, took.Seconds()})
	}
	w := &errWriter{w: a.stdout}
	w.printf("%s: %s, %s\n", f.out, s.Data.Title, words.Count(len(s.Networks), "network"))
	against := "against " + f.presets[0]
	width := len(against) + 2
	for _, method := range f.methods {
		w.printf("\n%s\n%10s%*s%12s%10s  %s\n", method, "attaining", width, against, "x baseline", "spectral", "preset")
		for _, c := range choices[method] {
			least := fmt.Sprintf("%+.0f", 100*float64(c.Least))
			w.printf("%8.0f %%%*s%12s%10s  %s\n", 100*float64(c.Share), width, least,
				report.Figure(float64(c.Beyond), 2), report.Figure(float64(c.Spectral), 3),
				strings.ReplaceAll(c.Preset, ",", "  "))
		}
	}
	w.printf("\n%s: smallest difference in the attaining share over all layers and networks, percentage "+
		"points\ncomputed in %s\n", against, words.Took(took))
	return w.err
}
