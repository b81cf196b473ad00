package tui

import (
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"
)

// Networks opened one after the other, each while the one before still runs, leave neither goroutines nor runs behind.
func TestSwitchingLeavesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &shelf{takes: 300 * time.Millisecond}
		x := open(t, shelved(t, l), 120, 40, colorprofile.TrueColor)
		x.wait(2 * time.Second)
		count := func() int {
			x.wait(5 * time.Second) // runs end, what was given up notices
			return runtime.NumGoroutine()
		}
		switchTo := func(name string, wait time.Duration) {
			x.keys(":", "open model", enter, name, enter)
			x.wait(wait)
		}
		switchTo("other", 2*time.Second)
		switchTo("small", 2*time.Second)
		before := count()
		for i := range 6 {
			x.keys("2") // a whole layer runs
			switchTo("other", time.Duration(i)*100*time.Millisecond)
			x.keys("3")
			switchTo("small", time.Duration(6-i)*100*time.Millisecond)
		}
		x.keys("1")
		if after := count(); after > before+1 {
			buf := make([]byte, 1<<20)
			t.Errorf("%d goroutines, before %d\n%s", after, before, buf[:runtime.Stack(buf, true)])
		}
		x.want("the last one", "small with")
		if n := len(x.m.common.Session.Tasks); n != 0 {
			t.Errorf("%d tasks go on", n)
		}
	})
}
