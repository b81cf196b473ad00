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

	"actmax/optimize"
	"actmax/tui/canvas"
)

// focus is the pane that the keys go to.
type focus int

const (
	focusTree focus = iota
	focusSimilar
	focusSettings
)

const (
	restBefore   = 150 * time.Millisecond // the cursor rests before a unit's run starts
	messageFor   = 5 * time.Second
	summaryEvery = 250 * time.Millisecond // how often a running row of the tree is drawn anew
)

// overlay is a window over the plots: help, the menu.
type overlay interface {
	// act answers a key; false closes the overlay.
	act(m *explorer, a action) bool
	draw(p canvas.Painter, m *explorer)
}

// explorer is the model of the program: it holds what is on the screen and routes messages. Panes draw themselves.
type explorer struct {
	mu     *sync.Mutex     // held by Update and View: what comes after a program that hangs in a write keeps the session
	ctx    context.Context // ends with the screen
	stop   context.CancelFunc
	o      Options
	theme  *canvas.Theme
	glyphs *canvas.Glyphs
	canvas canvas.Grid
	layout layout

	dirty   bool
	content string
	now     time.Time // of the last frame
	last    time.Time // of the frame before
	ticking bool

	settings optimize.Settings // travel with the cursor
	undo     []change
	source   source
	restAt   time.Time // when the unit under the cursor is visited; zero: it is

	openNetwork // on the screen

	beside  []*waiting // other networks that are open
	against string     // hash of the one in which counterparts are looked for
	pairs   map[pairKey]*found

	screen   screenID
	pair     compareScreen
	focus    focus
	lower    focus   // the pane that a small screen shows: focusTree stands for the objective
	speed    float64 // 2 plays a run in half the pace
	axis     int     // which axes of a several-axis signal are drawn
	signal   signalPane
	terms    objectivePane
	similar  similarPane
	views    unitViews
	knobs    settingsPane
	over     overlay
	search   *search // open filter field
	mend     string  // filter that could not be read; the field opens on it
	message  string
	until    time.Time // when the message goes
	alert    bool      // the message is an error
	failure  error     // what ended the program
	quitting bool

	tasks     []*task        // under way, the oldest first
	pending   *pendingStarts // while the data is being read
	later     []tea.Cmd      // what a key set off
	simWanted bool           // somebody asked for the similarity of finished units
	simBusy   bool
	saved     bool      // the session was kept at the end
	savedAt   time.Time // when it was kept on the way
	unsaved   error     // why the session could not be kept
	weighed   time.Time // when the tapes were
	taskShown string    // what the footer says of the task under way
}

// frameMsg asks for the next frame.
type frameMsg time.Time

// panicMsg brings a panic of one of our commands to the screen's own goroutine, where the program ends in order.
type panicMsg struct {
	doing string
	value any
	stack []byte
}

// exactMsg brings a state that was computed again.
type exactMsg struct {
	visit *visit
	run   run
	epoch int
	step  int
	snap  *optimize.Snapshot
	err   error
}

func newExplorer(ctx context.Context, o Options) *explorer {
	if o.Explorer == (Settings{}) {
		o.Explorer = DefaultSettings()
	}
	ctx, stop := context.WithCancel(ctx)
	m := &explorer{mu: &sync.Mutex{}, ctx: ctx, stop: stop, o: o, settings: o.Settings, openNetwork: openNetwork{visits: map[place]*visit{}}, speed: 1, dirty: true, glyphs: &canvas.Unicode}
	if o.Explorer.Glyphs == "ascii" {
		m.glyphs = &canvas.ASCII
	}
	m.theme = canvas.NewTheme(o.Explorer.Theme != "light", colorprofile.ANSI256)
	m.source = o.source
	if m.source == nil {
		m.source = pool{optimize.NewPool(o.Workers)}
	}
	m.tree = m.newTree(o.Network, o.Layer)
	m.tree.set(place{o.Layer, o.Unit})
	m.similar.open(o.Dataset)
	m.knobs.reset()
	for _, b := range o.Beside {
		m.join(b.Network, b.Model)
	}
	notes := append([]string(nil), o.Notes...)
	if o.Resume != nil {
		notes = append([]string{m.restore(o.Resume, o.Present)}, notes...)
		if at := (place{o.Layer, o.Unit}); o.Placed && at != m.tree.cursor {
			m.standOn(at)
		}
	}
	if len(notes) > 0 {
		m.say("%s", strings.Join(notes, "; "))
	}
	return m
}

// close gives up what still runs.
func (m *explorer) close() {
	m.stop()
	m.source.Close()
}

// Init implements tea.Model.
func (m *explorer) Init() tea.Cmd {
	commands := []tea.Cmd{m.tick()}
	if m.o.Explorer.Theme == "auto" {
		commands = append(commands, tea.RequestBackgroundColor)
	}
	return tea.Batch(append(commands, m.readData(), m.similar.prepare(m), m.measure())...)
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
		cmd = m.frame(time.Time(msg))
	case tea.WindowSizeMsg:
		m.layout = arrange(msg.Width, msg.Height, m.shape())
		m.dirty = true
	case tea.ColorProfileMsg:
		m.theme = canvas.NewTheme(m.theme.Dark, msg.Profile)
		m.dirty = true
	case tea.BackgroundColorMsg:
		if m.o.Explorer.Theme == "auto" {
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
	case exactMsg:
		m.exact(msg)
	case indexMsg:
		m.similar.ready(msg)
		m.dirty = true
	case unitMsg:
		msg.take(m)
		m.dirty = true
	case measuredMsg:
		m.measuredUnits(msg)
	case nearestMsg:
		m.similar.answered(m, msg)
		m.dirty = true
	case simMsg:
		m.searched(msg)
	case comparedMsg:
		m.scores.board.compared(m, msg)
	case openedMsg:
		cmd = m.opened(msg)
	case besideMsg:
		m.opensBeside(msg)
	case counterpartsMsg:
		m.compared(msg)
	case recomputedMsg:
		cmd = m.recomputedNetwork(msg)
	case exportedMsg:
		m.exported(msg)
	case taskMsg:
		if m.taskEnded(msg.task) {
			return m.update(msg.msg)
		}
		if part, ok := msg.msg.(partMsg); ok {
			part.keep(m)
			m.dirty = true
		}
	case savedMsg:
		m.unsaved = msg.err
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
	cmds := append(m.later, cmd, m.seek(), m.tick())
	m.later = nil
	return m, tea.Batch(cmds...)
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
	if m.o.Explorer.Mouse {
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
	return tea.Tick(m.o.Explorer.frame(), func(t time.Time) tea.Msg { return frameMsg(t) })
}

// lively tells whether frames are needed: something runs, plays, waits or fades.
func (m *explorer) lively() bool {
	if m.now.IsZero() || !m.restAt.IsZero() || m.message != "" || m.on().lively(m) || len(m.tasks) > 0 || m.simWaits() || m.pinsWait() {
		return true
	}
	for _, v := range m.visits {
		if v.running() {
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
	m.message, m.alert, m.until = fmt.Sprintf(format, args...), false, m.now.Add(messageFor)
	m.dirty = true
}

// complain shows an error in the same place.
func (m *explorer) complain(err error) {
	m.say("%s", err)
	m.alert = true
}
