package visit

// Summary is what the tree shows of one unit.
type Summary struct {
	Signal     []float32 // the newest, one axis after the other; nil if none was computed
	Attainment string    // "1.01", "97 %"; "" if there is none
	Word       string    // dead, silent, failed, diverged: instead of the attainment
	Running    bool
	Stale      bool // computed with other settings
	Restarted  bool
	Pinned     bool
}
