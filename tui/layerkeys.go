package tui

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"

	"actmax/optimize"
	"actmax/tui/canvas"
	"actmax/tui/session"
	"actmax/tui/session/visit"
)

// act answers the keys that mean something else here than on the Unit screen.
func (l *layerScreen) act(m *common, a action) bool {
	switch a {
	case actDown, actUp, actLeft, actRight, actTop, actBottom, actHalfDown, actHalfUp, actNext, actPrevious:
		l.move(m, a)
	case actLayerDown, actLayerUp:
		l.moveLayer(m, a)
	case actOpen:
		l.open(m)
	case actBack:
		if m.Query != "" {
			m.ApplyFilter("")
			l.look(m)
			break
		}
		m.turnTo(screenUnit)
	case actRestart:
		l.runStale(m)
	case actPane:
		m.Say("tiles are all there is here; 1 has the panes of a unit")
	case actHold, actFlatOut, actStepBack, actStepOn, actTenthBack, actTenthOn, actStart, actEnd:
		l.playKey(m, a)
	default:
		return m.forOneUnit(a)
	}
	return true
}

// move goes to another tile.
func (l *layerScreen) move(m *common, a action) {
	if (a == actNext || a == actPrevious) && m.Query == "" {
		m.Say("nothing was searched for; / finds units")
		return
	}
	n, c := len(l.list), l.grid.columns
	i := l.here(m)
	if n == 0 {
		m.Say("the filter shows no unit of this layer; J goes on, esc shows all")
		return
	}
	by := map[action]int{actDown: c, actUp: -c, actLeft: -1, actRight: 1, actNext: 1, actPrevious: -1, actTop: -n, actBottom: n,
		actHalfDown: max(1, l.grid.rows/2) * c, actHalfUp: -max(1, l.grid.rows/2) * c}[a]
	to := i + by
	switch {
	case a == actTop || a == actBottom:
		to = min(max(to, 0), n-1)
	case by > 0 && to >= n && (i/c < (n-1)/c && by >= c):
		to = n - 1 // the last row is shorter
	case (a == actHalfDown || a == actHalfUp) && i >= 0:
		to = min(max(to, i%c), n-1)
	}
	if to < 0 || to >= n || to == i {
		m.Say("no unit further %s", map[bool]string{true: "on", false: "back"}[by > 0])
		return
	}
	m.GoTo(l.list[to])
	l.arrange(m)
}

// moveLayer shows the next layer.
func (l *layerScreen) moveLayer(m *common, a action) {
	if m.StepLayer(map[action]int{actLayerDown: 1, actLayerUp: -1}[a]) {
		l.look(m)
	}
}

// open opens the unit of the tile under the cursor.
func (l *layerScreen) open(m *common) {
	if l.here(m) < 0 {
		m.Say("no tile under the cursor")
		return
	}
	m.turnTo(screenUnit)
	m.Visit()
}

// runStale runs what was made under other settings again, under the present ones.
func (l *layerScreen) runStale(m *common) {
	n := m.RunAgain(l.layer, l.list)
	if n == 0 {
		m.Say("every unit here was made under these settings; enter and r run one again")
		return
	}
	*l.head() = playhead{playing: true}
	l.all, l.partial = true, true
	m.Say("%d run again from step 0", n)
}

// playKey moves the playhead of all tiles.
func (l *layerScreen) playKey(m *common, a action) {
	h := l.head()
	v := m.Current()
	if v == nil || v.Run == nil {
		m.Say("nothing has run here yet")
		return
	}
	l.all = true
	switch a {
	case actHold:
		if !h.playing && h.share >= 1 && !l.busy {
			h.share = 0
		}
		h.playing, h.flat = !h.playing, false
		return
	case actFlatOut:
		h.flat, h.playing = !h.flat || !h.playing, true
		return
	case actStart:
		h.share = 0
	case actEnd:
		h.share = 1
	case actTenthBack:
		h.share = max(0, h.share-0.1)
	case actTenthOn:
		h.share = min(1, h.share+0.1)
	default:
		l.frameStep(m, v, a)
	}
	h.playing, h.flat = false, false
}

