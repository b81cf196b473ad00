package table

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"actmax/data"
	"actmax/data/internal/number"
)

// maxAxes bounds the columns taken as axes; above it the column names were probably meant to be given.
const maxAxes = 1024

// layout holds the columns of a row; -1: none.
type layout struct {
	axes                 []int
	names                []string // of the axes
	label, subject, time int
	nameless             bool // a column has no name: it is left out
}

// how describes how the table was read beyond what it says itself: other columns than the usual ones, a rate.
func (l layout) how(header []string, o Options) string {
	var how []string
	if usual, err := find(header, Options{Rate: data.Rate}); err != nil || !reflect.DeepEqual(l, usual) {
		how = append(how, fmt.Sprintf("columns %v, label %d, subject %d, time %d", l.axes, l.label, l.subject, l.time))
	}
	if o.Rate > 0 {
		how = append(how, fmt.Sprintf("%g Hz", o.Rate))
	}
	return strings.Join(how, "; ")
}

// find decides what each column holds.
func find(header []string, o Options) (layout, error) {
	at := map[string]int{}
	var known []string
	for i, name := range header {
		name = strings.TrimSpace(name)
		if _, twice := at[name]; twice {
			return layout{}, &data.InputError{Line: 1, Column: i + 1,
				Problem: fmt.Sprintf("expected different names of columns, found %q twice", name), Advice: "rename one"}
		}
		at[name] = i
		known = append(known, name)
	}
	// one looks up a named column, or the first usual name that exists, in capitals or not.
	one := func(flag, given string, usual ...string) (int, error) {
		if given == "" {
			for _, name := range usual {
				if i := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(k, name) }); i >= 0 {
					return i, nil
				}
			}
			return -1, nil
		}
		if i, ok := at[given]; ok {
			return i, nil
		}
		return -1, &data.InputError{Line: 1, Problem: fmt.Sprintf("has no column %q (%s)", given, flag),
			Advice: "its columns are " + strings.Join(known, ", ")}
	}
	var l layout
	var err error
	if l.label, err = one("--label", o.Label, "label", "activity", "y"); err != nil {
		return l, err
	}
	if l.label < 0 && numbers(header) {
		return l, &data.InputError{Line: 1, Problem: "expected a header with the names of the columns, found numbers",
			Advice: "add a first line that names each column, such as time,x,y,z,activity"}
	}
	if l.label < 0 {
		return l, &data.InputError{Line: 1,
			Problem: "expected a column with the activity (label, activity or y), found only " + strings.Join(known, ", "),
			Advice: "if one of these holds it, name it with --label; if none does, add one (rows of one unnamed activity " +
				"may all say the same word)"}
	}
	if l.subject, err = one("--subject", o.Subject, "subject"); err != nil {
		return l, err
	}
	if l.time, err = one("--time", o.Time, "time", "t"); err != nil {
		return l, err
	}
	if l.time < 0 && o.Rate <= 0 {
		return l, &data.InputError{Line: 1,
			Problem: "expected a column with the time in seconds (time or t), or a rate",
			Advice:  "name the column with --time, or give --rate in Hz; the columns are " + strings.Join(known, ", ")}
	}
	if o.Columns == nil {
		for i, name := range known {
			switch {
			case i == l.label || i == l.subject || i == l.time:
			case name == "": // what pandas writes before all others: the number of the row
				l.nameless = true
			default:
				l.axes, l.names = append(l.axes, i), append(l.names, name)
			}
		}
	}
	for _, name := range o.Columns {
		i, err := one("--columns", name)
		if err != nil {
			return l, err
		}
		if slices.Contains(l.axes, i) {
			return l, &data.InputError{Line: 1, Column: i + 1, Problem: fmt.Sprintf("--columns names %q twice", name),
				Advice: "name each axis once"}
		}
		l.axes, l.names = append(l.axes, i), append(l.names, name)
	}
	if len(l.axes) == 0 || len(l.axes) > maxAxes {
		return l, &data.InputError{Line: 1,
			Problem: fmt.Sprintf("expected 1 to %d columns of acceleration, found %d", maxAxes, len(l.axes)),
			Advice:  "name them with --columns"}
	}
	return l, nil
}

// numbers reports whether a line that should name the columns holds mostly numbers.
func numbers(header []string) bool {
	n := 0
	for _, field := range header {
		if _, ok := number.Parse([]byte(strings.TrimSpace(field))); ok {
			n++
		}
	}
	return 2*n > len(header)
}
