package unitmap

import (
	"slices"

	"actmax/tui/plane"
	"actmax/tui/session/state"
)

// state returns what a session saves of the screen, nil if that is the default.
func (s *Screen) state() *state.Map {
	if s.View == 0 && s.Outline == 0 && s.Repeats.Listing == 0 && s.Zoom == 0 {
		return nil
	}
	return &state.Map{
		View:    mapViewWords[s.View],
		Outline: outlineWords[s.Outline],
		List:    listWords[s.Repeats.Listing],
		Zoom:    s.Zoom,
	}
}

// restore restores what a session saved.
func (s *Screen) restore(k *state.Map) {
	if k == nil {
		return
	}
	of := func(words []string, word string) int { return max(0, slices.Index(words, word)) }
	s.View, s.Outline = MapView(of(mapViewWords[:], k.View)), outline(of(outlineWords[:], k.Outline))
	s.Repeats.Listing = listOf(of(listWords[:], k.List))
	s.Zoom = min(max(k.Zoom, 0), plane.MostZoom)
}

// Save implements screen.Screen.
func (s *Screen) Save(k *state.Session) { k.Map = s.state() }

// Restore implements screen.Screen.
func (s *Screen) Restore(k *state.Session) { s.restore(k.Map) }
