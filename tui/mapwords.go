package tui

// mapWords explain what stands on the Map screen only.
var mapWords = []entry{
	{"a letter", "A unit, by the activity of the training segment most similar to its signal; * where that is not known (yet). Units lie together where their signals are alike: exact t-SNE of the Euclidean distances between signals, the best of 10 seeded starts, as actmax atlas computes it. Only near and far have a meaning, not direction or the size of a gap."},
	{"3", "So many units share the cell; + stands for more than nine. In the colour of their activity where it is the same. z goes closer, and what lies under the cursor is listed beside the map."},
	{"a small letter", "A unit that the filter hides: it stays where it is, but arrows pass it by."},
	{"by shifts", "v: the distance of two signals is the least over circular shifts in time. A unit that slides its filters over time is activated alike wherever its pattern stands, so where it came to stand is of no interest."},
	{"to come", "Units that are still computed. Until they are done a map is made anew every two seconds and turned onto the one before; the last one is as actmax atlas computes it, turned nowhere."},
	{"arrows", "To the point for which distance / cos² of the angle to the arrow is least. Every point can be reached."},
	{"0.31 G", "Beside a unit near on the map: the root mean square of the difference between the two signals as they are."},
	{"not on the map", "Units without a signal that says something: failed, dead, silent, diverged; and those made under other settings, which r runs again."},
}
