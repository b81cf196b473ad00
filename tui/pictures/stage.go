package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"

	"actmax/tui"
)

// stage is a terminal in memory with the explorer in it.
type stage struct {
	mu sync.Mutex
	*vt.Emulator
}

// Write takes what the program writes.
func (s *stage) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Emulator.Write(b)
}

func (s *stage) press(key string) { s.SendText(key) }

// wait lets time pass and everything happen that is due.
func (s *stage) wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (s *stage) shows(text string) bool { return strings.Contains(s.String(), text) }

// onStage runs the explorer and what is done with it. Its clock stands still while anything is computed, so that pictures do
// not hang on how fast that is, and are the same whenever they are made. The test is what such a clock belongs to.
func onStage(t *testing.T, o tui.Options, width, height int, play func(*stage) error) (err error) {
	synctest.Test(t, func(*testing.T) { err = open(o, width, height, play) })
	return err
}

func open(o tui.Options, width, height int, play func(*stage) error) error {
	s := &stage{Emulator: vt.NewEmulator(width, height)}
	if _, err := s.WriteString("\x1b[20h"); err != nil { // without a tty the renderer takes \n to mean \r\n
		return err
	}
	in, keys := io.Pipe()
	o.Terminal = &tui.Terminal{Input: in, Output: s, Environ: []string{"TERM=xterm-256color"}, Width: width, Height: height, Profile: colorprofile.ANSI256}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- tui.Run(ctx, o) }()
	// What the terminal answers to questions and what is typed comes to the program the same way.
	go func() {
		_, err := io.Copy(keys, s.Emulator)
		keys.CloseWithError(err)
	}()
	// The program draws every 33 ms from its start or from a key on, and what it drew is written within 8 ms. Whoever looks 20 ms
	// after such a moment, or presses keys then, sees the same each time, in whatever order things happen that are due at once.
	s.wait(20 * time.Millisecond)
	err := play(s)
	stop()
	if ended := <-done; err == nil && !errors.Is(ended, context.Canceled) {
		err = ended
	}
	err = errors.Join(err, s.Close())
	time.Sleep(time.Second) // clocks that were set go off
	return err
}

// named are keys that have a name.
var named = map[string]string{"enter": "\r", "tab": "\t", "esc": "\x1b[27u", "space": " ", "home": "\x1b[H", "end": "\x1b[F",
	"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "ctrl+u": "\x15"}

// keysOf reads keys separated by spaces: a letter or sign, a name, or a text in quotes that is typed letter by letter.
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
			return nil, fmt.Errorf("%q is no key: a letter or sign, a text in quotes, or one of enter tab esc space home end up down left right ctrl+u", word)
		}
	}
	return out, nil
}
