package data

import (
	"math"
	"slices"
)

// Windows returns how many segments of length samples, a hop apart, fit into n samples.
func Windows(n, length, hop int) int {
	if n < length {
		return 0
	}
	return (n-length)/hop + 1
}

// Cut fills Segments with every window of Length samples, hop samples apart, of every recording in order. Segments
// never cross from one recording into the next.
func (d *Dataset) Cut(hop int) {
	total := 0
	for i := range d.Recordings {
		total += Windows(d.Recordings[i].Len(), d.Length, hop)
	}
	d.Segments = make([]Segment, 0, total)
	for i := range d.Recordings {
		for w := range Windows(d.Recordings[i].Len(), d.Length, hop) {
			d.Segments = append(d.Segments, Segment{Recording: int32(i), Start: int32(w * hop)})
		}
	}
}

// Len returns the number of samples of each axis.
func (r *Recording) Len() int {
	if len(r.Samples) == 0 {
		return 0
	}
	return len(r.Samples[0])
}

// Resampled returns the axes of one recording, source [axes][samples] in G, at the resampler's target rate as float32.
// The axes share one array.
func (r *Resampler) Resampled(source [][]float64) [][]float32 {
	if len(source) == 0 {
		return nil
	}
	n := r.Len(len(source[0]))
	wide := make([]float64, n)
	all := make([]float32, n*len(source))
	out := make([][]float32, len(source))
	for a, x := range source {
		out[a] = all[a*n : (a+1)*n : (a+1)*n]
		for i, v := range r.Apply(wide, x) {
			out[a][i] = float32(v)
		}
	}
	return out
}

// Amplitude returns mean + 2 population standard deviations of |x| in G over every resampled sample of every axis of
// the training subjects: 1.37 G for DSADS resampled linearly, the figure that the paper prints. 0 without such samples.
func (d *Dataset) Amplitude() float64 {
	mean, sd := d.moments(math.Abs)
	return mean + 2*sd
}

// Scale returns the mean and the population standard deviation in G over every resampled sample of every axis of the
// training subjects: what data.scale = "standard" subtracts and divides by. (0, 0) without such samples.
func (d *Dataset) Scale() (mean, sd float64) {
	return d.moments(func(x float64) float64 { return x })
}

// moments adds up in two passes, so that a mean far from 0 costs no digits. The samples of all recordings are not
// copied into one array for gonum/stat, which would also sum in another order: checkpoints hold these figures bit for
// bit.
func (d *Dataset) moments(of func(float64) float64) (mean, sd float64) {
	count := 0
	each := func(visit func(float64)) {
		for i := range d.Recordings {
			r := &d.Recordings[i]
			if split, ok := d.Splits[r.Subject]; !ok || split != Train {
				continue
			}
			for _, axis := range r.Samples {
				for _, v := range axis {
					visit(of(float64(v)))
				}
			}
		}
	}
	sum := 0.0
	each(func(x float64) { sum += x; count++ })
	if count == 0 {
		return 0, 0
	}
	mean = sum / float64(count)
	squares := 0.0
	each(func(x float64) { squares += (x - mean) * (x - mean) })
	return mean, math.Sqrt(squares / float64(count))
}

// Counts returns the number of segments of each split (Train, Validate, Test) and activity.
func (d *Dataset) Counts() [3][]int {
	var out [3][]int
	for i := range out {
		out[i] = make([]int, len(d.Activities))
	}
	for i := range d.Segments {
		r := d.Of(i)
		if split, ok := d.Splits[r.Subject]; ok {
			out[split][r.Activity]++
		}
	}
	return out
}

// Subjects lists the subjects of each split that have recordings, ascending.
func (d *Dataset) Subjects() map[Split][]int {
	out := map[Split][]int{}
	for i := range d.Recordings {
		s := d.Recordings[i].Subject
		if split, ok := d.Splits[s]; ok && !slices.Contains(out[split], s) {
			out[split] = append(out[split], s)
		}
	}
	for _, subjects := range out {
		slices.Sort(subjects)
	}
	return out
}

// String returns the word of a split.
func (s Split) String() string {
	switch s {
	case Train:
		return "training"
	case Validate:
		return "validation"
	case Test:
		return "test"
	}
	return "no split"
}
