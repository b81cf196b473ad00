package tui

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"
)

// Every note of the start is shown whole, one after the other, and one that another message replaces is shown again.
func TestNotes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := options(t)
		o.Notes = []string{"left out the study of the last session", "thresholds are from elsewhere"}
		x := open(t, o, 80, 24, colorprofile.TrueColor)
		x.want("first", o.Notes[0])
		x.m.Say("a search ended")
		x.wait(time.Second)
		x.want("meanwhile", "a search ended")
		x.wait(messageFor)
		x.want("again", o.Notes[0])
		x.keys("j") // read: the next one
		x.wait(time.Second)
		x.want("second", o.Notes[1])
		x.wait(messageFor)
		x.wantNot("read", o.Notes[0])
		x.wantNot("read", o.Notes[1])
	})
}
