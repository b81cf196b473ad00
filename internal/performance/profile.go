package main

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"actmax/internal/simd"
)

// profile lists the parts of one step of a block of conv3 units; the first row is the whole. Each figure is the quickest of
// many, and the table shows the least of all rounds: parts of the same step only add up where nothing else ran.
func profile(b *bench) []row {
	part := func(name string) measurement {
		return b.ours("internal/simd", "BenchmarkStep3/"+simd.Variant()+"/"+name+"$", "least-us", "3000x", "")
	}
	step := func(name string) measurement {
		return b.ours("optimize", "BenchmarkStepParts$", name+"-us", "3000x", "")
	}
	if simd.Variant() == "portable" {
		return nil
	}
	return []row{
		{what: "the step as a whole", ours: step("step")},
		{what: "products of transformed filters and signals, forward and back", ours: sum(part("of_filter:_products"), part("of_filter:_products"))},
		{what: "transforms of their inputs", ours: sum(part("of_filter:_input"), part("of_filter:_input"))},
		{what: "transforms of their outputs, with bias and ReLU, or mask", ours: sum(part("of_filter:_output"), part("of_filter:_output_mask"))},
		{what: "columns that nothing reaches", ours: sum(part("of_filter:_silent_columns"), part("of_filter:_silent_columns"))},
		{what: "fans: the first layer's filters and the units' own, forward and back", ours: sum(part("fan_out"), part("fan_in"), part("lane_fan_in"), part("lane_fan_out"))},
		{what: "from lanes to rows and back", ours: step("rows")},
		{what: "objective and penalties", ours: step("terms")},
		{what: "update by Adam", ours: step("update")},
	}
}

func (r *report) writeProfile(w io.Writer) {
	if len(r.profile) == 0 || len(r.profile[0].a) == 0 {
		return
	}
	fmt.Fprintf(w, `
## One step of a block of %d conv3 units by part

The quickest of all rounds, one core, %s.

| part | us | share |
|---|---|---|
`, simd.Lanes(), simd.Variant())
	whole := slices.Min(r.profile[0].a)
	rest := whole
	for i, p := range r.profile {
		v := slices.Min(p.a)
		if i > 0 {
			rest -= v
		}
		fmt.Fprintf(w, "| %s | %s | %s %% |\n", p.what, number(v), number(100*v/whole))
	}
	fmt.Fprintf(w, "| what is left: calls, copies, the lanes' bookkeeping | %s | %s %% |\n", number(rest), number(100*rest/whole))
}

// differences lists how far each variant is from the reference, which PyTorch computed in float64: largest ones, over every
// reference ascent and every feature map. They are the same in every round.
func differences(b *bench) []row {
	const figure = `([0-9.e+-]+)`
	var all []row
	for _, variant := range simd.Variants() {
		ascents := func(before string) measurement {
			return b.logged("optimize", "TestReferenceFloat32", variant, regexp.MustCompile(before+figure))
		}
		all = append(all,
			row{what: variant, unit: "G", once: true, ours: ascents(`signal to step 20 `)},
			row{what: variant, once: true, ours: ascents(`objective at step 500, relative or of 1: `)},
			row{what: variant, once: true, ours: ascents(`objective at step 500, .*, Adam with TV `)},
			row{what: variant, once: true, ours: b.logged("model", "TestForwardReference", variant, regexp.MustCompile(`largest difference of float32 relative to a map's largest value: `+figure))})
	}
	return all
}

// perVariant is how many rows of differences a variant has.
const perVariant = 4

func (r *report) writeDifferences(w io.Writer) {
	fmt.Fprint(w, `
## Largest differences from the reference

252 ascents and the maps of 4 segments that PyTorch computed in float64, by variant of the vector loops. Signals part where a sample of
float32 lands on the other side of a threshold; after that only objectives are compared.

| variant | signal to step 20, G | objective at step 500, relative or of 1 | the same, Adam with total variation | feature maps, of a map's largest value |
|---|---|---|---|---|
`)
	for one := range slices.Chunk(r.differences, perVariant) {
		fmt.Fprintf(w, "| %s |", one[0].what)
		for _, d := range one {
			fmt.Fprintf(w, " %s |", strings.TrimSpace(spread(d.a, "")))
		}
		fmt.Fprintln(w)
	}
}
