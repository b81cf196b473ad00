package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"actmax/data"
	"actmax/internal/cli/explorer"
	"actmax/internal/cli/fault"
	"actmax/internal/cli/open"
	"actmax/internal/report"
	"actmax/model"
	"actmax/model/train/redundancy"
)

// The library of the explorer reads data on request, and reports progress.
func TestLibrary(t *testing.T) {
	dir := home(t)
	n := bare(t, "bare.safetensors")
	recordings := sixAxes(t, filepath.Join(dir, "..", "six.csv"))
	o, _, err := prepare(explorer.Request{Model: "bare.safetensors", ModelGiven: true,
		Data: open.Flags{Name: recordings}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if o.Dataset != nil || o.Data != recordings || o.Model != "bare.safetensors" {
		t.Errorf("data %q was read before the screen is there, or is another", o.Data)
	}
	opened, err := o.Library.OpenData(context.Background(), o.Network, o.Model, o.Data, func(string, int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	if opened.Dataset == nil || opened.Starts == nil || opened.Measure == nil || opened.Data != recordings {
		t.Fatalf("opened %+v", opened)
	}
	heard := 0
	measured, err := opened.Measure(context.Background(), func(_ string, done, total int) { heard = max(heard, done) })
	if err != nil {
		t.Fatal(err)
	}
	if len(measured.Layers) != len(n.Layers) || len(measured.Layers[1].ClassMean) != 64*2 ||
		len(measured.Layers[1].Strongest) != 64 || heard == 0 {
		t.Errorf("measured %+v, heard of %d segments", measured, heard)
	}
	found, err := redundancy.Measure(context.Background(), o.Network, opened.Dataset,
		redundancy.Options{Lag: redundancy.DefaultLag, Layers: []string{"conv1", "conv2"}})
	if err != nil {
		t.Fatal(err)
	}
	svg, values, err := o.Library.Repeats(opened, 1, found, nil, "nobody to test with")
	var printed report.RedundancyValues
	if err != nil || json.Unmarshal(values, &printed) != nil || !bytes.Contains(svg, []byte("conv2: ")) {
		t.Fatalf("%v: %s", err, values)
	}
	if printed.Model != "bare.safetensors" || printed.Hash != n.Hash || printed.Note != "nobody to test with" ||
		len(printed.Layers) != 2 || len(printed.Layers[0].Nearest) != 64 {
		t.Errorf("%+v", printed)
	}
	other, err := o.Library.Recompute(context.Background(), opened, func(string, int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	if other == o.Network || other.Hash != n.Hash || other.Layers[0].Statistics == nil ||
		n.Layers[0].Statistics != nil {
		t.Error("statistics were not recomputed in a copy")
	}
	if _, _, err := prepare(explorer.Request{Model: "demo", Data: open.Flags{Name: "dsads"}},
		nil); fault.Code(err) != fault.ExitInput {
		t.Errorf("data that is not here: %v", err)
	}
}

// TestTrainedOn: the data that a network is opened with by default.
func TestTrainedOn(t *testing.T) {
	home(t)
	n := bare(t, "bare.safetensors")
	want := func(d, note string) {
		t.Helper()
		if gotD, gotNote := open.TrainedOn(n); gotD != d || (note == "") != (gotNote == "") ||
			!strings.Contains(gotNote, note) {
			t.Errorf("%s, %q; want %s, %q", gotD, gotNote, d, note)
		}
	}
	want("demo", "--data")
	n.Training = &model.Training{Data: "DSADS"}
	want("demo", "actmax data fetch dsads")
	n.Training = &model.Training{Data: "my own"}
	want("demo", "my own")
	known, err := data.Home()
	if err != nil {
		t.Fatal(err)
	}
	folder(t, filepath.Join(known, "dsads"), dsadsFiles())
	n.Training = &model.Training{Data: "DSADS"}
	want("dsads", "")
	archive(t, filepath.Join(known, "mhealth.zip"), mhealthFiles())
	n.Training = &model.Training{Data: "mHealth (approximate copy)"}
	want("mhealth", "")
}
