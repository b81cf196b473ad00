package fault

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"time"
)

// The message of an interrupt does not wait for a terminal that takes no bytes; any other message is written in full.
func TestPrint(t *testing.T) {
	r, w := io.Pipe() // nobody reads
	defer r.Close()
	begin := time.Now()
	Print(w, &Interrupted{Saved: "the session is kept", Hung: true})
	if d := time.Since(begin); d > hungWait+5*time.Second {
		t.Errorf("it waited %v", d)
	}
	for _, err := range []error{&Interrupted{Saved: "kept", Hung: true}, &Interrupted{Saved: "kept"},
		errors.New("interrupted: kept")} {
		var b bytes.Buffer
		if Print(&b, err); b.String() != "actmax: interrupted: kept\n" {
			t.Errorf("%q", b.String())
		}
	}
}
