package cli

import (
	"slices"
	"testing"

	"actmax/internal/cli/fault"
)

func TestParseUnits(t *testing.T) {
	for text, want := range map[string][]int{
		"all": {0, 1, 2, 3, 4, 5, 6, 7}, "0": {0}, "7": {7}, "0-2,5": {0, 1, 2, 5}, " 5 , 1-1 ": {1, 5},
		"3,2,3,1-3": {1, 2, 3},
	} {
		if got, err := parseUnits(text, "conv1", 8); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "8", "0-8", "3-1", "-1", "1-", "-", "1,,2", "a", "1.5", "all,1", "0x1",
		"99999999999999999999"} {
		if got, err := parseUnits(text, "conv1", 8); err == nil || fault.Code(err) != fault.ExitInput {
			t.Errorf("%q gave %v, %v", text, got, err)
		}
	}
}

func FuzzParseUnits(f *testing.F) {
	for _, s := range []string{"all", "0-15,17", "1,,2", "5-3", "-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		units, err := parseUnits(text, "conv1", 64)
		if err != nil {
			return
		}
		if len(units) == 0 || !slices.IsSorted(units) || units[0] < 0 || units[len(units)-1] > 63 ||
			len(slices.Compact(slices.Clone(units))) != len(units) {
			t.Errorf("%q gave %v", text, units)
		}
	})
}

func FuzzParseTrace(f *testing.F) {
	f.Add("0,1,10")
	f.Add("10,,0")
	f.Fuzz(func(t *testing.T, text string) {
		marks, err := parseTrace(text, 100)
		if err == nil && (!slices.IsSorted(marks) || len(marks) > 0 && (marks[0] < 0 || marks[len(marks)-1] > 100)) {
			t.Errorf("%q gave %v", text, marks)
		}
	})
}
