package tui

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"actmax/tui/canvas"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// focus is the pane that the keys go to.
type focus int

const (
	focusTree focus = iota
	focusSimilar
	focusSettings
)

const (
	messageFor = 5 * time.Second
)

// overlay is a window over the plots: help, the menu.
type overlay interface {
	// act answers a key; false closes the overlay.
	act(m *explorer, a action) bool
	draw(p canvas.Painter, m *explorer)
}

// explorer is the model of the program: it holds what is on the screen and routes messages. Panes draw themselves.
type explorer struct {
	*common
	*unitScreen
	mu *sync.Mutex // held by Update and View: what comes after a program that hangs in a write keeps the session

	dirty   bool
	content string
	last    time.Time // of the frame before
	ticking bool

	*views                             // of the network that shown is
	each       map[*openNetwork]*views // of every network that was on the screen
	shown      *openNetwork            // that the screens are of
	shownIndex *segmentIndex           // of the data that the screens are of
	joined     int                     // networks beside, when last looked

	pair     compareScreen
	over     overlay
	search   *search // open filter field
	mend     string  // filter that could not be read; the field opens on it
	message  string
	until    time.Time // when the message goes
	alert    bool      // the message is an error
	failure  error     // what ended the program
	quitting bool

	later     []tea.Cmd // what a key set off
	taskShown string    // what the footer says of the running task
}

// views are the screens that belong to one network.
type views struct {
	layers layerScreen
	chart  mapScreen
	scores scoresScreen
}

// frameMsg asks for the next frame.
type frameMsg time.Time

// doneMsg brings what to do with the outcome of work in the background.
type doneMsg struct{ apply func() }

// panicMsg brings a panic of one of our commands to the screen's own goroutine, where the program ends in order.
type panicMsg struct {
	doing string
	value any
	stack []byte
}

func newExplorer(ctx context.Context, o Options) *explorer {
	if o.Explorer == (Settings{}) {
		o.Explorer = DefaultSettings()
	}
	m := &explorer{mu: &sync.Mutex{}, dirty: true, each: map[*openNetwork]*views{},
		common: &common{look: o.Explorer, speed: 1, glyphs: &canvas.Unicode, canvas: &canvas.Grid{}}}
	if o.Explorer.Glyphs == "ascii" {
		m.glyphs = &canvas.ASCII
	}
	m.theme = canvas.NewTheme(o.Explorer.Theme != "light", colorprofile.ANSI256)
	m.session = newSession(ctx, m, &o.OpenOptions)
	m.unitScreen = &unitScreen{common: m.common}
	m.networksChanged()
	m.knobs.reset()
	for _, b := range o.Beside {
		m.join(b.Network, b.Model)
	}
	notes := append([]string(nil), o.Notes...)
	if o.Resume != nil {
		notes = append([]string{m.restore(o.Resume, o.Present)}, notes...)
		if at := (tree.Place{Layer: o.Layer, Unit: o.Unit}); o.Placed && at != m.tree.Cursor {
			m.standOn(at)
		}
	}
	if len(notes) > 0 {
		m.say("%s", strings.Join(notes, "; "))
	}
	return m
}

// Init implements tea.Model.
func (m *explorer) Init() tea.Cmd {
	commands := []tea.Cmd{m.tick()}
	if m.look.Theme == "auto" {
		commands = append(commands, tea.RequestBackgroundColor)
	}
	m.readData()
	m.prepareIndex()
	m.measure()
	return tea.Batch(append(commands, m.waiting()...)...)
}

// waiting returns the work that waits to be started in the background.
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
	var cmd tea.Cmd
	if !m.ticking && !m.now.IsZero() {
		// No frame was due: the clock stood still since the last one, and what begins now must not count from then.
		m.now = time.Now()
		m.last = m.now
	}
	switch msg := msg.(type) {
	case frameMsg:
		m.ticking = false
		m.frame(time.Time(msg))
	case tea.WindowSizeMsg:
		m.size = sizeOf(msg.Width, msg.Height)
		m.dirty = true
	case tea.ColorProfileMsg:
		m.theme = canvas.NewTheme(m.theme.Dark, msg.Profile)
		m.dirty = true
	case tea.BackgroundColorMsg:
		if m.look.Theme == "auto" {
			m.theme = canvas.NewTheme(msg.IsDark(), m.theme.Profile)
			m.dirty = true
		}
	case tea.KeyPressMsg:
		cmd = m.key(msg)
		m.dirty = true
	case tea.PasteMsg:
		m.paste(msg.Content)
		m.dirty = true
	case tea.MouseClickMsg:
		m.click(msg.X, msg.Y)
	case tea.MouseWheelMsg:
		m.wheel(msg)
	case tea.ResumeMsg:
		m.dirty = true
	case doneMsg:
		if msg.apply != nil {
			msg.apply()
		}
	case endMsg:
		m.quitting = true
	case panicMsg:
		m.failure = fmt.Errorf("the explorer stopped at a mistake of its own while %s: %v\n%s", msg.doing, msg.value, msg.stack)
		m.quitting = true
		return m, tea.Quit
	}
	if m.quitting {
		m.saveAtEnd()
		return m, tea.Quit
	}
	m.carryOut()
	m.seek()
	m.followCursor()
	return m, tea.Batch(append(m.waiting(), cmd, m.tick())...)
}

// View implements tea.Model. The text is made anew only when something changed.
func (m *explorer) View() tea.View {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.dirty {
		m.draw()
		m.content = m.canvas.Render(m.theme)
		m.dirty = false
	}
	v := tea.NewView(m.content)
	v.AltScreen = true
	v.WindowTitle = "actmax"
	if m.look.Mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}

// tick asks for the next frame, if anything on the screen can change without a key and none is on its way.
func (m *explorer) tick() tea.Cmd {
	if m.ticking || !m.lively() {
		return nil
	}
	m.ticking = true
	return tea.Tick(m.look.frame(), func(t time.Time) tea.Msg { return frameMsg(t) })
}

// lively tells whether frames are needed: something runs, plays, waits or fades.
func (m *explorer) lively() bool {
	if m.now.IsZero() || !m.restAt.IsZero() || m.message != "" || m.on().lively(m.common) || len(m.tasks) > 0 || m.simWaits() || m.pinsWait() {
		return true
	}
	for _, v := range m.visits {
		if v.Running() {
			return true
		}
	}
	return false
}

// safely runs f off the screen's goroutine; a panic in it ends the program with the terminal restored.
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

// say shows a line in place of the footer for a while.
func (m *explorer) say(format string, args ...any) {
	m.message, m.alert = fmt.Sprintf(format, args...), false
	if m.session != nil {
		m.until = m.now.Add(messageFor)
	}
	m.dirty = true
}

// complain shows an error in the same place.
func (m *explorer) complain(err error) {
	m.say("%s", err)
	m.alert = true
}

// changed implements host.
func (m *explorer) changed() { m.dirty = true }

// background implements host.
func (m *explorer) background(doing string, work func() func()) {
	m.later = append(m.later, safely(doing, func() tea.Msg { return doneMsg{work()} }))
}

// wantedFirst implements host.
func (m *explorer) wantedFirst() []*visit.Visit { return m.on().first(m.common) }
