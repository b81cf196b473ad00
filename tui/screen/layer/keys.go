package layer

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"

	"actmax/optimize"
	"actmax/tui/canvas"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/visit"
	"actmax/tui/style"
)

// Keys implements screen.Screen.
func (l *Screen) Keys() []screen.Key {
	return []screen.Key{
		screen.Bind(screen.ActDown, "h/j/k/l unit", ""),
		screen.Bind(screen.ActOpen, "enter open", ""),
		screen.Bind(screen.ActOrder, "o order", ""),
		screen.Bind(screen.ActHold, "space hold", ""),
		screen.Bind(screen.ActFilter, "/ find", ""),
		screen.Bind(screen.ActMethods, "m method", ""),
		screen.Bind(screen.ActRestart, "r run stale", ""),
		screen.Bind(screen.ActLayerDown, "J/K layer", ""),
		screen.Bind(screen.ActBack, "esc back", ""),
		screen.Bind(screen.ActHelp, "? help", ""),
		screen.Bind(screen.ActQuit, "q quit", ""),
	}
}

// Act answers the keys that mean something else here than on the Unit screen.
func (l *Screen) Act(a screen.Action) bool {
	switch a {
	case screen.ActDown, screen.ActUp, screen.ActLeft, screen.ActRight, screen.ActTop, screen.ActBottom, screen.ActHalfDown, screen.ActHalfUp, screen.ActNext, screen.ActPrevious:
		l.move(a)
	case screen.ActLayerDown, screen.ActLayerUp:
		l.moveLayer(a)
	case screen.ActOpen:
		l.open()
	case screen.ActBack:
		if l.common.Session.Open.Query != "" {
			l.common.Session.ApplyFilter("")
			l.refresh()
			break
		}
		l.common.TurnTo(screen.Unit)
	case screen.ActRestart:
		l.runStale()
	case screen.ActPane:
		l.common.Session.Say("tiles are all there is here; 1 has the panes of a unit")
	case screen.ActHold, screen.ActFlatOut, screen.ActStepBack, screen.ActStepOn, screen.ActTenthBack, screen.ActTenthOn, screen.ActStart, screen.ActEnd:
		l.playKey(a)
	default:
		return l.common.ForOneUnit(a)
	}
	return true
}

// move goes to another tile.
func (l *Screen) move(a screen.Action) {
	if (a == screen.ActNext || a == screen.ActPrevious) && l.common.Session.Open.Query == "" {
		l.common.Session.Say("nothing was searched for; / finds units")
		return
	}
	n, c := len(l.List), l.Grid.Columns
	i := l.here()
	if n == 0 {
		l.common.Session.Say("the filter shows no unit of this layer; J goes on, esc shows all")
		return
	}
	by := map[screen.Action]int{screen.ActDown: c, screen.ActUp: -c, screen.ActLeft: -1, screen.ActRight: 1, screen.ActNext: 1, screen.ActPrevious: -1, screen.ActTop: -n, screen.ActBottom: n,
		screen.ActHalfDown: max(1, l.Grid.Rows/2) * c, screen.ActHalfUp: -max(1, l.Grid.Rows/2) * c}[a]
	to := i + by
	switch {
	case a == screen.ActTop || a == screen.ActBottom:
		to = min(max(to, 0), n-1)
	case by > 0 && to >= n && (i/c < (n-1)/c && by >= c):
		to = n - 1 // the last row is shorter
	case (a == screen.ActHalfDown || a == screen.ActHalfUp) && i >= 0:
		to = min(max(to, i%c), n-1)
	}
	if to < 0 || to >= n || to == i {
		l.common.Session.Say("no unit further %s", map[bool]string{true: "on", false: "back"}[by > 0])
		return
	}
	l.common.Session.GoTo(l.List[to])
	l.arrange()
}

// moveLayer shows the next layer.
func (l *Screen) moveLayer(a screen.Action) {
	if l.common.Session.StepLayer(map[screen.Action]int{screen.ActLayerDown: 1, screen.ActLayerUp: -1}[a]) {
		l.refresh()
	}
}

// open opens the unit of the tile under the cursor.
func (l *Screen) open() {
	if l.here() < 0 {
		l.common.Session.Say("no tile under the cursor")
		return
	}
	l.common.TurnTo(screen.Unit)
	l.common.Session.Visit()
}

// runStale runs what was made under other settings again, under the present ones.
func (l *Screen) runStale() {
	n := l.common.Session.RunAgain(l.layer, l.List)
	if n == 0 {
		l.common.Session.Say("every unit here was made under these settings; enter and r run one again")
		return
	}
	*l.Head() = screen.Playhead{Playing: true}
	l.All, l.partial = true, true
	l.common.Session.Say("%d run again from step 0", n)
}

// playKey moves the playhead of all tiles.
func (l *Screen) playKey(a screen.Action) {
	h := l.Head()
	v := l.common.Session.Current()
	if v == nil || v.Run == nil {
		l.common.Session.Say("nothing has run here yet")
		return
	}
	l.All = true
	switch a {
	case screen.ActHold:
		if !h.Playing && h.Share >= 1 && !l.Busy {
			h.Share = 0
		}
		h.Playing, h.Flat = !h.Playing, false
		return
	case screen.ActFlatOut:
		h.Flat, h.Playing = !h.Flat || !h.Playing, true
		return
	case screen.ActStart:
		h.Share = 0
	case screen.ActEnd:
		h.Share = 1
	case screen.ActTenthBack:
		h.Share = max(0, h.Share-0.1)
	case screen.ActTenthOn:
		h.Share = min(1, h.Share+0.1)
	default:
		l.frameStep(v, a)
	}
	h.Playing, h.Flat = false, false
}

