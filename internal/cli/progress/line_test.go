package progress

import (
	"bytes"
	"testing"
	"time"
)

func TestLine(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(0, 0)
	p := New(&out, false)
	if p.terminal || p.every != logEvery || time.Since(p.last) > logEvery-logAfter/2 ||
		time.Since(p.last) < logEvery-2*logAfter {
		t.Errorf("into a log, the first line comes after %v, others every %v", p.every-time.Since(p.last), p.every)
	}
	p.now, p.last = func() time.Time { return now }, now.Add(logAfter-logEvery)
	for i := range 40 {
		p.Update("step %d", i)
		if i == 20 {
			p.Keep("kept")
		}
		now = now.Add(time.Second)
	}
	p.Done()
	if got, want := out.String(), "step 1\nstep 16\nkept\nstep 35\n"; got != want {
		t.Errorf("into a log: %q, want %q", got, want)
	}
	out.Reset()
	p = &Line{out: &out, every: 100 * time.Millisecond, terminal: true, now: func() time.Time { return now }}
	p.Update("a")
	p.Update("too soon")
	p.Keep("kept")
	now = now.Add(time.Second)
	p.Update("b")
	p.Done()
	if got, want := out.String(), "\r\x1b[Ka\r\x1b[Kkept\n\r\x1b[Kb\r\x1b[K"; got != want {
		t.Errorf("on a terminal: %q, want %q", got, want)
	}
	out.Reset()
	width := 8
	p = &Line{out: &out, terminal: true, columns: func() int { return width }, now: func() time.Time { return now }}
	p.Update("12345678")
	width = 6 // the window was made smaller
	p.Update("12345678")
	p.Update("12345")
	p.Keep("a line that stays may wrap")
	width = 0
	p.Update("12345678")
	want := "\r\x1b[K1234...\r\x1b[K12...\r\x1b[K12345\r\x1b[Ka line that stays may wrap\n\r\x1b[K12345678"
	if got := out.String(); got != want {
		t.Errorf("on a narrow terminal: %q, want %q", got, want)
	}
	out.Reset()
	p = New(&out, true)
	p.Keep("kept")
	if p.Done(); out.Len() > 0 {
		t.Errorf("with --quiet: %q", out.String())
	}
}

func TestLeft(t *testing.T) {
	if got := Left(10*time.Second, 1, 4); got != "30 s left" {
		t.Errorf("a quarter done after 10 s: %q", got)
	}
	if got := Left(time.Second, 0, 4); got != "" {
		t.Errorf("nothing done: %q", got)
	}
}
