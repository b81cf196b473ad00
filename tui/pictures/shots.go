package main

import (
	"fmt"
	"io"
	"testing"
	"time"

	"actmax/tui"
	"actmax/tui/picture"
)

// shot is one picture, made in every size and for both backgrounds: the cursor, the keys that are pressed after the
// unit's run has played, and a text that is then on the screen.
type shot struct {
	name  string
	layer string
	unit  int
	keys  string
	until string
}

// shots lists the pictures.
var shots = []shot{
	{"unit", "conv3", 13, "end tab j", "MSE"},
	{"unit-power", "conv3", 13, "end t v", "Power by Hz"},
	{"unit-histogram", "conv3", 13, "end v v", "Activations in training"},
	{"layer", "conv3", 13, "2 end o o", "▸"},
	{"compare", "conv3", 13, "3 end", "apart"},
	{"map", "conv3", 13, "2 end 1 4", "nearest on the map"},
	{"scores", "conv2", 13, "5 r", "S_sim"},
	{"help", "conv3", 13, "end ?", "Help"},
	{"palette", "conv3", 13, "end :", "Commands"},
}

// take runs the explorer until the picture is ready, and draws it.
func (s shot) take(t *testing.T, w io.Writer, o tui.Options, look theme, width, height int) error {
	var err error
	if o.Layer, err = o.Network.Find(s.layer); err != nil {
		return err
	}
	o.Unit, o.Explorer.Theme = s.unit, look.name
	return onStage(t, o, width, height, func(st *stage) error {
		st.wait(12 * time.Second) // played
		keys, err := keysOf(s.keys)
		if err != nil {
			return err
		}
		for _, k := range keys {
			st.press(k)
			st.wait(300 * time.Millisecond)
		}
		st.wait(90 * time.Second) // everything is computed, and messages have disappeared
		if !st.shows(s.until) {
			return fmt.Errorf("%q is not on the screen:\n%s", s.until, st.String())
		}
		return picture.SVG(w, st, look.colours)
	})
}
