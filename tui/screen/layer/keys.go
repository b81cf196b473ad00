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
	return append([]screen.Key{
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
		screen.Off(screen.ActPane, "this screen has only tiles; press 1 for the panes of a unit"),
	}, screen.OneUnitKeys()...)
}

// Act implements screen.Screen.
func (l *Screen) Act(a screen.Action) bool {
	switch a {
	case screen.ActDown, screen.ActUp, screen.ActLeft, screen.ActRight, screen.ActTop, screen.ActBottom,
		screen.ActHalfDown, screen.ActHalfUp, screen.ActNext, screen.ActPrevious:
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
	case screen.ActHold, screen.ActFlatOut, screen.ActStepBack, screen.ActStepOn, screen.ActTenthBack,
		screen.ActTenthOn, screen.ActStart, screen.ActEnd:
		l.playKey(a)
	default:
		return false
	}
	return true
}

// move goes to another tile.
func (l *Screen) move(a screen.Action) {
	s := l.common.Session
	if (a == screen.ActNext || a == screen.ActPrevious) && s.Open.Query == "" {
		s.Say("no search yet; press / to find units")
		return
	}
	n, c := len(l.List), l.Grid.Columns
	i := l.here()
	if n == 0 {
		s.Say("no unit of this layer matches the filter; press J for the next layer, esc to show all")
		return
	}
	half := max(1, l.Grid.Rows/2) * c
	by := map[screen.Action]int{
		screen.ActDown: c, screen.ActUp: -c, screen.ActLeft: -1, screen.ActRight: 1,
		screen.ActNext: 1, screen.ActPrevious: -1, screen.ActTop: -n, screen.ActBottom: n,
		screen.ActHalfDown: half, screen.ActHalfUp: -half,
	}[a]
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
		s.Say("%s unit", map[bool]string{true: "last", false: "first"}[by > 0])
		return
	}
	s.GoTo(l.List[to])
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

// runStale restarts the units computed with other settings.
func (l *Screen) runStale() {
	n := l.common.Session.RestartOutdated(l.layer, l.List)
	if n == 0 {
		l.common.Session.Say("every unit here has the current settings; press enter, then r to restart one")
		return
	}
	*l.Head() = screen.Playhead{Playing: true}
	l.All, l.partial = true, true
	l.common.Session.Say("%d units restarted from step 0", n)
}

// playKey moves the playhead of all tiles.
func (l *Screen) playKey(a screen.Action) {
	h := l.Head()
	v := l.common.Session.Current()
	if v == nil || v.Run == nil {
		l.common.Session.Say("no run here yet")
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

// frameStep moves the playhead to the previous or next recorded state of the unit under the cursor.
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
		l.common.Session.Say("%s recorded state", map[bool]string{true: "last", false: "first"}[a == screen.ActStepOn])
		return
	}
	h.Share = v.Run.Schedule().Share(to)
}

// Click implements screen.Screen.
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

// Draw implements screen.Screen.
func (l *Screen) Draw() {
	if at := l.common.Session.Open.Tree.Cursor; at.Layer != l.layer || len(l.sorted) == 0 || at.Unit < 0 {
		l.refresh()
	}
	l.arrange()
	if l.All { // drawn before the next frame: after a key or another size
		l.updateTiles()
	}
	c := l.common.Canvas
	c.Box(canvas.Rect(0, 0, l.common.Size.W, l.common.Size.H))
	c.Frames(l.common.Glyphs)
	l.heading()
	g := l.Grid
	if len(l.List) == 0 {
		text := "no unit of this layer matches the filter; J and K show other layers, esc shows all"
		c.At(g.Inside).Text(2, 1, canvas.Clip(text, g.Inside.W-4, l.common.Glyphs), style.Dim)
		return
	}
	for i, p := range l.Shown() {
		if t := l.Tiles[p]; t != nil {
			r := canvas.Rect(g.Inside.X+i%g.Columns*g.W, g.Inside.Y+i/g.Columns*g.H(), g.W, g.H())
			t.Draw(c.At(r), l.common.Glyphs, p == l.common.Session.Open.Tree.Cursor)
		}
	}
}

// heading draws the layer, how its units are listed, and the progress.
func (l *Screen) heading() {
	p, g, w := l.common.Canvas.Full(), l.common.Glyphs, l.common.Size.W
	s := l.common.Session
	dot := " " + g.Point + " "
	name := s.OfNetwork(s.Open.Tree.Layers[l.layer].Name)
	count := fmt.Sprintf("%d units", len(l.sorted))
	if s.Open.Query != "" {
		count = fmt.Sprintf("%d of %d units  /%s", len(l.List), len(l.sorted), s.Open.Query)
	}
	if n := len(l.Shown()); n < len(l.List) {
		count += fmt.Sprintf(", %d to %d here", l.top*l.Grid.Columns+1, l.top*l.Grid.Columns+n)
	}
	order, by := "", "by "+l.order.Word()
	if l.order != session.OrderNumber {
		if l.partial { // tiles are sorted again once everything is known
			by += " once done"
		}
		order = dot + by
	}
	left := []string{
		name + dot + count + dot + optimize.MethodOf(s.Settings) + dot + by,
		name + dot + count + order,
		name + dot + count,
		name + order,
		name,
	}
	right := []string{""}
	if v := s.Current(); v != nil && v.Run != nil {
		status := l.status()
		step := fmt.Sprintf("step %d/%d", l.Head().Step(v), v.Job.Settings.Steps)
		if t := l.Tiles[s.Open.Tree.Cursor]; t != nil && t.Snap != nil {
			step = fmt.Sprintf("step %d/%d", t.Snap.Step, v.Job.Settings.Steps)
		}
		right = []string{step + dot + status, status}
	}
	for _, r := range right {
		for _, text := range left {
			if ansi.StringWidth(text)+ansi.StringWidth(r)+9 > w {
				continue
			}
			p.Text(2, 0, " "+text+" ", style.Text.Strong())
			if r != "" {
				p.TextRight(w-2, 0, " "+r+" ", style.Text)
			}
			return
		}
	}
}

// status returns the state of playback and how many units are being computed.
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
