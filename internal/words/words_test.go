package words

import (
	"math"
	"testing"
	"time"
)

func TestCount(t *testing.T) {
	for _, c := range []struct {
		n          int
		unit, want string
	}{
		{0, "unit", "0 units"}, {1, "unit", "1 unit"}, {3, "unit", "3 units"}, {1, "activity", "1 activity"},
		{2, "activity", "2 activities"}, {2, "day", "2 days"},
	} {
		if got := Count(c.n, c.unit); got != c.want {
			t.Errorf("Count(%d, %q) = %q, want %q", c.n, c.unit, got, c.want)
		}
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{
		0: "0", 999: "999", 1000: "1,000", 123456: "123,456", 1234567: "1,234,567", -12: "-12", -123: "-123",
		-1234: "-1,234",
	} {
		if got := Thousands(n); got != want {
			t.Errorf("Thousands(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestDurations(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 s", 9 * time.Second: "9 s", 59600 * time.Millisecond: "1 min 00 s", 200 * time.Second: "3 min 20 s",
		7500 * time.Second: "2 h 05 min",
	} {
		if got := Duration(d); got != want {
			t.Errorf("Duration(%v) = %q, want %q", d, got, want)
		}
		if got := Left(d); got != want+" left" {
			t.Errorf("Left(%v) = %q, want %q", d, got, want+" left")
		}
	}
	for seconds, want := range map[float64]string{
		0: "1 ms", 0.0284: "28 ms", 0.9996: "1.0 s", 9.94: "9.9 s", 9.96: "10 s", 200: "3 min 20 s",
	} {
		if got := Took(time.Duration(seconds * float64(time.Second))); got != want {
			t.Errorf("Took(%g s) = %q, want %q", seconds, got, want)
		}
	}
}

func TestRemaining(t *testing.T) {
	if left, ok := Remaining(10*time.Second, 1, 4); !ok || left != 30*time.Second {
		t.Errorf("a quarter done in 10 s: %v left, known %v", left, ok)
	}
	for _, c := range [][2]float64{{0, 4}, {4, 4}, {5, 4}, {0, 0}, {math.NaN(), 4}} {
		if left, ok := Remaining(time.Second, c[0], c[1]); ok || left != 0 {
			t.Errorf("%g of %g done: %v left", c[0], c[1], left)
		}
	}
}

func TestLists(t *testing.T) {
	for want, list := range map[string][]string{"": nil, "a": {"a"}, "a and b": {"a", "b"},
		"a, b and c": {"a", "b", "c"}} {
		if got := List(list, "and"); got != want {
			t.Errorf("List(%q) = %q, want %q", list, got, want)
		}
	}
	for want, numbers := range map[string][]int{"": nil, "7": {7}, "1-5, 7": {1, 2, 3, 4, 5, 7},
		"1-2, 4-5": {5, 1, 4, 2}} {
		if got := Ranges(numbers); got != want {
			t.Errorf("Ranges(%v) = %q, want %q", numbers, got, want)
		}
	}
}
