package similar

// distinct appends to dst the first matches, at most top, that do not overlap with one before: of the same recording,
// and less than a segment's length apart.
func (s *search) distinct(dst, found []Match, top int) []Match {
	d := s.x.set
	for _, m := range found {
		if top == 0 {
			break
		}
		if s.hidden[m.Training] {
			continue
		}
		dst = append(dst, m)
		top--
		at := d.Segments[m.Segment]
		// Segments of one recording follow one another.
		for step := -1; step <= 1; step += 2 {
			for k := m.Training; k >= 0 && k < len(s.x.segments); k += step {
				other := d.Segments[s.x.segments[k]]
				if other.Recording != at.Recording {
					break
				}
				if apart := int(other.Start - at.Start); apart < d.Length && apart > -d.Length && !s.hidden[k] {
					s.hidden[k] = true
					s.taken = append(s.taken, k)
				}
			}
		}
	}
	for _, k := range s.taken {
		s.hidden[k] = false
	}
	s.taken = s.taken[:0]
	return dst
}
