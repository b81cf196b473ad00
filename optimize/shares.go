package optimize

// Shares returns what each term adds to the objective under the weights of s: f, and -w R for every penalty, so that
// Objective is the sum of the others (equation 2). A penalty without a weight adds 0, also where its value is not known.
func (t Terms) Shares(s Settings) Terms {
	share := func(w, r float64) float64 {
		if w == 0 {
			return 0
		}
		return -w * r
	}
	return Terms{F: t.F, L2: share(s.L2, t.L2), TV: share(s.TV, t.TV), AAP: share(s.AAP, t.AAP), EAP: share(s.EAP, t.EAP), Objective: t.Objective}
}
