package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"actmax/model/train"
	"actmax/optimize"
)

// draw draws the redundancy view: figures and list on the left, the units that are alike on the right.
func (r *repeatsView) draw(m *explorer, s *mapScreen) {
	c, w, h := &m.canvas, m.layout.w, m.layout.h
	half := min(max(42, w*2/5), 72)
	c.box(rect{0, 0, half, h})
	c.box(rect{half - 1, 0, w - half + 1, h})
	c.frames(m.glyphs)
	r.heading(m, s, c.at(rect{0, 0, half, 1}))
	in := rect{1, 1, half - 2, h - 2}
	k, l := r.get(m), r.layer(m, s.layer)
	if l == nil {
		words(c.at(in), "Which units repeat each other: "+r.why(m, s.layer)+".", ink(inkDim))
	} else {
		n := r.drawFigures(m, c.at(in), k, l)
		list := in.below(n)
		for x := range list.w {
			c.at(list).put(x, 0, m.glyphs.frame[left|right], ink(inkFrame))
		}
		c.at(list).text(1, 0, " "+listWords[r.listing]+" ", ink(inkDim))
		r.drawList(m, s, c.at(list.below(1)))
	}
	r.drawAlike(m, s, rect{half, 1, w - half - 1, h - 2})
}

func (r *repeatsView) heading(m *explorer, s *mapScreen, p painter) {
	dot := " " + m.glyphs.point + " "
	name := m.ofNetwork(m.tree.layers[s.layer].name)
	texts := []string{name + dot + "units that repeat each other", name + dot + "repeats", name}
	if l := r.layer(m, s.layer); l != nil {
		full := fmt.Sprintf("%s%s%d of %d repeat others", name, dot, l.removed(), l.Units)
		texts = append([]string{full}, texts...)
	}
	for _, t := range texts {
		if ansi.StringWidth(t)+6 <= p.w() || t == name {
			p.text(2, 0, clip(" "+t+" ", p.w()-4, m.glyphs), ink(inkText).strong())
			return
		}
	}
}

// figuresWidth is the width of the numbers of a row of figures: a macro-F1 and its change, twice, or three ranks.
const figuresWidth = 26

// drawFigures writes effective rank and macro-F1 without the duplicates, and returns how many rows that took.
func (r *repeatsView) drawFigures(m *explorer, p painter, k *repeats, l *repeatLayer) int {
	g, y := m.glyphs, 0
	row := func(st style, numbers string, names ...string) { // the first name that there is room for
		room := p.w() - figuresWidth - 3
		for len(names) > 1 && ansi.StringWidth(names[0]) > room {
			names = names[1:]
		}
		p.text(1, y, clip(names[0], room, g), ink(inkDim))
		p.text(max(1, p.w()-1-figuresWidth), y, numbers, st)
		y++
	}
	rank := func(e train.EffectiveRank, names ...string) {
		row(ink(inkText), fmt.Sprintf("%8.1f %8.1f %8d", e.Entropy, e.Participation, e.Directions99), names...)
	}
	row(ink(inkDim), fmt.Sprintf("%8s %8s %8s", "entropy", "particip", "for 99%"), fmt.Sprintf("effective rank of %d units", l.Rank.Units), fmt.Sprintf("rank of %d", l.Rank.Units))
	rank(l.Rank.Covariance, "of activations as they are", "as is")
	if p.h() >= 20 {
		rank(l.Rank.Correlation, "over their deviation", "scaled")
	}
	a := k.ablation(l.Layer)
	switch {
	case k.ablations == nil:
		p.text(1, y, clip("no macro-F1: "+k.note, p.w()-2, g), ink(inkDim))
		return y + 1
	case a == nil:
		p.text(1, y, clip("the last layer: nothing reads its duplicates", p.w()-2, g), ink(inkDim))
		return y + 1
	}
	row(ink(inkDim), fmt.Sprintf("%-12s  %-12s", "validation", "test"), "macro-F1")
	row(ink(inkText), effectText(&k.ablations.Whole, false), "of the whole network", "whole")
	if n := a.Removed; n > 0 {
		row(ink(inkText), effectText(a.Merged, true), fmt.Sprintf("%d duplicates merged", n), fmt.Sprintf("%d merged", n))
		row(ink(inkText), effectText(a.Zeroed, true), fmt.Sprintf("%d duplicates set to 0", n), fmt.Sprintf("%d to 0", n))
		row(ink(inkText), effectText(a.Random, true), fmt.Sprintf("%d random units set to 0", n), fmt.Sprintf("%d random", n))
	}
	return y
}

// effectText writes a macro-F1 and its change, on validation and test subjects.
func effectText(e *train.Effect, change bool) string {
	var parts []string
	for _, s := range []*train.Score{e.Validation, e.Test} {
		switch {
		case s == nil:
			parts = append(parts, fmt.Sprintf("%-12s", "-"))
		case change:
			parts = append(parts, fmt.Sprintf("%.3f %+.3f", s.MacroF1, s.Change))
		default:
			parts = append(parts, fmt.Sprintf("%-12.3f", s.MacroF1))
		}
	}
	return strings.Join(parts, "  ")
}

