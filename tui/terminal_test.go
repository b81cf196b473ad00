//go:build unix

package tui

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"actmax/internal/setting"
)

// insideTmux names the environment variable by which the test binary, run inside a terminal, knows what to do.
const insideTmux = "ACTMAX_TUI_TEST"

// TestMain runs the explorer in place of the tests where a test of this file started the binary in a real terminal.
func TestMain(m *testing.M) {
	how := os.Getenv(insideTmux)
	if how == "" {
		os.Exit(m.Run())
	}
	var t tb
	o := options(&t)
	switch how {
	case "panic in Update":
		o.Source = &broken{update: true}
	case "panic in a command":
		o.Source = &broken{}
	}
	err := Run(context.Background(), o)
	switch {
	case err == nil:
		os.Stdout.WriteString("ended well\n")
	case errors.Is(err, ErrInterrupted):
		os.Stdout.WriteString("ended by a signal\n")
	default:
		os.Stdout.WriteString("ended with an error: " + strings.SplitN(err.Error(), "\n", 2)[0] + "\n")
	}
}

// tb lets helpers of tests be used without a test.
type tb struct{ testing.TB }

func (*tb) Helper()           {}
func (*tb) Fatal(args ...any) { panic(args) }

// tmux is a real terminal of 100x30.
type tmux struct {
	t      *testing.T
	socket string
	out    string
}

func startTmux(t *testing.T, how string) *tmux {
	t.Helper()
	if testing.Short() {
		t.Skip("a real terminal takes seconds")
	}
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("no tmux on this machine")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	x := &tmux{t: t, socket: filepath.Join(dir, "tmux"), out: filepath.Join(dir, "status")}
	// The shell says what is left of the screen after the program ended.
	script := "echo before; " + insideTmux + "='" + how + "' '" + self + "' 2>" + filepath.Join(dir, "stderr") + "; stty -a | grep -o '.icanon\\|[-]echo ' ; echo done; sleep 60"
	x.run("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", "env", "-u", "NO_COLOR", "TERM=tmux-256color", "sh", "-c", script)
	t.Cleanup(func() { exec.Command("tmux", "-S", x.socket, "kill-server").Run() })
	return x
}

func (x *tmux) run(args ...string) string {
	x.t.Helper()
	b, err := exec.Command("tmux", append([]string{"-S", x.socket}, args...)...).CombinedOutput()
	if err != nil {
		x.t.Fatalf("tmux %v: %v\n%s", args, err, b)
	}
	return string(b)
}

// wait waits until the screen holds every text.
func (x *tmux) wait(texts ...string) string {
	x.t.Helper()
	screen := ""
	for range 200 {
		screen = x.run("capture-pane", "-p")
		ok := true
		for _, w := range texts {
			ok = ok && strings.Contains(screen, w)
		}
		if ok {
			return screen
		}
		time.Sleep(50 * time.Millisecond)
	}
	x.t.Fatalf("%q do not come\n%s", texts, screen)
	return ""
}

// child returns the process of the explorer.
func (x *tmux) child() int {
	x.t.Helper()
	shell := strings.TrimSpace(x.run("display-message", "-p", "#{pane_pid}"))
	b, err := exec.Command("pgrep", "-P", shell, "-f", filepath.Base(os.Args[0])).Output()
	if err != nil {
		x.t.Skipf("cannot find the explorer's process: %v", err)
	}
	pid := 0
	for _, c := range strings.Fields(string(b))[0] {
		pid = pid*10 + int(c-'0')
	}
	return pid
}

