package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"actmax/internal/cli/explorer"
	"actmax/internal/cli/open"
	"actmax/internal/report"
	"actmax/model"
	"actmax/optimize/atlas"
)

func TestAtlas(t *testing.T) {
	dir := home(t)
	bare(t, "bare.safetensors")
	recordings := sixAxes(t, filepath.Join(dir, "..", "six.csv"))
	if code, _, stderr := run(short("out", "--layer", "conv1,conv3", "--units", "0-11", "--quiet")...); code != 0 {
		t.Fatal(stderr)
	}
	args := []string{"atlas", "--model", "bare.safetensors", "--data", recordings, "--run", "out"}
	code, stdout, stderr := run(args...)
	if code != 0 || !strings.Contains(stdout, "conv3  12 units") ||
		!strings.Contains(stdout, filepath.Join("out", "map.svg")) {
		t.Fatalf("%d %s%s", code, stdout, stderr)
	}
	first := read(t, filepath.Join("out", "map.svg"))
	if !bytes.Contains(first, []byte("Network: bare")) || !bytes.Contains(first, []byte("Euclidean distance")) {
		t.Errorf("the map does not say what it shows:\n%s", first)
	}

	t.Run("json", func(t *testing.T) {
		code, stdout, stderr := run(append(args, "--shift", "--seed", "4", "--out", "shift.svg", "--json",
			"--quiet")...)
		var got report.AtlasValues
		if code != 0 || stderr != "" || json.Unmarshal([]byte(stdout), &got) != nil {
			t.Fatalf("%d %s%s", code, stdout, stderr)
		}
		if got.Out != "shift.svg" || got.Model != "bare" || len(got.Hash) != 64 || len(got.Maps) != 2 ||
			got.Maps[0].Layer != "conv1" || got.Maps[1].Layer != "conv3" {
			t.Errorf("%+v", got)
		}
		for _, m := range got.Maps {
			left := m.Left.Dead + m.Left.Diverged + m.Left.Failed + m.Left.Silent
			if m.Distance != atlas.Shifted || m.Seed != 4 || len(m.Points)+left != 12 {
				t.Errorf("map %+v", m)
			}
			for _, p := range m.Points {
				if n := p.Nearest; n.Segment < 0 || !slices.Contains([]string{"walking", "rowing"}, n.Activity) ||
					n.Axis == "" || n.MSE < 0 {
					t.Errorf("point %+v", p)
				}
			}
		}
		if bytes.Equal(read(t, "shift.svg"), first) {
			t.Error("--shift draws the same map")
		}
	})
	t.Run("the explorer exports the same", func(t *testing.T) {
		code, stdout, stderr := run(append(args, "--out", "again.svg", "--json", "--quiet")...)
		var got report.AtlasValues
		if code != 0 || json.Unmarshal([]byte(stdout), &got) != nil {
			t.Fatal(stderr)
		}
		o, _, err := prepare(explorer.Request{Model: "bare.safetensors", ModelGiven: true,
			Data: open.Flags{Name: recordings}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		opened, err := o.Library.OpenData(context.Background(), o.Network, o.Model, o.Data, func(string, int, int) {})
		if err != nil {
			t.Fatal(err)
		}
		if code, _, stderr := run(short("one", "--layer", "conv3", "--units", "0-11", "--quiet")...); code != 0 {
			t.Fatal(stderr)
		}
		if code, _, stderr := run("atlas", "--model", "bare.safetensors", "--data", recordings, "--run", "one",
			"--quiet"); code != 0 {
			t.Fatal(stderr)
		}
		made := got.Maps[1]
		for i := range made.Points { // this run has no other layer before it
			made.Points[i].Run -= 12
		}
		svg, values, err := o.Library.Map("one", opened, made)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(svg, read(t, filepath.Join("one", "map.svg"))) {
			t.Error("the explorer draws another map of the same results")
		}
		var again report.AtlasValues
		if err := json.Unmarshal(values, &again); err != nil || len(again.Maps) != 1 || again.Model != "bare" ||
			again.Hash != got.Hash || len(again.Maps[0].Points) != len(made.Points) {
			t.Errorf("%v: %+v", err, again)
		}
		if _, _, err := o.Library.Map("none", opened, made); err == nil {
			t.Error("a map of results that are not there is drawn")
		}
	})
	t.Run("the number of cores changes nothing", func(t *testing.T) {
		for _, jobs := range []string{"1", "3"} {
			if code, _, stderr := run(append(args, "--jobs", jobs, "--out", "jobs.svg", "--quiet")...); code != 0 {
				t.Fatal(stderr)
			}
			if !bytes.Equal(read(t, "jobs.svg"), first) {
				t.Errorf("--jobs %s draws another map", jobs)
			}
		}
	})
	t.Run("finds the network that made the run", func(t *testing.T) {
		other := t.TempDir()
		for _, name := range []string{"out", "bare.safetensors"} {
			if err := os.Rename(name, filepath.Join(other, name)); err != nil {
				t.Fatal(err)
			}
			defer os.Rename(filepath.Join(other, name), name)
		}
		namesake, err := model.NewSFHF("fusion", []string{"class00", "class01"}, 2)
		if err != nil {
			t.Fatal(err)
		}
		if err := namesake.Save("bare.safetensors"); err != nil {
			t.Fatal(err)
		}
		for _, command := range []string{"atlas", "similar"} {
			if code, _, stderr := run(command, "--run", filepath.Join(other, "out"), "--data", recordings,
				"--quiet"); code != 0 {
				t.Errorf("%s: %s", command, stderr)
			}
		}
		if !bytes.Equal(read(t, filepath.Join(other, "out", "map.svg")), first) {
			t.Error("another map than with --model")
		}
		if err := os.Remove("bare.safetensors"); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("refused", func(t *testing.T) {
		before := files(t, dir)
		refused(t, 2, []string{"--run is missing"}, "atlas")
		refused(t, 2, []string{"none"}, "atlas", "--run", "none")
		refused(t, 2, []string{"--run", "bare.safetensors"}, "atlas", "--run", "bare.safetensors")
		refused(t, 2, []string{"--out signals.npz", ".svg"}, append(args, "--out", "signals.npz")...)
		moved := filepath.Join(t.TempDir(), "bare.safetensors")
		if err := os.Rename("bare.safetensors", moved); err != nil {
			t.Fatal(err)
		}
		for _, command := range []string{"atlas", "similar"} {
			refused(t, 2, []string{"--model is missing", "network bare", "bare.safetensors or .onnx"}, command, "--run",
				"out", "--data", recordings)
		}
		if err := os.Rename(moved, "bare.safetensors"); err != nil {
			t.Fatal(err)
		}
		refused(t, 2, []string{`"other"`, "demo, dsads"}, "atlas", "--run", "out", "--model", "other")
		if after := files(t, dir); !slices.Equal(after, before) {
			t.Errorf("files before %v, after %v", before, after)
		}
	})
	t.Run("interrupted", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if code, _, stderr := runIn(ctx, append(args, "--out", "stopped.svg", "--quiet")...); code != 1 ||
			!strings.Contains(stderr, "interrupted") {
			t.Errorf("%d %s", code, stderr)
		}
		if _, err := os.Stat("stopped.svg"); err == nil {
			t.Error("an interrupted map was written")
		}
	})
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