// drawList draws the rows around the cursor.
func (r *repeatsView) drawList(m *explorer, s *mapScreen, p painter) {
	rows := r.rows(m, s.layer)
	if len(rows) == 0 {
		words(p, r.why(m, s.layer)+".", ink(inkDim))
		return
	}
	here := r.here(rows, s.at.unit)
	r.top = max(0, min(max(min(r.top, max(here, 0)), here-p.h()+1), len(rows)-p.h()))
	letters := m.symbols()
	for y := range min(p.h(), len(rows)-r.top) {
		x := rows[r.top+y]
		r.drawRow(m, s, p, y, x, letters)
		if r.top+y == here {
			p.ground(0, y, p.w(), groundCursor)
			p.put(0, y, m.glyphs.here, ink(inkAccent).strong())
		}
	}
}

func (r *repeatsView) drawRow(m *explorer, s *mapScreen, p painter, y int, x repeatRow, letters []string) {
	weak := func(st style) style {
		if !x.shown {
			return st.weak()
		}
		return st
	}
	at := 1
	if r.listing == listClusters && !x.kept {
		at = 3
	}
	end := p.text(at, y, fmt.Sprintf("%02d ", x.unit), weak(ink(inkText).strong()))
	end = s.letter(m, p, end, y, x.unit, letters, x.shown)
	switch {
	case x.kept:
		p.text(end+1, y, clip(standsFor(x.size-1), p.w()-end-2, m.glyphs), weak(ink(inkDim)))
	case x.other < 0:
		p.text(end+1, y, clip("never varies: nothing to correlate", p.w()-end-2, m.glyphs), weak(ink(inkDim)))
	case r.listing == listClusters:
		p.text(end+1, y, alike(x.r, x.lag), weak(ink(inkText)))
	default:
		end = p.text(end+1, y, "~ ", weak(ink(inkDim)))
		end = p.text(end, y, fmt.Sprintf("%02d ", x.other), weak(ink(inkText)))
		end = s.letter(m, p, end, y, x.other, letters, m.tree.shows(s.layer, x.other))
		p.text(end+1, y, alike(x.r, x.lag), weak(ink(inkText)))
	}
}

// letter draws the symbol of a unit's activity as on the map; a blank where it has no result.
func (s *mapScreen) letter(m *explorer, p painter, x, y, unit int, letters []string, shown bool) int {
	v := m.visits[place{s.layer, unit}]
	if v == nil || v.result == nil || v.stale(m.settings) || v.result.Status != optimize.OK {
		return x + 1
	}
	symbol, kind := unknownSymbol, -1
	if v.simOf == v.result && v.kin >= 0 {
		symbol, kind = letters[v.kin], v.kin
	}
	st := kindInk(kind).strong()
	if !shown {
		symbol, st = strings.ToLower(symbol), kindInk(kind).weak()
	}
	return p.text(x, y, symbol, st)
}

// alike writes a correlation and the lag at which it is reached.
func alike(r float32, lag int) string {
	if lag == 0 {
		return fmt.Sprintf("%.3f", r)
	}
	return fmt.Sprintf("%.3f lag %+d", r, lag)
}

// drawAlike draws the unit under the cursor and those most like it side by side, as tiles of the Layer screen.
func (r *repeatsView) drawAlike(m *explorer, s *mapScreen, in rect) {
	p := m.canvas.at(rect{in.x - 1, in.y - 1, in.w + 2, 1})
	title := m.tree.name(s.at) + " and what is most like it"
	p.text(2, 0, clip(" "+title+" ", p.w()-4, m.glyphs), ink(inkText).strong())
	list := []repeatPair{{s.at.unit, s.at.unit, 1, 0}}
	if l := r.layer(m, s.layer); l != nil {
		if rows := r.rows(m, s.layer); r.listing == listPairs && r.here(rows, s.at.unit) >= 0 {
			x := rows[r.here(rows, s.at.unit)] // the other of the pair comes first
			list = append(list, repeatPair{x.unit, x.other, x.r, x.lag})
		}
		for _, q := range l.like(s.at.unit) {
			if len(list) < 2 || list[1].b != q.b {
				list = append(list, q)
			}
		}
	}
	g := r.grid(m, s, in, len(list))
	for i, q := range list[:min(len(list), g.columns*g.rows)] {
		at := place{s.layer, q.b}
		var t tile
		t.take(m, &playhead{share: 1}, at, m.visits[at], g)
		if i > 0 {
			t.about, t.guessed, t.stale = alike(q.r, q.lag), false, t.stale || q.r < leastPair
		}
		t.draw(m.canvas.at(rect{in.x + i%g.columns*g.w, in.y + i/g.columns*g.h(), g.w, g.h()}), m.glyphs, i == 0)
	}
}

// grid lays tiles out: high enough for a line where there is room for some rows of these.
func (r *repeatsView) grid(m *explorer, s *mapScreen, in rect, n int) grid {
	axes, _ := m.o.Network.SignalShape(s.layer)
	choices := axisChoices(m.axisNames())
	g := grid{inside: in, axes: choices[m.axis%len(choices)].axes, plot: linePlot}
	if axes == 1 {
		g.axes = []int{0}
	} else {
		g.plot = len(g.axes)
	}
	if in.h >= 30 && axes == 1 {
		g.plot += 2
	}
	g.columns = max(1, min(in.w/(tileWidth+5), n))
	g.w = min(in.w/g.columns, 60)
	g.rows = max(1, in.h/g.h())
	return g
}

// standsFor says how many units a kept one can replace.
func standsFor(n int) string {
	if n == 1 {
		return "stands for 1 other"
	}
	return fmt.Sprintf("stands for %d others", n)
}
