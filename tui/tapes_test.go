package tui

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"

	"actmax/optimize"
)

// heavyTape is a tape of a size, which a thinning halves down to a least one.
type heavyTape struct {
	brokenTape
	bytes, least int
	thinned      int
}

func (t *heavyTape) Bytes() int { return t.bytes }
func (t *heavyTape) Thin() {
	t.thinned++
	t.bytes = max(t.least, t.bytes/2)
}

type heavyRun struct {
	brokenRun
	tape *heavyTape
}

func (r *heavyRun) Tape() tape { return r.tape }

// The tapes that were not seen for longest lose frames first, whether their runs go on or not; results stay, and the tape on
// the screen is spared as long as others can give.
func TestTapesShareMemory(t *testing.T) {
	m := &session{openNetwork: &openNetwork{visits: map[place]*visit{}}, now: time.Unix(1000, 0)}
	result := &optimize.Result{}
	tapes := make([]*heavyTape, 6)
	const size = 16 << 20
	for i := range tapes {
		tapes[i] = &heavyTape{bytes: size, least: 1 << 20}
		v := &visit{place: place{0, i}, run: &heavyRun{tape: tapes[i]}, seen: time.Unix(int64(100+i), 0), result: result}
		m.visits[v.place] = v
	}
	m.visits[place{0, 1}].seen = time.Time{} // never seen
	m.visits[place{0, 3}].result = nil       // goes on
	m.tree.cursor = place{0, 0}              // on the screen, though it was opened first
	m.shareTapes()
	total := 0
	for _, x := range tapes {
		total += x.bytes
	}
	if total > tapeBudget {
		t.Errorf("%d bytes, expected at most %d", total, tapeBudget)
	}
	if tapes[1].bytes != 1<<20 || tapes[2].bytes != 1<<20 || tapes[3].bytes != 1<<20 || tapes[4].bytes == size || tapes[5].bytes != size || tapes[0].bytes != size {
		for i, x := range tapes {
			t.Errorf("%d: %d bytes, %d times", i, x.bytes, x.thinned)
		}
	}
	for p, v := range m.visits {
		if p.unit != 3 && v.result != result {
			t.Error("a result is gone")
		}
	}
	for range 3 { // nothing left to take: it ends
		tapes[5].bytes, tapes[5].least = 2*tapeBudget, 2*tapeBudget
		m.shareTapes()
	}
}

// Real tapes give way too: what was thinned is still exact at every step.
func TestThinnedTapeIsExact(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := open(t, options(t), 120, 40, colorprofile.TrueColor)
		x.played()
		v := x.m.current()
		want, err := v.run.Tape().FrameAt(123)
		if err != nil {
			t.Fatal(err)
		}
		was := v.run.Tape().Bytes()
		for range 20 {
			v.run.Tape().Thin()
		}
		if got := v.run.Tape().Bytes(); got >= was/2 {
			t.Errorf("%d bytes of %d are left", got, was)
		}
		got, err := v.run.Tape().FrameAt(123)
		if err != nil || got.Terms != want.Terms || got.Signal[7] != want.Signal[7] {
			t.Errorf("%v", err)
		}
	})
}
