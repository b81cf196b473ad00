package layer

import "actmax/tui/screen"

// Glossary implements screen.Screen.
func (l *Screen) Glossary() []screen.Part {
	return []screen.Part{{Title: "On the Layer screen", Entries: []screen.Entry{
		{Name: "a tile",
			Text: "One unit: its number, attainment and signs as in the tree, and its signal, scaled to its own " +
				"range. All tiles follow one playhead; a number on the right is the step shown, if it is not the " +
				"last."},
		{Name: "0.012 sitting",
			Text: "The mean MSE of the similar.top real segments most similar to the unit's result, in G², and the " +
				"activity of the nearest one."},
		{Name: "(sitting)",
			Text: "In brackets, until the similar segments are known: the activity in whose training segments the " +
				"unit is most active on average."},
	}}}
}

// About describes the screen for the help.
const About = "every unit of the layer at once, all converging; h j k l move between tiles, enter opens a unit, r " +
	"restarts units computed with other settings"
