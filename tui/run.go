package tui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
)

// Run shows the explorer until the person quits, the context ends, or a signal comes. It returns nil after a quit,
// ErrNoTerminal where there is nothing to draw on, ErrInterrupted after a signal. The terminal is restored in every case,
// a panic of ours included, which comes back as an error.
func Run(ctx context.Context, o Options) error {
	if err := o.check(); err != nil {
		return err
	}
	if o.Terminal == nil {
		if err := checkTerminal(os.Stdin, os.Stdout, os.Getenv("TERM")); err != nil {
			return err
		}
	}
	m, p := o.program(ctx)
	defer m.common.Session.Close()
	restore := rememberTerminal(&o)
	hung := watchSignals(p, o.Terminal)
	defer hung.stop()
	err := hung.wait(p)
	if errors.Is(err, ErrStuck) { // what the screen's goroutine holds must not be looked at without its lock
		err = m.saveStuck()
		restore()
		return err
	}
	if m.failure == nil && err == nil {
		m.common.Session.SaveAtEnd()
	}
	switch {
	case m.failure == nil && m.common.Session.Kept.Unsaved != nil:
		return fmt.Errorf("the session is not kept: %w", m.common.Session.Kept.Unsaved)
	case hung.came():
		return ErrInterrupted
	case m.failure != nil:
		return m.failure
	case errors.Is(err, tea.ErrProgramPanic):
		return fmt.Errorf("the explorer stopped at a mistake of its own: %w", err)
	case ctx.Err() != nil:
		return ctx.Err()
	default:
		return err
	}
}

// flushes is how often a second the terminal library looks for something to write. What moves by itself is drawn
// explorer.fps times a second; the answer to a key must not wait for the next of those.
const flushes = 90

// program makes the model and the program around it, without watching signals.
func (o Options) program(ctx context.Context) (*explorer, *tea.Program) {
	m := newExplorer(ctx, o)
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(flushes), tea.WithoutSignalHandler()}
	if t := o.Terminal; t != nil {
		options = append(options, tea.WithInput(t.Input), tea.WithOutput(t.Output), tea.WithEnvironment(t.Environ),
			tea.WithWindowSize(t.Width, t.Height), tea.WithColorProfile(t.Profile))
	}
	return m, tea.NewProgram(m, options...)
}

// patience is how long a program that was told to end may take to restore its terminal, and as long again once it is killed.
const patience = 1500 * time.Millisecond

// ErrStuck is what comes of a program that could not end after a signal: its terminal takes no bytes, and it waits in a write.
// Whoever writes to the same terminal waits as well.
var ErrStuck = errors.New("the terminal takes no bytes")

// rememberTerminal returns what puts a real terminal back to lines and echo. That needs no bytes to be taken.
func rememberTerminal(o *Options) (restore func()) {
	if o.Terminal != nil {
		return func() {}
	}
	state, err := term.GetState(os.Stdin.Fd())
	return func() {
		if err == nil {
			_ = term.Restore(os.Stdin.Fd(), state) // the process ends whatever comes of it
		}
	}
}

// saveStuck keeps the session of a program that hangs in a write to its terminal, unless it hangs elsewhere.
func (m *explorer) saveStuck() error {
	s := m.common.Session
	if !m.mu.TryLock() {
		return fmt.Errorf("the session since it was last kept is lost: %w", ErrStuck)
	}
	defer m.mu.Unlock()
	if s.SaveAtEnd(); s.Kept.Unsaved != nil {
		return fmt.Errorf("the session is not kept: %w", s.Kept.Unsaved)
	}
	return fmt.Errorf("%w: %w", ErrInterrupted, ErrStuck)
}

// endMsg tells the screen that the process is to end.
type endMsg struct{}

// signals ends a program when the process is told to end. The terminal library watches SIGINT and SIGTERM only; a closed
// connection sends SIGHUP, which would leave ascents running in nobody's terminal. A connection that stands still takes no
// bytes, and a program that waits in a write hears of nothing: it is left behind.
type signals struct {
	ch    chan os.Signal
	done  chan struct{} // closed by stop
	hit   chan struct{} // closed by the first signal
	stuck chan struct{} // closed when the program does not end
}

// wait runs the program until it ends, or ErrStuck.
func (s *signals) wait(p *tea.Program) error {
	ended := make(chan error, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				ended <- fmt.Errorf("%w: %v", tea.ErrProgramPanic, r)
			}
		}()
		_, err := p.Run()
		ended <- err
	}()
	select {
	case err := <-ended:
		return err
	case <-s.stuck:
		return ErrStuck
	}
}

func watchSignals(p *tea.Program, t *Terminal) *signals {
	s := &signals{ch: make(chan os.Signal, 1), done: make(chan struct{}), hit: make(chan struct{}), stuck: make(chan struct{})}
	if t == nil {
		signal.Notify(s.ch, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	} else { // the process's signals have nothing to do with another terminal
		s.ch = t.Signals
	}
	go func() {
		defer func() {
			if recover() != nil {
				p.Kill() // the terminal comes first
			}
		}()
		select {
		case <-s.ch:
			close(s.hit)
			signal.Stop(s.ch) // a second one ends the process at once
			inBackground(func() { p.Send(endMsg{}) })
			select {
			case <-s.done:
				return
			case <-time.After(patience): // a terminal that is gone may take no more bytes
				inBackground(p.Kill)
			}
			select {
			case <-s.done:
			case <-time.After(patience):
				close(s.stuck)
			}
		case <-s.done:
		}
	}()
	return s
}

// inBackground runs what may wait for a program that waits for its terminal.
func inBackground(f func()) {
	go func() {
		defer func() { _ = recover() }() // it only ends the program
		f()
	}()
}

func (s *signals) stop() {
	signal.Stop(s.ch)
	close(s.done)
}

func (s *signals) came() bool {
	select {
	case <-s.hit:
		return true
	default:
		return false
	}
}
