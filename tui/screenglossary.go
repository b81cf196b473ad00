package tui

// screenGlossary explains what stands on other screens than Unit only.
var screenGlossary = []glossaryPart{
	{"On the Layer screen", []entry{
		{"a tile", "A unit: its number and attainment, the signal between its own bounds, and whatever is said of a unit in the tree. All follow one playhead; the number on the right is the step that the tile shows where that is not its end."},
		{"0.012 sitting", "The mean MSE of the similar.top real segments that resemble the unit's result most, in G², and the activity of the nearest one."},
		{"(sitting)", "In brackets, until that is known: the activity in whose training segments the unit is most active on average."},
	}},
	{"With several networks", counterpartWords},
	{"On the Compare screen", []entry{
		{"+0.012", "The second number of a row: how far the column's number lies from the other column's; = where they are the same."},
		{"MSE", "The mean MSE of the similar.top real segments nearest to the result, in G²; known once the run is at its end."},
		{"R", "A penalty before weighting, so that columns with different weights can be compared; sum is each column's own objective, under its own weights."},
		{"apart", "How far the two signals lie apart: the root mean square of their difference, in G."},
	}},
	{"On the Map screen", mapWords},
	{"On the Map screen: units that repeat each other", repeatWords},
	{"On the Scores screen", scoresWords},
}
