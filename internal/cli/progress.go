package cli

import (
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// Into a log, a command that is done within logAfter prints nothing on its way, and a longer one says so then and every logEvery.
const (
	logAfter = time.Second
	logEvery = 15 * time.Second
)

// standardError is held while something is written there: a run tells how far it is while its ascents measure the data and tell of that.
var standardError sync.Mutex

// progress tells on standard error how far a command is. On a terminal one line is rewritten ten times a second, cut to the
// terminal's width, since a line that wraps cannot be rewritten; elsewhere a whole line is printed after a second, so that nobody takes
// the silence for a hang, and every quarter of a minute; with --quiet nothing. Safe for use by several goroutines, beside others of
// its kind too.
type progress struct {
	out      io.Writer
	terminal bool
	columns  func() int // of the terminal at this moment; 0: not known
	every    time.Duration
	last     time.Time
	open     bool // a line stands on the terminal without its end
	now      func() time.Time
}

func (a *app) newProgress() *progress {
	p := &progress{out: a.stderr, every: logEvery, last: time.Now().Add(logAfter - logEvery), now: time.Now}
	if a.quiet {
		p.out = io.Discard
		return p
	}
	if f := terminal(a.stderr); f != nil {
		p.terminal, p.every, p.last = true, 100*time.Millisecond, time.Time{}
		p.columns = func() int { return columns(f) }
	}
	return p
}

// update shows a state that soon makes room for the next; most are skipped.
func (p *progress) update(format string, args ...any) {
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
			text = ansi.Truncate(text, width-1, "...") // some terminals go on to the next line once the last column is written
		}
	}
	p.show(text)
	p.open = p.terminal
}

// line shows something that is to stay.
func (p *progress) line(format string, args ...any) {
	standardError.Lock()
	defer standardError.Unlock()
	if !p.terminal {
		p.last = p.now() // whoever reads it knows how far the command is
	}
	p.show(fmt.Sprintf(format, args...))
	if p.open {
		fmt.Fprintln(p.out)
		p.open = false
	}
}

// done leaves the terminal at the start of an empty line.
func (p *progress) done() {
	standardError.Lock()
	defer standardError.Unlock()
	if p.open {
		fmt.Fprint(p.out, "\r\x1b[K")
		p.open = false
	}
}

func (p *progress) show(text string) {
	text = strings.TrimRight(text, " ") // where the time left is not known yet
	if p.terminal {
		fmt.Fprint(p.out, "\r\x1b[K"+text)
		p.open = true
		return
	}
	fmt.Fprintln(p.out, text)
}

// left estimates the remaining time of work that is done evenly; "" before anything is done.
func left(start, now time.Time, done, total int) string {
	if done <= 0 || total <= done {
		return ""
	}
	rest := time.Duration(float64(now.Sub(start)) / float64(done) * float64(total-done))
	return clock(rest) + " left"
}

// lasted writes how long work took, with a digit after the point below ten seconds and in milliseconds below one.
func lasted(seconds float64) string {
	switch {
	case seconds < 0.9995:
		return fmt.Sprintf("%.0fms", math.Max(1, 1000*seconds))
	case seconds < 9.95:
		return fmt.Sprintf("%.1fs", seconds)
	}
	return clock(time.Duration(seconds * float64(time.Second)))
}

// clock writes a duration as a person says it: 45s, 3m20s, 2h05m.
func clock(d time.Duration) string {
	switch s := int(d.Round(time.Second) / time.Second); {
	case s < 60:
		return fmt.Sprintf("%ds", s)
	case s < 3600:
		return fmt.Sprintf("%dm%02ds", s/60, s%60)
	default:
		return fmt.Sprintf("%dh%02dm", s/3600, s/60%60)
	}
}
