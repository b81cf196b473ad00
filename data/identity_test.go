package data

import "testing"

// Every way to read the same source differently is another identity; its name is not.
func TestIdentity(t *testing.T) {
	small := func() *Dataset {
		d := &Dataset{
			Name: "small", Title: "small", Hash: "0123", Activities: []string{"rest", "walk"}, Axes: []string{"x", "y"},
			Rate: 30, Resample: Linear, Length: 10, Splits: map[int]Split{1: Train, 2: Train, 3: Test},
		}
		for subject := 1; subject <= 3; subject++ {
			d.Recordings = append(d.Recordings,
				Recording{Subject: subject, Activity: subject % 2, Samples: [][]float32{{29: 1}, {29: 1}}})
		}
		d.Cut(5)
		return d
	}
	want := small().Identity()
	if again := small().Identity(); again != want {
		t.Errorf("%s, then %s", want, again)
	}
	same := small()
	// nobody is subject 7
	same.Name, same.Title, same.Notes, same.Splits[7] = "other", "Other", []string{"a note"}, Train
	if got := same.Identity(); got != want {
		t.Error("names, notes or a split without recordings count")
	}
	seen := map[string]string{want: "unchanged"}
	for what, change := range map[string]func(d *Dataset){
		"hash":                    func(d *Dataset) { d.Hash = "0124" },
		"resampling":              func(d *Dataset) { d.Resample = Polyphase },
		"rate":                    func(d *Dataset) { d.Rate = 25 },
		"length":                  func(d *Dataset) { d.Length = 12; d.Cut(5) },
		"hop":                     func(d *Dataset) { d.Cut(10) },
		"as many segments, moved": func(d *Dataset) { d.Segments[1].Start++ },
		"order of segments":       func(d *Dataset) { d.Segments[0], d.Segments[1] = d.Segments[1], d.Segments[0] },
		"axes":                    func(d *Dataset) { d.Axes = []string{"x", "z"} },
		"activities":              func(d *Dataset) { d.Activities = []string{"rest", "run"} },
		"another activity":        func(d *Dataset) { d.Recordings[0].Activity = 0 },
		"split":                   func(d *Dataset) { d.Splits[2] = Validate },
		"two subjects swapped":    func(d *Dataset) { d.Splits[1], d.Splits[3] = Test, Train },
		"a subject left out":      func(d *Dataset) { delete(d.Splits, 2) },
	} {
		d := small()
		change(d)
		got := d.Identity()
		if other, ok := seen[got]; ok {
			t.Errorf("%s has the identity of %s", what, other)
		}
		seen[got] = what
	}
}
