package tui

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// pseudoTerminal opens a terminal of 160x50: what a person's terminal program holds, and what the program is given.
func pseudoTerminal(t testing.TB) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no terminal to make here: ", err)
	}
	if err := unix.IoctlSetPointerInt(int(person.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(person.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetWinsize(int(person.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 50, Col: 160}); err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return person, program
}

// BenchmarkBinary starts the built program on the embedded network in a terminal of 160x50: the time from the start of the
// process to its first frame, and the memory that it holds after ten seconds of a whole layer computed flat out and played.
func BenchmarkBinary(b *testing.B) {
	dir := b.TempDir()
	binary := filepath.Join(dir, "program")
	build := exec.Command("go", "build", "-trimpath", "-o", binary, "actmax")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	var first []float64
	resident := 0.0
	for i := 0; b.Loop(); i++ {
		person, program := pseudoTerminal(b)
		c := exec.Command(binary, "--fresh")
		c.Stdin, c.Stdout, c.Stderr = program, program, program
		c.Env = append(os.Environ(), "TERM=xterm-256color", "XDG_STATE_HOME="+dir, "XDG_CACHE_HOME="+dir)
		c.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
		came := make(chan time.Time, 1)
		from := time.Now()
		if err := c.Start(); err != nil {
			b.Fatal(err)
		}
		program.Close()
		go func() {
			var all []byte
			for buffer := make([]byte, 1<<16); ; {
				n, err := person.Read(buffer)
				if err != nil {
					return
				}
				if len(all) < 1<<20 {
					all = append(all, buffer[:n]...)
				}
				if bytes.Contains(all, []byte("Units")) && bytes.Contains(all, []byte("quit")) { // from the first row to the last
					select {
					case came <- time.Now():
					default:
					}
				}
			}
		}()
		select {
		case t := <-came:
			first = append(first, float64(t.Sub(from).Microseconds())/1000)
		case <-time.After(20 * time.Second):
			b.Error("no frame comes")
		}
		if i == 0 {
			person.WriteString("2")
			time.Sleep(10 * time.Second)
			resident = residentMemory(b, c.Process.Pid)
		}
		person.WriteString("q")
		if err := c.Wait(); err != nil {
			b.Error(err)
		}
		person.Close()
	}
	slices.Sort(first)
	b.ReportMetric(first[len(first)/2], "ms/first-frame")
	b.ReportMetric(resident, "MB/resident")
}

var residentLine = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

// residentMemory is the memory that a process holds, in MB.
func residentMemory(t testing.TB, pid int) float64 {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	found := residentLine.FindSubmatch(status)
	if found == nil {
		t.Fatalf("no VmRSS in\n%s", status)
	}
	kB, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	return float64(kB) / 1000
}
