package setting

import "strconv"

// Typed formats the value of a setting as it may be typed. Parse returns the same value, to the last bit.
func Typed(v any) string {
	switch v := v.(type) {
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case int:
		return strconv.Itoa(v)
	case uint64:
		return strconv.FormatUint(v, 10)
	case bool:
		if v {
			return "on"
		}
		return "off"
	case string:
		return v
	}
	return ""
}
