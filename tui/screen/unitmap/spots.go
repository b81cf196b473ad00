package unitmap

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"actmax/optimize"
	"actmax/tui/session/tree"
	"actmax/tui/style"
)

// spot is a point on the map.
type spot struct {
	Unit  int
	X, Y  float64
	kind  int // activity of the most similar segment; -1: not known
	Shown bool
}

// Spots returns the points of the map in view whose units still have the results that it was made of, under the current
// settings.
func (s *Screen) Spots() (out []spot) {
	m := s.common.Session
	c := s.Layout()
	if c == nil {
		return nil
	}
	for _, p := range c.Points {
		v := m.Open.Visits[tree.Place{Layer: s.layer, Unit: p.Unit}]
		if v == nil || v.Result != c.Made[p.Run] || v.Stale(m.Settings) {
			continue
		}
		kind := -1
		if v.Found.Of == v.Result {
			kind = v.Found.Activity
		}
		out = append(out, spot{p.Unit, p.X, p.Y, kind, m.Open.Tree.Shows(s.layer, p.Unit)})
	}
	return out
}

// Goals returns the points that the filter shows.
func (s *Screen) Goals() []spot {
	return slices.DeleteFunc(s.Spots(), func(p spot) bool { return !p.Shown })
}

// why returns the reason why the map is empty.
func (s *Screen) why() string {
	now := TakeCensus(s.common.Session, s.layer)
	switch {
	case len(s.Spots()) > 0:
		return "no unit of this layer matches the filter; press esc to show all"
	case now.Waiting > 0:
		return "units are running"
	case len(now.Results) == 0 && now.stale > 0:
		return "all results have other settings; press r to restart the units"
	case s.Busy:
		return "computing the map"
	}
	return "no unit of this layer has a meaningful signal"
}

// missing says which units are not on the map, and why; "" if all are.
func (s *Screen) missing() string {
	now := TakeCensus(s.common.Session, s.layer)
	counts := map[optimize.Status]int{}
	for _, r := range now.Results {
		counts[r.Status]++
	}
	var parts []string
	add := func(n int, what string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, what))
		}
	}
	for _, status := range []optimize.Status{optimize.Failed, optimize.Dead, optimize.Silent, optimize.Diverged} {
		add(counts[status], string(status))
	}
	add(now.broken, "not computable")
	add(now.stale, "with other settings (r restarts)")
	add(now.Waiting, "not done yet")
	if len(parts) == 0 {
		return ""
	}
	return "not on the map: " + strings.Join(parts, ", ")
}

// Symbols returns a letter for each activity: the first free one of its name, else of the alphabet, else a sign. Digits
// count units and small letters are units that the filter hides.
func Symbols(activities []string) []string {
	free := []rune("ABCDEFGHIJKLMNOPQRSTUVWXYZ#$%&@=<>!;:,^?_|/\\(){}[]")
	out := make([]string, len(activities))
	take := func(i int, r rune) bool {
		at := slices.Index(free, r)
		if at < 0 {
			return false
		}
		free = slices.Delete(free, at, at+1)
		out[i] = string(r)
		return true
	}
	for i, name := range activities {
		done := false
		for _, r := range strings.ToUpper(name) {
			if unicode.IsLetter(r) && take(i, r) {
				done = true
				break
			}
		}
		if !done && len(free) > 0 {
			take(i, free[0])
		} else if !done {
			out[i] = "."
		}
	}
	return out
}

// UnknownSymbol marks a unit whose activity is not known (yet).
const UnknownSymbol = "*"

// kindStyle returns the colour of an activity; colours repeat, symbols do not.
func kindStyle(kind int) style.Style {
	if kind < 0 {
		return style.Dim
	}
	return style.Kind(kind)
}

// kindCount is the number of units on the map with an activity.
type kindCount struct {
	kind, units, shown int
}

// legend counts the units of each activity, the most frequent first.
func legend(spots []spot) (out []kindCount) {
	for _, p := range spots {
		i := slices.IndexFunc(out, func(k kindCount) bool { return k.kind == p.kind })
		if i < 0 {
			i = len(out)
			out = append(out, kindCount{kind: p.kind})
		}
		out[i].units++
		if p.Shown {
			out[i].shown++
		}
	}
	slices.SortFunc(out, func(a, b kindCount) int {
		if a.units != b.units {
			return b.units - a.units
		}
		if (a.kind < 0) != (b.kind < 0) {
			return b.kind - a.kind
		}
		return a.kind - b.kind
	})
	return out
}
