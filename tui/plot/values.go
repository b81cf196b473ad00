package plot

import "math"

// known reports whether a number is finite.
func known(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// Bounds returns the least and the greatest finite value; ok is false if there is none.
func Bounds(values []float32) (lo, hi float64, ok bool) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if f := float64(v); known(f) {
			lo, hi, ok = min(lo, f), max(hi, f), true
		}
	}
	return lo, hi, ok
}

// Stretch resamples a series to one value at each column boundary of w columns. Sample t is at the middle of its
// share of the width, from t*w/n to (t+1)*w/n, as are the bars of the feature map, so that both plots share one time
// axis. Values are interpolated linearly between the middles and constant outside the first and last one.
func Stretch(samples []float32, w int, shift int) []float64 {
	out := make([]float64, w+1)
	n := len(samples)
	for x := range out {
		at := float64(x)*float64(n)/float64(w) - 0.5 - float64(shift)
		if shift != 0 && (at < -0.5 || at > float64(n)-0.5) {
			out[x] = math.NaN() // a shifted segment ends with its samples
			continue
		}
		at = min(max(at, 0), float64(n-1))
		i := min(int(at), n-2)
		if n == 1 {
			out[x] = float64(samples[0])
			continue
		}
		f := at - float64(i)
		out[x] = float64(samples[i])*(1-f) + float64(samples[i+1])*f
	}
	return out
}
