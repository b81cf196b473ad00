package compare

import "actmax/tui/screen"

// Glossary implements screen.Screen.
func (c *Screen) Glossary() []screen.Part {
	return []screen.Part{
		{Title: "With several networks", Entries: counterpartEntries},
		{Title: "On the Compare screen", Entries: []screen.Entry{
			{Name: "+0.012", Text: "The second number of a row: how far the column's number lies from the other column's; = where they are the same."},
			{Name: "MSE", Text: "The mean MSE of the similar.top real segments nearest to the result, in G²; known once the run is at its end."},
			{Name: "R", Text: "A penalty before weighting, so that columns with different weights can be compared; sum is each column's own objective, under its own weights."},
			{Name: "apart", Text: "How far the two signals lie apart: the root mean square of their difference, in G."},
		}},
	}
}

// counterpartEntries explain what stands on the screen where several networks are open.
var counterpartEntries = []screen.Entry{
	{Name: "counterpart", Text: "Of a unit: the unit of the layer of the same name in the other network whose activations a[s][t] over training segments correlate most with its own, at the best lag of at most 10 samples either way. Below r 0.5, where it explains less than a quarter of the variance, the screen says that there is none. That is no high bar: : counterparts tells how many units reach it in a network that was never trained."},
	{Name: "r, lag", Text: "Pearson's correlation of the two feature maps over 5000 drawn segments (all, where there are fewer) and all axes; the counterpart shows the same so many samples later."},
	{Name: "mutual", Text: "The unit is its counterpart's counterpart as well. Several units may have the same counterpart, of which it can be mutual with one."},
	{Name: "signals r", Text: "On the Compare screen: Pearson's correlation of the two synthesized signals, and beside it the root of their mean squared difference in G: the window of each at the best place in the other signal, the mean of both ways."},
}

// About says what the screen is for.
const About = "two methods on one unit, or two units, side by side under one playhead; tab chooses the column that " +
	"m and / change"
