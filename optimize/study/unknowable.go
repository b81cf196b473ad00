package study

// Unknowable lists what no run of ours can settle about the paper's results on a data set, by its name.
func Unknowable(data string) []string {
	out := []string{
		"How the paper's ascents moved at all: its printed learning rate of 1e-4 with a decay of 0.995 sums to 0.02, " +
			"so that no sample of a signal can move by more than about 0.02 G, yet it reports signals beyond 10 G. " +
			"The preset printed computes what is printed; the learning rate that was used is not known.",
		"The network behind the printed macro-F1: the paper's figure fixes three convolutions of 64 filters 1x5, the " +
			"fusion stage and the layers after it are not given. Both reconstructions are trained here.",
		"How the data were normalized: the paper says that they were, after resampling, and not how.",
		"How they were resampled: the paper speaks of down-sampling to 30 Hz, DSADS was recorded at 25 Hz.",
		"S_sim, attainment and failed units by layer and method as numbers: the paper draws them (Figs. 3 and 4). " +
			"The order of the methods can be compared by eye only.",
		"Which side of Fig. 8 shows conv3: the paper contradicts itself. So there is a number for both layers here.",
		"The phase and the number of cycles of the sine that ascents start from: the paper gives its amplitude only.",
	}
	if data == "mhealth" {
		out = append(out, "What the paper would have found on these recordings: ours are an approximate copy of "+
			"mHealth (arm and ankle accelerations reconstructed to about 0.03 G), so that macro-F1 and amplitude are "+
			"near the original's but not of it.")
	}
	return out
}
