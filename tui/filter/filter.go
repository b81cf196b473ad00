// Package filter finds units: it parses queries such as "conv3 att>0.8 | dead" and reports which units match them.
//
// A query is alternatives separated by |, each of terms separated by spaces that must all hold. A term is a unit's
// number or a range of numbers, the name of a layer, a word for the outcome of an ascent, an activity (or the
// beginning of one of its words), or a comparison of one of a unit's measures with a number. An unknown measure
// matches no comparison.
package filter

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Query is a parsed query: alternatives, each of conditions that must all hold.
type Query [][]condition

// condition is one condition on a unit.
type condition func(u Unit) bool

// Unit is what is known of a unit.
type Unit struct {
	Layer      string
	Number     int
	Status     string // dead, silent, failed, diverged; "" for any other
	Stale      bool
	Restarted  bool
	Running    bool
	Attainment float64 // NaN if there is none
	Amplitude  float64 // largest |x| in G; NaN if there is none
	Activity   string  // in which the unit is most active, as ActivityWord writes it; "" if unknown
	// Similarity returns the mean squared error to the most similar real segments in G², Twin the correlation with the
	// nearest unit of another network; NaN if unknown (yet). Calling them may start the computation. nil: never known.
	Similarity, Counterpart func() float64
}

// Error is a syntax error in a query.
type Error struct {
	Column int // from 1
	text   string
	want   string
}

func (e *Error) Error() string {
	return fmt.Sprintf("column %d: %q is not %s", e.Column, e.text, e.want)
}

// examples are examples of terms. They fit next to the query on the narrowest screen; ? explains all terms.
const examples = "7, 3-9, conv1, walking, att>0.8; see ?"

// measures are the words that can be compared with a number.
var measures = []struct {
	name string
	of   func(Unit) float64
}{
	{"att", func(u Unit) float64 { return u.Attainment }},
	{"sim", func(u Unit) float64 { return valueOf(u.Similarity) }},
	{"twin", func(u Unit) float64 { return valueOf(u.Counterpart) }},
	{"amp", func(u Unit) float64 { return u.Amplitude }},
}

func valueOf(of func() float64) float64 {
	if of == nil {
		return math.NaN()
	}
	return of()
}

// ActivityWord returns an activity as a word of a query: cycling-vertical for "cycling, vertical".
func ActivityWord(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("|_-,;()/", r)
	}), "-")
}

// leastActivity is the minimum number of letters that name an activity.
const leastActivity = 3

// Parse parses a query about the units of the named layers: "conv3 att>0.8", "3-9 | dead", "walking sim<0.02".
// activities are the names of the activities in the recordings. The error is an *Error.
func Parse(query string, layers, activities []string) (Query, error) {
	var out Query
	column := 1
	for i, alternative := range strings.Split(query, "|") {
		var all []condition
		at := 0
		for _, word := range strings.Fields(alternative) {
			at += strings.Index(alternative[at:], word)
			t, err := parseTerm(word, layers, activities)
			if err != nil {
				return nil, &Error{column + len([]rune(alternative[:at])), word, err.Error()}
			}
			all = append(all, t)
			at += len(word)
		}
		if len(all) == 0 {
			want := "a term after |: "
			if i == 0 {
				want = "a term before |: "
			}
			return nil, &Error{column, strings.TrimSpace(alternative), want + examples}
		}
		out = append(out, all)
		column += len([]rune(alternative)) + 1
	}
	return out, nil
}

func parseTerm(word string, layers, activities []string) (condition, error) {
	if slices.Contains(layers, word) {
		return func(u Unit) bool { return u.Layer == word }, nil
	}
	switch word {
	case "dead", "silent", "failed", "diverged":
		return func(u Unit) bool { return u.Status == word }, nil
	case "restarted":
		return func(u Unit) bool { return u.Restarted }, nil
	case "stale":
		return func(u Unit) bool { return u.Stale }, nil
	case "running":
		return func(u Unit) bool { return u.Running }, nil
	}
	if from, to, ok := numberRange(word); ok {
		return func(u Unit) bool { return u.Number >= from && u.Number <= to }, nil
	}
	for _, m := range measures {
		rest, ok := strings.CutPrefix(word, m.name)
		if !ok {
			continue
		}
		for _, op := range []string{"<=", ">=", "<", ">"} {
			text, ok := strings.CutPrefix(rest, op)
			if !ok {
				continue
			}
			limit, err := strconv.ParseFloat(text, 64)
			if err != nil || math.IsNaN(limit) {
				return nil, fmt.Errorf("a comparison with a number, such as %s%s0.8", m.name, op)
			}
			return func(u Unit) bool { return compare(m.of(u), op, limit) }, nil
		}
		if rest == "" || !unicode.IsLetter([]rune(rest)[0]) {
			return nil, fmt.Errorf("a comparison, such as %s>0.8", m.name)
		}
	}
	if begin := ActivityWord(word); utf8.RuneCountInString(begin) >= leastActivity { // separators alone are no name
		for _, a := range activities {
			if named(ActivityWord(a), begin) {
				return func(u Unit) bool { return named(u.Activity, begin) }, nil
			}
		}
	}
	if a, b, ok := strings.Cut(word, "-"); ok && a != "" && b != "" && strings.Trim(a+b, "0123456789") == "" {
		return nil, fmt.Errorf("a range: the smaller number comes first, %s-%s", b, a)
	}
	return nil, fmt.Errorf("a term: %s", examples)
}

// named reports whether begin is the beginning of an activity or of one of its words: basketball finds
// playing-basketball.
func named(activity, begin string) bool {
	return activity != "" && strings.Contains("-"+activity, "-"+begin)
}

// compare reports whether a comparison holds. It is false if v is NaN: a unit without a result is not below any
// limit.
func compare(v float64, op string, limit float64) bool {
	switch op {
	case "<":
		return v < limit
	case "<=":
		return v <= limit
	case ">":
		return v > limit
	default:
		return v >= limit
	}
}

func numberRange(word string) (from, to int, ok bool) {
	a, b, ranged := strings.Cut(word, "-")
	from, err := strconv.Atoi(a)
	if err != nil || from < 0 {
		return 0, 0, false
	}
	if !ranged {
		return from, from, true
	}
	to, err = strconv.Atoi(b)
	return from, to, err == nil && to >= from
}

// Match reports whether a unit matches the query.
func (q Query) Match(u Unit) bool {
	return slices.ContainsFunc(q, func(all []condition) bool {
		return !slices.ContainsFunc(all, func(holds condition) bool { return !holds(u) })
	})
}
