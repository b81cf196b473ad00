package tui

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"

	"actmax/tui/session/state"
)

// The panes that were open are open again: what v, t, tab and a chose, on a small screen and on a large one.
func TestPanesKept(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		l := &shelf{}
		synctest.Test(t, func(t *testing.T) {
			o := shelved(t, l)
			o.Layer = 2
			x := open(t, o, size[0], size[1], colorprofile.TrueColor)
			x.played()
			x.keys("a", "v", "t", keyEscSeq, tab)
			x.wait(time.Second)
			x.want("before", "arm x")
			x.wantNot("before", "leg x")
			if p := x.leave(l).Panes; p != (state.Panes{View: "frequencies", List: "strongest", Focus: "list", Lower: "list", Axes: "right_arm"}) {
				t.Errorf("%+v", p)
			}
		})
		synctest.Test(t, func(t *testing.T) {
			o := shelved(t, l)
			o.Resume = &l.kept[0]
			x := open(t, o, size[0], size[1], colorprofile.TrueColor)
			x.wait(3 * time.Second)
			x.want("again", "arm x", "▸ 1 ")
			x.wantNot("again", "leg x")
			x.keys("j")
			x.want("j", "▸ 2 ")
			x.keys("v")
			x.want("v", "▲")
		})
	}
	m := newExplorer(t.Context(), options(t))
	defer m.common.Session.Close()
	unitOf(m).Restore(&state.Session{Panes: state.Panes{View: "sideways", List: "", Focus: "nowhere", Axes: "tail"}})
	var s state.Session
	unitOf(m).Save(&s)
	if p := s.Panes; p != (state.Panes{View: "objective", List: "similar", Focus: "tree", Lower: "view"}) {
		t.Errorf("unknown words: %+v", p)
	}
}
