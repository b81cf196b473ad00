package tui

import (
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"actmax/internal/thorough"
	"actmax/tui/screen"
	"actmax/tui/session"
)

// pressable are keys that a person may hit, text of fields among them.
var pressable = func() []string {
	keys := []string{enter, enter, keyEscSeq, keyEscSeq, tab, keyUpSeq, keyDownSeq, keyLeftSeq, keyRightSeq, keyHomeSeq, keyEndSeq, keyPageDown, keyPageUp,
		ctrlD, ctrlU, ctrlL, " ", " ", "0", "0.3", "att>0.5", "sim<0.1", "walking", "conv2 | 3-4", "penalty.tv=0.3", "open model", "other", "open another", "turned", "open data", "more",
		"recompute", "pins", "unpin", "export layer", "preset paper", "set penalty.l2"}
	for _, g := range groupsOf(newList()) {
		for _, b := range g.Keys {
			for _, k := range b.Keys() {
				if len(k) == 1 && b.Action != screen.ActQuit {
					keys = append(keys, k)
				}
			}
		}
	}
	return keys
}()

// hammer presses keys as data says, and then compares the screen with what an empty terminal shows of the same text.
func hammer(t *testing.T, data []byte) {
	synctest.Test(t, func(t *testing.T) {
		o := shelved(t, &shelf{takes: 300 * time.Millisecond})
		o.Settings.Steps = 60
		if len(data) > 0 && data[0]%2 == 0 { // several networks
			o.Background = []session.BackgroundNetwork{{Network: turned(t), Model: "turned"}}
		}
		if len(data) > 1 {
			o.Explorer.Mouse = data[1]%2 == 0
			if data[1]%3 == 0 {
				o.Explorer.Glyphs = "ascii"
			}
		}
		x := open(t, o, 80, 24, colorprofile.TrueColor)
		x.wait(500 * time.Millisecond)
		var pressed []string
		for i, b := range data {
			if b >= 250 {
				x.happens(b, i)
				continue
			}
			k := pressable[int(b)%len(pressable)]
			pressed = append(pressed, k)
			x.e.SendText(k)
			x.wait(time.Duration(20+int(b)%3*90) * time.Millisecond)
		}
		x.wait(2 * time.Second)
		if x.m.failure != nil || x.m.quitting {
			t.Fatalf("%q: it ended: %v", pressed, x.m.failure)
		}
		x.keys(keyEscSeq)
		x.wait(messageFor + time.Second)
		was := ""
		for range 20 { // runs end
			x.wait(time.Second)
			is := x.screen()
			if is == was {
				if is := afresh(t, x.m); is != was {
					t.Errorf("%q: the screen is not as a fresh one\n%s\nfresh\n%s", pressed, was, is)
				}
				return
			}
			was = is
		}
	})
}

// happens is what befalls a program besides keys: other sizes, pastes, the mouse, what a terminal tells of itself.
func (x *terminal) happens(what byte, i int) {
	switch what {
	case 255:
		sizes := [][2]int{{80, 24}, {120, 40}, {60, 18}, {160, 50}, {30, 10}, {1, 1}, {240, 70}}
		s := sizes[i%len(sizes)]
		x.resize(s[0], s[1])
		return
	case 254:
		x.p.Send(tea.PasteMsg{Content: "conv2 | 3-4\n\x1b[2J\x00"})
	case 253:
		x.p.Send(tea.MouseClickMsg{X: i * 7 % 160, Y: i * 5 % 50, Button: tea.MouseLeft})
	case 252:
		x.p.Send(tea.MouseWheelMsg{X: i * 7 % 160, Y: i * 5 % 50, Button: tea.MouseWheelDown})
	case 251:
		x.p.Send(tea.ColorProfileMsg{Profile: []colorprofile.Profile{colorprofile.ASCII, colorprofile.ANSI, colorprofile.ANSI256, colorprofile.TrueColor}[i%4]})
	case 250:
		x.p.Send(tea.BackgroundColorMsg{Color: ansi.HexColor([]string{"#ffffff", "#101010"}[i%2])})
	}
	x.settle()
}

// typed returns the bytes by which hammer presses these keys.
func typed(keys ...string) []byte {
	var out []byte
	for _, k := range keys {
		if i := slices.Index(pressable, k); i >= 0 {
			out = append(out, byte(i))
		}
	}
	return out
}

// afresh is what an empty terminal shows of the text that the model drew last.
func afresh(t *testing.T, m *explorer) string {
	e := vt.NewEmulator(m.common.Size.W, m.common.Size.H)
	defer e.Close()
	if _, err := e.WriteString(strings.ReplaceAll(m.content, "\n", "\r\n")); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(e.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

func FuzzKeys(f *testing.F) {
	f.Add([]byte("opened, pinned, compared"))
	for _, screen := range []string{"1", "2", "3", "4", "5"} { // from each, every window and what moves
		f.Add(append(typed(screen, "?", keyEscSeq, ":", keyEscSeq, "m", enter, "/", "walking", enter, screen, "j", "l", " ", "r", "v", "t", "o", "z", "e", "p"), 255, 254, 253, 252, 251, 250))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		t.Chdir(t.TempDir()) // exports
		hammer(t, data[:min(len(data), 60)])
	})
}

// Keys in any order never end the program, leak or spoil the screen. ACTMAX_LONG tries many more of them.
func TestRandomKeys(t *testing.T) {
	runs := 4
	if testing.Short() || thorough.Race {
		runs = 1
	}
	if thorough.Long() {
		runs = 100
	}
	t.Chdir(t.TempDir())
	for i := range runs {
		r := rand.New(rand.NewPCG(7, uint64(i)))
		data := make([]byte, 60)
		for k := range data {
			data[k] = byte(r.UintN(256))
		}
		hammer(t, data)
		if t.Failed() {
			t.Fatalf("seed %d", i)
		}
	}
	if left, _ := os.ReadDir("."); len(left) > 0 {
		for _, e := range left {
			if strings.HasPrefix(e.Name(), ".") {
				t.Errorf("left behind: %s", e.Name())
			}
		}
	}
}
