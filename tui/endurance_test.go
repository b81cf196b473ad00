package tui

import (
	"iter"
	"maps"
	"os"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"

	"actmax/internal/thorough"
	"actmax/tui/session/visit"
)

// hoard is what TestEndurance must notice: memory that a mistake would hold on to. It is nil unless one tries.
var hoard [][]byte

// Ten minutes of live ascents, screens and settings leave memory and goroutines where they were after the first four. The clock
// is fake; three frames a second are drawn, under ACTMAX_LONG thirty. ACTMAX_LEAK hoards 8 kB a key: the test must fail then.
func TestEndurance(t *testing.T) {
	if testing.Short() || thorough.Race {
		t.Skip("ten minutes, though of a fake clock")
	}
	leak := os.Getenv("ACTMAX_LEAK") != ""
	defer func() { hoard = nil }()
	synctest.Test(t, func(t *testing.T) {
		o := options(t)
		o.Explorer.FPS = 3
		if thorough.Long() {
			o.Explorer.FPS = 30
		}
		o.Settings.Steps = 120
		x := open(t, o, 120, 36, colorprofile.TrueColor)
		// One round opens every screen and runs every unit of a layer under two learning rates.
		round := []string{"1", "r", "j", "r", "v", "t", "R", "2", "r", keyHomeSeq, " ", "3", keyHomeSeq, " ", "1", "s", keyRightSeq, "+", keyEscSeq, "r", "f", "j",
			"r", "u", "?", keyEscSeq, ":", keyEscSeq, "p", "p", "4", "1", "k", "r", "e"}
		t.Chdir(t.TempDir()) // what is exported
		play := func(until time.Duration) {
			for k := 0; x.m.common.Session.Now.Sub(began()) < until; k++ {
				x.e.SendText(round[k%len(round)])
				x.wait(time.Second)
				if leak {
					hoard = append(hoard, make([]byte, 8192))
				}
			}
			x.e.SendText(keyEscSeq + "1")
			x.wait(20 * time.Second) // what runs ends
		}
		play(4 * time.Minute)
		heap, routines := held(x.m)
		play(10 * time.Minute)
		heapNow, routinesNow := held(x.m)
		t.Logf("after 4 minutes %d kB and %d goroutines, after 10 minutes %d kB and %d", heap>>10, routines, heapNow>>10, routinesNow)
		if heapNow > heap+2<<20 {
			t.Errorf("memory grew from %d to %d kB", heap>>10, heapNow>>10)
		}
		if routinesNow > routines+2 {
			t.Errorf("goroutines grew from %d to %d", routines, routinesNow)
		}
	})
}

// began is when fake clocks begin.
func began() time.Time { return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) }

// held is the memory that is in use, in bytes, and the number of goroutines. Tapes are left out: they have a budget of their
// own, up to which they grow as units are looked at, and a test.
func held(m *explorer) (heap int64, routines int) {
	for range 3 {
		runtime.GC()
	}
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	heap = int64(s.HeapAlloc)
	for _, visits := range []iter.Seq[*visit.Visit]{maps.Values(m.common.Session.Open.Visits), maps.Values(m.common.Session.Extra.Visits)} {
		for v := range visits {
			if v.Run != nil {
				heap -= int64(v.Run.Tape().Bytes())
			}
		}
	}
	return heap, runtime.NumGoroutine()
}
