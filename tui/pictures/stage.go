package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"

	"actmax/tui"
)

// stage is a terminal in memory that the explorer runs in.
type stage struct {
	mu sync.Mutex
	*vt.Emulator
}

// Write receives the output of the program.
func (s *stage) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Emulator.Write(b)
}

func (s *stage) press(key string) { s.SendText(key) }

// wait advances the clock and waits until everything due has happened.
func (s *stage) wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (s *stage) shows(text string) bool { return strings.Contains(s.String(), text) }

// onStage runs the explorer and play. The clock stops during computations, so that pictures do not depend on the
// speed of the machine. It needs a test, because package synctest does.
func onStage(t *testing.T, o tui.Options, width, height int, play func(*stage) error) (err error) {
	synctest.Test(t, func(*testing.T) { err = open(o, width, height, play) })
	return err
}

func open(o tui.Options, width, height int, play func(*stage) error) error {
	s := &stage{Emulator: vt.NewEmulator(width, height)}
	if _, err := s.WriteString("\x1b[20h"); err != nil { // without a tty the renderer writes \n for \r\n
		return err
	}
	in, keys := io.Pipe()
	o.Terminal = &tui.Terminal{
		Input: in, Output: s, Environ: []string{"TERM=xterm-256color"}, Width: width, Height: height,
		Profile: colorprofile.ANSI256,
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- tui.Run(ctx, o) }()
	// The program receives typed keys and the answers of the terminal in the same way.
	go func() {
		_, err := io.Copy(keys, s.Emulator)
		keys.CloseWithError(err)
	}()
	// The program draws every 33 ms after its start or a key, and writes the frame within 10 ms. Looking and pressing
	// keys 20 ms after such a moment gives the same result each time, whatever the order of simultaneous events.
	s.wait(20 * time.Millisecond)
	err := play(s)
	stop()
	if ended := <-done; err == nil && !errors.Is(ended, context.Canceled) {
		err = ended
	}
	err = errors.Join(err, s.Close())
	time.Sleep(time.Second) // remaining timers expire
	return err
}

// named are the keys with a name.
var named = map[string]string{
	"enter": "\r", "tab": "\t", "esc": "\x1b[27u", "space": " ", "home": "\x1b[H", "end": "\x1b[F",
	"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "ctrl+u": "\x15",
}

// keysOf parses keys separated by spaces: a character, a name, or a text in quotes that is typed character by
// character.
func keysOf(text string) ([]string, error) {
	var out []string
	for _, word := range strings.Fields(text) {
		switch key, isNamed := named[word]; {
		case isNamed:
			out = append(out, key)
		case len([]rune(word)) == 1:
			out = append(out, word)
		case len(word) > 2 && strings.HasPrefix(word, `"`) && strings.HasSuffix(word, `"`):
			out = append(out, strings.Split(word[1:len(word)-1], "")...)
		default:
			return nil, fmt.Errorf("%q is not a key; use a character, a text in quotes, or one of %s",
				word, strings.Join(slices.Sorted(maps.Keys(named)), " "))
		}
	}
	return out, nil
}
