package compare

import "actmax/tui/screen"

// Glossary implements screen.Screen.
func (c *Screen) Glossary() []screen.Part {
	return []screen.Part{
		{Title: "With several networks", Entries: counterpartEntries},
		{Title: "On the Compare screen", Entries: []screen.Entry{
			{Name: "+0.012",
				Text: "The second number of a row: the difference from the other column; = if both are the same."},
			{Name: "MSE",
				Text: "The mean MSE of the similar.top real segments nearest to the result, in G²; known at the end " +
					"of the run."},
			{Name: "R",
				Text: "A penalty before weighting, so that columns with different weights can be compared. sum is " +
					"each column's own objective, with its own weights."},
			{Name: "apart",
				Text: "The distance between the two signals: the root mean square of their difference, in G."},
		}},
	}
}

// counterpartEntries explain what the screen shows if several networks are open.
var counterpartEntries = []screen.Entry{
	{Name: "counterpart",
		Text: "The most similar unit of the other network: of all units of the layer of the same name, the one whose " +
			"activations a[s][t] on the training segments correlate most with the unit's, at the best lag of at " +
			"most 10 samples either way. Below r 0.5, which explains less than a quarter of the variance, the " +
			"screen shows no counterpart. This is not a high bar: `:counterparts` counts how many units of an " +
			"untrained network reach it."},
	{Name: "r, lag",
		Text: "Pearson's correlation of the two feature maps over 5000 random segments (all, if there are fewer) and " +
			"all axes; the counterpart shows the same this many samples later."},
	{Name: "mutual",
		Text: "The unit is also its counterpart's counterpart. Several units may share a counterpart, which is " +
			"mutual with at most one of them."},
	{Name: "signals r",
		Text: "On the Compare screen: Pearson's correlation of the two synthesized signals, then the root of their " +
			"mean squared difference in G. The window of each is compared at the best place in the other signal; " +
			"both are the mean of the two directions."},
}

// About describes the screen for the help.
const About = "two methods on one unit, or two units, side by side under one playhead; tab chooses the column that " +
	"m and / change"
