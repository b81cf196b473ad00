package report

import "actmax/optimize/study"

// ScoreFigures draws figures 3 and 4 of the paper for each head and preset of a study: similarity to real segments and
// attained activation, by layer and method.
func ScoreFigures(s *study.Study) ([]Drawing, error) {
	var out []Drawing
	for _, head := range s.Heads() {
		for _, preset := range s.Presets() {
			both, err := scoreFigures(s, head, preset)
			if err != nil {
				return nil, err
			}
			out = append(out, both...)
		}
	}
	return out, nil
}

// scoreFigures draws the two figures of a head under a preset.
func scoreFigures(s *study.Study, head, preset string) ([]Drawing, error) {
	fig3, err := similarity(s, head, preset)
	if err != nil {
		return nil, err
	}
	fig4, err := attainments(s, head, preset)
	return []Drawing{fig3, fig4}, err
}
