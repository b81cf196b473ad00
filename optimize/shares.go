package optimize

// Shares returns what each term adds to the objective under the weights of s: f, and -w R for every penalty, so that
// Objective is the sum of the others (equation 2). A penalty without a weight adds 0, also if its value is not known.
func (t Terms) Shares(s Settings) Terms {
	weights := s.Weights()
	for i, r := range t.Penalties() {
		if w := *weights[i]; w == 0 {
			*r = 0
		} else {
			*r *= -w
		}
	}
	return t
}
