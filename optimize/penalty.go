package optimize

// view is one lane of an array [axes][time][lanes]: value i = (axis*time + t) lies at data[i*stride].
type view struct {
	data       []float32
	stride     int
	axes, time int
}

func (v view) len() int { return v.axes * v.time }

// penalty is a term R of the objective that is subtracted: one of L2, TV, AAP and EAP, each in a file of its own.
type penalty interface {
	// add returns R over the values and adds -weight dR/dvalue to the gradient.
	add(values, gradient view, weight float64) float64
}

var (
	_ penalty = L2{}
	_ penalty = TV{}
	_ penalty = AAP{}
	_ penalty = EAP{}
)

// excess is the mean of (value - threshold) over the values above the threshold, 0 where none is: the form that AAP and EAP
// share. A value equal to the threshold does not exceed it. With magnitude it is |value| that counts.
//
// The subgradient takes the number of values above as constant: 1 over that number for each of them.
func excess(values, gradient view, threshold float32, magnitude bool, weight float64) float64 {
	n := values.len()
	sum, count := 0.0, 0
	for i, k := 0, 0; i < n; i, k = i+1, k+values.stride {
		a := values.data[k]
		if magnitude && a < 0 {
			a = -a
		}
		if a > threshold {
			sum += float64(a) - float64(threshold)
			count++
		}
	}
	if count == 0 {
		return 0
	}
	if weight != 0 {
		pull := float32(weight / float64(count))
		for i, k, g := 0, 0, 0; i < n; i, k, g = i+1, k+values.stride, g+gradient.stride {
			switch a := values.data[k]; {
			case a > threshold:
				gradient.data[g] -= pull
			case magnitude && -a > threshold:
				gradient.data[g] += pull
			}
		}
	}
	return sum / float64(count)
}

// divisor of R_L2 and R_TV under penalty.norm.
func divisor(norm string, samples int) float64 {
	if norm == Mean {
		return float64(samples)
	}
	return 1
}
