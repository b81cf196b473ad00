// Package filter finds units: it reads queries such as "conv3 att>0.8 | dead" and tells which units match them.
//
// Terms joined by a space must all hold, of alternatives joined by | one; | binds less. A term is a unit's number or a range of
// numbers, a layer's name, a word for how a unit's ascent went, an activity (or the beginning of one of its words), or a
// comparison of one of a unit's figures with a number. What is not known of a unit matches no comparison.
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

// Query is what a person is looking for: alternatives, each of conditions that must all hold.
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
	Attainment float64 // not a number where there is none
	Amplitude  float64 // largest |x| in G; not a number where there is none
	Activity   string  // in which the unit is most active, as ActivityWord writes it; "" where that is not known
	// Similarity is the mean squared error to the most similar real segments in G², Twin the correlation with the nearest unit of
	// another network; not a number where that is not known (yet). Asking may have it worked out. nil: never known.
	Similarity, Twin func() float64
}

// Error says where in a query it stopped being one.
type Error struct {
	Column int // from 1
	text   string
	want   string
}

func (e *Error) Error() string {
	return fmt.Sprintf("column %d: %q is not %s", e.Column, e.text, e.want)
}

// examples say what a term looks like: they fit beside the query on the narrowest screen, and ? explains them all.
const examples = "7, 3-9, conv1, walking, att>0.8; see ?"

// measures are the words that are compared with a number.
var measures = []struct {
	name string
	of   func(Unit) float64
}{
	{"att", func(u Unit) float64 { return u.Attainment }},
	{"sim", func(u Unit) float64 { return asked(u.Similarity) }},
	{"twin", func(u Unit) float64 { return asked(u.Twin) }},
	{"amp", func(u Unit) float64 { return u.Amplitude }},
}

func asked(of func() float64) float64 {
	if of == nil {
		return math.NaN()
	}
	return of()
}

// ActivityWord writes an activity as a word of a query: "cycling, vertical" as cycling-vertical.
func ActivityWord(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("|_-,;()/", r)
	}), "-")
}

// leastActivity is the number of letters by which an activity can be named.
const leastActivity = 3

// Parse reads a query about the units of layers, given by their names: "conv3 att>0.8", "3-9 | dead", "walking sim<0.02". The
// activities are those of the recordings, as they are named there. The error is an *Error.
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
			return nil, &Error{column, strings.TrimSpace(alternative), map[bool]string{true: "a term before |: ", false: "a term after |: "}[i == 0] + examples}
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
	if begin := ActivityWord(word); utf8.RuneCountInString(begin) >= leastActivity { // separators alone name nothing
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

// named tells whether a query's word begins an activity or one of its words: basketball finds playing-basketball.
func named(activity, begin string) bool {
	return activity != "" && strings.Contains("-"+activity, "-"+begin)
}

// compare is false for what is not a number: a unit without a result is not below any limit.
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

// Match tells whether a unit is looked for.
func (q Query) Match(u Unit) bool {
	return slices.ContainsFunc(q, func(all []condition) bool {
		return !slices.ContainsFunc(all, func(holds condition) bool { return !holds(u) })
	})
}
