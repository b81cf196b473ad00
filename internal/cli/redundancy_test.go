package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"actmax/internal/report"
	"actmax/model"
	"actmax/model/train/redundancy"
)

// duplicated saves an untrained network for the classes of DSADS whose unit conv1/1 is a copy of conv1/0.
func duplicated(t *testing.T, path string) {
	t.Helper()
	var classes []string
	for i := range 19 {
		classes = append(classes, fmt.Sprintf("class%02d", i))
	}
	n, err := model.NewSFHF("fusion", classes, 1)
	if err != nil {
		t.Fatal(err)
	}
	copy(n.Layers[0].Weight[5:10], n.Layers[0].Weight[:5])
	if err := n.Derive(); err != nil {
		t.Fatal(err)
	}
	if err := n.Save(path); err != nil {
		t.Fatal(err)
	}
}

func TestModelRedundancy(t *testing.T) {
	dir := home(t)
	recordings := folder(t, filepath.Join(dir, "..", "recordings"), dsadsFiles())
	duplicated(t, "double.safetensors")
	command := func(args ...string) []string {
		return append([]string{"model", "redundancy", "double.safetensors", "--data", recordings, "--layer",
			"conv1,dense1", "--threshold", "0.99,0.9"}, args...)
	}
	code, stdout, stderr := run(command("--json")...)
	var r report.RedundancyValues
	if err := json.Unmarshal([]byte(stdout), &r); code != 0 || err != nil {
		t.Fatalf("exit code %d, %v\n%s%s", code, err, stdout, stderr)
	}
	if r.Segments != 16 || r.Of != 16 || r.Hash == "" || r.DataHash == "" || len(r.Layers) != 2 {
		t.Fatalf("%+v", r)
	}
	l := r.Layers[0]
	if l.Name != "conv1" || l.Units != 64 || l.Lag != 10 || len(l.Nearest) != 64 ||
		l.Rank.Units+len(l.Silent)+len(l.Constant) != 64 {
		t.Errorf("conv1: %+v", l.Layer)
	}
	if n := l.Nearest[0]; n.Nearest != 1 || n.Correlation < 0.99999 || n.Lag != 0 {
		t.Errorf("the copy of conv1/0: %+v", n)
	}
	if len(l.Clusters) != 2 || len(l.Clusters[0].Clusters) == 0 || l.Clusters[1].Threshold != 0.9 {
		t.Errorf("clusters: %+v", l.Clusters)
	}
	if r.Ablations == nil || r.Ablations.Whole.Test == nil || len(r.Ablations.Without) < 4 ||
		r.Ablations.Without[0].Removed < 1 || r.Ablations.Without[0].Random == nil {
		t.Fatalf("ablations: %+v", r.Ablations)
	}
	code, again, _ := run(command("--json", "--jobs", "1")...)
	if code != 0 || again != stdout {
		t.Error("one core gives another result than two")
	}

	code, stdout, stderr = run(command("--draws", "0")...)
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	for _, w := range []string{"16 of 16 training segments of DSADS", "conv1", "64 ", "0.99: ", "0: 1 (1.000, lag +0)",
		"whole network", "merged", "conv1+dense1"} {
		if !strings.Contains(stdout, w) {
			t.Errorf("the report lacks %q:\n%s", w, stdout)
		}
	}

	t.Run("a draw", func(t *testing.T) {
		code, stdout, _ := run("model", "redundancy", "demo", "--data", "demo", "--layer", "conv1", "--segments", "70",
			"--seed", "9", "--no-ablation")
		if code != 0 || !strings.Contains(stdout, "demo on 70 of 7440 training segments") ||
			!strings.Contains(stdout, "drawn with seed 9") || strings.Contains(stdout, "macro-F1") {
			t.Errorf("exit code %d: %s", code, stdout)
		}
	})
	t.Run("data of other activities", func(t *testing.T) {
		code, stdout, stderr := run("model", "redundancy", "double.safetensors", "--data", "demo", "--layer", "conv1",
			"--segments", "70", "--json")
		var r report.RedundancyValues
		if err := json.Unmarshal([]byte(stdout), &r); code != 0 || err != nil || r.Ablations != nil ||
			!strings.Contains(r.Note, "no macro-F1") || len(r.Layers) != 1 {
			t.Errorf("exit code %d, %v: %s%s", code, err, stdout, stderr)
		}
	})
	t.Run("refusals", func(t *testing.T) {
		refused(t, 2, []string{"expected a network", "model redundancy"}, "model", "redundancy")
		refused(t, 2, []string{"conv9", "conv1"}, command("--layer", "conv9")...)
		refused(t, 2, []string{"--threshold 1.5"}, command("--threshold", "1.5")...)
		refused(t, 2, []string{"--lag -1"}, command("--lag", "-1")...)
		refused(t, 2, []string{"--segments -1"}, command("--segments", "-1")...)
		refused(t, 2, []string{"--draws -1"}, command("--draws", "-1")...)
	})
	t.Run("an interrupt", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if code, stdout, stderr := runIn(ctx, command()...); code != 1 || stdout != "" ||
			!strings.Contains(stderr, "interrupted") {
			t.Errorf("exit code %d: %s%s", code, stdout, stderr)
		}
	})
	if got := files(t, dir); !reflect.DeepEqual(got, []string{"double.safetensors"}) {
		t.Errorf("left behind: %v", got)
	}
}

// What model redundancy prints is the median that a study has of the same units: of an even number the mean of the two in
// the middle.
func TestMedianNearestIsThatOfAStudy(t *testing.T) {
	var units []redundancy.Counterpart
	for i, r := range []float32{0.9, 0.25, 0.5, 0.75} {
		units = append(units, redundancy.Counterpart{Unit: i, Correlation: r})
	}
	units = append(units, redundancy.Counterpart{Unit: -1})
	study := report.Figure(redundancy.Median(units), 3)
	if got := nearestText(units); study != "0.625" || got != "0.625, 0.900" {
		t.Errorf("printed %q, a study has %q", got, study)
	}
	if got := nearestText(units[4:]); got != "-" {
		t.Errorf("of none: %q", got)
	}
}
