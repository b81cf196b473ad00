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

// Run shows the explorer until the user quits, the context ends or a signal arrives. It returns nil after a quit,
// ErrNoTerminal without a terminal and ErrInterrupted after a signal. It always restores the terminal, even after a
// panic, which it returns as an error.
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
	if errors.Is(err, ErrStuck) { // the goroutine of the program may still hold the lock
		err = m.saveStuck()
		restore()
		return err
	}
	if m.failure == nil && err == nil {
		m.common.Session.SaveAtEnd()
	}
	switch {
	case m.failure == nil && m.common.Session.Kept.Unsaved != nil:
		return fmt.Errorf("the session is not saved: %w", m.common.Session.Kept.Unsaved)
	case hung.came():
		return ErrInterrupted
	case m.failure != nil:
		return m.failure
	case errors.Is(err, tea.ErrProgramPanic):
		return fmt.Errorf("the explorer stopped because of a bug: %w", err)
	case ctx.Err() != nil:
		return ctx.Err()
	default:
		return err
	}
}

// flushes is how many times per second the terminal library writes what changed. It is higher than explorer.fps so that
// the answer to a key does not wait for the next frame.
const flushes = 100

// program returns the model and the program around it, without watching signals.
func (o Options) program(ctx context.Context) (*explorer, *tea.Program) {
	m := newExplorer(ctx, o)
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(flushes), tea.WithoutSignalHandler()}
	if t := o.Terminal; t != nil {
		options = append(options, tea.WithInput(t.Input), tea.WithOutput(t.Output), tea.WithEnvironment(t.Environ),
			tea.WithWindowSize(t.Width, t.Height), tea.WithColorProfile(t.Profile))
	}
	return m, tea.NewProgram(m, options...)
}

// patience is how long a program may take to restore its terminal after a signal, and again after it is killed.
const patience = 1500 * time.Millisecond

// ErrStuck is returned if the program cannot end after a signal because it blocks in a write to its terminal. Any other
// write to the same terminal blocks as well.
var ErrStuck = errors.New("the terminal does not accept output")

// rememberTerminal returns a function that restores line mode and echo of a real terminal, without writing to it.
func rememberTerminal(o *Options) (restore func()) {
	if o.Terminal != nil {
		return func() {}
	}
	state, err := term.GetState(os.Stdin.Fd())
	return func() {
		if err == nil {
			_ = term.Restore(os.Stdin.Fd(), state) // the process ends either way
		}
	}
}

// saveStuck saves the session of a program that blocks in a write to its terminal, unless it blocks elsewhere.
func (m *explorer) saveStuck() error {
	s := m.common.Session
	if !m.mu.TryLock() {
		return fmt.Errorf("the session since it was last saved is lost: %w", ErrStuck)
	}
	defer m.mu.Unlock()
	if s.SaveAtEnd(); s.Kept.Unsaved != nil {
		return fmt.Errorf("the session is not saved: %w", s.Kept.Unsaved)
	}
	return fmt.Errorf("%w: %w", ErrInterrupted, ErrStuck)
}

// endMsg asks the program to end.
type endMsg struct{}

// signals ends a program after a signal. The terminal library watches SIGINT and SIGTERM only, but a closed connection
// sends SIGHUP, and runs would go on without a terminal. A frozen connection blocks writes, and a program that blocks
// in a write receives no message: it is abandoned.
type signals struct {
	ch    chan os.Signal
	done  chan struct{} // closed by stop
	hit   chan struct{} // closed by the first signal
	stuck chan struct{} // closed when the program does not end
}

// wait runs the program until it ends, or returns ErrStuck.
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
	s := &signals{
		ch:    make(chan os.Signal, 1),
		done:  make(chan struct{}),
		hit:   make(chan struct{}),
		stuck: make(chan struct{}),
	}
	if t == nil {
		signal.Notify(s.ch, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	} else { // another terminal has signals of its own
		s.ch = t.Signals
	}
	go func() {
		defer func() {
			if recover() != nil {
				p.Kill() // restores the terminal
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
			case <-time.After(patience): // the terminal may block writes
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

// inBackground runs f without waiting for it: the program may block in a write.
func inBackground(f func()) {
	go func() {
		defer func() { _ = recover() }() // f only ends the program
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
