package unitmap

import "actmax/tui/screen"

// mapWords explain what stands on the Map screen only.
var mapWords = []screen.Entry{
	{Name: "a letter", Text: "A unit, by the activity of the training segment most similar to its signal; * where that is not known (yet). Units lie together where their signals are alike: exact t-SNE of the Euclidean distances between signals, the best of 10 seeded starts, as actmax atlas computes it. Only near and far have a meaning, not direction or the size of a gap."},
	{Name: "3", Text: "So many units share the cell; + stands for more than nine. In the colour of their activity where it is the same. z goes closer, and what lies under the cursor is listed beside the map."},
	{Name: "a small letter", Text: "A unit that the filter hides: it stays where it is, but arrows pass it by."},
	{Name: "by shifts", Text: "v: the distance of two signals is the least over circular shifts in time. A unit that slides its filters over time is activated alike wherever its pattern stands, so where it came to stand is of no interest."},
	{Name: "a line around", Text: "t: a dense group of similar signals, found by HDBSCAN* (Campello, Moulavi and Sander, 2013) among the distances that the map is made from, of five units or more; not all units belong to one. Or a cluster of units that repeat each other in training, once that is measured; or nothing. The line is the hull of the group's points: others may lie within it."},
	{Name: "same activity", Text: "Below the map: the share of the five nearest units, by signal, that have a unit's own activity, mean over units; what it would be by chance if the activities were shuffled; and p, the share of 999 shuffles and the true assignment that reach it. KL is the divergence of the map from the distances, in nats: lower is better."},
	{Name: "to come", Text: "Units that are still computed. Until they are done a map is made anew every two seconds and turned onto the one before; the last one is as actmax atlas computes it, turned nowhere."},
	{Name: "arrows", Text: "To the point for which distance / cos² of the angle to the arrow is least. Every point can be reached."},
	{Name: "0.31 G", Text: "Beside a unit near on the map: the root mean square of the difference between the two signals, as they are; on the map by shifts at the circular shift at which it is least."},
	{Name: "not on the map", Text: "Units without a signal that says something: failed, dead, silent, diverged; and those made under other settings, which r runs again."},
}

// repeatWords explain the redundancy view of the Map screen.
var repeatWords = []screen.Entry{
	{Name: "0.966 lag -1", Text: "The largest correlation r of two units' activations over the training segments, of all lags up to 10 samples: cov(a_i[t], a_j[t+lag]) over both deviations. The second unit shows so many samples later what the first shows."},
	{Name: "a cluster", Text: "Units of which every two correlate at 0.9 or more (complete linkage). The first is the one most like all others, and can stand for them."},
	{Name: "effective rank", Text: "How many directions the activations of the layer span. With p_i the eigenvalues of their covariance over the sum: exp(-sum of p_i ln p_i) (entropy), 1 / (sum of p_i squared) (participation), and how many make up 99 %. Over their deviation every unit counts the same."},
	{Name: "merged", Text: "Macro-F1 on the subjects that the network was not trained on, where each duplicate's outgoing weights go to the unit that stands for it, scaled and moved by the lag; and its change from the whole network's."},
	{Name: "set to 0", Text: "The same where the duplicates are left out without a stand-in; below it as many random units of the layer, for comparison. Nothing is trained anew."},
	{Name: "side by side", Text: "The unit under the cursor and those most like it, as tiles of the Layer screen; dim below a correlation of 0.5, where less than a quarter of the variance is in common. The letter is the activity that a unit's signal resembles most: units that do the same in training may have signals that do not look alike, above all where they are shifted."},
}

// Glossary implements screen.Screen.
func (s *Screen) Glossary() []screen.Part {
	return []screen.Part{
		{Title: "On the Map screen", Entries: mapWords},
		{Title: "On the Map screen: units that repeat each other", Entries: repeatWords},
	}
}

// About says what the screen is for.
const About = "the units of the layer laid out by their signals, a letter an activity; arrows, h and l go to the " +
	"nearest point in that direction, j and k by number or order; v turns from the map to the map by " +
	"shifts and to the units that repeat each other, t what is outlined or listed, enter opens the unit"
