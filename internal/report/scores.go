package report

import "actmax/optimize/study"

// ScoreFigures draws the paper's figures 3 and 4 of a study, for each head and preset: similarity to real segments and attained
// activation by layer and method.
func ScoreFigures(s *study.Study) ([]Drawing, error) {
	var out []Drawing
	for _, head := range headsOf(s) {
		for _, preset := range presetsOf(s) {
			for _, draw := range []func(*study.Study, string, string) (Drawing, error){similarity, attainments} {
				d, err := draw(s, head, preset)
				if err != nil {
					return nil, err
				}
				out = append(out, d)
			}
		}
	}
	return out, nil
}