// However the explorer ends, the terminal is as it was: the normal screen, lines and echo, the cursor, no mouse.
func TestTerminalRestored(t *testing.T) {
	for _, c := range []struct {
		name, how, word string
		end             func(x *tmux)
	}{
		{"quit", "run", "ended well", func(x *tmux) { x.run("send-keys", "q") }},
		{"ctrl+c", "run", "ended well", func(x *tmux) { x.run("send-keys", "C-c") }},
		{"SIGTERM", "run", "ended by a signal", func(x *tmux) { syscall.Kill(x.child(), syscall.SIGTERM) }},
		{"SIGHUP", "run", "ended by a signal", func(x *tmux) { syscall.Kill(x.child(), syscall.SIGHUP) }},
		{"SIGINT", "run", "ended by a signal", func(x *tmux) { syscall.Kill(x.child(), syscall.SIGINT) }},
		{"panic in Update", "panic in Update", "ended with an error: ", nil},
		{"panic in a command", "panic in a command", "ended with an error: ", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			x := startTmux(t, c.how)
			if c.end != nil {
				x.wait("Units", "step ")
				c.end(x)
			}
			screen := x.wait("before", c.word, "done")
			if strings.Contains(screen, "Units") || strings.Contains(screen, "-icanon") || strings.Contains(screen, "-echo ") {
				t.Errorf("the terminal is not restored\n%s", screen)
			}
			if got := strings.TrimSpace(x.run("display-message", "-p", "#{alternate_on} #{cursor_flag} #{mouse_any_flag}")); got != "0 1 0" {
				t.Errorf("alternate screen, cursor, mouse: %s, expected 0 1 0", got)
			}
		})
	}
}

// Suspended and resumed, the explorer is on the screen again.
func TestSuspend(t *testing.T) {
	x := startTmux(t, "run")
	x.wait("Units", "step ")
	pid := x.child()
	x.run("send-keys", "C-z")
	for range 100 {
		if b, _ := os.ReadFile("/proc/" + setting.Typed(pid) + "/stat"); strings.Contains(string(b), ") T ") {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if got := strings.TrimSpace(x.run("display-message", "-p", "#{alternate_on}")); got != "0" {
		t.Error("suspended, the alternate screen is still on")
	}
	syscall.Kill(pid, syscall.SIGCONT)
	x.wait("Units", "step ")
	x.run("send-keys", "q")
	x.wait("ended well")
}

// Where nothing can be drawn, nothing is, and the error names what to do.
func TestNoTerminal(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	for _, err := range []error{checkTerminal(r, w, "xterm")} {
		if !errors.Is(err, ErrNoTerminal) || !strings.Contains(err.Error(), "actmax run") {
			t.Errorf("%v", err)
		}
	}
	tty, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no terminal to make here")
	}
	defer tty.Close()
	for _, name := range []string{"dumb", ""} {
		if err := checkTerminal(tty, tty, name); !errors.Is(err, ErrNoTerminal) || !strings.Contains(err.Error(), "TERM") {
			t.Errorf("TERM=%q: %v", name, err)
		}
	}
	if err := checkTerminal(tty, tty, "xterm"); err != nil {
		t.Error(err)
	}
	if err := checkTerminal(r, tty, "xterm"); !errors.Is(err, ErrNoTerminal) {
		t.Error(err)
	}
}

// A panic in a command comes to the model as a message, and ends the program with an error.
func TestSafely(t *testing.T) {
	msg := safely("testing", func() tea.Msg { panic("oh") })()
	p, ok := msg.(panicMsg)
	if !ok || p.doing != "testing" || p.value != "oh" || len(p.stack) == 0 {
		t.Fatalf("%#v", msg)
	}
	m := newExplorer(context.Background(), options(t))
	defer m.common.Session.Close()
	_, cmd := m.Update(p)
	if m.failure == nil || cmd == nil {
		t.Error("the program goes on")
	}
}

func TestOptionsChecked(t *testing.T) {
	for what, change := range map[string]func(*Options){
		"network": func(o *Options) { o.Network = nil }, "layer 9": func(o *Options) { o.Layer = 9 }, "units 0 to 11, not 12": func(o *Options) { o.Unit = 12 },
	} {
		o := options(t)
		change(&o)
		if err := Run(context.Background(), o); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
