package report

import (
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"actmax/optimize/atlas"
	"actmax/optimize/results"
)

var activities = []string{"sitting", "walking <fast>", "running"}

// sampleMap has n units, of which each third has the same activity; the last one has none.
func sampleMap(layer string, n int) *atlas.Map {
	some := atlas.Agreement{Units: n, Same: 0.5, Chance: 0.25, P: 0.01, Silhouette: -0.125}
	m := &atlas.Map{Layer: layer, Distance: atlas.Euclidean, Seed: 7, Perplexity: 7.5, KL: 0.1234,
		Starts: make([]float64, 10), Signals: some, Places: some}
	for i := range n {
		p := atlas.Point{Run: i, Unit: i, X: 3 * float64(i), Y: math.Sin(float64(i)), Nearest: atlas.Real{
			Segment: i, Activity: activities[i%3], Subject: 4, Axis: "right_arm_y", MSE: 0.0123,
		}}
		if i == n-1 {
			p.Nearest = atlas.Real{Segment: -1}
		}
		m.Points = append(m.Points, p)
	}
	return m
}

func drawAtlas(t *testing.T, maps ...*atlas.Map) string {
	t.Helper()
	d, err := Atlas("fig8", "Units", "Network: demo.", maps, activities)
	if err != nil {
		t.Fatal(err)
	}
	r := xml.NewDecoder(strings.NewReader(string(d.SVG)))
	for {
		if _, err := r.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, d.SVG)
		}
	}
	if d.Name != "fig8" || strings.Contains(string(d.SVG), "NaN") {
		t.Errorf("figure %s:\n%s", d.Name, d.SVG)
	}
	return string(d.SVG)
}

func TestAtlas(t *testing.T) {
	m := sampleMap("conv3", 11)
	m.Left.Dead = 2
	text := drawAtlas(t, m, sampleMap("conv1", 4))
	for _, want := range []string{
		"conv3: 11 units", "conv1: 4 units", "Left out: 0 failed, 2 dead, 0 silent, 0 diverged.",
		"Perplexity 7.5, KL 0.1234 (best of 10 starts).",
		"<title>conv3/1: walking &lt;fast&gt;, subject 4, right_arm_y, MSE 0.0123 G²</title>",
		"<title>conv3/10: no similar segment</title>",
		"sitting (5)", "walking &lt;fast&gt; (4)", "running (4)", "no similar segment (2)", ">−0.12<", "Network: demo.",
		"exact t-SNE (seed 7)",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the atlas lacks %q", want)
		}
	}
	if n := strings.Count(text, "<g><title>"); n != 15 {
		t.Errorf("%d points, want 15", n)
	}
	if again := drawAtlas(t, m, sampleMap("conv1", 4)); again != text {
		t.Error("the same maps give other bytes")
	}
	m.Distance = atlas.Shifted
	if !strings.Contains(drawAtlas(t, m), "circular") {
		t.Error("the caption does not say that shifts do not count")
	}
}

// Everything is within the picture, and every point within the frame of its map, in one scale.
func TestAtlasFits(t *testing.T) {
	var maps []*atlas.Map
	for i := range 5 {
		maps = append(maps, sampleMap(fmt.Sprintf("conv%d", i), 9))
	}
	text := drawAtlas(t, maps...)
	size := regexp.MustCompile(`viewBox="0 0 ([0-9.]+) ([0-9.]+)"`).FindStringSubmatch(text)
	width, _ := strconv.ParseFloat(size[1], 64)
	height, _ := strconv.ParseFloat(size[2], 64)
	texts := regexp.MustCompile(`<text x="([0-9.-]+)" y="([0-9.-]+)" font-size="([0-9.]+)"[^>]*>([^<]*)<`)
	for _, at := range texts.FindAllStringSubmatch(text, -1) {
		x, _ := strconv.ParseFloat(at[1], 64)
		y, _ := strconv.ParseFloat(at[2], 64)
		high, _ := strconv.ParseFloat(at[3], 64)
		if x < 0 || x+textWidth(html.UnescapeString(at[4]), high) > width || y < 0 || y > height {
			t.Errorf("%q at %g, %g is outside %g x %g", at[4], x, y, width, height)
		}
	}
	p := mapPlot(maps[0], 50, 60)
	if p.Width != p.Height || math.Abs((p.X.To-p.X.From)-(p.Y.To-p.Y.From)) > 1e-9 {
		t.Errorf("two scales: %+v", p)
	}
	for _, u := range maps[0].Points {
		if at := p.At(u.X, u.Y); at.X < 50+symbolSize || at.X > 50+panel-symbolSize || at.Y < 60 || at.Y > 60+panel {
			t.Errorf("unit %d lies at %v", u.Unit, at)
		}
	}
}

func TestAtlasOfLittle(t *testing.T) {
	none := results.Number(math.NaN())
	unknown := atlas.Agreement{Same: none, Chance: none, P: none, Silhouette: none}
	for _, n := range []int{0, 1, 2} {
		m := sampleMap("conv3", n)
		m.Signals, m.Places, m.Perplexity, m.KL, m.Starts = unknown, unknown, none, none, nil
		if n == 2 { // in one place
			m.Points[1].X, m.Points[1].Y = m.Points[0].X, m.Points[0].Y
		}
		text := drawAtlas(t, m)
		if !strings.Contains(text, "Perplexity –, KL – (best of 0 starts).") || strings.Count(text, "<g><title>") != n {
			t.Errorf("%d units:\n%s", n, text)
		}
	}
	if _, err := Atlas("fig8", "Units", "", nil, activities); err == nil {
		t.Error("an atlas without maps was drawn")
	}
}

// More units than can have numbers, more activities than symbols in one colour.
func TestAtlasOfMany(t *testing.T) {
	m := sampleMap("conv3", numbered+1)
	if text := drawAtlas(t, m); strings.Contains(text, `font-size="8"`) {
		t.Error("crowded units have numbers")
	}
	seen := map[string]bool{}
	for i := range 19 { // as many as DSADS has
		l := SeriesLook(i)
		seen[fmt.Sprint(l.Symbol)] = true
	}
	if len(seen) != 19 {
		t.Errorf("19 activities have %d symbols", len(seen))
	}
}
