package unit

import "actmax/tui/screen"

// Glossary implements screen.Screen.
func (m *Screen) Glossary() []screen.Part { return glossary }

// glossary explains every number on the screen: one sentence, the equation, and what to conclude.
var glossary = []screen.Part{
	{Title: "Numbers: signal and activation", Entries: []screen.Entry{
		{Name: "signal",
			Text: "x[s][t], the synthesized acceleration of axis s at sample t, in G (9.81 m/s²). Behind it is the " +
				"real segment picked in the list, shifted so that both windows align; behind the activation is its " +
				"feature map."},
		{Name: "height",
			Text: "The height of every row of a signal of several axes, in G. Each axis is drawn around its own " +
				"middle, which is shown next to it."},
		{Name: "max",
			Text: "Next to the signal: the largest |x|, in G. Next to the activation: the largest value of the " +
				"feature map, max a[s][t]."},
		{Name: "moved",
			Text: "The largest change of a sample since step 0, in G. If it stays near 0, the learning rates are too " +
				"small."},
		{Name: "window",
			Text: "The shaded samples that are compared with real segments: the similar.width samples with the " +
				"largest sum of raw activations (the earliest on ties). For a unit without a time axis: those with " +
				"the largest sum of |x · df/dx|."},
		{Name: "activation",
			Text: "a[s][t], the unit's feature map after its activation function, on the time axis of the signal. " +
				"Bars above th_eap have another colour."},
		{Name: "th_eap",
			Text: "The dotted line: the unit's threshold, factor · (μ + sigma · σ) of its non-zero activations on " +
				"all training segments, or the absolute value from the settings."},
		{Name: "p95", Text: "The dashed line: the empirical 95th percentile of the same activations."},
		{Name: "attainment",
			Text: "How close the unit gets to its threshold: max a / th_eap. 1.0 is the target; 0.8 to 1.25 counts " +
				"as attained. For a unit without ReLU: the share of its training values below its value."},
	}},
	{Title: "Numbers: objective", Entries: []screen.Entry{
		{Name: "f",
			Text: "The mean activation: the mean of clip(a[s][t]) over the feature map (equation 1). With clipping " +
				"on, clip(a) = th_max if a > th_eap, else a (equation 7)."},
		{Name: "l2",
			Text: "The amplitude penalty, -w · R_L2, where R_L2 = (Σ|x|^p)^(1/p) (equation 3); with norm mean, " +
				"divided by the number of samples."},
		{Name: "tv",
			Text: "The roughness penalty, -w · R_TV, where R_TV = Σ|x[s][t] - x[s][t+1]| (equation 4); with norm " +
				"mean, divided by the number of samples."},
		{Name: "aap",
			Text: "The penalty on amplitudes above th_aap, -w · R_AAP, where R_AAP = mean of (|x| - th_aap) over the " +
				"samples with |x| > th_aap; 0 if there are none."},
		{Name: "eap",
			Text: "The penalty on activations above th_eap, -w · R_EAP, where R_EAP = mean of (a - th_eap) over the " +
				"values with a > th_eap (equation 6); 0 if there are none."},
		{Name: "sum",
			Text: "The objective that the ascent maximizes, J = f - Σ w_i · R_i (equation 2): the sum of the rows " +
				"above it."},
		{Name: "w, R", Text: "The weight of a penalty, and its value before weighting."},
		{Name: "sparkline",
			Text: "A term of the objective over the run so far, scaled to its own range; a penalty rises as it costs " +
				"more. The full width is the whole Σ eta."},
	}},
	{Title: "Numbers: the run", Entries: []screen.Entry{
		{Name: "step",
			Text: "The number of updates before the state on the screen, of ascent.steps: x <- x + eta_t dJ/dx " +
				"(equation 5), or the form of Adam."},
		{Name: "eta",
			Text: "The learning rate of the next update, eta_t = eta · γ^t; t counts from the start or from the last " +
				"edit."},
		{Name: "Σ eta",
			Text: "The sum of the learning rates so far, and that of the whole schedule. With plain gradient ascent " +
				"no sample moves further than this times the largest gradient."},
		{Name: "settled", Text: "The first step from which eta_t is too small to change any sample."},
		{Name: "edited at",
			Text: "The step of the last edit: the run continued from there with the new value. `run --at` reproduces " +
				"it bit for bit."},
		{Name: "2x",
			Text: "The playback speed relative to explorer.pace. Each frame covers an equal share of Σ eta, not of " +
				"the steps."},
		{Name: "from noise",
			Text: "The unit was restarted from another start (R). The distance to the result of the run before is " +
				"the root mean square of the difference, in G."},
	}},
	{Title: "Numbers: similar training segments", Entries: []screen.Entry{
		{Name: "MSE",
			Text: "The mean squared error between the window and the nearest window j of segment i, in G²: d(u, i) = " +
				"min over j of MSE(x*, x_i,j) (equation 8). A one-axis signal is compared with each axis " +
				"separately, one of several axes with all axes at the same offset."},
		{Name: "G", Text: "The root of the MSE, in G."},
		{Name: "1.3x",
			Text: "/base: the MSE divided by the unit's baseline, which compares real segments with each other: up " +
				"to 12 training axis-segments with max a / th_eap in 0.95-1.05, the best window of each, the mean " +
				"MSE of its nearest segments of other subjects, and the mean of these. 1 means as similar as " +
				"people are to each other. It appears some seconds after the ascent; a unit with fewer than 5 such " +
				"segments has none."},
		{Name: "mean MSE",
			Text: "The mean of the similar.top smallest d(u, i), this unit's part of S_sim (equation 9). Overlapping " +
				"segments of a recording all count, as in the paper and in the baseline; similar.distinct lists " +
				"them once."},
		{Name: "s3", Text: "The recorded subject."},
		{Name: "most active",
			Text: "The three activities with the largest mean activation of the unit over their training segments."},
	}},
	{Title: "Numbers: strongest training segments", Entries: []screen.Entry{
		{Name: "mean",
			Text: "f without clipping: the mean of a[s][t] over the segment's feature map. The list shows the 50 " +
				"segments with the largest mean (axes of segments for one-axis units)."},
		{Name: "max", Text: "The largest value of the segment's feature map, then its ratio to th_eap."},
		{Name: "mean f", Text: "The mean of the listed means, then f without clipping of the signal on the screen."},
	}},
	{Title: "Numbers: power by Hz", Entries: []screen.Entry{
		{Name: "bars",
			Text: "Power of the signal at each frequency, in G² on a logarithmic scale: 2|X_k|² / N² at k · rate / N " +
				"Hz, where X = rfft(x - mean), and half of that in the last bin. The bins add up to the variance. " +
				"For several axes: the mean over the drawn ones."},
		{Name: "similar", Text: "The line: the mean power of the listed segments, on the axes that matched."},
		{Name: "training",
			Text: "The dotted line: the mean power of all training segments; for a one-axis unit, over all axes."},
		{Name: ">7.5 Hz",
			Text: "e, the share of fast movement: the energy of rfft(x - mean) above 7.5 Hz divided by that of all " +
				"bins from 1; 0 if the standard deviation is below 0.001 G. Next to it is the mean e of the " +
				"training axis-segments; the spectral distance is their difference."},
	}},
	{Title: "Numbers: activations in training", Entries: []screen.Entry{
		{Name: "bars",
			Text: "How many activations of the unit on the training segments lie at each value, on a logarithmic " +
				"scale: positive values only (all values without ReLU). The top 0.01 % is cut off; largest is the " +
				"maximum."},
		{Name: "th_eap, p95",
			Text: "Vertical lines at the threshold and at the 95th percentile, as in the activation plot."},
		{Name: "max",
			Text: "The largest value of the feature map now, max a[s][t]; below is the share of training activations " +
				"below it."},
	}},
	{Title: "Signs in the tree", Entries: []screen.Entry{
		{Name: "1.01", Text: "Attainment of the unit's result, or of its newest state while it runs."},
		{Name: "dead", Text: "The feature map is zero everywhere: no gradient, no result."},
		{Name: "silent", Text: "Never active on training segments: no threshold, never scored."},
		{Name: "failed", Text: "A sample is larger than threshold.fail_g."},
		{Name: "diverged", Text: "A value became infinite or NaN; the last finite signal is shown."},
		{Name: "▶", Text: "Running."},
		{Name: "~", Text: "Computed with other settings than the current ones; drawn dim and left out of means."},
		{Name: "r", Text: "Restarted: the first start was dead."},
		{Name: "p", Text: "Pinned: `:pins` lists the pins, 3 compares with the newest."},
	}},
}
