package tui

// copy puts the command line that repeats the result under the cursor onto the clipboard, and shows it for terminals that do
// not allow that.
func (m *explorer) copy() {
	v := m.common.Session.Current()
	switch {
	case m.common.Session.Open.Tree.Cursor.Unit < 0:
		m.Say("no unit under the cursor to copy the command of")
		return
	case v == nil || v.Run == nil:
		m.Say("nothing has run here yet to copy")
		return
	}
	m.common.CopyOf(v)
}
