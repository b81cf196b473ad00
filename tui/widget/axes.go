package widget

import "strings"

// AxisChoice is a set of axes to draw.
type AxisChoice struct {
	Name string
	Axes []int
}

// AxisChoices returns what can be drawn of a signal: all axes, those of each sensor, each alone.
func AxisChoices(names []string) []AxisChoice {
	all := AxisChoice{Name: "all axes"}
	var sensors, single []AxisChoice
	for i, n := range names {
		all.Axes = append(all.Axes, i)
		single = append(single, AxisChoice{n, []int{i}})
		k := strings.LastIndexByte(n, '_')
		if k < 0 {
			continue
		}
		if j := len(sensors) - 1; j >= 0 && sensors[j].Name == n[:k] {
			sensors[j].Axes = append(sensors[j].Axes, i)
		} else {
			sensors = append(sensors, AxisChoice{n[:k], []int{i}})
		}
	}
	if len(names) == 1 {
		return []AxisChoice{all}
	}
	if len(sensors) < 2 {
		sensors = nil
	}
	return append(append([]AxisChoice{all}, sensors...), single...)
}
