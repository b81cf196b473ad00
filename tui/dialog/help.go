package dialog

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/viewport"
	"github.com/charmbracelet/x/ansi"

	"actmax/internal/setting"
	"actmax/tui/canvas"
	"actmax/tui/screen"
	"actmax/tui/style"
	"actmax/tui/widget"
)

// Help is the window that lists every key and explains every number on the screen.
type Help struct {
	lines  []helpLine
	scroll viewport.Model // of lines; the window draws them itself, in the colours of the theme
	common *screen.Common
	text   HelpText
	at     helpLine // heading or key that it opens at; zero: the top
}

type helpLine struct {
	key, text string
	heading   bool
}

// HelpKeyWidth leaves a space after the longest key.
const HelpKeyWidth = 16

// HelpText is the content of the help.
type HelpText struct {
	Here   *screen.Part   // of the open screen, comes first; nil: none
	Groups []screen.Group // keys
	Parts  []screen.Part
	Entry  string // that it opens at; "": the top
	Headed bool   // the entry is a heading
}

// NewHelp returns the window.
func NewHelp(c *screen.Common, text HelpText) *Help {
	at := helpLine{key: text.Entry, heading: text.Headed && text.Entry != ""}
	return &Help{common: c, text: text, at: at, scroll: viewport.New()}
}

// layOut breaks keys and glossary into lines of the width of the window.
func (h *Help) layOut(w, height int) {
	h.scroll.SetHeight(height)
	if w == h.scroll.Width() {
		h.scroll.SetYOffset(h.scroll.YOffset()) // a higher window has fewer positions
		return
	}
	h.scroll.SetWidth(w)
	h.lines = nil
	add := func(key, text string) {
		for i, line := range strings.Split(ansi.Wrap(text, max(10, w-HelpKeyWidth-2), ""), "\n") {
			if i > 0 {
				key = ""
			}
			h.lines = append(h.lines, helpLine{key: key, text: line})
		}
	}
	heading := func(s string) {
		if len(h.lines) > 0 {
			h.lines = append(h.lines, helpLine{})
		}
		h.lines = append(h.lines, helpLine{key: s, heading: true})
	}
	explain := func(g screen.Part) {
		heading(g.Title)
		for _, e := range g.Entries {
			add(e.Name, h.common.Spell(e.Text))
		}
	}
	if h.text.Here != nil {
		explain(*h.text.Here)
	}
	for _, g := range h.text.Groups {
		heading(g.Title)
		for _, k := range g.Keys {
			add(k.Help().Key, k.Sentence)
		}
	}
	for _, g := range h.text.Parts {
		explain(g)
	}
	heading("Every setting")
	for _, r := range widget.Rows {
		add(r.Label, fmt.Sprintf("%s (%s); %s, default %s.",
			strings.TrimSuffix(r.Help, "."), r.Key, r.Allowed(), setting.Typed(r.Default)))
	}
	texts := make([]string, len(h.lines))
	for i, l := range h.lines {
		texts[i] = l.text
	}
	h.scroll.SetContentLines(texts)
	if h.at != (helpLine{}) { // the last match: some settings have the name of an entry
		for i, l := range h.lines {
			if l.key == h.at.key && l.heading == h.at.heading {
				h.scroll.SetYOffset(i)
			}
		}
		h.at = helpLine{}
	}
}

// nextPart goes to the next heading, after the last one to the top.
func (h *Help) nextPart() {
	if !h.scroll.AtBottom() {
		for i := h.scroll.YOffset() + 1; i < len(h.lines); i++ {
			if h.lines[i].heading {
				h.scroll.SetYOffset(i)
				return
			}
		}
	}
	h.scroll.GotoTop()
}

// Act implements Dialog.
func (h *Help) Act(a screen.Action) (open bool, then func()) {
	page := max(1, h.scroll.Height()-1) // keeps a line in view
	switch a {
	case screen.ActDown:
		h.scroll.ScrollDown(1)
	case screen.ActUp:
		h.scroll.ScrollUp(1)
	case screen.ActHalfDown, screen.ActRight, screen.ActLayerDown:
		h.scroll.ScrollDown(page / 2)
	case screen.ActHalfUp, screen.ActLeft, screen.ActLayerUp:
		h.scroll.ScrollUp(page / 2)
	case screen.ActHold:
		h.scroll.ScrollDown(page)
	case screen.ActTop, screen.ActStart:
		h.scroll.GotoTop()
	case screen.ActBottom, screen.ActEnd:
		h.scroll.GotoBottom()
	case screen.ActPane:
		h.nextPart()
	case screen.ActBack, screen.ActHelp, screen.ActOpen:
		return false, nil
	default:
		h.common.Session.Say("j k scroll, tab next part, g G ends, esc close")
	}
	return true, nil
}

// Draw implements Dialog.
func (h *Help) Draw(p canvas.Painter, c *screen.Common) {
	w := min(p.W-2, 100)
	in := p.Window("Help", w, p.H-2, c.Glyphs)
	h.layOut(in.W, in.H)
	top := h.scroll.YOffset()
	for y, l := range h.lines[top:min(len(h.lines), top+in.H)] {
		if l.heading {
			in.Text(1, y, l.key, style.Accent.Strong())
			continue
		}
		in.Text(1, y, c.Spell(l.key), style.Text)
		in.Text(HelpKeyWidth, y, l.text, style.Dim)
	}
	if more := len(h.lines) - top - in.H; more > 0 {
		hint := fmt.Sprintf(" %d more lines: j   next part: tab ", more)
		in.Part(0, in.H, in.W, 1).TextRight(in.W-1, 0, hint, style.Dim)
	}
}