// frameStep goes to the recorded state before or after the one under the cursor.
func (l *layerScreen) frameStep(m *common, v *visit.Visit, a action) {
	h := l.head()
	steps, _ := v.Run.Tape().Terms()
	at, to := h.step(v), -1
	for _, s := range steps {
		switch {
		case a == actStepBack && s < at:
			to = s
		case a == actStepOn && s > at && to < 0:
			to = s
		}
	}
	if to < 0 {
		m.Say("no recorded state further %s", map[bool]string{true: "on", false: "back"}[a == actStepOn])
		return
	}
	h.share = v.Run.Schedule().Share(to)
}

func (l *layerScreen) click(m *common, x, y int) {
	g := l.grid
	if !g.inside.Contains(x, y) || g.w == 0 {
		return
	}
	column, row := (x-g.inside.X)/g.w, (y-g.inside.Y)/g.h()
	i := (l.top+row)*g.columns + column
	if column >= g.columns || row >= g.rows || i >= len(l.list) {
		return
	}
	m.GoTo(l.list[i])
	m.Changed()
}

func (l *layerScreen) draw(m *common) {
	if l.layer != m.Tree.Cursor.Layer || len(l.sorted) == 0 || m.Tree.Cursor.Unit < 0 {
		l.look(m)
	}
	l.arrange(m)
	if l.all { // a frame without one in between: a key, another size
		l.bring(m)
	}
	c := m.canvas
	c.Box(canvas.Rect(0, 0, m.size.w, m.size.h))
	c.Frames(m.glyphs)
	l.heading(m)
	g := l.grid
	if len(l.list) == 0 {
		c.At(g.inside).Text(2, 1, canvas.Clip("no unit of this layer matches the filter; J and K show other layers, esc shows all", g.inside.W-4, m.glyphs), canvas.Dim)
		return
	}
	for i, p := range l.shown() {
		if t := l.tiles[p]; t != nil {
			r := canvas.Rect(g.inside.X+i%g.columns*g.w, g.inside.Y+i/g.columns*g.h(), g.w, g.h())
			t.draw(c.At(r), m.glyphs, p == m.Tree.Cursor)
		}
	}
}

// heading writes what is shown and how far it is.
func (l *layerScreen) heading(m *common) {
	p, g, w := m.canvas.Full(), m.glyphs, m.size.w
	dot := " " + g.Point + " "
	name := m.OfNetwork(m.Tree.Layers[l.layer].Name)
	count := fmt.Sprintf("%d units", len(l.sorted))
	if m.Query != "" {
		count = fmt.Sprintf("%d of %d units  /%s", len(l.list), len(l.sorted), m.Query)
	}
	if n := len(l.shown()); n < len(l.list) {
		count += fmt.Sprintf(", %d to %d here", l.top*l.grid.columns+1, l.top*l.grid.columns+n)
	}
	order, by := "", "by "+l.order.Word()
	if l.order != session.OrderNumber {
		if l.partial { // tiles take their places when there is nothing more to wait for
			by += " once done"
		}
		order = dot + by
	}
	left := []string{name + dot + count + dot + optimize.MethodOf(m.Settings) + dot + by, name + dot + count + order, name + dot + count, name + order, name}
	right := []string{""}
	if v := m.Current(); v != nil && v.Run != nil {
		status := l.status(m)
		step := fmt.Sprintf("step %d/%d", l.head().step(v), v.Job.Settings.Steps)
		if t := l.tiles[m.Tree.Cursor]; t != nil && t.snap != nil {
			step = fmt.Sprintf("step %d/%d", t.snap.Step, v.Job.Settings.Steps)
		}
		right = []string{step + dot + status, status}
	}
	for _, r := range right {
		for _, s := range left {
			if ansi.StringWidth(s)+ansi.StringWidth(r)+9 > w {
				continue
			}
			p.Text(2, 0, " "+s+" ", canvas.Text.Strong())
			if r != "" {
				p.TextRight(w-2, 0, " "+r+" ", canvas.Text)
			}
			return
		}
	}
}

// status says whether tiles move and how many units are still being computed.
func (l *layerScreen) status(m *common) string {
	running, h := m.RunningIn(l.layer), l.head()
	out := "held"
	switch {
	case h.flat && h.playing:
		out = m.glyphs.Run + " flat out"
	case h.playing:
		out = m.glyphs.Run
		if m.speed != 1 {
			out += fmt.Sprintf(" %gx", m.speed)
		}
	case h.share >= 1:
		out = "end"
	}
	if running > 0 {
		out = fmt.Sprintf("%d running ", running) + m.glyphs.Point + " " + out
	}
	return out
}
