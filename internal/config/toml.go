package config

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// FileError is an error in a settings file with its place, counted from 1.
type FileError struct {
	File         string
	Line, Column int
	Err          error
}

func (e *FileError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %v", e.File, e.Line, e.Column, e.Err)
}

func (e *FileError) Unwrap() error { return e.Err }

// Read assigns the settings of a TOML document, called name in errors. Every key must be known, and every value of the
// right type and in range: the first error is returned as a *FileError, and the settings before it are assigned.
func (r *Registry) Read(name string, doc []byte) error {
	named, err := keys(name, doc)
	if err != nil {
		return err
	}
	for _, first := range []bool{true, false} {
		for _, n := range named {
			e, err := r.find(n.key)
			if err == nil && (e.after != nil) == first {
				err = e.set(n.value)
			}
			if err != nil {
				return n.fault(name, err)
			}
		}
	}
	return nil
}

// named is one key of a document with its value and place.
type named struct {
	key          string // dotted, from the root
	value        any
	line, column int // of the key's last part
}

func (n named) fault(file string, err error) error {
	return &FileError{File: file, Line: n.line, Column: n.column, Err: err}
}

// keys lists the values of a document in its order: the decoder of the library checks the document and gives the
// values, its parser the places.
func keys(name string, doc []byte) ([]named, error) {
	values := map[string]any{}
	if err := toml.Unmarshal(doc, &values); err != nil {
		var d *toml.DecodeError
		if errors.As(err, &d) {
			line, column := d.Position()
			return nil, &FileError{File: name, Line: line, Column: column, Err: err}
		}
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	w := walk{file: name, values: values}
	w.parser.Reset(doc)
	var table []string
	for w.parser.NextExpression() {
		switch x := w.parser.Expression(); x.Kind {
		case unstable.Table:
			table, _ = w.path(nil, x.Key())
		case unstable.ArrayTable:
			path, place := w.path(nil, x.Key())
			return nil, place.fault(name, fmt.Errorf("[[%s]] is a list of tables; write [%[1]s]",
				strings.Join(path, ".")))
		case unstable.KeyValue:
			w.add(table, x)
		}
	}
	if err := w.parser.Error(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return w.found, nil
}

// walk collects the keys of a document.
type walk struct {
	file   string
	parser unstable.Parser
	values map[string]any
	found  []named
}

// add appends the key of a key-value expression, or those of its inline table.
func (w *walk) add(table []string, x *unstable.Node) {
	path, place := w.path(table, x.Key())
	if v := x.Value(); v.Kind == unstable.InlineTable {
		empty := true
		for it := v.Children(); it.Next(); {
			if it.Node().Kind == unstable.KeyValue {
				w.add(path, it.Node())
				empty = false
			}
		}
		if !empty {
			return // an empty table is a value, which no setting allows
		}
	}
	place.key = strings.Join(path, ".")
	place.value = lookup(w.values, path)
	w.found = append(w.found, place)
}

// path returns the parts of a key after those of its table, and the place of the last part.
func (w *walk) path(table []string, key unstable.Iterator) ([]string, named) {
	path := append([]string(nil), table...)
	var place named
	for key.Next() {
		n := key.Node()
		path = append(path, string(n.Data))
		start := w.parser.Shape(n.Raw).Start
		place = named{line: start.Line, column: start.Column}
	}
	return path, place
}

func lookup(values map[string]any, path []string) any {
	for _, part := range path[:len(path)-1] {
		values, _ = values[part].(map[string]any)
	}
	return values[path[len(path)-1]]
}
