package tui

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"

	"actmax/optimize"
	"actmax/tui/session"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
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

func (r *heavyRun) Tape() visit.Tape { return r.tape }

// The tapes that were not seen for longest lose frames first, whether their runs go on or not; results stay, and the tape on
// the screen is spared as long as others can give.
func TestTapesShareMemory(t *testing.T) {
	m := &session.Session{Open: &session.Open{Visits: map[tree.Place]*visit.Visit{}}, Now: time.Unix(1000, 0)}
	result := &optimize.Result{}
	tapes := make([]*heavyTape, 6)
	const size = 16 << 20
	for i := range tapes {
		tapes[i] = &heavyTape{bytes: size, least: 1 << 20}
		v := &visit.Visit{Place: tree.Place{Layer: 0, Unit: i}, Run: &heavyRun{tape: tapes[i]}, Seen: time.Unix(int64(100+i), 0), Result: result}
		m.Open.Visits[v.Place] = v
	}
	m.Open.Visits[tree.Place{Layer: 0, Unit: 1}].Seen = time.Time{} // never seen
	m.Open.Visits[tree.Place{Layer: 0, Unit: 3}].Result = nil       // goes on
	m.Open.Tree.Cursor = tree.Place{Layer: 0, Unit: 0}              // on the screen, though it was opened first
	m.ShareTapes()
	total := 0
	for _, x := range tapes {
		total += x.bytes
	}
	if total > session.TapeBudget {
		t.Errorf("%d bytes, expected at most %d", total, session.TapeBudget)
	}
	if tapes[1].bytes != 1<<20 || tapes[2].bytes != 1<<20 || tapes[3].bytes != 1<<20 || tapes[4].bytes == size || tapes[5].bytes != size || tapes[0].bytes != size {
		for i, x := range tapes {
			t.Errorf("%d: %d bytes, %d times", i, x.bytes, x.thinned)
		}
	}
	for p, v := range m.Open.Visits {
		if p.Unit != 3 && v.Result != result {
			t.Error("a result is gone")
		}
	}
	for range 3 { // nothing left to take: it ends
		tapes[5].bytes, tapes[5].least = 2*session.TapeBudget, 2*session.TapeBudget
		m.ShareTapes()
	}
}

// Real tapes give way too: what was thinned is still exact at every step.
func TestThinnedTapeIsExact(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := open(t, options(t), 120, 40, colorprofile.TrueColor)
		x.played()
		v := x.m.common.Session.Current()
		want, err := v.Run.Tape().FrameAt(123)
		if err != nil {
			t.Fatal(err)
		}
		was := v.Run.Tape().Bytes()
		for range 20 {
			v.Run.Tape().Thin()
		}
		if got := v.Run.Tape().Bytes(); got >= was/2 {
			t.Errorf("%d bytes of %d are left", got, was)
		}
		got, err := v.Run.Tape().FrameAt(123)
		if err != nil || got.Terms != want.Terms || got.Signal[7] != want.Signal[7] {
			t.Errorf("%v", err)
		}
	})
}
