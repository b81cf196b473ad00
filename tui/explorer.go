package tui

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"actmax/tui/canvas"
	"actmax/tui/dialog"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
	"actmax/tui/style"
)

// messageFor is how long a message stays.
const messageFor = 5 * time.Second

// explorer is the model of the program: it holds the open screen and dialog and routes messages. It alone knows the
// screens; what is open and computed belongs to the session.
type explorer struct {
	mu     *sync.Mutex // held by Update and View, so that Run can save the session if the program hangs in a write
	common *screen.Common
	look   Settings

	screens    []screen.Screen                   // of the network on the screen, in the order of list
	perNetwork map[*session.Open][]screen.Screen // of every network that was on the screen
	shown      *session.Open                     // network of screens
	list       []entry

	over      dialog.Dialog // open dialog
	search    *search       // open filter field
	badFilter string        // invalid filter; the field opens with it

	message  string
	until    time.Time // when the message goes
	alert    bool      // the message is an error
	notes    notes
	failure  error // what ended the program
	quitting bool

	dirty     bool
	motion    motion
	content   string
	last      time.Time // of the frame before
	ticking   bool
	later     []tea.Cmd // to return from Update
	taskShown string    // task line of the footer
}

// frameMsg asks for the next frame.
type frameMsg time.Time

// doneMsg carries the function that applies the result of work in the background.
type doneMsg struct{ apply func() }

// panicMsg carries a panic of a command to Update, where the program ends in order.
type panicMsg struct {
	doing string
	value any
	stack []byte
}

func newExplorer(ctx context.Context, o Options) *explorer { return newExplorerOf(ctx, o, newList()) }

// newExplorerOf returns an explorer of other screens than those of the list.
func newExplorerOf(ctx context.Context, o Options, list []entry) *explorer {
	if o.Explorer == (Settings{}) {
		o.Explorer = DefaultSettings()
	}
	m := &explorer{mu: &sync.Mutex{}, dirty: true, perNetwork: map[*session.Open][]screen.Screen{}, list: list,
		look: o.Explorer, common: &screen.Common{
			PaceSeconds: o.Explorer.Pace, Speed: 1, Glyphs: &style.Unicode, Canvas: &canvas.Grid{}}}
	if o.Explorer.Glyphs == "ascii" {
		m.common.Glyphs = &style.ASCII
	}
	m.common.Theme = style.NewTheme(o.Explorer.Theme != "light", colorprofile.ANSI256)
	m.common.Session = session.NewSession(ctx, m, &o.Options)
	m.NetworksChanged()
	for _, b := range o.Background {
		m.common.Session.Join(b.Network, b.Model)
	}
	notes := slices.Clone(o.Notes) // what could not be opened comes first
	if o.Resume != nil {
		notes = append(notes, m.common.Session.Restore(o.Resume, o.Present))
		if at := (tree.Place{Layer: o.Layer, Unit: o.Unit}); o.Placed && at != m.common.Session.Open.Tree.Cursor {
			m.common.Session.StandOn(at)
		}
	}
	m.Note(notes...)
	return m
}

// Init implements tea.Model.
func (m *explorer) Init() tea.Cmd {
	s := m.common.Session
	commands := []tea.Cmd{m.tick()}
	if m.look.Theme == "auto" {
		commands = append(commands, tea.RequestBackgroundColor)
	}
	s.ReadData()
	s.PrepareIndex()
	s.Measure()
	return tea.Batch(append(commands, m.waiting()...)...)
}

// waiting returns the commands that are waiting to start.
func (m *explorer) waiting() []tea.Cmd {
	w := m.later
	m.later = nil
	return w
}

// Update implements tea.Model.
func (m *explorer) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.update(msg)
}

