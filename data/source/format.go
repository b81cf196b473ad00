package source

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"actmax/data"
)

// Member is one file of a data set within a source.
type Member struct {
	File
	ID  string // what it is, whatever folder it lies in: "a12/p3/s07"; no two members share one
	Key [3]int // activity, subject, file, from 1; 0 if the name does not say
}

// order compares members by activity, subject, file.
func (m Member) order(o Member) int {
	for i := range m.Key {
		if c := cmp.Compare(m.Key[i], o.Key[i]); c != 0 {
			return c
		}
	}
	return 0
}

// Format is how one public data set lies in an archive or a folder, and how it is read.
type Format struct {
	Kind  Kind
	Again string // advice if a file is damaged
	Parse func(file string) (id string, key [3]int, ok bool)
	// Read makes the data set of members in order of activity, subject, file; hash is that of the source.
	Read func(ctx context.Context, s *Source, members []Member, hash string, o data.Options) (*data.Dataset, error)
}

// Load opens a source, finds the data set's files in it and hands them to Read, unless the prepared data set is in the
// cache. An error about the source is a *data.InputError.
func (f *Format) Load(ctx context.Context, path string, o data.Options) (*data.Dataset, error) {
	o, err := o.Normal()
	if err != nil {
		return nil, err
	}
	s, err := Open(path, f.Again)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	members, err := f.Members(s)
	if err != nil {
		return nil, err
	}
	hash, err := s.Hash(ctx, o.Jobs, members)
	if err != nil {
		return nil, err
	}
	return data.Cached(o, string(f.Kind), hash, data.Hop, func() (*data.Dataset, error) {
		return f.Read(ctx, s, members, hash, o)
	})
}

// Members returns the data set's files in order of activity, subject, file. A source with none of them, or with two
// copies of one, is an *data.InputError.
func (f *Format) Members(s *Source) ([]Member, error) {
	var out []Member
	for _, file := range s.Files {
		if id, key, ok := f.Parse(file.Name); ok {
			out = append(out, Member{file, id, key})
		}
	}
	if len(out) == 0 {
		return nil, f.none(s)
	}
	slices.SortStableFunc(out, Member.order)
	for i := 1; i < len(out); i++ {
		if a, b := out[i-1], out[i]; a.Key == b.Key {
			return nil, &data.InputError{
				Path:    s.Path,
				Problem: fmt.Sprintf("%s is there twice: %s and %s", b.ID, a.Name, b.Name),
				Advice:  "give the folder of one copy",
			}
		}
	}
	return out, nil
}

// none says that a source holds nothing of the data set, and what it holds instead, if that is known.
func (f *Format) none(s *Source) error {
	want := known[f.Kind]
	e := &data.InputError{
		Path:    s.Path,
		Problem: fmt.Sprintf("expected the files of %s (%s), found none of them", want.title, want.files),
		Advice: fmt.Sprintf("give the archive, or the folder it was unpacked into; \"actmax data fetch %s\" gets it",
			f.Kind),
	}
	if other, ok := known[s.Kind()]; ok {
		e.Problem = fmt.Sprintf("expected %s, found the files of %s (%s)", want.title, other.title, other.files)
		e.Advice = fmt.Sprintf("load it as %s, or give the %s archive or folder", other.title, want.title)
	} else if inner := s.inner(); inner != "" {
		e.Advice = "unpack the archive " + inner + " that lies in it and give that"
	}
	return e
}

// Missing lists the numbers from 1 to last that no member has at a place of its key: "2, 5".
func Missing(members []Member, place, last int) string {
	have := map[int]bool{}
	for _, m := range members {
		have[m.Key[place]] = true
	}
	var without []string
	for p := 1; p <= last; p++ {
		if !have[p] {
			without = append(without, fmt.Sprint(p))
		}
	}
	return strings.Join(without, ", ")
}
