package report

import (
	"bytes"
	"encoding/json"
	"strings"

	"actmax/optimize/study"
)

// valuesWidth is the largest width of a line of study.json, in bytes: it fits a unit of a map or the scores of a
// method, which keeps the file small and lets grep and diff show whole ones.
const valuesWidth = 500

// WriteValues writes study.json alone.
func WriteValues(dir string, s *study.Study) error {
	values, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return put(dir, StudyFile, breakLines(values, valuesWidth))
}

// breakLines breaks compact JSON into lines: an object or array stays on one line if it fits into width bytes, else
// each of its elements starts a line, indented by its depth.
func breakLines(compact []byte, width int) []byte {
	closes := closings(compact)
	var out bytes.Buffer
	depth := 0
	newLine := func() { out.WriteString("\n" + strings.Repeat(" ", depth)) }
	for i := 0; i < len(compact); i++ {
		switch c := compact[i]; c {
		case '{', '[':
			if end := closes[i]; end-i < width-depth || end == i+1 {
				out.Write(compact[i : end+1])
				i = end
				continue
			}
			out.WriteByte(c)
			depth++
			newLine()
		case '}', ']':
			depth--
			newLine()
			out.WriteByte(c)
		case ',':
			out.WriteByte(c)
			newLine()
		case '"':
			end := stringEnd(compact, i)
			out.Write(compact[i : end+1])
			i = end
		case ':':
			out.WriteString(": ")
		default:
			out.WriteByte(c)
		}
	}
	out.WriteByte('\n')
	return out.Bytes()
}

// closings maps the place of each opening bracket to that of its closing one.
func closings(compact []byte) map[int]int {
	found := map[int]int{}
	var open []int
	for i := 0; i < len(compact); i++ {
		switch compact[i] {
		case '{', '[':
			open = append(open, i)
		case '}', ']':
			found[open[len(open)-1]] = i
			open = open[:len(open)-1]
		case '"':
			i = stringEnd(compact, i)
		}
	}
	return found
}

// stringEnd is the place of the quote that ends the string starting at start.
func stringEnd(compact []byte, start int) int {
	for i := start + 1; ; i++ {
		switch compact[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
}

// JSON returns a value as commands print it with --json: one line.
func JSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}
