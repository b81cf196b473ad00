package redundancy

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"actmax/model/train/cache"
	"actmax/model/train/internal/fixture"
)

// What is kept comes back as it was measured, for the same network, data and question only; a damaged file is made
// again.
func TestMeasureIsKept(t *testing.T) {
	d := fixture.Tiny(9)
	n := doubled(t, d)
	plain := measured(t, n, d, Options{Lag: 4})
	without, err := Ablate(context.Background(), n, d, plain, AblationOptions{Draws: 1})
	if err != nil {
		t.Fatal(err)
	}
	store := &cache.Store{Dir: t.TempDir(), Warn: func(err error) { t.Error(err) }}
	worked := 0
	progress := func(done, total int) { worked++ }
	both := func() {
		t.Helper()
		r := measured(t, n, d, Options{Lag: 4, Cache: store, Progress: progress})
		if !reflect.DeepEqual(r, plain) {
			t.Errorf("with a cache\n%+v\nwithout\n%+v", r, plain)
		}
		a, err := Ablate(context.Background(), n, d, r, AblationOptions{Draws: 1, Cache: store, Progress: progress})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(a, without) {
			t.Errorf("with a cache\n%+v\nwithout\n%+v", a, without)
		}
	}
	both()
	if worked == 0 {
		t.Fatal("nothing was measured")
	}
	worked = 0
	both()
	if worked > 0 {
		t.Error("it was measured again")
	}
	files, err := filepath.Glob(filepath.Join(store.Dir, "*.safetensors"))
	if err != nil || len(files) != 2 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		raw[len(raw)-9] ^= 1
		if err := os.WriteFile(f, raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	both()
	if worked == 0 {
		t.Error("damaged files were taken")
	}
	if other := measured(t, n, d, Options{Lag: 3, Cache: store}); other.Layers[0].Lag != 3 {
		t.Error("another question got the same answer")
	}
	// A folder that cannot be written is no reason to stop.
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	warned := ""
	measured(t, n, d, Options{Lag: 4, Cache: &cache.Store{Dir: filepath.Join(file, "below"),
		Warn: func(err error) { warned = err.Error() }}})
	if !strings.Contains(warned, "were not kept") {
		t.Errorf("warned of %q", warned)
	}
}