func (m *explorer) update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if !m.ticking && !m.common.Session.Now.IsZero() {
		// no frame was due, so the clock stands at the last one; what starts now must not count from then
		m.common.Session.Now = time.Now()
		m.last = m.common.Session.Now
	}
	switch msg := msg.(type) {
	case frameMsg:
		m.ticking = false
		m.frame(time.Time(msg))
	case tea.WindowSizeMsg, tea.ColorProfileMsg, tea.BackgroundColorMsg:
		m.adapt(msg)
	case tea.KeyPressMsg:
		m.key(msg)
		m.dirty = true
	case tea.PasteMsg:
		m.paste(msg.Content)
		m.dirty = true
	case tea.MouseMsg:
		m.mouse(msg)
	case tea.ResumeMsg:
		m.dirty = true
	case doneMsg:
		if msg.apply != nil {
			msg.apply()
		}
	case endMsg:
		m.quitting = true
	case panicMsg:
		m.failure = fmt.Errorf("the explorer stopped because of a bug while %s: %v\n%s",
			msg.doing, msg.value, msg.stack)
		m.quitting = true
		return m, tea.Quit
	}
	if m.quitting {
		m.common.Session.SaveAtEnd()
		return m, tea.Quit
	}
	m.carryOut()
	m.common.Session.FindCounterparts()
	m.followCursor()
	return m, tea.Batch(append(m.waiting(), m.tick())...)
}

// adapt adapts to the size, colours or background of the terminal.
func (m *explorer) adapt(msg tea.Msg) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.common.Size = screen.SizeOf(msg.Width, msg.Height)
	case tea.ColorProfileMsg:
		m.common.Theme = style.NewTheme(m.common.Theme.Dark, msg.Profile)
	case tea.BackgroundColorMsg:
		if m.look.Theme != "auto" {
			return
		}
		m.common.Theme = style.NewTheme(msg.IsDark(), m.common.Theme.Profile)
	}
	m.dirty = true
}

// View implements tea.Model. It renders only if something changed.
func (m *explorer) View() tea.View {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.dirty {
		m.draw()
		m.content = m.common.Canvas.Render(m.common.Theme)
		m.dirty, m.motion.moved = false, false
	}
	v := tea.NewView(m.content)
	v.AltScreen = true
	v.WindowTitle = "actmax"
	if m.look.Mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}

// tick requests the next frame if the screen can change without a key and no frame is requested yet.
func (m *explorer) tick() tea.Cmd {
	if m.ticking || !m.lively() {
		return nil
	}
	m.ticking = true
	return tea.Tick(m.look.frame(), func(t time.Time) tea.Msg { return frameMsg(t) })
}

// lively reports whether frames are needed: something runs, plays, waits or fades.
func (m *explorer) lively() bool {
	s := m.common.Session
	if s.Now.IsZero() || !s.RestAt.IsZero() || m.message != "" || len(m.notes.waiting) > 0 || m.open().Lively() ||
		len(s.Tasks) > 0 || s.Searching() || s.PinsWait() {
		return true
	}
	for _, v := range s.Open.Visits {
		if v.Running() {
			return true
		}
	}
	return false
}

// safely returns a command that runs f; a panic in f ends the program with the terminal restored.
func safely(doing string, f func() tea.Msg) tea.Cmd {
	return func() (msg tea.Msg) {
		defer func() {
			if r := recover(); r != nil {
				msg = panicMsg{doing, r, debug.Stack()}
			}
		}()
		return f()
	}
}

// Say implements session.Host: it shows a message in the footer for a while.
func (m *explorer) Say(format string, args ...any) {
	m.notes.interrupt(m.message)
	m.message, m.alert = fmt.Sprintf(format, args...), false
	if m.common.Session != nil {
		m.until = m.common.Session.Now.Add(messageFor)
	}
	m.dirty = true
}

// Complain implements session.Host: it shows an error in the footer for a while.
func (m *explorer) Complain(err error) {
	m.Say("%s", err)
	m.alert = true
}

// Changed implements session.Host.
func (m *explorer) Changed() { m.dirty = true }

// Played implements session.Host.
func (m *explorer) Played() { m.motion.moved = true }

// Go implements session.Host.
func (m *explorer) Go(doing string, work func() func()) {
	m.later = append(m.later, safely(doing, func() tea.Msg { return doneMsg{work()} }))
}

// WantedFirst implements session.Host.
func (m *explorer) WantedFirst() []*visit.Visit { return m.open().First() }
