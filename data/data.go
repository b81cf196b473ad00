// Package data holds recordings of people wearing accelerometers and the segments cut from them.
package data

// Gravity converts m/s² to G (standard gravity).
const Gravity = 9.80665

// The six axes of both data sets, in the order of every [axes] dimension.
var Axes = []string{"right_arm_x", "right_arm_y", "right_arm_z", "left_leg_x", "left_leg_y", "left_leg_z"}

// Segment geometry of the method (method.md 1): one second at 30 Hz, half overlapping.
const (
	Rate   = 30.0 // Hz
	Length = 30   // samples
	Hop    = 15   // samples
)

// Split is what a subject's segments are used for.
type Split int

const (
	Train Split = iota
	Validate
	Test
)

// Recording is one stretch of uninterrupted samples of one subject doing one activity.
type Recording struct {
	ID       string      // "a12/p3/s07" (DSADS), "s3/r05" (mHealth: subject, run of equal label)
	Subject  int         // 1-based, as in the source
	Activity int         // index into Dataset.Activities
	Samples  [][]float32 // [axes][samples] in G at Dataset.Rate
}

// Segment is one window of a recording: Length samples from Start.
type Segment struct {
	Recording int32 // index into Dataset.Recordings
	Start     int32 // sample within the recording
}

// Dataset is a set of recordings resampled to Rate, and the segments cut from them. Immutable once loaded.
type Dataset struct {
	Name       string   // "demo", "dsads", "mhealth", or the file's base name
	Title      string   // name in results: "DSADS", "mHealth (approximate copy)", ...
	Notes      []string // what a reader of results must know (rate, reconstruction, jumps)
	Hash       string   // SHA-256 of the source, hex, and of how the user said to read it; keys caches and results
	Activities []string
	Axes       []string
	Rate       float64 // Hz, after resampling
	SourceRate float64 // Hz, of the files
	Resample   string  // Linear or Polyphase; "" if nothing was resampled
	Length     int     // samples a segment
	Recordings []Recording
	Segments   []Segment     // in order of activity, subject, file, window (mHealth: subject, run, window)
	Splits     map[int]Split // subject -> split
}

// Window returns the samples of one axis of a segment: a view of Length samples, not to be written.
func (d *Dataset) Window(segment, axis int) []float32 {
	s := d.Segments[segment]
	return d.Recordings[s.Recording].Samples[axis][s.Start : int(s.Start)+d.Length]
}

// Of returns the recording that a segment was cut from.
func (d *Dataset) Of(segment int) *Recording { return &d.Recordings[d.Segments[segment].Recording] }

// Subset returns the indices into Segments of one split, ascending. The position in the training subset is the
// "segment index in training order" of result files.
func (d *Dataset) Subset(split Split) []int {
	var out []int
	for i, s := range d.Segments {
		if sp, ok := d.Splits[d.Recordings[s.Recording].Subject]; ok && sp == split {
			out = append(out, i)
		}
	}
	return out
}
