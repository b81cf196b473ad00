package tui

import (
	"fmt"

	"actmax/data/similar"
	"actmax/optimize"
)

// listRow is one real segment of a list: number, activity, subject, axis, three figures, and the window.
type listRow struct {
	number               int // from 0
	match                similar.Match
	width                int // of the window
	word                 string
	first, second, third string
	picked, focused      bool
}

// drawHeadline names the activities in whose segments the unit is most active, where that is known, and returns what is left.
func (m *explorer) drawHeadline(p painter, v *visit) painter {
	h := m.headline(v.place)
	if h == "" {
		return p
	}
	x := p.text(1, 0, "most active in ", ink(inkDim))
	p.text(x, 0, clip(h, p.w()-x-1, m.glyphs), ink(inkText))
	return p.c.at(p.r.below(1))
}

// drawListRow draws a row of a list. Narrow panes leave out the word, which the title has, then the window, then the third
// figure.
func (m *explorer) drawListRow(p painter, y int, r listRow) {
	g, d, k := m.glyphs, m.o.Dataset, r.match
	m.views.rows, m.views.first = rect{p.r.x, p.r.y, p.r.w, y + 1}, r.number-y
	const number, subject, axis, word, first, second, third, window = 4, 4, 6, 5, 8, 8, 7, 8
	const fixed = number + subject + axis + first + second
	longest := 8
	for _, a := range d.Activities {
		longest = max(longest, len(a)+1)
	}
	rest := p.w() - fixed - 1
	name := min(longest, 18, max(10, rest-third-window))
	rest -= name
	activity := d.Activities[d.Of(k.Segment).Activity]
	p.textRight(3, y, fmt.Sprint(r.number+1), ink(inkDim))
	p.text(number, y, clip(activity, name-1, g), ink(inkText))
	x := number + name
	p.text(x, y, fmt.Sprintf("s%d", d.Of(k.Segment).Subject), ink(inkText))
	x += subject
	p.text(x, y, clip(m.similar.axis(k.Axis), axis, g), ink(inkText))
	x += axis
	if rest >= word+third+2*window {
		p.text(x+1, y, r.word, ink(inkDim))
		x, rest = x+word, rest-word
	}
	p.textRight(x+first, y, r.first, ink(inkText))
	x += first
	p.textRight(x+second, y, r.second, ink(inkDim))
	x += second
	if rest >= third && m.views.thirds(m) {
		p.textRight(x+third, y, r.third, ink(inkText))
		x, rest = x+third, rest-third
	}
	m.drawWindow(p.c.at(rect{p.r.x + x + 1, p.r.y + y, min(rest-1, 24), 1}), k, r.width)
	if !r.picked {
		return
	}
	p.ground(0, y, p.w(), groundCursor)
	st := ink(inkText)
	if r.focused {
		st = ink(inkAccent).strong()
	}
	p.put(0, y, g.here, st)
}

// drawWindow draws the window of a segment in one row; of several axes, one after the other.
func (m *explorer) drawWindow(p painter, k similar.Match, width int) {
	if p.w() < 3 {
		return
	}
	d := m.o.Dataset
	var all []float32
	for a := range d.Axes {
		if k.Axis < 0 || k.Axis == a {
			all = append(all, d.Window(k.Segment, a)[k.Offset:min(k.Offset+width, d.Length)]...)
		}
	}
	lo, hi, ok := minmax(all)
	if !ok {
		return
	}
	wide := make([]float64, len(all))
	if k.Axis >= 0 {
		wide = stretch(all, p.w(), 0)[:p.w()]
	} else {
		for i, v := range all {
			wide[i] = float64(v)
		}
	}
	spark(p, 0, 0, p.w(), wide, lo, hi, m.glyphs, ink(inkReal))
}

// thirds tells whether there is a third figure to leave room for.
func (u *unitViews) thirds(m *explorer) bool {
	if u.listing == listStrongest {
		return m.o.Network.Layers[m.tree.cursor.layer].Activation != ""
	}
	_, ok := u.floors.of(m, m.tree.cursor)
	return ok
}

// segment is a real segment as it is drawn beside a unit's signal; nil where it has another shape.
func (s *similarPane) segment(k similar.Match, snap *optimize.Snapshot) *picked {
	if s.data.Length != snap.Time {
		return nil
	}
	seg, rec := s.data.Segments[k.Segment], s.data.Of(k.Segment)
	out := &picked{}
	if k.Axis >= 0 {
		out.signal = [][]float32{s.data.Window(k.Segment, k.Axis)}
	} else {
		for a := range s.data.Axes {
			out.signal = append(out.signal, s.data.Window(k.Segment, a))
		}
	}
	if len(out.signal) != snap.Axes {
		return nil
	}
	out.title = fmt.Sprintf("%s  subject %d  %s  %s from %.2f s", s.data.Activities[rec.Activity], rec.Subject, s.axis(k.Axis), rec.ID,
		float64(int(seg.Start)+k.Offset)/s.data.Rate)
	return out
}
