package scores

import "actmax/tui/screen"

// words explains what stands on the Scores screen only.
var words = []screen.Entry{
	{Name: "S_sim", Text: "Mean over units of the mean MSE to the similar.top nearest training segments, in G² (equation 9); failed units are left out, dead ones are not. Never to be read alone: a signal that never moved resembles flat segments."},
	{Name: "att", Text: "Mean over units neither failed nor silent of max a / th_eap; the mark in the bar is 1, which is right."},
	{Name: "share", Text: "Units that attain, 0.8 to 1.25 of their threshold, of all that are not silent."},
	{Name: "S_att, of", Text: "S_sim over the units that attain, and how many those are."},
	{Name: "spectr", Text: "Spectral distance: mean over units of |e(signal) - mean e(training axis-segments)|, e the share of energy above 7.5 Hz."},
	{Name: "fail dead", Text: "Units with a sample beyond threshold.fail_g, and units whose map is zero everywhere."},
	{Name: "rest sil", Text: "Units that began elsewhere because their first start was dead, and units that are never active in training, which are in no figure."},
	{Name: "done", Text: "Units of which everything is known. Figures are of these; only results under the present settings count, without edits."},
	{Name: "bars", Text: "On a logarithmic scale from the power of ten to the power of ten that stand above them, the same for every row."},
	{Name: "floor", Text: "The mark in the bars of S_sim: the mean over the layer's units of their matched floors, what real segments of other people reach; x of the floor is S_sim over it."},
	{Name: "study", Text: "The mean over the networks of the study that --study names, for the same layer, method and settings; in brackets the least and the greatest. Only for networks that are in it."},
	{Name: "paper", Text: "What the paper prints, with its source. Ours agrees where it lies within the bounds that report.html of a study states; what the paper only draws is not read off."},
}

// Glossary implements screen.Screen.
func (c *Screen) Glossary() []screen.Part {
	return []screen.Part{{Title: "On the Scores screen", Entries: words}}
}

// About says what the screen is for.
const About = "every method on every layer, similarity and attainment with what failed; r runs all methods on the " +
	"layer, R on the network, space holds, x gives up, enter opens the worst unit"
