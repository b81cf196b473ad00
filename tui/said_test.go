package tui

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	tea "charm.land/bubbletea/v2"

	"actmax/tui/dialog"
)

// What a key does, in tables of keys: texts that stand on the screen afterwards, or one of these.
const (
	refused = "<refused>" // it has a meaning and cannot do it now: it says why and changes nothing
	unbound = "<unbound>" // it has no meaning: it is named, and changes nothing
)

// press presses a key and checks what it does.
func (x *terminal) press(key, want string) {
	x.t.Helper()
	x.keys(key)
	switch what := fmt.Sprintf("key %q", key); want {
	case refused:
		x.refuses(what)
	case unbound:
		x.ignores(what)
	default:
		x.want(what, want)
	}
}

// refuses fails unless the last key means something here, was answered with a message, and changed nothing.
func (x *terminal) refuses(what string) {
	x.t.Helper()
	if _, known := x.m.keyFor(pressOf(x.last)); !known {
		x.t.Fatalf("%s: %q is no key here\n%s", what, x.last, x.screen())
	}
	x.says(what)
	x.unchanged(what)
}

// ignores fails unless the last key means nothing here, is named in a message, and changed nothing.
func (x *terminal) ignores(what string) {
	x.t.Helper()
	if _, known := x.m.keyFor(pressOf(x.last)); known {
		x.t.Fatalf("%s: %q is a key here\n%s", what, x.last, x.screen())
	}
	x.says(what, x.last+" ")
	x.unchanged(what)
}

// says fails unless a message that is no error is on the screen, with every text in it.
func (x *terminal) says(what string, texts ...string) {
	x.t.Helper()
	x.message(what, false, texts)
}

// complains fails unless an error is on the screen, with every text in it.
func (x *terminal) complains(what string, texts ...string) {
	x.t.Helper()
	x.message(what, true, texts)
}

// silent fails if there is a message.
func (x *terminal) silent(what string) {
	x.t.Helper()
	if x.m.message != "" {
		x.t.Fatalf("%s: it says %q\n%s", what, x.m.message, x.screen())
	}
}

// closed fails if a dialog is open.
func (x *terminal) closed(what string) {
	x.t.Helper()
	if x.m.over != nil {
		x.t.Fatalf("%s: %T is open\n%s", what, x.m.over, x.screen())
	}
}

// quitAsked fails unless it is asked whether to quit, with every text on the screen.
func (x *terminal) quitAsked(what string, texts ...string) {
	x.t.Helper()
	if _, ok := x.m.over.(*dialog.Quit); !ok || x.m.quitting {
		x.t.Fatalf("%s: %T is open, quitting: %v\n%s", what, x.m.over, x.m.quitting, x.screen())
	}
	x.want(what, texts...)
}

func (x *terminal) message(what string, alert bool, texts []string) {
	x.t.Helper()
	if x.m.message == "" || x.m.alert != alert {
		x.t.Fatalf("%s: the message is %q, an error: %v\n%s", what, x.m.message, x.m.alert, x.screen())
	}
	for _, w := range texts {
		if !strings.Contains(x.m.message, w) {
			x.t.Fatalf("%s: %q is not in the message %q\n%s", what, w, x.m.message, x.screen())
		}
	}
	if begin := strings.Fields(x.m.message)[0]; !strings.Contains(x.screen(), begin) {
		x.t.Fatalf("%s: the message %q is not on the screen\n%s", what, x.m.message, x.screen())
	}
}

// unchanged fails if the last key changed what is kept of a session, what is open, or, with nothing under way, what the
// screen shows above the footer.
func (x *terminal) unchanged(what string) {
	x.t.Helper()
	now := x.standing()
	if now.kept != x.before.kept {
		x.t.Fatalf("%s: %q changed\n%s\nto\n%s\n%s", what, x.last, x.before.kept, now.kept, x.screen())
	}
	if now.quiet && x.before.quiet && now.body != x.before.body {
		x.t.Fatalf("%s: %q changed\n%s\nto\n%s", what, x.last, x.before.body, now.body)
	}
}

// figures are numbers and the spaces around them, which make up for their width.
var figures = regexp.MustCompile(` *[0-9][0-9.]* *`)

// standing is how a program stands between two keys.
type standing struct {
	kept  string // of the session, and what is open
	body  string // of the screen, without its last line and figures: those may become known late
	quiet bool   // nothing runs, plays or is looked for
}

func (x *terminal) standing() standing {
	m := x.m
	s := m.common.Session.State()
	s.Runs = nil // their playheads move by themselves
	kept, err := json.Marshal(s)
	if err != nil {
		x.t.Fatal(err)
	}
	out := standing{quiet: m.common.Session.RestAt.IsZero() && !m.open().Lively() &&
		len(m.common.Session.Tasks) == 0 && !m.common.Session.Searching() && !m.common.Session.Open.Baselines.Busy}
	for _, v := range m.common.Session.Open.Visits {
		out.quiet = out.quiet && !v.Running()
	}
	out.kept = fmt.Sprintf("%s %v %T %v %d %d", kept,
		m.common.Screen, m.over, m.search != nil, len(m.common.Session.UndoStack), len(m.common.Session.Background))
	lines := strings.Split(x.screen(), "\n")
	out.body = figures.ReplaceAllString(strings.Join(lines[:len(lines)-1], "\n"), "#")
	return out
}

// pressOf returns the key press that a terminal's sequence stands for.
func pressOf(sequence string) tea.KeyPressMsg {
	codes := map[string]rune{keyUpSeq: tea.KeyUp, keyDownSeq: tea.KeyDown,
		keyRightSeq: tea.KeyRight, keyLeftSeq: tea.KeyLeft, keyHomeSeq: tea.KeyHome,
		keyEndSeq: tea.KeyEnd, keyEscSeq: tea.KeyEscape, keyPageDown: tea.KeyPgDown,
		keyPageUp: tea.KeyPgUp, enter: tea.KeyEnter, tab: tea.KeyTab}
	if code, ok := codes[sequence]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	if sequence == " " {
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	}
	return tea.KeyPressMsg{Code: []rune(sequence)[0], Text: sequence}
}
