package optimize

// AAP is the amplitude penalty: R_AAP = mean of |x| - th_aap over the samples with |x| > th_aap, 0 if there are none.
type AAP struct{ Threshold float32 } // G

func (p AAP) add(x series, gradient []float32, weight float64) float64 {
	return excess(x, gradient, p.Threshold, true, weight)
}
