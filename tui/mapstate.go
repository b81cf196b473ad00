package tui

import (
	"slices"

	"actmax/tui/plane"
	"actmax/tui/session/state"
)

// state is what is to be kept of the screen; nil where that is how it opens anyway.
func (s *mapScreen) state() *state.Map {
	if s.view == 0 && s.outline == 0 && s.repeats.listing == 0 && s.zoom == 0 {
		return nil
	}
	return &state.Map{View: mapViewWords[s.view], Outline: outlineWords[s.outline], List: listWords[s.repeats.listing], Zoom: s.zoom}
}

// restore takes up how it was left.
func (s *mapScreen) restore(k *state.Map) {
	if k == nil {
		return
	}
	of := func(words []string, word string) int { return max(0, slices.Index(words, word)) }
	s.view, s.outline = mapView(of(mapViewWords[:], k.View)), outline(of(outlineWords[:], k.Outline))
	s.repeats.listing = listOf(of(listWords[:], k.List))
	s.zoom = min(max(k.Zoom, 0), plane.MostZoom)
}
