package cli

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"actmax/data"
	"actmax/model"
	"actmax/tui"
)

// TestFurnish: the explorer gets data, starts, and what is known of the units when it asks for it.
func TestFurnish(t *testing.T) {
	dir := home(t)
	n := bare(t, "bare.safetensors")
	recordings := sixAxes(t, filepath.Join(dir, "..", "six.csv"))
	a := &app{stdout: new(bytes.Buffer), stderr: new(bytes.Buffer), jobs: 2}
	if err := a.gather("", ""); err != nil {
		t.Fatal(err)
	}
	o := tui.Options{Network: n}
	if err := a.furnish(context.Background(), &o, "bare.safetensors", &dataFlags{name: recordings}); err != nil {
		t.Fatal(err)
	}
	if o.Dataset == nil || o.Starts == nil || o.Measure == nil {
		t.Fatalf("options %+v", o)
	}
	measured, err := o.Measure()
	if err != nil {
		t.Fatal(err)
	}
	if len(measured.Layers) != len(n.Layers) || len(measured.Layers[1].ClassMean) != 64*2 || len(measured.Layers[1].Strongest) != 64 {
		t.Errorf("measured %+v", measured)
	}
	if a.stderr.(*bytes.Buffer).Len() > 0 {
		t.Errorf("written onto the screen: %s", a.stderr)
	}
	if err := a.furnish(context.Background(), &o, "bare.safetensors", &dataFlags{name: "dsads"}); err == nil || exitCode(err) != 2 {
		t.Errorf("data that is not here: %v", err)
	}
}

// TestTrainedOn: which data a network is opened with unless a person names one.
func TestTrainedOn(t *testing.T) {
	home(t)
	n := bare(t, "bare.safetensors")
	want := func(d, note string) {
		t.Helper()
		if gotD, gotNote := trainedOn(n); gotD != d || (note == "") != (gotNote == "") || !strings.Contains(gotNote, note) {
			t.Errorf("%s, %q; want %s, %q", gotD, gotNote, d, note)
		}
	}
	want("demo", "does not say")
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
