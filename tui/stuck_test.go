//go:build unix

package tui

import (
	"context"
	"errors"
	"io"
	"os"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
)

// still is a terminal on a connection that stands still: after the first bytes it takes no more.
type still struct {
	taken atomic.Int64
	first chan struct{}
	end   chan struct{}
}

func (s *still) Write(b []byte) (int, error) {
	if s.taken.Add(int64(len(b))) > 4000 {
		select {
		case s.first <- struct{}{}:
		default:
		}
		<-s.end
		return 0, io.ErrClosedPipe
	}
	return len(b), nil
}

// Told to end while its terminal takes no bytes, the explorer ends within a few seconds and the session is kept.
func TestEndsOnAStillConnection(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	t.Parallel()
	l := &shelf{}
	o := shelved(t, l)
	out := &still{first: make(chan struct{}, 1), end: make(chan struct{})}
	defer close(out.end)
	in, keyboard := io.Pipe()
	defer keyboard.Close()
	o.Terminal = &Terminal{Input: in, Output: out, Environ: []string{"TERM=xterm-256color"}, Width: 160, Height: 50, Profile: colorprofile.TrueColor, Signals: make(chan os.Signal, 1)}
	ended := make(chan error, 1)
	go func() { ended <- Run(context.Background(), o) }()
	select {
	case <-out.first:
	case <-time.After(10 * time.Second):
		t.Fatal("the terminal takes everything")
	}
	time.Sleep(100 * time.Millisecond)
	o.Terminal.Signals <- syscall.SIGHUP
	select {
	case err := <-ended:
		if !errors.Is(err, ErrInterrupted) {
			t.Errorf("%v, expected %v", err, ErrInterrupted)
		}
	case <-time.After(4*patience + 5*time.Second):
		t.Fatal("it does not end")
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.kept) != 1 || l.kept[0].Layer != "conv1" {
		t.Errorf("kept: %+v", l.kept)
	}
}
