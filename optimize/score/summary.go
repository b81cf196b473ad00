package score

import "math"

// Unit holds the scores of one unit's ascent. What is not known is NaN.
type Unit struct {
	Failed    bool    // a sample beyond threshold.fail_g, or not finite
	Dead      bool    // no activation anywhere
	Silent    bool    // never active on training segments: not scored
	Restarted bool    // from another start because its first one was dead
	Percent   bool    // Attainment is a percentile: the unit has no ReLU
	Reached   float64 // attainment, see Attainment

	Similar    float64 // mean MSE to the nearest segments, G²
	Nearest    float64 // MSE to the nearest one, G²
	Spectral   float64 // |e(signal) - mean e(training axis-segments)|
	PeakToPeak float64 // of the best window, G
}

// Attains reports whether the unit's signal drives it as a real one would: it is not failed, dead or silent, and its
// attainment is from Low to High.
func (u Unit) Attains() bool {
	if u.Failed || u.Dead || u.Silent {
		return false
	}
	return attains(u.Percent, u.Reached)
}

// Summary is one method's scores over the units of one layer of one network (one seed). Means over no unit are NaN.
type Summary struct {
	Units     int // all
	Silent    int // never active on training segments; in nothing below
	Failed    int // left out of every mean
	Dead      int // without any activation; in S_sim as the paper counts, although their signal says nothing
	Restarted int
	Scored    int // neither silent nor failed: those of S_sim and attainment
	Attaining int // of all but the silent

	Similar          float64 // S_sim (equation 9), G²
	SimilarLive      float64 // over the scored that are not dead
	SimilarAttaining float64 // over the attaining
	Nearest          float64 // with the nearest segment only
	Attainment       float64
	AttainmentAll    float64 // the failed included
	Share            float64 // attaining over all but the silent
	Spectral         float64
	PeakToPeak       float64 // G
}

// Summarize takes the means over units.
func Summarize(units []Unit) Summary {
	s := Summary{Units: len(units)}
	var similar, live, attaining, nearest, attainment, all, spectral, peak mean
	for _, u := range units {
		if u.Restarted {
			s.Restarted++
		}
		if u.Silent {
			s.Silent++
			continue
		}
		all.add(u.Reached)
		if u.Failed {
			s.Failed++
			continue
		}
		s.Scored++
		similar.add(u.Similar)
		nearest.add(u.Nearest)
		attainment.add(u.Reached)
		spectral.add(u.Spectral)
		peak.add(u.PeakToPeak)
		if u.Dead {
			s.Dead++
			continue
		}
		live.add(u.Similar)
		if u.Attains() {
			s.Attaining++
			attaining.add(u.Similar)
		}
	}
	s.Similar, s.SimilarLive, s.SimilarAttaining, s.Nearest = similar.value(), live.value(), attaining.value(),
		nearest.value()
	s.Attainment, s.AttainmentAll, s.Spectral, s.PeakToPeak = attainment.value(), all.value(), spectral.value(),
		peak.value()
	s.Share = math.NaN()
	if n := s.Units - s.Silent; n > 0 {
		s.Share = float64(s.Attaining) / float64(n)
	}
	return s
}

// mean adds up what is a number, in the order in which it comes: gonum/stat sums in an order of its own, which depends
// on the processor, and would change the last bits of scores that are kept.
type mean struct {
	sum   float64
	count int
}

func (m *mean) add(v float64) {
	if !math.IsNaN(v) && !math.IsInf(v, 0) {
		m.sum += v
		m.count++
	}
}

func (m *mean) value() float64 {
	if m.count == 0 {
		return math.NaN()
	}
	return m.sum / float64(m.count)
}

// Range is how a figure spreads over seeds.
type Range struct {
	Mean, Min, Max float64 // NaN if Count is 0
	Count          int     // figures that are numbers
}

// Over takes the mean, least and largest of the values that are numbers.
func Over(values []float64) Range {
	var m mean
	r := Range{Min: math.Inf(1), Max: math.Inf(-1)}
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			continue
		}
		m.add(v)
		r.Min, r.Max = math.Min(r.Min, v), math.Max(r.Max, v)
	}
	r.Mean, r.Count = m.value(), m.count
	if r.Count == 0 {
		r.Min, r.Max = math.NaN(), math.NaN()
	}
	return r
}
