package unit

import "actmax/tui/screen"

// Glossary implements screen.Screen.
func (m *Screen) Glossary() []screen.Part { return glossary }

// glossary explains every number on the screen in a sentence, with its equation.
var glossary = []screen.Part{
	{Title: "Numbers: signal and activation", Entries: []screen.Entry{
		{Name: "signal", Text: "x[s][t], the synthesized acceleration of axis s at sample t, in G (9.81 m/s²). Behind it the real segment picked in the list, shifted so that both windows meet; over the activation its feature map."},
		{Name: "height", Text: "Of a signal of several axes every axis is drawn around its own middle, the figure beside it, and all rows have this height in G."},
		{Name: "max", Text: "Beside the signal the largest |x| in G; beside the activation the largest value of the feature map, max a[s][t]."},
		{Name: "moved", Text: "The largest change of a sample since step 0, in G: a schedule that cannot move the signal shows here."},
		{Name: "window", Text: "The samples whose raw activations sum to most (similar.width of them, the earliest on ties), shaded; it is what is compared with real segments. A unit without a time axis takes the window where the sum of |x · df/dx| is largest."},
		{Name: "activation", Text: "a[s][t], the unit's feature map after its activation function, on the time axis of the signal; where it exceeds th_eap the bars change colour."},
		{Name: "th_eap", Text: "The dotted line: the unit's threshold, factor · (μ + sigma · σ) of its non-zero activations over all training segments, or the absolute value set by hand."},
		{Name: "p95", Text: "The dashed line: the 95th percentile of the same activations, counted."},
		{Name: "attainment", Text: "max a / th_eap: 1.0 is right, 0.8 to 1.25 counts as attained; for a unit without ReLU the share of its training values that lie below its value."},
	}},
	{Title: "Numbers: objective", Entries: []screen.Entry{
		{Name: "f", Text: "Mean of clip(a[s][t]) over the feature map (equation 1), where clip(a) = th_max if a > th_eap, else a (equation 7), when clipping is on."},
		{Name: "l2", Text: "-w · R_L2, where R_L2 = (Σ|x|^p)^(1/p) (equation 3); with norm mean divided by the number of samples."},
		{Name: "tv", Text: "-w · R_TV, where R_TV = Σ|x[s][t] - x[s][t+1]| (equation 4); with norm mean divided by the number of samples."},
		{Name: "aap", Text: "-w · R_AAP, where R_AAP = mean of (|x| - th_aap) over the samples with |x| > th_aap, 0 where there are none."},
		{Name: "eap", Text: "-w · R_EAP, where R_EAP = mean of (a - th_eap) over the values with a > th_eap, 0 where there are none (equation 6)."},
		{Name: "sum", Text: "J = f - Σ w_i · R_i, what the ascent maximizes (equation 2): the sum of the shares above it."},
		{Name: "w, R", Text: "The weight of a penalty, and its value before weighting."},
		{Name: "sparkline", Text: "A share of the objective over the run so far, each between its own least and greatest value, a penalty's rising as it costs more; the width stands for the whole Σ eta."},
	}},
	{Title: "Numbers: the run", Entries: []screen.Entry{
		{Name: "step", Text: "The number of updates made before the state on the screen, of ascent.steps: x <- x + eta_t dJ/dx (equation 5), or its form under Adam."},
		{Name: "eta", Text: "eta_t = eta · γ^t, the learning rate of the next update; t counts from the start or from the last edit."},
		{Name: "Σ eta", Text: "The sum of the learning rates so far, of that of the whole schedule: under a plain gradient no sample can move further than that times the gradient."},
		{Name: "settled", Text: "The first step from which eta_t is too small to change any sample any more."},
		{Name: "edited at", Text: "The step of the last edit: the run went on from there under the new value. run --at repeats it bit for bit."},
		{Name: "2x", Text: "How many times faster than explorer.pace it plays. Each frame covers an equal share of Σ eta, not of the steps."},
		{Name: "from noise", Text: "The unit was started elsewhere (R): how far the result lies apart from that of the run before is the root mean square of their difference, in G."},
	}},
	{Title: "Numbers: similar training segments", Entries: []screen.Entry{
		{Name: "MSE", Text: "d(u, i) = min over j of MSE(x*, x_i,j), the mean squared error between the window and the nearest window j of segment i, in G² (equation 8). A one-axis signal is compared with every axis on its own, a several-axis one with all at the same offset."},
		{Name: "G", Text: "The root of the MSE, in G."},
		{Name: "1.3x", Text: "/floor: the MSE over the unit's matched floor, which is what real signals reach: up to 12 training axis-segments whose max a / th_eap lies in 0.95-1.05, the best window of each, the mean MSE of its nearest segments of other subjects, and the mean over them. 1 is as similar as people are to each other. It comes some seconds after the ascent is done; a unit with fewer than 5 such segments has none."},
		{Name: "mean MSE", Text: "The mean of the similar.top smallest d(u, i), the part of S_sim (equation 9) that this unit gives. Overlapping segments of one recording all count, as in the paper and in the floor; similar.distinct lists them once."},
		{Name: "s3", Text: "The subject that was recorded."},
		{Name: "most active", Text: "The three activities with the largest mean activation of the unit over their training segments."},
	}},
	{Title: "Numbers: strongest training segments", Entries: []screen.Entry{
		{Name: "mean", Text: "f without clipping: the mean of a[s][t] over the segment's feature map; the 50 segments (one-axis units: axes of segments) with the largest are listed."},
		{Name: "max", Text: "The largest value of the segment's feature map, and after it its ratio to th_eap."},
		{Name: "mean f", Text: "The mean of the listed means, and f without clipping of the signal on the screen."},
	}},
	{Title: "Numbers: power by Hz", Entries: []screen.Entry{
		{Name: "bars", Text: "Power of the signal at f = k · rate / N Hz: 2|X_k|² / N² with X = rfft(x - mean), half of that at the last bin, in G² on a logarithmic scale; over all bins it adds up to the variance. Of several axes the mean over those drawn."},
		{Name: "similar", Text: "The line: the mean power of the listed segments, on the axes on which they were found."},
		{Name: "training", Text: "The dotted line: the mean power of all training segments; for a one-axis unit over every axis."},
		{Name: ">7.5 Hz", Text: "e, the energy of rfft(x - mean) above 7.5 Hz over that of all bins from 1; 0 where the deviation is below 0.001 G. Beside it the mean e of the training axis-segments; the spectral distance is the difference of the two."},
	}},
	{Title: "Numbers: activations in training", Entries: []screen.Entry{
		{Name: "bars", Text: "How many activations of the unit on the training segments lie at each value, on a logarithmic scale: those above 0, for a unit without ReLU all. The last ten-thousandth lies beyond the pane; largest is the greatest."},
		{Name: "th_eap, p95", Text: "As beside the activation: upright lines at the threshold and at the 95th percentile."},
		{Name: "max", Text: "The largest value of the feature map now, max a[s][t]; below is the share of the training activations that lie below it."},
	}},
	{Title: "Signs in the tree", Entries: []screen.Entry{
		{Name: "1.01", Text: "Attainment of the unit's result, or of its newest state while it runs."},
		{Name: "dead", Text: "The map is zero everywhere: no gradient, no result."},
		{Name: "silent", Text: "Never active on training segments: no threshold, never scored."},
		{Name: "failed", Text: "A sample lies beyond threshold.fail_g."},
		{Name: "diverged", Text: "A value is not finite any more; the last finite signal is kept."},
		{Name: "▶", Text: "Running."},
		{Name: "~", Text: "Made under other settings than the present ones; drawn dim, and in no mean."},
		{Name: "r", Text: "Restarted: the first start was dead."},
		{Name: "p", Text: "Pinned: : pins lists them, 3 compares with the newest."},
	}},
}