// frameStep goes to the recorded state before or after the one under the cursor.
func (l *Screen) frameStep(v *visit.Visit, a screen.Action) {
	h := l.Head()
	steps, _ := v.Run.Tape().Terms()
	at, to := h.Step(v), -1
	for _, s := range steps {
		switch {
		case a == screen.ActStepBack && s < at:
			to = s
		case a == screen.ActStepOn && s > at && to < 0:
			to = s
		}
	}
	if to < 0 {
		l.common.Session.Say("no recorded state further %s", map[bool]string{true: "on", false: "back"}[a == screen.ActStepOn])
		return
	}
	h.Share = v.Run.Schedule().Share(to)
}

func (l *Screen) Click(x, y int) {
	g := l.Grid
	if !g.Inside.Contains(x, y) || g.W == 0 {
		return
	}
	column, row := (x-g.Inside.X)/g.W, (y-g.Inside.Y)/g.H()
	i := (l.top+row)*g.Columns + column
	if column >= g.Columns || row >= g.Rows || i >= len(l.List) {
		return
	}
	l.common.Session.GoTo(l.List[i])
	l.common.Session.Changed()
}

func (l *Screen) Draw() {
	if l.layer != l.common.Session.Open.Tree.Cursor.Layer || len(l.sorted) == 0 || l.common.Session.Open.Tree.Cursor.Unit < 0 {
		l.refresh()
	}
	l.arrange()
	if l.All { // a frame without one in between: a key, another size
		l.updateTiles()
	}
	c := l.common.Canvas
	c.Box(canvas.Rect(0, 0, l.common.Size.W, l.common.Size.H))
	c.Frames(l.common.Glyphs)
	l.heading()
	g := l.Grid
	if len(l.List) == 0 {
		c.At(g.Inside).Text(2, 1, canvas.Clip("no unit of this layer matches the filter; J and K show other layers, esc shows all", g.Inside.W-4, l.common.Glyphs), style.Dim)
		return
	}
	for i, p := range l.Shown() {
		if t := l.Tiles[p]; t != nil {
			r := canvas.Rect(g.Inside.X+i%g.Columns*g.W, g.Inside.Y+i/g.Columns*g.H(), g.W, g.H())
			t.Draw(c.At(r), l.common.Glyphs, p == l.common.Session.Open.Tree.Cursor)
		}
	}
}

// heading writes what is shown and how far it is.
func (l *Screen) heading() {
	p, g, w := l.common.Canvas.Full(), l.common.Glyphs, l.common.Size.W
	dot := " " + g.Point + " "
	name := l.common.Session.OfNetwork(l.common.Session.Open.Tree.Layers[l.layer].Name)
	count := fmt.Sprintf("%d units", len(l.sorted))
	if l.common.Session.Open.Query != "" {
		count = fmt.Sprintf("%d of %d units  /%s", len(l.List), len(l.sorted), l.common.Session.Open.Query)
	}
	if n := len(l.Shown()); n < len(l.List) {
		count += fmt.Sprintf(", %d to %d here", l.top*l.Grid.Columns+1, l.top*l.Grid.Columns+n)
	}
	order, by := "", "by "+l.order.Word()
	if l.order != session.OrderNumber {
		if l.partial { // tiles take their places when there is nothing more to wait for
			by += " once done"
		}
		order = dot + by
	}
	left := []string{name + dot + count + dot + optimize.MethodOf(l.common.Session.Settings) + dot + by, name + dot + count + order, name + dot + count, name + order, name}
	right := []string{""}
	if v := l.common.Session.Current(); v != nil && v.Run != nil {
		status := l.status()
		step := fmt.Sprintf("step %d/%d", l.Head().Step(v), v.Job.Settings.Steps)
		if t := l.Tiles[l.common.Session.Open.Tree.Cursor]; t != nil && t.Snap != nil {
			step = fmt.Sprintf("step %d/%d", t.Snap.Step, v.Job.Settings.Steps)
		}
		right = []string{step + dot + status, status}
	}
	for _, r := range right {
		for _, s := range left {
			if ansi.StringWidth(s)+ansi.StringWidth(r)+9 > w {
				continue
			}
			p.Text(2, 0, " "+s+" ", style.Text.Strong())
			if r != "" {
				p.TextRight(w-2, 0, " "+r+" ", style.Text)
			}
			return
		}
	}
}

// status says whether tiles move and how many units are still being computed.
func (l *Screen) status() string {
	running, h := l.common.Session.RunningIn(l.layer), l.Head()
	out := "held"
	switch {
	case h.Flat && h.Playing:
		out = l.common.Glyphs.Run + " flat out"
	case h.Playing:
		out = l.common.Glyphs.Run
		if l.common.Speed != 1 {
			out += fmt.Sprintf(" %gx", l.common.Speed)
		}
	case h.Share >= 1:
		out = "end"
	}
	if running > 0 {
		out = fmt.Sprintf("%d running ", running) + l.common.Glyphs.Point + " " + out
	}
	return out
}
