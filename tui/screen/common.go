package screen

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"

	"strings"
	"time"

	"actmax/optimize"
	"actmax/tui/session"
	"actmax/tui/session/tree"
	"actmax/tui/style"

	"actmax/tui/canvas"
)

// Common is what every screen is given: what is open and computed, and how things look.
type Common struct {
	Session     *session.Session
	PaceSeconds float64 // seconds that a whole run takes to play
	Theme       *style.Theme
	Glyphs      *style.Glyphs
	Canvas      *canvas.Grid
	Size        Size

	Speed    float64   // 2 plays a run in half the pace
	Axis     int       // which axes of a several-axis signal are drawn
	Screen   ID        // that is open
	Requests []Request // what the program is asked to do, in order
}

// Size is that of the terminal.
type Size struct {
	W, H int
	Fits bool // the screen is large enough
	Wide bool // it holds all panes at once
}

// Smallest screen that is drawn, and the size from which all panes are shown at once.
const (
	MinWidth, MinHeight   = 60, 18
	wideWidth, WideHeight = 120, 36
)

func SizeOf(w, h int) Size {
	return Size{W: w, H: h, Fits: w >= MinWidth && h >= MinHeight, Wide: w >= wideWidth && h >= WideHeight}
}

// A request is what a screen asks of the program, which alone opens screens and windows.
type (
	Request any

	TurnTo     struct{ To ID }
	OpenMenu   struct{ Now optimize.Settings } // of methods and presets
	OpenFilter struct{ Query string }
	OpenText   struct {
		Title, Foot string
		Words       []string
	}
	SetClipboard struct{ Text string }
	GoToNetwork  struct {
		Network *session.Open
		Place   tree.Place
	}
)

func (m *Common) Ask(r Request) { m.Requests = append(m.Requests, r) }

// TurnTo opens a screen.
func (m *Common) TurnTo(to ID) { m.Ask(TurnTo{to}) }

// Pace is how long a whole run takes to play.
func (m *Common) Pace() time.Duration {
	return time.Duration(m.PaceSeconds / m.Speed * float64(time.Second))
}

// ForOneUnit answers the keys that mean something for one unit only, on a screen that shows many.
func (m *Common) ForOneUnit(a Action) (taken bool) {
	switch a {
	case ActElsewhere:
		m.Session.Say("R starts one unit elsewhere: enter opens it")
	case ActPin, ActCopy, ActAspect, ActList:
		m.Session.Say("that is for one unit: enter opens it")
	case ActSettings, ActUndo, ActPreset:
		m.Session.Say("settings are changed on the Unit screen: 1; m chooses a method here too")
	default:
		return false
	}
	return true
}

// Spell writes the Greek letters of the glossary as words where the glyph set has none.
func (m *Common) Spell(s string) string {
	if m.Glyphs == &style.Unicode {
		return s
	}
	return strings.NewReplacer("Σ", "sum ", "μ", "mean", "σ", "sd", "·", "*", "γ", "gamma", "▶", ">", "²", "^2",
		"↓", "down", "↑", "up", "←", "left", "→", "right").Replace(s)
}

// cancelHint is what stands behind a running task.
const cancelHint = "  x gives up"

// TaskLine is what the footer says of the running task in w columns; "" where there is none to show. The key that cancels comes
// before the time that is left.
func (m *Common) TaskLine(w int) string {
	t := m.Session.ShownTask()
	if t == nil || t.Kind == session.TaskScores && m.Screen == Scores { // the screen says it itself
		return ""
	}
	if t.Tell != nil {
		return t.Tell() + cancelHint
	}
	what, done, total := t.State()
	far, left := "", "" // how far it is
	if total > 1 {      // of a single piece no share is ever done
		far = fmt.Sprintf(" %d%%", 100*min(done, total)/total)
		if spent := m.Session.Now.Sub(t.Began); done > 0 && spent > 2*time.Second {
			left = fmt.Sprintf(", %s left", time.Duration(float64(spent)/float64(done)*float64(max(0, total-done))).Round(time.Second))
		}
	} else {
		far = " " + m.Session.Now.Sub(t.Began).Round(time.Second).String()
	}
	for _, tail := range []string{far + left + cancelHint, far + cancelHint, cancelHint} {
		if room := w - ansi.StringWidth(tail); room >= min(12, ansi.StringWidth(what)) {
			return canvas.Clip(what, room, m.Glyphs) + tail
		}
	}
	return canvas.Clip(what, w, m.Glyphs)
}
