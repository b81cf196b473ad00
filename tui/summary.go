package tui

// summary is what the tree shows of one unit.
type summary struct {
	signal     []float32 // the newest, one axis after the other; nil where none was computed
	attainment string    // "1.01", "97 %"; "" where there is none to show
	word       string    // dead, silent, failed, diverged: instead of the attainment
	running    bool
	stale      bool // made under other settings
	restarted  bool
	pinned     bool
}
