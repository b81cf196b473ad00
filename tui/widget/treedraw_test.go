package widget

import (
	"strings"
	"testing"

	"actmax/tui/canvas"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
	"actmax/tui/style"
)

// painted draws on a canvas of its own and returns its rows.
func painted(w, h int, draw func(p canvas.Painter)) []string {
	var c canvas.Grid
	c.Resize(w, h)
	p := c.Full()
	draw(p)
	rows := make([]string, h)
	for y := range rows {
		for x := range w {
			rows[y] += p.Cell(x, y).Text
		}
	}
	return rows
}

// The cursor's row is always drawn.
func TestTreeScrolls(t *testing.T) {
	f, v := drawnForest(), TreeView{}
	f.Layers[2].Folded = false
	for h := 1; h < 20; h++ {
		for range 140 {
			f.Move(1)
			rows := painted(15, h, func(p canvas.Painter) {
				v.Draw(f, p, &style.Unicode, true, func(int, int) visit.Summary { return visit.Summary{} })
			})
			if all := strings.Join(rows, "\n"); strings.Count(all, style.Unicode.Here)-strings.Count(all, style.Unicode.Here+" conv2") != 1 && !strings.Contains(all, "▸▸") {
				t.Fatalf("height %d, cursor %v:\n%s", h, f.Cursor, all)
			}
		}
		f.Move(-200)
	}
}

func TestTreeRow(t *testing.T) {
	f, v := drawnForest(), TreeView{}
	shown := func(_, unit int) visit.Summary {
		return []visit.Summary{
			{Signal: []float32{0, 0.5, 1}, Attainment: "1.01", Running: true},
			{Signal: []float32{1, 0.5, 0}, Attainment: "0.97", Stale: true},
			{Word: "dead"}, {Word: "silent"}, {Signal: []float32{0, 1, 0}, Attainment: "12.0", Restarted: true}, {},
		}[min(unit, 5)]
	}
	rows := painted(15, 7, func(p canvas.Painter) { v.Draw(f, p, &style.Unicode, true, shown) })
	want := []string{" ▾ conv1    12 ", "▸ 00 ▁▅█ 1.01 ▶", "  01 █▅▁ 0.97 ~", "  02     dead  ", "  03   silent  ", "  04 ▁█▁ 12.0 r", "  05           "}
	if strings.Join(rows, "|") != strings.Join(want, "|") {
		t.Errorf("\n%s\nexpected\n%s", strings.Join(rows, "|\n"), strings.Join(want, "|\n"))
	}
}

// drawnForest is a tree of three layers, the first unfolded.
func drawnForest() *tree.Tree {
	return &tree.Tree{Layers: []tree.Layer{{Name: "conv1", Units: 12}, {Name: "conv2", Units: 3, Folded: true}, {Name: "dense", Units: 120, Folded: true}}}
}
