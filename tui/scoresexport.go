package tui

func (c *scoresScreen) export(m *explorer)                                         { m.say("not yet") }
func (c *scoresScreen) copy(m *explorer)                                           { m.say("not yet") }
func (c *scoresScreen) beside(m *explorer, cell scoreCell, f figures) []detailLine { return nil }
