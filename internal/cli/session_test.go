//go:build unix

package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"actmax/internal/cli/sessions"
	"actmax/tui/session/state"
)

// asProgram is the environment variable that makes the test binary the program itself.
const asProgram = "ACTMAX_CLI_TEST"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(Main())
	}
	os.Exit(m.Run())
}

// console is a real terminal with the program in it.
type console struct {
	t      *testing.T
	socket string
}

// startConsole runs the program in a terminal of 100x30, in the folders of the test. Its last output stays on the
// screen.
func startConsole(t *testing.T, arguments string) *console {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	x := &console{t, filepath.Join(t.TempDir(), "tmux")}
	args := []string{"-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", "env", "-u", "NO_COLOR",
		"TERM=tmux-256color", asProgram + "=1"}
	for _, v := range []string{"XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"} {
		args = append(args, v+"="+os.Getenv(v))
	}
	x.run(append(args, "sh", "-c", "'"+self+"' "+arguments+"; echo code $?; sleep 60")...)
	t.Cleanup(func() { exec.Command("tmux", "-S", x.socket, "kill-server").Run() })
	return x
}

func (x *console) run(args ...string) string {
	x.t.Helper()
	b, err := exec.Command("tmux", append([]string{"-S", x.socket}, args...)...).CombinedOutput()
	if err != nil {
		x.t.Fatalf("tmux %v: %v\n%s", args, err, b)
	}
	return string(b)
}

// wait waits until the screen holds every text.
func (x *console) wait(texts ...string) {
	x.t.Helper()
	screen := ""
	for range 300 {
		screen = x.run("capture-pane", "-p")
		missing := false
		for _, w := range texts {
			missing = missing || !strings.Contains(screen, w)
		}
		if !missing {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	x.t.Fatalf("%q do not come\n%s", texts, screen)
}

func (x *console) process() int {
	x.t.Helper()
	shell := strings.TrimSpace(x.run("display-message", "-p", "#{pane_pid}"))
	b, err := exec.Command("pgrep", "-P", shell).Output()
	if err != nil {
		x.t.Skipf("cannot find the program's process: %v", err)
	}
	pid := 0
	for _, c := range strings.Fields(string(b))[0] {
		pid = pid*10 + int(c-'0')
	}
	return pid
}

// However the explorer ends, the session is saved, the exit code says so, and the next start resumes it.
func TestSessionSurvives(t *testing.T) {
	if testing.Short() {
		t.Skip("a real terminal takes seconds")
	}
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("no tmux on this machine")
	}
	home(t)
	last := func() *state.Session {
		kept, err := sessions.Default()
		if err != nil {
			t.Fatal(err)
		}
		list, note := kept.Read()
		if note != "" {
			t.Fatal(note)
		}
		if len(list) == 0 {
			return nil
		}
		return &list[0]
	}

	x := startConsole(t, "")
	x.wait("conv1", "step ")
	x.run("send-keys", "j")
	x.wait("▸ 01")
	syscall.Kill(x.process(), syscall.SIGTERM)
	x.wait("actmax: interrupted", "/explorer.json", "code 3")
	if s := last(); s == nil || s.Unit != 1 {
		t.Fatalf("after SIGTERM: %+v", s)
	}

	x = startConsole(t, "")
	x.wait("resumed at conv1/1", "step ")
	x.run("send-keys", "j")
	x.wait("▸ 02")
	syscall.Kill(x.process(), syscall.SIGHUP)
	x.wait("actmax: interrupted", "/explorer.json", "code 3")
	if s := last(); s == nil || s.Unit != 2 {
		t.Fatalf("after SIGHUP: %+v", s)
	}

	x = startConsole(t, "--set penalty.tv=0.25")
	x.wait("resumed at conv1/2", "tv 0.25", "step ")
	x.run("send-keys", "j")
	x.wait("▸ 03")
	pid := x.process()
	x.run("kill-server") // the connection is gone, and the terminal with it
	for i := 0; syscall.Kill(pid, 0) == nil && i < 200; i++ {
		time.Sleep(50 * time.Millisecond)
	}
	if s := last(); s == nil || s.Unit != 3 || s.Settings["penalty.tv"] != "0.25" {
		t.Fatalf("after the terminal went away: %+v", s)
	}
	if syscall.Kill(pid, 0) == nil {
		syscall.Kill(pid, syscall.SIGKILL)
		t.Error("it lives on without a terminal")
	}

	x = startConsole(t, "--fresh")
	x.wait("unit 00", "step ")
	x.run("send-keys", "q")
	x.wait("code 0")
	if s := last(); s == nil || s.Unit != 0 || s.Settings["penalty.tv"] != "1" {
		t.Fatalf("after --fresh: %+v", s)
	}
	if left, err := filepath.Glob(filepath.Join(os.Getenv("XDG_STATE_HOME"), "actmax", "*")); err != nil ||
		len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}
