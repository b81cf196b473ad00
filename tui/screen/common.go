package screen

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"actmax/optimize"
	"actmax/tui/canvas"
	"actmax/tui/session"
	"actmax/tui/session/tree"
	"actmax/tui/style"
)

// Common is what all screens share: the session, the look, and the requests to the program.
type Common struct {
	Session     *session.Session
	PaceSeconds float64 // seconds that a whole run takes to play
	Theme       *style.Theme
	Glyphs      *style.Glyphs
	Canvas      *canvas.Grid
	Size        Size

	Speed    float64   // of playback; 2 plays a run in half the pace
	Axis     int       // index of the drawn axes in widget.AxisChoices
	Screen   ID        // the open screen
	Requests []Request // to the program, in order
}

// Size is that of the terminal.
type Size struct {
	W, H int
	Fits bool // large enough to draw
	Wide bool // room for all panes at once
}

// The smallest size that is drawn, and the size from which all panes are shown at once.
const (
	MinWidth, MinHeight   = 60, 18
	wideWidth, WideHeight = 120, 36
)

// SizeOf returns the size of a terminal of w columns and h rows.
func SizeOf(w, h int) Size {
	return Size{W: w, H: h, Fits: w >= MinWidth && h >= MinHeight, Wide: w >= wideWidth && h >= WideHeight}
}

// What screens ask of the program, which alone opens screens and dialogs.
type (
	Request any // one of the types below

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

// Ask adds a request to the program.
func (m *Common) Ask(r Request) { m.Requests = append(m.Requests, r) }

// TurnTo asks for another screen.
func (m *Common) TurnTo(to ID) { m.Ask(TurnTo{to}) }

// Pace returns how long a whole run takes to play.
func (m *Common) Pace() time.Duration {
	return time.Duration(m.PaceSeconds / m.Speed * float64(time.Second))
}

// Spell replaces the symbols of the glossary with words if the glyph set lacks them.
func (m *Common) Spell(s string) string {
	if m.Glyphs == &style.Unicode {
		return s
	}
	return strings.NewReplacer("Σ", "sum ", "μ", "mean", "σ", "sd", "·", "*", "γ", "gamma", "▶", ">", "²", "^2",
		"↓", "down", "↑", "up", "←", "left", "→", "right").Replace(s)
}

// cancelHint ends the footer of a running task.
const cancelHint = "  x cancel"

// TaskLine returns the footer of the running task in w columns; "" if there is none to show. The cancel key takes
// precedence over the remaining time.
func (m *Common) TaskLine(w int) string {
	t := m.Session.ShownTask()
	if t == nil || t.Kind == session.TaskScores && m.Screen == Scores { // the Scores screen shows its own progress
		return ""
	}
	if t.Describe != nil {
		return t.Describe() + cancelHint
	}
	what, done, total := t.State()
	spent := m.Session.Now.Sub(t.Began)
	progress, left := " "+spent.Round(time.Second).String(), "" // a single piece of work has no percentage
	if total > 1 {
		progress = fmt.Sprintf(" %d%%", 100*min(done, total)/total)
		if done > 0 && spent > 2*time.Second {
			rest := time.Duration(float64(spent) / float64(done) * float64(max(0, total-done)))
			left = fmt.Sprintf(", %s left", rest.Round(time.Second))
		}
	}
	for _, tail := range []string{progress + left + cancelHint, progress + cancelHint, cancelHint} {
		if room := w - ansi.StringWidth(tail); room >= min(12, ansi.StringWidth(what)) {
			return canvas.Clip(what, room, m.Glyphs) + tail
		}
	}
	return canvas.Clip(what, w, m.Glyphs)
}
