package tui

import (
	"actmax/tui/screen"
	"actmax/tui/screen/scores"
	"actmax/tui/screen/unitmap"
)

// screenGlossary explains what stands on other screens than Unit only.
var screenGlossary = []screen.Part{
	{Title: "On the Layer screen", Entries: []screen.Entry{
		{Name: "a tile", Text: "A unit: its number and attainment, the signal between its own bounds, and whatever is said of a unit in the tree. All follow one playhead; the number on the right is the step that the tile shows where that is not its end."},
		{Name: "0.012 sitting", Text: "The mean MSE of the similar.top real segments that resemble the unit's result most, in G², and the activity of the nearest one."},
		{Name: "(sitting)", Text: "In brackets, until that is known: the activity in whose training segments the unit is most active on average."},
	}},
	{Title: "With several networks", Entries: counterpartWords},
	{Title: "On the Compare screen", Entries: []screen.Entry{
		{Name: "+0.012", Text: "The second number of a row: how far the column's number lies from the other column's; = where they are the same."},
		{Name: "MSE", Text: "The mean MSE of the similar.top real segments nearest to the result, in G²; known once the run is at its end."},
		{Name: "R", Text: "A penalty before weighting, so that columns with different weights can be compared; sum is each column's own objective, under its own weights."},
		{Name: "apart", Text: "How far the two signals lie apart: the root mean square of their difference, in G."},
	}},
	{Title: "On the Map screen", Entries: unitmap.MapWords},
	{Title: "On the Map screen: units that repeat each other", Entries: unitmap.RepeatWords},
	{Title: "On the Scores screen", Entries: scores.ScoresWords},
}
