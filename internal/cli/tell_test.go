package cli

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"time"
)

// The farewell of an interrupt does not wait for a terminal that takes no bytes; any other message is written in full.
func TestTell(t *testing.T) {
	r, w := io.Pipe() // nobody reads
	defer r.Close()
	begin := time.Now()
	tell(w, &interrupted{saved: "the session is kept", unheard: true})
	if d := time.Since(begin); d > farewell+5*time.Second {
		t.Errorf("it waited %v", d)
	}
	for _, err := range []error{&interrupted{saved: "kept", unheard: true}, &interrupted{saved: "kept"}, errors.New("interrupted: kept")} {
		var b bytes.Buffer
		if tell(&b, err); b.String() != "actmax: interrupted: kept\n" {
			t.Errorf("%q", b.String())
		}
	}
}
