package tui

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// filter finds units. Terms joined by a space must all hold, those joined by | one of them; | binds less.
type filter [][]condition

// condition is one condition on a unit.
type condition struct {
	test func(s subject) bool
}

// subject is what a filter knows of a unit.
type subject struct {
	layer      string
	unit       int
	word       string // status: dead, silent, failed, diverged, restarted, stale, running
	stale      bool
	restarted  bool
	running    bool
	attainment float64        // not a number where there is none
	amplitude  float64        // largest |x| in G; not a number where there is none
	activity   string         // in which the unit is most active, as activityWord writes it; "" where that is not known
	similarity func() float64 // not a number where there is none (yet); asking has it worked out
	twin       func() float64 // correlation with the nearest unit of the other network; not a number where that is not known
}

// filterError says where in a query it stopped being one.
type filterError struct {
	column int // from 1
	text   string
	want   string
}

func (e *filterError) Error() string {
	return fmt.Sprintf("column %d: %q is not %s", e.column, e.text, e.want)
}

// filterWords are examples rather than names: they fit beside the query on the narrowest screen, and ? explains them all.
const filterWords = "7, 3-9, conv1, walking, att>0.8; see ?"

// measures are the words that are compared with a number.
var measures = []struct {
	name string
	of   func(subject) float64
}{
	{"att", func(s subject) float64 { return s.attainment }},
	{"sim", func(s subject) float64 { return asked(s.similarity) }},
	{"twin", func(s subject) float64 { return asked(s.twin) }},
	{"amp", func(s subject) float64 { return s.amplitude }},
}

func asked(of func() float64) float64 {
	if of == nil {
		return math.NaN()
	}
	return of()
}

// activityWord writes an activity as a word of a query: "cycling, vertical" as cycling-vertical.
func activityWord(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("|_-,;()/", r)
	}), "-")
}

// leastActivity is the number of letters by which an activity can be named.
const leastActivity = 3

// parseFilter reads a query: "conv3 att>0.8", "3-9 | dead", "walking sim<0.02".
func parseFilter(query string, layers []treeLayer, activities ...string) (filter, error) {
	var out filter
	column := 1
	for i, alternative := range strings.Split(query, "|") {
		var all []condition
		at := 0
		for _, word := range strings.Fields(alternative) {
			at += strings.Index(alternative[at:], word)
			t, err := parseTerm(word, layers, activities)
			if err != nil {
				return nil, &filterError{column + len([]rune(alternative[:at])), word, err.Error()}
			}
			all = append(all, t)
			at += len(word)
		}
		if len(all) == 0 {
			return nil, &filterError{column, strings.TrimSpace(alternative), map[bool]string{true: "a term before |: ", false: "a term after |: "}[i == 0] + filterWords}
		}
		out = append(out, all)
		column += len([]rune(alternative)) + 1
	}
	return out, nil
}

func parseTerm(word string, layers []treeLayer, activities []string) (condition, error) {
	for _, l := range layers {
		if l.name == word {
			return condition{func(s subject) bool { return s.layer == word }}, nil
		}
	}
	switch word {
	case "dead", "silent", "failed", "diverged":
		return condition{func(s subject) bool { return s.word == word }}, nil
	case "restarted":
		return condition{func(s subject) bool { return s.restarted }}, nil
	case "stale":
		return condition{func(s subject) bool { return s.stale }}, nil
	case "running":
		return condition{func(s subject) bool { return s.running }}, nil
	}
	if from, to, ok := numberRange(word); ok {
		return condition{func(s subject) bool { return s.unit >= from && s.unit <= to }}, nil
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
				return condition{}, fmt.Errorf("a comparison with a number, such as %s%s0.8", m.name, op)
			}
			return condition{func(s subject) bool { return compare(m.of(s), op, limit) }}, nil
		}
		if rest == "" || !unicode.IsLetter([]rune(rest)[0]) {
			return condition{}, fmt.Errorf("a comparison, such as %s>0.8", m.name)
		}
	}
	if len(word) >= leastActivity {
		begin := activityWord(word)
		for _, a := range activities {
			if named(activityWord(a), begin) {
				return condition{func(s subject) bool { return named(s.activity, begin) }}, nil
			}
		}
	}
	if a, b, ok := strings.Cut(word, "-"); ok && a != "" && b != "" && strings.Trim(a+b, "0123456789") == "" {
		return condition{}, fmt.Errorf("a range: the smaller number comes first, %s-%s", b, a)
	}
	return condition{}, fmt.Errorf("a term: %s", filterWords)
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

func (f filter) match(s subject) bool {
	for _, all := range f {
		ok := true
		for _, t := range all {
			ok = ok && t.test(s)
		}
		if ok {
			return true
		}
	}
	return false
}
