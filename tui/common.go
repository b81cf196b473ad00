package tui

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"

	"strings"
	"time"

	"actmax/optimize"
	"actmax/tui/session"
	"actmax/tui/session/tree"

	"actmax/tui/canvas"
)

// common is what every screen is given: what is open and computed, and how things look.
type common struct {
	*session.Session
	paceOf float64 // seconds that a whole run takes to play
	theme  *canvas.Theme
	glyphs *canvas.Glyphs
	canvas *canvas.Grid
	size   size

	speed  float64   // 2 plays a run in half the pace
	axis   int       // which axes of a several-axis signal are drawn
	screen screenID  // that is open
	todo   []request // what the program is asked to do, in order
}

// size is that of the terminal.
type size struct {
	w, h int
	fits bool // the screen is large enough
	wide bool // it holds all panes at once
}

// Smallest screen that is drawn, and the size from which all panes are shown at once.
const (
	minWidth, minHeight   = 60, 18
	wideWidth, wideHeight = 120, 36
)

func sizeOf(w, h int) size {
	return size{w: w, h: h, fits: w >= minWidth && h >= minHeight, wide: w >= wideWidth && h >= wideHeight}
}

// A request is what a screen asks of the program, which alone opens screens and windows.
type (
	request any

	turnTo     struct{ to screenID }
	openMenu   struct{ now optimize.Settings } // of methods and presets
	openFilter struct{ query string }
	openText   struct {
		title, foot string
		words       []string
	}
	setClipboard struct{ text string }
	goToNetwork  struct {
		network *session.Open
		place   tree.Place
	}
)

func (m *common) ask(r request) { m.todo = append(m.todo, r) }

// turnTo opens a screen.
func (m *common) turnTo(to screenID) { m.ask(turnTo{to}) }

// pace is how long a whole run takes to play.
func (m *common) pace() time.Duration {
	return time.Duration(m.paceOf / m.speed * float64(time.Second))
}

// forOneUnit answers the keys that mean something for one unit only, on a screen that shows many.
func (m *common) forOneUnit(a action) (taken bool) {
	switch a {
	case actElsewhere:
		m.Say("R starts one unit elsewhere: enter opens it")
	case actPin, actCopy, actAspect, actList:
		m.Say("that is for one unit: enter opens it")
	case actSettings, actUndo, actPreset:
		m.Say("settings are changed on the Unit screen: 1; m chooses a method here too")
	default:
		return false
	}
	return true
}

// spell writes the Greek letters of the glossary as words where the glyph set has none.
func (m *common) spell(s string) string {
	if m.glyphs == &canvas.Unicode {
		return s
	}
	return strings.NewReplacer("Σ", "sum ", "μ", "mean", "σ", "sd", "·", "*", "γ", "gamma", "▶", ">", "²", "^2",
		"↓", "down", "↑", "up", "←", "left", "→", "right").Replace(s)
}

// givesUp is what stands behind a running task.
const givesUp = "  x gives up"

// taskLine is what the footer says of the running task in w columns; "" where there is none to show. The key that cancels comes
// before the time that is left.
func (m *common) taskLine(w int) string {
	t := m.ShownTask()
	if t == nil || t.Kind == session.TaskScores && m.screen == screenScores { // the screen says it itself
		return ""
	}
	if t.Tell != nil {
		return t.Tell() + givesUp
	}
	what, done, total := t.State()
	far, left := "", "" // how far it is
	if total > 1 {      // of a single piece no share is ever done
		far = fmt.Sprintf(" %d%%", 100*min(done, total)/total)
		if spent := m.Now.Sub(t.Began); done > 0 && spent > 2*time.Second {
			left = fmt.Sprintf(", %s left", time.Duration(float64(spent)/float64(done)*float64(max(0, total-done))).Round(time.Second))
		}
	} else {
		far = " " + m.Now.Sub(t.Began).Round(time.Second).String()
	}
	for _, tail := range []string{far + left + givesUp, far + givesUp, givesUp} {
		if room := w - ansi.StringWidth(tail); room >= min(12, ansi.StringWidth(what)) {
			return canvas.Clip(what, room, m.glyphs) + tail
		}
	}
	return canvas.Clip(what, w, m.glyphs)
}
