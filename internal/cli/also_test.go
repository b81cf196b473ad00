package cli

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"actmax/internal/cli/explorer"
	"actmax/internal/cli/fault"
	"actmax/internal/cli/open"
	"actmax/model"
	"actmax/tui/session/state"
)

// seeded saves a network like bare from another seed.
func seeded(t *testing.T, path string, seed uint64, change func(*model.Network)) *model.Network {
	t.Helper()
	n, err := model.NewSFHF("fusion", []string{"class00", "class01"}, seed)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(n)
		if err := n.Derive(); err != nil {
			t.Fatal(err)
		}
	}
	if err := n.Save(path); err != nil {
		t.Fatal(err)
	}
	return n
}

// --also opens more networks. The error of a network that does not fit names it.
func TestAlso(t *testing.T) {
	home(t)
	bare(t, "bare.safetensors")
	seeded(t, "two.safetensors", 2, nil)
	seeded(t, "three.safetensors", 3, nil)
	seeded(t, "alien.safetensors", 4, func(n *model.Network) {
		for i := range n.Layers {
			n.Layers[i].Name = "block" + n.Layers[i].Name
		}
	})
	flags := func(also ...string) explorer.Request {
		return explorer.Request{Model: "bare.safetensors", ModelGiven: true, Also: also,
			Data: open.Flags{Name: open.Demo}}
	}
	o, _, err := prepare(flags("two.safetensors", "three.safetensors"), nil)
	if err != nil || len(o.Background) != 2 || o.Background[0].Model != "two.safetensors" ||
		o.Background[1].Network.Name != "three" || len(o.Library.Models()) < 4 {
		t.Fatalf("%v %+v", err, o)
	}
	for want, also := range map[string][]string{
		"--also bare.safetensors":  {"bare.safetensors"},
		"--also two.safetensors":   {"two.safetensors", "two.safetensors"},
		`"gone"`:                   {"gone"},
		"--also alien.safetensors": {"alien.safetensors"},
	} {
		if _, _, err := prepare(flags(also...), nil); err == nil || fault.Code(err) != fault.ExitInput ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v", also, err)
		}
	}
	if code, _, _ := run("--model", "bare.safetensors", "--also", "two.safetensors,gone"); code != fault.ExitInput {
		t.Errorf("code %d", code)
	}
}

// Networks that were open are opened again, from any folder. If one is gone, a note names it, and the others open.
func TestAlsoKept(t *testing.T) {
	dir := home(t)
	n := bare(t, "bare.safetensors")
	two, three := seeded(t, "two.safetensors", 2, nil), seeded(t, "three.safetensors", 3, nil)
	s := keptSession(t, nil)
	s.Model, s.ModelHash = "bare.safetensors", n.Hash
	s.Background = []state.Network{{Model: "two.safetensors", ModelHash: two.Hash},
		{Model: "three.safetensors", ModelHash: three.Hash}}
	s.Against = three.Hash
	keep(t, s)
	if s.Background[0].Model != "two.safetensors" {
		t.Error("keeping a session changes it")
	}
	t.Chdir(t.TempDir())
	o, _, err := prepare(explorer.Request{Model: open.Demo}, nil)
	if err != nil || len(o.Background) != 2 || o.Background[0].Model != filepath.Join(dir, "two.safetensors") ||
		len(o.Notes) != 0 {
		t.Fatalf("%v %+v", err, o)
	}
	if o, _, err := prepare(explorer.Request{Model: open.Demo, Also: []string{filepath.Join(dir, "three.safetensors")}},
		nil); err != nil || len(o.Background) != 1 || o.Background[0].Network.Hash != three.Hash {
		t.Errorf("flags win: %v %+v", err, o)
	}
	if o, _, err := prepare(explorer.Request{Model: open.Demo, Fresh: true}, nil); err != nil || len(o.Background) != 0 {
		t.Errorf("--Fresh: %v %+v", err, o)
	}
	if err := os.Remove(filepath.Join(dir, "two.safetensors")); err != nil {
		t.Fatal(err)
	}
	o, _, err = prepare(explorer.Request{Model: open.Demo}, nil)
	if err != nil || len(o.Background) != 1 || o.Background[0].Network.Hash != three.Hash || len(o.Notes) != 1 ||
		!strings.Contains(o.Notes[0], "two.safetensors") {
		t.Errorf("%v %+v", err, o)
	}
	if err := os.Remove(filepath.Join(dir, "bare.safetensors")); err != nil {
		t.Fatal(err)
	}
	o, _, err = prepare(explorer.Request{Model: open.Demo}, nil)
	if err != nil || o.Network.Hash != three.Hash || len(o.Notes) == 0 ||
		!strings.Contains(o.Notes[0], "bare.safetensors") || !strings.Contains(o.Notes[0], "three.safetensors") {
		t.Errorf("%v %+v", err, o)
	}
}

// The library caches counterparts with other measurements.
func TestLibraryCounterparts(t *testing.T) {
	home(t)
	bare(t, "bare.safetensors")
	seeded(t, "two.safetensors", 2, nil)
	o, _, err := prepare(explorer.Request{Model: "bare.safetensors", ModelGiven: true,
		Also: []string{"two.safetensors"}, Data: open.Flags{Name: sixAxes(t, "six.csv")}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	heard := 0
	say := func(_ string, done, total int) { heard = max(heard, done) }
	opened, err := o.Library.OpenData(context.Background(), o.Network, o.Model, o.Data, say)
	if err != nil {
		t.Fatal(err)
	}
	joined := o.Library.Join(o.Background[0].Network, o.Background[0].Model, opened)
	if joined.Starts == nil || joined.Measure == nil || joined.Dataset != opened.Dataset ||
		joined.Network != o.Background[0].Network {
		t.Errorf("%+v", joined)
	}
	for pass := range 2 {
		heard = 0
		ofA, ofB, err := o.Library.Counterparts(context.Background(), o.Network, joined.Network, opened.Dataset, say)
		if err != nil || len(ofA) == 0 || len(ofA) != len(ofB) || len(ofA[0].Units) != 64 {
			t.Fatal(err, len(ofA), len(ofB))
		}
		if (heard > 0) != (pass == 0) {
			t.Errorf("pass %d: %d segments were compared", pass, heard)
		}
	}
}
