package tui

// copy copies the command line that reproduces the result under the cursor to the clipboard, and shows it because some
// terminals do not allow that.
func (m *explorer) copy() {
	v := m.common.Session.Current()
	switch {
	case m.common.Session.Open.Tree.Cursor.Unit < 0:
		m.Say("no unit under the cursor; go to one to copy its command")
		return
	case v == nil || v.Run == nil:
		m.Say("nothing to copy: this unit has not run yet")
		return
	}
	m.common.CopyOf(v)
}
