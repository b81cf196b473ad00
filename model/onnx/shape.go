package onnx

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// A tensor of the graph is a batch of [channels][axes][time] in some arrangement: PyTorch code may fold the axes into
// the batch, use them as channels, or flatten. An atom is one of these four extents. A dimension of the tensor is the
// product of some atoms in order. Atoms of size 1 other than the batch are omitted, so that squeezing and unsqueezing
// change nothing.
type atom struct {
	kind byte // 'N' batch, 'C' channels, 'A' axes, 'T' time
	size int  // 0 for an 'N' that the export leaves open
}

type arrangement [][]atom

// number is an integer of shape arithmetic: value, or with batch set value times the batch.
type number struct {
	value int64
	batch bool
}

// kinds returns the kinds of a dimension's atoms, such as "NA".
func kinds(d []atom) string {
	s := ""
	for _, a := range d {
		s += string(a.kind)
	}
	return s
}

func (a arrangement) String() string {
	s := "["
	for i, d := range a {
		if i > 0 {
			s += ", "
		}
		if len(d) == 0 {
			s += "1"
		}
		s += kinds(d)
	}
	return s + "]"
}

// dimension returns a dimension of one atom, or of none for size 1.
func dimension(kind byte, size int) []atom {
	if size == 1 {
		return nil
	}
	return []atom{{kind, size}}
}

// length returns a dimension's size.
func length(d []atom) number {
	n := number{value: 1}
	for _, a := range d {
		if a.kind == 'N' && a.size == 0 {
			n.batch = true
			continue
		}
		n.value *= int64(a.size)
	}
	return n
}

// size returns the size of an extent, 1 if it is omitted.
func (a arrangement) size(kind byte) int {
	for _, d := range a {
		for _, x := range d {
			if x.kind == kind {
				return x.size
			}
		}
	}
	return 1
}

// reshape regroups the atoms into dimensions of the given sizes, like ONNX Reshape: -1 is the remaining size, 0 the old
// size. Dimensions that would split an extent are an error.
func (a arrangement) reshape(target []number) (arrangement, error) {
	if len(target) > maxRank {
		return nil, fmt.Errorf("the shape has %d dimensions, at most %d are supported", len(target), maxRank)
	}
	sizes := slices.Clone(target)
	open := -1
	rest := number{value: 1}
	var atoms []atom
	for _, d := range a {
		atoms = append(atoms, d...)
		l := length(d)
		rest.value *= l.value
		rest.batch = rest.batch || l.batch
	}
	for i, s := range sizes {
		switch {
		case !s.batch && s.value == -1:
			if open >= 0 {
				return nil, errors.New("two sizes are -1")
			}
			open = i
			continue
		case !s.batch && s.value == 0:
			if i >= len(a) {
				return nil, fmt.Errorf("size %d is 0, but the tensor has %d dimensions", i, len(a))
			}
			s = length(a[i])
			sizes[i] = s
		}
		if s.value < 1 || rest.value%s.value != 0 || s.batch && !rest.batch {
			return nil, fmt.Errorf("%v cannot take that shape", a)
		}
		rest.value /= s.value
		rest.batch = rest.batch && !s.batch
	}
	if open >= 0 {
		sizes[open] = rest
	} else if rest.value != 1 || rest.batch {
		return nil, fmt.Errorf("%v cannot take that shape", a)
	}
	out := make(arrangement, len(sizes))
	next := 0
	for i, s := range sizes {
		left := s
		for next < len(atoms) {
			l := length(atoms[next : next+1])
			// A batch of 1 goes first; any other atom goes to a dimension that still lacks its size.
			if l.batch && !left.batch || left.value%l.value != 0 ||
				left.value == 1 && !left.batch && atoms[next].kind != 'N' {
				break
			}
			left.value /= l.value
			left.batch = left.batch && !l.batch
			out[i] = append(out[i], atoms[next])
			next++
		}
		if left.value != 1 || left.batch {
			return nil, fmt.Errorf("the shape splits a dimension of %v", a)
		}
	}
	if next < len(atoms) {
		return nil, fmt.Errorf("the shape splits a dimension of %v", a)
	}
	return out, nil
}

// fits reports whether a product of sizes is in the range of a tensor.
func fits(sizes ...int64) bool {
	p := int64(1)
	for _, s := range sizes {
		if s < 0 || s > math.MaxInt32 || s > 0 && p > maxSize/s {
			return false
		}
		p *= s
	}
	return true
}
