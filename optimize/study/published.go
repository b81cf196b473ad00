package study

import (
	"math"

	"actmax/optimize"
	"actmax/optimize/results"
	"actmax/optimize/score"
)

// The paper: Yoshimura, Maekawa, Hara, Toward Understanding Acceleration-based Activity Recognition Neural Networks
// with Activation Maximization, IJCNN 2021, and the Japanese report of nearly the same title.

// About names the figure of ours that a claim of the paper is compared with.
type About string

// What the paper's claims are about.
const (
	MacroF1    About = "macro_f1"      // on the test subjects, mean over seeds
	Amplitude  About = "two_sigma_g"   // mean + 2 sd of |x| over the training subjects
	SourceRate About = "source_rate"   // of the recordings before they are resampled
	Attainment About = "attainment"    // max a / th_eap, mean over units
	Failures   About = "failed"        // units whose signal goes beyond threshold.fail_g
	Order      About = "order_s_sim"   // of the methods, by layer
	FailedBy   About = "failed_counts" // by layer and method
	Clusters   About = "clusters"      // of units by their signals: p of the agreement of activities
)

// Claim is one thing that the paper prints or says.
type Claim struct {
	About  About  `json:"about"`
	Data   string `json:"dataset,omitempty"` // Data.Name; "": any
	Method string `json:"method,omitempty"`  // ""; not about one method
	Layer  string `json:"layer,omitempty"`   // "": any
	Says   string `json:"says"`
	Where  string `json:"where"` // in the paper; "text": the place was not noted

	Value     results.Number `json:"value"`     // null if the paper prints none, or only draws it
	Deviation results.Number `json:"deviation"` // over the paper's seeds
	// Ours agrees from Low to High; null: no bound. If both are null, ours cannot be compared.
	Low  results.Number `json:"low"`
	High results.Number `json:"high"`
	Rule string         `json:"rule"` // where the bounds come from; "": there are none, and Says explains why
}

// Verdict is the outcome of a comparison.
type Verdict string

// Verdicts.
const (
	Agrees  Verdict = "agrees"
	Differs Verdict = "differs"
	Unknown Verdict = "cannot be known"
)

// Judge compares a figure of ours with the claim.
func (c Claim) Judge(ours float64) Verdict {
	low, high := float64(c.Low), float64(c.High)
	switch {
	case math.IsNaN(ours), math.IsNaN(low) && math.IsNaN(high):
		return Unknown
	case ours < low, ours > high: // false if there is no bound
		return Differs
	}
	return Agrees
}

// about is how far a figure that the paper calls "about" may be off, as a factor either way.
const about = 1.5

// published are the paper's claims. Figures that it only draws are not read off the drawing.
var published = []Claim{
	printed("dsads", MacroF1, 0.737, 0.005, "macro-F1 on DSADS, mean over five seeds"),
	printed("mhealth", MacroF1, 0.955, 0.004, "macro-F1 on mHealth, mean over five seeds"),
	rounded("dsads", 1.37),
	rounded("mhealth", 1.57),
	{About: SourceRate, Says: "both data sets are down-sampled to 30 Hz", Where: "text",
		Value: nan, Deviation: nan, Low: 30, High: nan, Rule: "down-sampling begins above 30 Hz"},
	{About: Attainment, Method: optimize.Proposed, Says: "the proposed method drives units to about their threshold",
		Where: "Fig. 4",
		Value: 1, Deviation: nan, Low: score.Low, High: score.High,
		Rule: "the range in which a unit counts as attaining"},
	{About: Attainment, Method: optimize.Naive,
		Says: "naive activation maximization goes to about 15 times the threshold", Where: "Fig. 4",
		Value: 15, Deviation: nan, Low: 15 / about, High: 15 * about, Rule: "within a factor of 1.5"},
	{About: Failures, Says: "some signals go beyond 10 G and count as failed", Where: "text",
		Value: nan, Deviation: nan, Low: 1, High: nan, Rule: "one unit or more"},
	{About: Order, Says: "S_sim by layer and method; drawn, not printed", Where: "Fig. 3",
		Value: nan, Deviation: nan, Low: nan, High: nan},
	{About: FailedBy, Says: "failed units by layer and method; not at hand", Where: "Fig. 3",
		Value: nan, Deviation: nan, Low: nan, High: nan},
	clustered("conv1"),
	clustered("conv3"),
}

func printed(data string, about About, value, deviation results.Number, says string) Claim {
	return Claim{About: about, Data: data, Says: says, Where: "text", Value: value, Deviation: deviation,
		Low: value - 2*deviation, High: value + 2*deviation, Rule: "within two of the paper's deviations over seeds"}
}

func rounded(data string, value results.Number) Claim {
	return Claim{About: Amplitude, Data: data, Says: "mean + 2 sd of the amplitude of the training data, in G",
		Where: "text", Value: value, Deviation: nan,
		Low: value - 0.005, High: value + 0.005, Rule: "equal as printed, to 0.01 G"}
}

func clustered(layer string) Claim {
	return Claim{About: Clusters, Method: optimize.Proposed, Layer: layer, Where: "Fig. 8",
		Says: "units form clusters whose most similar segments show one activity (said of conv1 and of conv3; the " +
			"paper contradicts itself on which side of the figure is which)",
		Value: nan, Deviation: nan, Low: nan, High: 0.05, Rule: "p at most 0.05 in most networks: neighbours agree " +
			"more often than in 95 % of shuffles"}
}

// Published returns the paper's claims about a data set, by its name, and those about any; none for data that it did
// not use.
func Published(data string) []Claim {
	var known bool
	var out []Claim
	for _, c := range published {
		known = known || c.Data == data
		if c.Data == data || c.Data == "" {
			out = append(out, c)
		}
	}
	if !known {
		return nil
	}
	return out
}
