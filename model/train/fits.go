package train

import (
	"fmt"
	"slices"

	"actmax/data"
	"actmax/model"
)

// MismatchError is a network and a data set, or a split of it, that cannot be used together.
type MismatchError struct{ Problem string }

func (e *MismatchError) Error() string { return e.Problem }

// Mismatch returns a *MismatchError whose problem is formatted as by fmt.Sprintf.
func Mismatch(format string, args ...any) error {
	return &MismatchError{fmt.Sprintf(format, args...)}
}

// Fits returns a *MismatchError unless a data set's segments have the shape of the network's input.
func Fits(n *model.Network, d *data.Dataset) error {
	if len(d.Axes) != n.Input.Axes || d.Length != n.Input.Length {
		return Mismatch("network %s takes segments of %d axes x %d samples, %s has %d axes x %d samples; use data of "+
			"the network's shape",
			n.Name, n.Input.Axes, n.Input.Length, d.Title, len(d.Axes), d.Length)
	}
	return nil
}

// SameClasses returns a *MismatchError unless class i means the same to both. Names that were made up for a file
// without any (class00, ...) stand for any activity.
func SameClasses(n *model.Network, d *data.Dataset) error {
	if len(n.Classes) != len(d.Activities) {
		return Mismatch("network %s has %d classes, %s has %d activities; use the data that it was trained for", n.Name,
			len(n.Classes), d.Title, len(d.Activities))
	}
	for i, name := range n.Classes {
		if name != d.Activities[i] && name != fmt.Sprintf("class%02d", i) {
			return Mismatch("class %d is %q in network %s and %q in %s; use the data that it was trained for", i, name,
				n.Name, d.Activities[i], d.Title)
		}
	}
	return nil
}

// Segments returns the segments of a split, as indices into d.Segments. The error of an empty one names the subjects.
func Segments(d *data.Dataset, split data.Split) ([]int, error) {
	if segments := d.Subset(split); len(segments) > 0 {
		return segments, nil
	}
	var subjects []int
	for i := range d.Recordings {
		if s := d.Recordings[i].Subject; !slices.Contains(subjects, s) {
			subjects = append(subjects, s)
		}
	}
	slices.Sort(subjects)
	return nil, Mismatch("%s has no segments for %s (subjects: %v); that split needs a subject of its own", d.Title,
		split, subjects)
}

// Subjects lists the subjects of each split that have recordings, ascending, by the words that checkpoints use: train,
// validate, test.
func Subjects(d *data.Dataset) map[string][]int {
	word := map[data.Split]string{data.Train: "train", data.Validate: "validate", data.Test: "test"}
	out := map[string][]int{}
	for split, subjects := range d.Subjects() {
		out[word[split]] = subjects
	}
	return out
}
