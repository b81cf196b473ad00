package simd

// adam applies one update in place, from rates without their differences from 1.
func adam(w, grad, m, v []float32, eta, beta1, beta2, eps, c1, c2 float32) {
	rates := AdamRates{Eta: eta, Beta1: beta1, Rest1: 1 - beta1, Beta2: beta2, Rest2: 1 - beta2, Epsilon: eps, C1: c1,
		C2: c2}
	rates.Update(w, m, v, w, m, v, grad, nil)
}
