package main

import (
	"fmt"
	"io"
	"regexp"

	"actmax/internal/simd"
)

// profile lists the parts of one step of a block of conv3 units; the first row is the whole. Each figure is the fastest
// of many, and the table shows the minimum over all rounds: parts of one step add up only if nothing else ran.
func profile(b *bench) []row {
	part := func(name string) measurement {
		return b.ours("internal/simd", "BenchmarkStep3/"+simd.Variant()+"/"+name+"$", "least-us", "3000x", "")
	}
	step := func(name string) measurement {
		return b.ours("optimize", "BenchmarkStepParts$", name+"-us", "3000x", "")
	}
	twice := func(name string) measurement { return sum(part(name), part(name)) }
	return []row{
		{key: "step", what: "the whole step", ours: step("step")},
		{key: "step-products", what: "products of transformed filters and signals, forward and backward",
			ours: twice("of_filter:_products")},
		{key: "step-input", what: "transforms of their inputs", ours: twice("of_filter:_input")},
		{key: "step-output", what: "transforms of their outputs, with bias and ReLU or mask",
			ours: sum(part("of_filter:_output"), part("of_filter:_output_mask"))},
		{key: "step-silent", what: "columns that no filter reaches", ours: twice("of_filter:_silent_columns")},
		{key: "step-fans", what: "fans: the filters of the first layer and of the units, forward and backward",
			ours: sum(part("fan_out"), part("fan_in"), part("lane_fan_in"), part("lane_fan_out"))},
		{key: "step-rows", what: "from lanes to rows and back", ours: step("rows")},
		{key: "step-terms", what: "objective and penalties", ours: step("terms")},
		{key: "step-update", what: "update by Adam", ours: step("update")},
	}
}

// writeProfile writes the table of the parts. It writes nothing if the step was not measured, as in portable Go.
func writeProfile(w io.Writer, m *measurements) {
	rows := profile(new(bench))
	whole := m.Figures[rows[0].key].Ours
	if whole == nil {
		return
	}
	fmt.Fprintf(w, `
## One step of a block of %d conv3 units by part

The fastest of all rounds, one core, %s.

| part | µs | share |
|---|---|---|
`, m.Lanes, m.Variant)
	line := func(what string, v float64) {
		fmt.Fprintf(w, "| %s | %s | %.0f %% |\n", what, number(v), 100*v/whole.Least)
	}
	rest := whole.Least
	for i, r := range rows {
		f := m.Figures[r.key].Ours
		if f == nil {
			continue
		}
		if i > 0 {
			rest -= f.Least
		}
		line(r.what, f.Least)
	}
	line("the rest: calls, copies, bookkeeping of the lanes", rest)
}

// differences lists the largest differences of each variant from the reference, which PyTorch computed in float64, over
// all reference ascents and all feature maps. They are the same in every round.
func differences(b *bench, variants []string) []row {
	const number = `([0-9.e+-]+)`
	var all []row
	for _, variant := range variants {
		ascents := func(before string) measurement {
			return b.logged("optimize", "TestReferenceFloat32", variant, regexp.MustCompile(before+number))
		}
		maps := b.logged("model", "TestForwardReference", variant,
			regexp.MustCompile(`largest difference of float32 relative to a map's largest value: `+number))
		for i, ours := range [perVariant]measurement{
			ascents(`signal to step 20 `),
			ascents(`objective at step 500, relative or of 1: `),
			ascents(`objective at step 500, .*, Adam with TV `),
			maps,
		} {
			all = append(all, row{key: differenceKey(variant, i), what: "difference of " + variant, once: true, ours: ours})
		}
	}
	return all
}

// perVariant is how many differences each variant has.
const perVariant = 4

// differenceKey returns the key of a variant's difference: signal, objective, objective with total variation, maps.
func differenceKey(variant string, i int) string {
	return "difference-" + [perVariant]string{"signal", "objective", "objective-tv", "maps"}[i] + "-" + variant
}

func writeDifferences(w io.Writer, m *measurements) {
	fmt.Fprint(w, `
## Accuracy

Largest differences from 252 ascents and the feature maps of 4 segments that PyTorch computed in float64, by variant of
the vector loops. Two signals part when a float32 sample falls on the other side of a threshold; after that only the
objectives are compared.

| variant | signal to step 20, G | objective at step 500, relative to max(1, objective) |`+
		` the same, Adam with total variation | feature maps, relative to a map's maximum |
|---|---|---|---|---|
`)
	for _, variant := range m.Variants {
		fmt.Fprintf(w, "| %s |", variant)
		for i := range perVariant {
			fmt.Fprintf(w, " %s |", m.Figures[differenceKey(variant, i)].Ours.text(""))
		}
		fmt.Fprintln(w)
	}
}
