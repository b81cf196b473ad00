package visit

import (
	"slices"
	"time"
)

// Taped is a tape and when it was last seen.
type Taped struct {
	Tape Tape
	Seen time.Time
}

// ShareMemory keeps tapes within a budget of bytes: the least recently seen tape loses every second frame until only
// its ends are left, then the next one. It reorders all.
func ShareMemory(all []Taped, budget int) {
	total := 0
	for _, t := range all {
		total += t.Tape.Bytes()
	}
	slices.SortStableFunc(all, func(a, b Taped) int { return a.Seen.Compare(b.Seen) })
	for _, t := range all {
		for total > budget {
			was := t.Tape.Bytes()
			t.Tape.Thin()
			saved := was - t.Tape.Bytes()
			if saved <= 0 {
				break
			}
			total -= saved
		}
	}
}
