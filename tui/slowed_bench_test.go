//go:build unix

package tui

import (
	"slices"
	"sync"
	"testing"
	"time"

	"actmax/optimize"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// keeping is a pool that outlives the screens on it and gives each the runs that were there before.
type keeping struct {
	visit.Pool
	mu   sync.Mutex
	runs map[tree.Place]visit.Run
}

func (k *keeping) Start(j optimize.Job) (visit.Run, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	p := tree.Place{Layer: j.Layer, Unit: j.Unit}
	if r := k.runs[p]; r != nil {
		return r, nil
	}
	r, err := k.Pool.Start(j)
	if err == nil {
		k.runs[p] = r
	}
	return r, err
}

func (k *keeping) Close() {}

// BenchmarkSlowed is how much slower a pool computes a layer flat out while the explorer plays a unit at 160x50, 30 frames a second,
// than while nobody looks. Both are measured in turns on one pool; the unit on the screen was computed before.
func BenchmarkSlowed(b *testing.B) {
	const slice = 3 * time.Second
	o := demoOptions(b, 2, optimize.Default())
	k := &keeping{Pool: visit.Pool{Pool: optimize.NewPool(o.Workers)}, runs: map[tree.Place]visit.Run{}}
	defer k.Pool.Close()
	o.Source = k
	look := func() func() {
		l := goLive(b, o)
		l.press("", "step ")
		time.Sleep(2 * time.Second) // what the screen asks for besides is there
		l.mu.Lock()
		l.blind = true
		l.mu.Unlock()
		return l.end
	}
	look()()
	var all []*optimize.Run
	for u := range o.Network.Units(2) {
		r, err := k.Pool.Pool.Start(optimize.Job{Network: o.Network, Layer: 2, Unit: u, Settings: endless()})
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, r)
	}
	rate := func() float64 {
		steps := func() (n int) {
			for _, r := range all {
				n += r.Computed()
			}
			return n
		}
		from, at := steps(), time.Now()
		time.Sleep(slice)
		return float64(steps()-from) / time.Since(at).Seconds()
	}
	var slower []float64
	for b.Loop() {
		end := look()
		with := rate()
		end()
		slower = append(slower, 100*(1-with/rate()))
	}
	slices.Sort(slower)
	b.ReportMetric(slower[len(slower)/2], "%slower")
}

// BenchmarkPlaying is what the interface takes while it plays at 160x50, 30 frames a second, and everything was computed before:
// processor time of the whole program, and bytes.
func BenchmarkPlaying(b *testing.B) {
	for _, c := range []struct{ name, key, shows string }{{"unit", "", ""}, {"layer", "2", "▸17 "}, {"compare", "3", "apart"}} {
		b.Run(c.name, func(b *testing.B) {
			s := optimize.Default()
			if c.key == "2" {
				s.Steps = 500 // of 64 units; they play as long
			}
			o := demoOptions(b, 2, s)
			l := goLive(b, o)
			defer l.end()
			l.press("", "step ")
			if c.key != "" {
				l.press(c.key, c.shows)
			}
			l.keys.Write([]byte(keyEndSeq))
			l.rest()
			l.mu.Lock()
			l.blind = true
			l.mu.Unlock()
			var took time.Duration
			var bytes, frames int
			for b.Loop() {
				l.keys.Write([]byte(keyHomeSeq + " "))
				time.Sleep(200 * time.Millisecond)
				bytes -= l.written()
				used := cpu(b)
				time.Sleep(3 * time.Second)
				took += cpu(b) - used
				bytes += l.written()
				frames += 3 * o.Explorer.FPS
			}
			b.ReportMetric(float64(bytes)/float64(frames), "bytes/frame")
			b.ReportMetric(float64(bytes)/float64(frames)*float64(o.Explorer.FPS), "bytes/s")
			b.ReportMetric(100*took.Seconds()/(float64(frames)/float64(o.Explorer.FPS)), "%core")
		})
	}
}
