package cli

import (
	"slices"
	"strconv"
	"strings"

	"actmax/internal/cli/fault"
	"actmax/model"
	"actmax/optimize/results"
)

// parseUnits reads units of a layer: "all", or numbers and ranges joined by commas such as 0-15,17. It returns them in
// ascending order, each once.
func parseUnits(text, layer string, units int) ([]int, error) {
	chosen := make([]bool, units)
	if strings.TrimSpace(text) == "all" {
		for i := range chosen {
			chosen[i] = true
		}
	} else {
		for part := range strings.SplitSeq(text, ",") {
			from, to, err := unitRange(part)
			if err != nil {
				return nil, err
			}
			if from > to {
				return nil, fault.Unusable("--units %s: the range %s is reversed; expected %d-%d",
					text, strings.TrimSpace(part), to, from)
			}
			if to >= units {
				return nil, fault.Unusable("--units %s: layer %s has units 0 to %d, not %q",
					text, layer, units-1, strings.TrimSpace(part))
			}
			for i := from; i <= to; i++ {
				chosen[i] = true
			}
		}
	}
	var out []int
	for i, c := range chosen {
		if c {
			out = append(out, i)
		}
	}
	return out, nil
}

func unitRange(part string) (from, to int, err error) {
	first, last, isRange := strings.Cut(strings.TrimSpace(part), "-")
	if !isRange {
		last = first
	}
	from, err = strconv.Atoi(first)
	if err == nil {
		to, err = strconv.Atoi(last)
	}
	if err != nil || from < 0 {
		return 0, 0, fault.Unusable("--units: %q is neither a unit nor a range; expected all, or numbers and ranges "+
			"such as 0-15,17", part)
	}
	return from, to, nil
}

// parseLayers reads layer names joined by commas. Layers whose signals or maps have different shapes are an error: the
// arrays of one result have one shape.
func parseLayers(n *model.Network, text string) ([]int, error) {
	var layers []int
	for name := range strings.SplitSeq(text, ",") {
		l, err := n.Find(strings.TrimSpace(name))
		if err != nil {
			return nil, fault.Unusable("--layer: %w", err)
		}
		if slices.Contains(layers, l) {
			return nil, fault.Unusable("--layer %s names %s twice", text, n.Layers[l].Name)
		}
		layers = append(layers, l)
	}
	if err := results.CheckShapes(n, layers); err != nil {
		return nil, fault.Unusable("--layer %s: %w", text, err)
	}
	return layers, nil
}
