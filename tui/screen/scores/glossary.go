package scores

import "actmax/tui/screen"

// words explain what only the Scores screen shows.
var words = []screen.Entry{
	{Name: "S_sim", Text: "How much the signals resemble real ones: mean over units of the mean MSE to the " +
		"similar.top nearest training segments, in G² (equation 9). Failed units are excluded, dead ones are not. " +
		"Never read it alone: a signal that never moved resembles flat segments."},
	{Name: "att", Text: "How close units get to their threshold, on average: mean of max a / th_eap over units " +
		"neither failed nor silent. 1 (the mark in the bar) is the target."},
	{Name: "share", Text: "Share of the units that attain, among those that are not silent: their attainment is " +
		"0.8 to 1.25."},
	{Name: "S_att, of", Text: "S_sim over the units that attain, and their number."},
	{Name: "spectr", Text: "Spectral distance: mean over units of |e(signal) - mean e(training axis-segments)|, " +
		"with e the share of energy above 7.5 Hz."},
	{Name: "fail dead", Text: "Number of units with a sample beyond threshold.fail_g, and of units whose map is " +
		"zero everywhere."},
	{Name: "rest sil", Text: "Number of units restarted because their first start was dead, and of units that are " +
		"never active in training. Silent units are in no figure."},
	{Name: "done", Text: "Number of units with complete results. All figures are over these; only results under " +
		"the current settings and without edits count."},
	{Name: "bars", Text: "Logarithmic scale between the powers of ten in the head of the table, the same for every " +
		"row."},
	{Name: "baseline", Text: "Real segments against each other: the mark in the bars of S_sim is the mean over the " +
		"layer's units of their matched baselines, which real segments of other people reach. x of the baseline is " +
		"S_sim over it."},
	{Name: "study", Text: "Mean over the networks of the study given by --study, for the same layer, method and " +
		"settings, with minimum and maximum in brackets. Only for networks of that study."},
	{Name: "paper", Text: "Figures printed in the paper, with their source. Ours agrees if it lies within the " +
		"bounds given in report.html of a study. Values that the paper only plots are not used."},
}

// Glossary implements screen.Screen.
func (c *Screen) Glossary() []screen.Part {
	return []screen.Part{{Title: "On the Scores screen", Entries: words}}
}

// About says what the screen is for.
const About = "similarity, attainment and failures of every method on every layer; r runs all methods on the layer, " +
	"R on the network, space holds, x cancels, enter opens the worst unit"
