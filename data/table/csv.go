package table

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"actmax/data"
	"actmax/data/internal/checksum"
	"actmax/data/internal/number"
)

func loadCSV(ctx context.Context, path string, o Options) (*data.Dataset, error) {
	hash, err := checksum.File(ctx, path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer f.Close()
	d, err := readCSV(ctx, f, o)
	return finish(d, err, path, hash)
}

// readCSV reads a whole table. A fault's Path is left to the caller, and so is the hash: Hash says how the table was
// read.
func readCSV(ctx context.Context, in io.Reader, o Options) (*data.Dataset, error) {
	buffered := bufio.NewReaderSize(in, 1<<20)
	head, _ := buffered.Peek(1 << 12) // shorter files give what they have
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		buffered.Discard(3)
		head = head[3:]
	}
	r := csv.NewReader(buffered)
	r.ReuseRecord = true
	r.Comma = separator(head)
	header, err := r.Read()
	header = slices.Clone(header) // the reader uses its record again
	if err == io.EOF {
		return nil, &data.InputError{Line: 1,
			Problem: "expected a header with the names of the columns, found an empty file",
			Advice:  "give a file with a header and one row a sample"}
	}
	if err != nil {
		return nil, csvFault(err)
	}
	l, err := find(header, o)
	if err != nil {
		return nil, err
	}
	t, err := readRows(ctx, r, l)
	if err != nil {
		return nil, err
	}
	d, err := t.dataset(l, o)
	if err != nil {
		return nil, err
	}
	d.Hash = l.how(header, o)
	return d, nil
}

// separator is the one of comma, semicolon and tab that the header has most of.
func separator(head []byte) rune {
	line, _ := number.Line(head)
	best, most := ',', bytes.Count(line, []byte(","))
	for _, c := range ";\t" {
		if n := bytes.Count(line, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

func csvFault(err error) error {
	var p *csv.ParseError
	if errors.As(err, &p) {
		problem := p.Err.Error()
		if errors.Is(p.Err, csv.ErrFieldCount) {
			problem = "expected as many fields as the header has"
		}
		return &data.InputError{Line: p.Line, Problem: problem, Advice: "correct the line", Cause: err}
	}
	return &data.InputError{Problem: "cannot be read: " + err.Error(), Advice: "check the disk", Cause: err}
}

func readRows(ctx context.Context, r *csv.Reader, l layout) (*rows, error) {
	t := &rows{axes: make([][]float64, len(l.axes))}
	intern := map[string]string{} // few names, many rows
	name := func(s string) string {
		s = strings.TrimSpace(s)
		if kept, ok := intern[s]; ok {
			return kept
		}
		kept := strings.Clone(s)
		intern[kept] = kept
		return kept
	}
	for n := 0; ; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		record, err := r.Read()
		if err == io.EOF {
			return t, nil
		}
		if err != nil {
			return nil, csvFault(err)
		}
		value := func(column int, read func([]byte) (float64, bool)) (float64, error) {
			v, ok := read([]byte(record[column]))
			if !ok {
				line, _ := r.FieldPos(column)
				return 0, &data.InputError{
					Line: line, Column: column + 1,
					Problem: number.Problem([]byte(record[column])),
					Advice:  "correct it, or name the columns to use with --columns",
				}
			}
			return v, nil
		}
		for a, column := range l.axes {
			v, err := value(column, number.Measured)
			if err != nil {
				return nil, err
			}
			t.axes[a] = append(t.axes[a], v)
		}
		if l.time >= 0 {
			v, err := value(l.time, number.Number)
			if err != nil {
				return nil, err
			}
			t.time = append(t.time, v)
		}
		word := func(column int, what string) (string, error) {
			w := name(record[column])
			if w == "" {
				line, _ := r.FieldPos(column)
				return "", &data.InputError{Line: line, Column: column + 1,
					Problem: "expected the " + what + ", found nothing", Advice: "name it, or leave out the rows without one"}
			}
			return w, nil
		}
		if l.subject >= 0 {
			subject, err := word(l.subject, "subject")
			if err != nil {
				return nil, err
			}
			t.subject = append(t.subject, subject)
		}
		label, err := word(l.label, "activity")
		if err != nil {
			return nil, err
		}
		t.label = append(t.label, label)
	}
}
