package tui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"

	"actmax/optimize"
	"actmax/tui/session"
	"actmax/tui/session/visit"
)

// Quitting asks about a run of all methods that waits in a network beside the one on the screen, with none under way here.
func TestQuitAsksAboutOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := shelved(t, &shelf{})
		o.Background = []session.BackgroundNetwork{{Network: turned(t), Model: "turned"}}
		fewSteps(&o)
		o.Source = unhurried{visit.Pool{Pool: optimize.NewPool(1)}, 4 * time.Second}
		x := open(t, o, 120, 40, colorprofile.TrueColor)
		x.wait(6 * time.Second)
		x.keys("5", "r")
		x.wait(time.Second)
		x.want("here", " 0/")
		x.keys("b")
		x.wait(6 * time.Second)
		if scoresOf(x.m).Sweep != nil {
			t.Fatal("it came along")
		}
		x.keys("q")
		x.quitAsked("q", " small: 0/")
		x.keys("j")
		x.closed("another key")
		x.keys("r")
		x.wait(time.Second)
		x.keys("q")
		x.quitAsked("both", " small: 0/")
		if n := strings.Count(x.screen(), " 0/"); n < 2 {
			t.Errorf("%d runs are asked about, expected both\n%s", n, x.screen())
		}
		x.keys("j", ":", "close network", enter, "small", enter)
		x.keys("x", "q")
		x.p.Wait()
		if !x.m.quitting {
			t.Error("with nothing under way q quits")
		}
	})
}
