package optimize

import (
	"strconv"
	"strings"

	"actmax/data"
	"actmax/internal/setting"
)

// AxisRange returns the axes [from, to) that a word of ascent.axis stands for: "all" (0, -1: as many as there are), an
// axis of data.Axes, a sensor ("right_arm": the axes whose names begin so), or an axis's number from 0.
func AxisRange(word string) (from, to int, err error) {
	if word == AllAxes {
		return 0, -1, nil
	}
	if n, err := strconv.Atoi(word); err == nil && n >= 0 {
		return n, n + 1, nil
	}
	from = -1
	for i, name := range data.Axes {
		if sensor := name[:strings.LastIndexByte(name, '_')]; name == word || sensor == word {
			if from < 0 {
				from = i
			}
			to = i + 1
		}
	}
	if from < 0 {
		return 0, 0, &setting.Error{Key: "ascent.axis", Value: strconv.Quote(word), Problem: "is no axis",
			Allowed: "all, right_arm, left_leg, one of " + strings.Join(data.Axes, ", ") + ", or a number from 0"}
	}
	return from, to, nil
}
