package layer

import "actmax/tui/screen"

// Glossary implements screen.Screen.
func (l *Screen) Glossary() []screen.Part {
	return []screen.Part{{Title: "On the Layer screen", Entries: []screen.Entry{
		{Name: "a tile", Text: "A unit: its number and attainment, the signal between its own bounds, and whatever is said of a unit in the tree. All follow one playhead; the number on the right is the step that the tile shows where that is not its end."},
		{Name: "0.012 sitting", Text: "The mean MSE of the similar.top real segments that resemble the unit's result most, in G², and the activity of the nearest one."},
		{Name: "(sitting)", Text: "In brackets, until that is known: the activity in whose training segments the unit is most active on average."},
	}}}
}

// About says what the screen is for.
const About = "every unit of the layer at once, all converging; h j k l go from tile to tile, enter opens one, r " +
	"runs again what was made under other settings"
