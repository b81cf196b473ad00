package data

import (
	"fmt"

	"actmax/internal/parallel"
	"actmax/internal/setting"
)

// The ways to bring recordings to Rate.
const (
	// straight lines between neighbours, nothing beyond the last sample; gives the paper's amplitude
	Linear    = "linear"
	Polyphase = "polyphase" // anti-aliased; equal to scipy.signal.resample_poly with padtype "edge"
)

// The units a network may be trained on.
const (
	ScaleG        = "g"        // acceleration as it is, in G
	ScaleStandard = "standard" // (x - mean) / deviation, both over all axes of the training subjects
)

// Options say how a data set is read. The zero value is usable: linear, all cores, the user's cache.
type Options struct {
	Resample string // Linear (also "") or Polyphase
	Jobs     int    // goroutines that read files; 0: GOMAXPROCS
	// files read so far, called in order, one call at a time, and not if the cache answers; nil: silent
	Progress func(done, total int)
	CacheDir string // folder for prepared data sets; "": see CacheDir
	NoCache  bool   // neither read nor write prepared data sets
	// what went wrong without stopping the load, such as a cache that cannot be written; nil: ignored
	Warn func(error)
}

// Normal returns the options with defaults filled in, or an error that names the words Resample may be.
func (o Options) Normal() (Options, error) {
	switch o.Resample {
	case "":
		o.Resample = Linear
	case Linear, Polyphase:
	default:
		return o, fmt.Errorf("data.resample: unknown word %q; use %q or %q", o.Resample, Linear, Polyphase)
	}
	o.Jobs = parallel.Jobs(o.Jobs)
	return o, nil
}

func (o Options) warn(err error) {
	if o.Warn != nil {
		o.Warn(err)
	}
}

// Settings are the settings of data.
type Settings struct {
	Resample string // data.resample
	Scale    string // data.scale
}

// Table declares the settings of data, one row each.
var Table = []setting.Setting[Settings]{
	{
		Key: "data.resample", Label: "resample", Kind: setting.Word, Default: Linear,
		Choices: []string{Linear, Polyphase},
		Help: "How recordings are brought to 30 Hz: straight lines between samples, which gives the paper's " +
			"amplitude, or an anti-aliasing filter.",
		At: func(s *Settings) any { return &s.Resample },
	},
	{
		Key: "data.scale", Label: "scale", Kind: setting.Word, Default: ScaleG,
		Choices: []string{ScaleG, ScaleStandard},
		Help:    "Input of training: acceleration in G, or standardized by mean and deviation over the training subjects.",
		At:      func(s *Settings) any { return &s.Scale },
	},
}
