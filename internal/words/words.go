// Package words writes counts, durations and lists as people read them: on the command line, on the screen, in reports.
package words

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// Count returns a number with what it counts: "1 unit", "3 units", "2 activities".
func Count(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	if stem, ok := strings.CutSuffix(unit, "y"); ok && !strings.HasSuffix(stem, "a") {
		return fmt.Sprintf("%d %sies", n, stem)
	}
	return fmt.Sprintf("%d %ss", n, unit)
}

// Thousands returns a number with a comma between thousands: "1,234,567".
func Thousands(n int) string {
	digits := fmt.Sprint(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// Duration returns a duration to the second: "45 s", "3 min 20 s", "2 h 05 min".
func Duration(d time.Duration) string {
	switch s := int(d.Round(time.Second) / time.Second); {
	case s < 60:
		return fmt.Sprintf("%d s", s)
	case s < 3600:
		return fmt.Sprintf("%d min %02d s", s/60, s%60)
	default:
		return fmt.Sprintf("%d h %02d min", s/3600, s/60%60)
	}
}

// Took returns how long work took. Unlike Duration it has milliseconds below a second and tenths below ten: "28 ms",
// "9.4 s".
func Took(d time.Duration) string {
	switch s := d.Seconds(); {
	case s < 0.9995:
		return fmt.Sprintf("%.0f ms", math.Max(1, 1000*s))
	case s < 9.95:
		return fmt.Sprintf("%.1f s", s)
	}
	return Duration(d)
}

// Left returns the time left of some work: "3 min 20 s left".
func Left(d time.Duration) string { return Duration(d) + " left" }

// Remaining estimates the time left of work at a steady pace, done of total in the time spent. ok is false where
// nothing is done yet, or nothing is left.
func Remaining(spent time.Duration, done, total float64) (left time.Duration, ok bool) {
	if !(done > 0 && total > done) {
		return 0, false
	}
	return time.Duration(float64(spent) / done * (total - done)), true
}

// List joins words, the last two by another word: "a, b and c".
func List(list []string, last string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	n := len(list) - 1
	return strings.Join(list[:n], ", ") + " " + last + " " + list[n]
}

// Ranges returns numbers in ascending order, neighbours joined: "1-5, 7".
func Ranges(numbers []int) string {
	numbers = slices.Sorted(slices.Values(numbers))
	var parts []string
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		if i == j {
			parts = append(parts, fmt.Sprint(numbers[i]))
		} else {
			parts = append(parts, fmt.Sprintf("%d-%d", numbers[i], numbers[j]))
		}
		i = j + 1
	}
	return strings.Join(parts, ", ")
}
