package unit

import (
	"actmax/tui/session"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// Follow implements screen.Follower.
func (m *Screen) Follow() {
	if m.network != m.c.Session.Open {
		m.network, m.Focus, m.Lower = m.c.Session.Open, FocusTree, FocusTree
	}
	if m.index != m.c.Session.Data.Index {
		m.index, m.Similar = m.c.Session.Data.Index, SimilarPane{}
		m.Aside.Forget()
	}
}

// FollowCursor implements screen.Tracker: it resets the panes if the cursor moved to another unit or the run restarted.
func (m *Screen) FollowCursor() {
	at := cursorAt{m.c.Session.Open, m.c.Session.Open.Tree.Cursor, nil}
	if v := m.c.Session.Current(); v != nil {
		at.run = v.Run
	}
	was := m.at
	if m.at = at; was.place != at.place || was.network != at.network {
		m.Similar.Pick = 0
		m.Aside.reset()
	}
	if was != at {
		m.Signal.Reset()
	}
}

// cursorAt identifies the run under the cursor.
type cursorAt struct {
	network *session.Open
	place   tree.Place
	run     visit.Run
}
