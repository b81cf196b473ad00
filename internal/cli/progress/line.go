// Package progress shows on standard error how far a command is.
package progress

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"

	"actmax/internal/cli/terminal"
	"actmax/internal/words"
)

// Into a log, a command that is done within logAfter prints no progress, and a longer one prints a line then and every
// logEvery.
const (
	logAfter = time.Second
	logEvery = 15 * time.Second
)

// standardError is held while a Line writes: a run shows its progress while its ascents measure the data and show
// theirs.
var standardError sync.Mutex

// Line shows progress. On a terminal one line is rewritten ten times a second, cut to the terminal's width, since a
// line that wraps cannot be rewritten. Elsewhere a whole line is printed after a second, so that silence does not look
// like a hang, and every 15 seconds. Safe for concurrent use, together with other Lines too.
type Line struct {
	out      io.Writer
	terminal bool
	columns  func() int // present width of the terminal; 0: unknown
	every    time.Duration
	last     time.Time
	open     bool // a line on the terminal has no line end yet
	now      func() time.Time
}

// New returns a Line that writes to w; quiet: one that writes nothing.
func New(w io.Writer, quiet bool) *Line {
	p := &Line{out: w, every: logEvery, last: time.Now().Add(logAfter - logEvery), now: time.Now}
	if quiet {
		p.out = io.Discard
		return p
	}
	if f := terminal.Of(w); f != nil {
		p.terminal, p.every, p.last = true, 100*time.Millisecond, time.Time{}
		p.columns = func() int { return terminal.Columns(f) }
	}
	return p
}

// Update shows a state that the next one replaces; most are skipped.
func (p *Line) Update(format string, args ...any) {
	standardError.Lock()
	defer standardError.Unlock()
	now := p.now()
	if now.Sub(p.last) < p.every {
		return
	}
	p.last = now
	text := fmt.Sprintf(format, args...)
	if p.columns != nil {
		if width := p.columns(); width > 0 {
			text = ansi.Truncate(text, width-1, "...") // some terminals wrap as soon as the last column is written
		}
	}
	p.show(text)
	p.open = p.terminal
}

// Keep shows a line that stays.
func (p *Line) Keep(format string, args ...any) {
	standardError.Lock()
	defer standardError.Unlock()
	if !p.terminal {
		p.last = p.now() // the next update can wait
	}
	p.show(fmt.Sprintf(format, args...))
	if p.open {
		fmt.Fprintln(p.out)
		p.open = false
	}
}

// Warn shows an error that does not stop the command.
func (p *Line) Warn(err error) { p.Keep("actmax: %v", err) }

// Done clears the line on a terminal.
func (p *Line) Done() {
	standardError.Lock()
	defer standardError.Unlock()
	if p.open {
		fmt.Fprint(p.out, "\r\x1b[K")
		p.open = false
	}
}

func (p *Line) show(text string) {
	text = strings.TrimRight(text, " ") // while the time left is unknown
	if p.terminal {
		fmt.Fprint(p.out, "\r\x1b[K"+text)
		p.open = true
		return
	}
	fmt.Fprintln(p.out, text)
}

// Left returns the time left of work at a steady pace, done of total in the time spent, such as "30 s left"; "" if
// unknown.
func Left(spent time.Duration, done, total int) string {
	left, ok := words.Remaining(spent, float64(done), float64(total))
	if !ok {
		return ""
	}
	return words.Left(left)
}
