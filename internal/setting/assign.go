package setting

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Error describes a refused setting: its key, the value, the problem, and the allowed values.
type Error struct {
	Key     string // "penalty.tv"
	Value   string // as given
	Problem string // "is not a number"
	Allowed string // "a number from 0 to 100"
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s = %s %s; expected %s", e.Key, e.Value, e.Problem, e.Allowed)
}

// UnknownError means that no setting has this key. It has the setting with the most similar name.
type UnknownError struct {
	Key     string
	Nearest string // "" if none is similar
}

func (e *UnknownError) Error() string {
	if e.Nearest == "" {
		return fmt.Sprintf("unknown setting %q; see config.example.toml for all of them", e.Key)
	}
	return fmt.Sprintf("unknown setting %q; the nearest known one is %s", e.Key, e.Nearest)
}

// Find returns the row of a key, or an *UnknownError.
func Find[S any](table []Setting[S], key string) (Setting[S], error) {
	for _, r := range table {
		if r.Key == key {
			return r, nil
		}
	}
	keys := make([]string, len(table))
	for i, r := range table {
		keys[i] = r.Key
	}
	return Setting[S]{}, &UnknownError{Key: key, Nearest: Nearest(key, keys)}
}

// SetDefaults assigns every row's default. It returns an error if a row refuses its own default, a mistake in the
// table.
func SetDefaults[S any](table []Setting[S], s *S) error {
	for _, r := range table {
		if err := r.Assign(s, r.Default); err != nil {
			return err
		}
	}
	return nil
}

// Value returns the present value of the field: float64, int, uint64, bool or string.
func (r Setting[S]) Value(s *S) any {
	switch p := r.At(s).(type) {
	case *float64:
		return *p
	case *int:
		return *p
	case *uint64:
		return *p
	case *bool:
		return *p
	case *string:
		return *p
	default:
		panic(fmt.Sprintf("setting %s: the table points to a %T", r.Key, p)) // a mistake in the table, found by its test
	}
}

// Parse parses the text of a value, as typed after --set key= or into the settings pane.
func (r Setting[S]) Parse(text string) (any, error) {
	text = strings.TrimSpace(text)
	switch r.Kind {
	case Float:
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, r.refuse(strconv.Quote(text), "is not a number")
		}
		return v, nil
	case Int:
		if v, err := strconv.ParseInt(text, 10, 64); err == nil {
			return v, nil
		}
		if v, err := strconv.ParseUint(text, 10, 64); err == nil {
			return v, nil
		}
		return nil, r.refuse(strconv.Quote(text), "is not a whole number")
	case Bool:
		switch text {
		case "true", "on", "yes":
			return true, nil
		case "false", "off", "no":
			return false, nil
		}
		return nil, r.refuse(strconv.Quote(text), "is neither true nor false")
	default:
		return text, nil
	}
}

// Assign checks type and range and sets the field. A whole number may have any integer type, also for a Float.
func (r Setting[S]) Assign(s *S, value any) error {
	switch p := r.At(s).(type) {
	case *float64:
		v, ok := asFloat(value)
		if !ok {
			return r.refuse(show(value), "is not a number")
		}
		if !r.inRange(v) {
			return r.refuse(show(value), "is out of range")
		}
		*p = v
	case *int:
		v, ok := asInt(value)
		if !ok {
			return r.refuse(show(value), "is not a whole number")
		}
		if !r.inRange(float64(v)) {
			return r.refuse(show(value), "is out of range")
		}
		*p = v
	case *uint64:
		v, ok := asUint(value)
		if !ok {
			if _, whole := asInt(value); whole {
				return r.refuse(show(value), "is out of range")
			}
			return r.refuse(show(value), "is not a whole number")
		}
		if !r.inRange(float64(v)) {
			return r.refuse(show(value), "is out of range")
		}
		*p = v
	case *bool:
		v, ok := value.(bool)
		if !ok {
			return r.refuse(show(value), "is neither true nor false")
		}
		*p = v
	case *string:
		v, ok := value.(string)
		if !ok {
			return r.refuse(show(value), "is not text")
		}
		if r.Kind == Word && !slices.Contains(r.Choices, v) {
			return r.refuse(show(value), "is unknown")
		}
		*p = v
	default:
		panic(fmt.Sprintf("setting %s: the table points to a %T", r.Key, p)) // a mistake in the table, found by its test
	}
	return nil
}

// Allowed describes the allowed values: "a number from 0 to 10 G", "adam or gradient".
func (r Setting[S]) Allowed() string {
	var s string
	switch r.Kind {
	case Float:
		s = "a number"
	case Int:
		s = "a whole number"
	case Bool:
		return "true or false"
	case Word:
		if len(r.Choices) == 1 {
			return r.Choices[0]
		}
		last := len(r.Choices) - 1
		return strings.Join(r.Choices[:last], ", ") + " or " + r.Choices[last]
	default:
		return "text"
	}
	if r.bounded() {
		s += fmt.Sprintf(" from %s to %s", number(r.Min), number(r.Max))
	}
	if r.Unit != "" {
		s += " " + r.Unit
	}
	return s
}

// bounded reports whether the row declares a range: Min and Max are both 0 otherwise.
func (r Setting[S]) bounded() bool { return r.Min != 0 || r.Max != 0 }

func (r Setting[S]) inRange(v float64) bool {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return false
	}
	return !r.bounded() || v >= r.Min && v <= r.Max
}

func (r Setting[S]) refuse(value, problem string) error {
	return &Error{Key: r.Key, Value: value, Problem: problem, Allowed: r.Allowed()}
}

func asFloat(v any) (float64, bool) {
	switch x := v.(type) {
	case float64:
		return x, true
	case int:
		return float64(x), true
	case int64:
		return float64(x), true
	case uint64:
		return float64(x), true
	}
	return 0, false
}

func asInt(v any) (int, bool) {
	switch x := v.(type) {
	case int:
		return x, true
	case int64:
		return int(x), int64(int(x)) == x
	case uint64:
		return int(x), x <= math.MaxInt
	}
	return 0, false
}

func asUint(v any) (uint64, bool) {
	switch x := v.(type) {
	case uint64:
		return x, true
	case int:
		return uint64(x), x >= 0
	case int64:
		return uint64(x), x >= 0
	}
	return 0, false
}

func show(v any) string {
	switch x := v.(type) {
	case string:
		return strconv.Quote(x)
	case float64:
		return number(x)
	case map[string]any:
		return "a table"
	}
	return fmt.Sprint(v)
}

// number formats a float as a user would type it: the shortest text that parses to the same value, without an exponent
// for whole numbers.
func number(v float64) string {
	if v == math.Trunc(v) && math.Abs(v) < 1e16 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
