package data

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
)

// Identity tells the segments of data sets apart: what was computed from the segments of one holds for another of the
// same identity. It depends on the source (Hash), on resampling, rate, axes and activities, on every segment's
// recording and place, its subject and activity, and on which subjects are in which split; not on Name, Title and
// Notes. The same source can be resampled, cut and split in many ways, so Hash alone is not enough. It goes through all
// segments, which takes milliseconds: callers that ask often keep the answer.
func (d *Dataset) Identity() string {
	sum := sha256.New()
	w := bufio.NewWriter(sum)
	fmt.Fprintf(w, "%q %q %g %d %q %q\n", d.Hash, d.Resample, d.Rate, d.Length, d.Axes, d.Activities)
	subjects := d.Subjects()
	for _, split := range slices.Sorted(maps.Keys(subjects)) {
		fmt.Fprintln(w, split, subjects[split])
	}
	var b []byte
	for i := range d.Recordings {
		r := &d.Recordings[i]
		b = binary.LittleEndian.AppendUint64(b[:0], uint64(r.Subject))
		b = binary.LittleEndian.AppendUint64(b, uint64(r.Activity))
		b = binary.LittleEndian.AppendUint64(b, uint64(r.Len()))
		w.Write(b)
	}
	for _, s := range d.Segments {
		b = binary.LittleEndian.AppendUint32(b[:0], uint32(s.Recording))
		b = binary.LittleEndian.AppendUint32(b, uint32(s.Start))
		w.Write(b)
	}
	w.Flush() // a hash takes everything
	return hex.EncodeToString(sum.Sum(nil))
}
