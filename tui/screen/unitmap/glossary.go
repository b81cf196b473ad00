package unitmap

import "actmax/tui/screen"

// mapWords explain what only the Map screen shows.
var mapWords = []screen.Entry{
	{Name: "a letter", Text: "A unit, by the activity of the training segment most similar to its signal; * if " +
		"that is not known (yet). Units with similar signals lie close together: exact t-SNE of the Euclidean " +
		"distances between signals, the best of 10 seeded starts, as actmax atlas computes it. Only near and far " +
		"have a meaning; directions and the sizes of gaps have none."},
	{Name: "3", Text: "Number of units in the cell; + means more than nine. It has the colour of their activity if " +
		"that is the same. Press z to zoom in; the units of the cell under the cursor are listed next to the map."},
	{Name: "a small letter", Text: "A unit hidden by the filter. It keeps its place, but the arrows skip it."},
	{Name: "by shifts", Text: "v: the distance of two signals is the minimum over circular shifts in time. A unit " +
		"that slides its filters over time responds alike to a pattern at any position, so the position has no " +
		"meaning."},
	{Name: "a line around", Text: "t chooses what is outlined: dense groups of similar signals, clusters of units " +
		"that repeat each other in training (once measured), or nothing. Dense groups are found by HDBSCAN* " +
		"(Campello, Moulavi and Sander, 2013) on the distances of the map and have five units or more; not all " +
		"units belong to one. The line is the hull of the group's points: other units may lie within it."},
	{Name: "same activity", Text: "Below the map: how many of the five nearest units, by signal, have a unit's own " +
		"activity, averaged over units; the share expected by chance, with activities shuffled; and p, the share " +
		"of 999 shuffles and the true assignment that reach it. KL is the divergence of the map from the " +
		"distances, in nats: lower is better."},
	{Name: "to come", Text: "Units that are still computed. Until they are done, the map is recomputed every two " +
		"seconds and rotated onto the previous one; the final map is not rotated and equals that of actmax atlas."},
	{Name: "arrows", Text: "Go to the point with the smallest distance / cos² of the angle to the arrow. Every " +
		"point can be reached."},
	{Name: "0.31 G", Text: "Next to a nearby unit: the root mean square of the difference between the two signals " +
		"as they are; on the map by shifts, at the circular shift where it is smallest."},
	{Name: "not on the map", Text: "Units without a meaningful signal: failed, dead, silent, diverged; and results " +
		"under other settings, which r restarts."},
}

// repeatWords explain the redundancy view of the Map screen.
var repeatWords = []screen.Entry{
	{Name: "0.966 lag -1", Text: "The largest correlation r of two units' activations over the training segments, " +
		"over lags up to 10 samples: cov(a_i[t], a_j[t+lag]) over both deviations. The second unit shows the same " +
		"as the first, that many samples later."},
	{Name: "a cluster", Text: "Units that all correlate with each other at 0.9 or more (complete linkage). The " +
		"first is the most similar to all others and can replace them."},
	{Name: "effective rank", Text: "Number of directions that the activations of the layer span. With p_i the " +
		"eigenvalues of their covariance over the sum: exp(-sum of p_i ln p_i) (entropy), 1 / (sum of p_i squared) " +
		"(participation), and the number that makes up 99 %. Over their deviation, every unit has the same weight."},
	{Name: "merged", Text: "Macro-F1 on unseen subjects after the outgoing weights of each duplicate are added to " +
		"those of the unit that replaces it, scaled and shifted by the lag; and the change from the whole network."},
	{Name: "set to 0", Text: "Macro-F1 with the duplicates set to 0 and not replaced; below it, with as many " +
		"random units of the layer set to 0 for comparison. Nothing is retrained."},
	{Name: "side by side", Text: "The unit under the cursor and the units most similar to it, as tiles of the " +
		"Layer screen; dim below a correlation of 0.5, where they share less than a quarter of the variance. The " +
		"letter is the activity that a unit's signal resembles most. Units that repeat each other in training may " +
		"have signals that look different, above all if they are shifted."},
}

// Glossary implements screen.Screen.
func (s *Screen) Glossary() []screen.Part {
	return []screen.Part{
		{Title: "On the Map screen", Entries: mapWords},
		{Title: "On the Map screen: units that repeat each other", Entries: repeatWords},
	}
}

// About says what the screen is for.
const About = "the units of the layer arranged by their signals, one letter per activity; arrows, h and l go to the " +
	"nearest point in that direction, j and k by number or order; v switches between the map, the map by shifts " +
	"and the units that repeat each other; t changes what is outlined or listed; enter opens the unit"
