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
	defer m.close()
	hung := watchSignals(p)
	defer hung.stop()
	_, err := p.Run()
	if m.failure == nil && err == nil {
		m.saveAtEnd()
	}
	switch {
	case m.failure == nil && m.unsaved != nil:
		return fmt.Errorf("the session is not kept: %w", m.unsaved)
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

// program makes the model and the program around it, without watching signals.
func (o Options) program(ctx context.Context) (*explorer, *tea.Program) {
	m := newExplorer(ctx, o)
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(o.Explorer.FPS), tea.WithoutSignalHandler()}
	if t := o.Terminal; t != nil {
		options = append(options, tea.WithInput(t.Input), tea.WithOutput(t.Output), tea.WithEnvironment(t.Environ),
			tea.WithWindowSize(t.Width, t.Height), tea.WithColorProfile(t.Profile))
	}
	return m, tea.NewProgram(m, options...)
}

// patience is how long a program that was told to end may take to restore its terminal.
const patience = 3 * time.Second

// endMsg tells the screen that the process is to end.
type endMsg struct{}

// signals ends a program when the process is told to end. The terminal library watches SIGINT and SIGTERM only; a closed
// connection sends SIGHUP, which would leave ascents running in nobody's terminal.
type signals struct {
	ch   chan os.Signal
	done chan struct{} // closed by stop
	hit  chan struct{} // closed by the first signal
}

func watchSignals(p *tea.Program) *signals {
	s := &signals{ch: make(chan os.Signal, 1), done: make(chan struct{}), hit: make(chan struct{})}
	signal.Notify(s.ch, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
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
			p.Send(endMsg{})
			select {
			case <-s.done:
			case <-time.After(patience): // a terminal that is gone may take no more bytes
				p.Kill()
			}
		case <-s.done:
		}
	}()
	return s
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
