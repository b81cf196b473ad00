package table

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"actmax/data"
)

// fromArrays makes segments of X, y and the optional arrays.
func fromArrays(in arrays, o Options) (*data.Dataset, error) {
	array, err := in.get("X")
	if err != nil {
		return nil, err
	}
	if array == nil {
		return nil, in.missing("X", "give X as [n][axes][time], and y as [n]")
	}
	shape := array.Shape
	if len(shape) != 3 {
		return nil, fault("X", fmt.Sprintf("expected three dimensions, [n][axes][time] or [n][time][axes], found %v",
			shape), "reshape it")
	}
	if shape[0] < 1 || shape[1] < 1 || shape[2] < 1 {
		return nil, fault("X", fmt.Sprintf("expected segments, found none: its shape is %v", shape),
			"save it again with the segments in it")
	}
	x, err := array.ToFloat32()
	if err != nil {
		return nil, fault("X", "expected numbers: "+err.Error(), "save X as float32 or float64")
	}
	n := shape[0]
	layout, layoutNote := orient(shape[1], shape[2], o)
	axes, length := shape[1], shape[2]
	if layout == NTC {
		axes, length = length, axes
	}
	y, err := column(in, "y", n, true)
	if err != nil {
		return nil, err
	}
	subject, err := column(in, "subject", n, false)
	if err != nil {
		return nil, err
	}
	activities, index, err := classes(in, y)
	if err != nil {
		return nil, err
	}
	rate, rateNote, err := rateOf(in)
	if err != nil {
		return nil, err
	}
	ids, splits, splitNote := people(subject)
	how := ""
	if usual, _ := orient(shape[1], shape[2], Options{Axes: o.Axes, Length: o.Length}); usual != layout {
		how = layout
	}
	d := &data.Dataset{
		Hash:       how,
		Notes:      []string{layoutNote, rateNote, splitNote},
		Activities: activities,
		Axes:       axisNames(axes),
		Rate:       rate,
		SourceRate: rate,
		Length:     length,
		Recordings: make([]data.Recording, n),
		Splits:     splits,
	}
	if axes == len(data.Axes) {
		d.Axes = append([]string(nil), data.Axes...)
		d.Notes = append(d.Notes, "six axes, taken as "+strings.Join(d.Axes, ", "))
	}
	if layout == NTC {
		x = transpose(x, n, length, axes)
	}
	for i := range n {
		of := 1
		if ids != nil {
			of = ids[subject[i]]
		}
		samples := make([][]float32, axes)
		for a := range samples {
			from := (i*axes + a) * length
			samples[a] = x[from : from+length : from+length]
			for t, v := range samples[a] {
				if v-v != 0 { // NaN or infinite, also if float32 cannot hold it
					return nil, fault("X", fmt.Sprintf("expected finite numbers, found %g at segment %d, axis %d, "+
						"time %d (from 0)", v, i, a, t), "remove or repair that segment")
				}
			}
		}
		d.Recordings[i] = data.Recording{ID: "n" + strconv.Itoa(i), Subject: of, Activity: index[i], Samples: samples}
	}
	d.Cut(length)
	return d, nil
}

// transpose turns n matrices [rows][columns] into [columns][rows].
func transpose(x []float32, n, rows, columns int) []float32 {
	out := make([]float32, len(x))
	for i := range n {
		at := i * rows * columns
		for r := range rows {
			for c := range columns {
				out[at+c*rows+r] = x[at+r*columns+c]
			}
		}
	}
	return out
}

func fault(array, problem, advice string) *data.InputError {
	return &data.InputError{Member: array, Problem: problem, Advice: advice}
}

// orient decides which of the last two dimensions are the axes.
func orient(second, third int, o Options) (layout, note string) {
	if o.Layout != "" {
		return o.Layout, "layout " + o.Layout + ", as told"
	}
	if o.Axes > 0 && o.Length > 0 && second != third {
		switch {
		case second == o.Axes && third == o.Length:
			return NCT, "layout nct ([n][axes][time]), by the network's input"
		case third == o.Axes && second == o.Length:
			return NTC, "layout ntc ([n][time][axes]), by the network's input"
		}
	}
	if third < second {
		return NTC, "layout ntc ([n][time][axes]), taking the shorter dimension for the axes"
	}
	return NCT, "layout nct ([n][axes][time]), taking the shorter dimension for the axes"
}

// column returns an array of one word a segment; nil if it is not there and not needed.
func column(in arrays, name string, n int, needed bool) ([]string, error) {
	shape, words, err := in.words(name)
	if err != nil {
		return nil, err
	}
	if words == nil {
		if needed {
			return nil, in.missing(name, "give one activity, an integer or a string, for each segment of X")
		}
		return nil, nil
	}
	if len(words) != n || len(shape) == 0 || shape[0] != n {
		return nil, fault(name, fmt.Sprintf("expected shape [%d], one entry for each segment of X, found %v", n, shape),
			"make X and "+name+" equally long")
	}
	return words, nil
}

// classes returns the activities and, for each y, the index of its own. With an array "classes", integer y are indices
// into it, from 0, and strings are looked up in it; without, the activities are the different y in ascending order.
func classes(in arrays, y []string) (activities []string, index []int, err error) {
	_, names, err := in.words("classes")
	if err != nil {
		return nil, nil, err
	}
	given := names != nil
	index = make([]int, len(y))
	if !given {
		names = distinct(y)
	}
	at := map[string]int{}
	for i, name := range names {
		if _, twice := at[name]; twice {
			return nil, nil, fault("classes", fmt.Sprintf("expected different names, found %q twice", name),
				"rename one")
		}
		at[name] = i
	}
	for i, word := range y {
		k, ok := at[word]
		if v, err := strconv.Atoi(word); given && err == nil && !ok {
			k, ok = v, v >= 0 && v < len(names)
		}
		if !ok {
			return nil, nil, fault("y", fmt.Sprintf("expected one of the %d classes or an index from 0 to %d, found "+
				"%s at segment %d", len(names), len(names)-1, word, i), "correct y or classes")
		}
		index[i] = k
	}
	return names, index, nil
}

func rateOf(in arrays) (rate float64, note string, err error) {
	hz, ok, err := in.number("fs")
	switch {
	case err != nil:
		return 0, "", err
	case !ok:
		return data.Rate, fmt.Sprintf("fs is not given: taken as %g Hz", data.Rate), nil
	case !(hz > 0) || math.IsInf(hz, 0):
		return 0, "", fault("fs", "expected one number above 0, the rate in Hz", "correct it or leave it out")
	case hz != data.Rate:
		return hz, fmt.Sprintf("%g Hz; segments are used as they are, not resampled", hz), nil
	}
	return data.Rate, fmt.Sprintf("%g Hz", data.Rate), nil
}
