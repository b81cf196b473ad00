package optimize

import "math"

// after is what follows each update of the signal x [axes][time]: nothing, the low-pass filter or scaling to norm 1.
type after struct {
	word   string
	kernel []float64 // of the filter, [time]
	buffer []float64 // [time]
}

func newAfter(s Settings, rateHz float64, time int) after {
	a := after{word: s.After}
	if a.word == Lowpass {
		a.kernel = lowpassKernel(s.LowpassHz, rateHz, time)
		a.buffer = make([]float64, time)
	}
	return a
}

// nothing reports whether apply leaves every signal as it is.
func (a *after) nothing() bool { return a.word == None || a.word == "" }

func (a *after) apply(x []float32, time int) {
	switch a.word {
	case Lowpass:
		for s := 0; s < len(x); s += time {
			a.filter(x[s : s+time])
		}
	case UnitNorm:
		sum := 0.0
		for _, v := range x {
			sum += float64(v) * float64(v)
		}
		if sum == 0 {
			return
		}
		scale := 1 / math.Sqrt(sum)
		for i, v := range x {
			x[i] = float32(float64(v) * scale)
		}
	}
}

func (a *after) filter(x []float32) {
	n := len(x)
	for t := range n {
		sum := 0.0
		for k, v := range x {
			d := t - k
			if d < 0 {
				d += n
			}
			sum += a.kernel[d] * float64(v)
		}
		a.buffer[t] = sum
	}
	for t, v := range a.buffer {
		x[t] = float32(v)
	}
}

// lowpassKernel is the circular impulse response of multiplying the spectrum of a signal of the given length by
// 1/(1+(f/f0)^4) at every frequency f of its discrete Fourier transform.
func lowpassKernel(f0, rateHz float64, length int) []float64 {
	h := make([]float64, length)
	for bin := range length {
		f := float64(min(bin, length-bin)) * rateHz / float64(length)
		r := f / f0
		gain := 1 / (1 + r*r*r*r)
		for t := range h {
			// bin*t modulo length keeps the angle small, so that the cosine is exact to the last digits
			h[t] += gain / float64(length) * math.Cos(2*math.Pi*float64(bin*t%length)/float64(length))
		}
	}
	return h
}
