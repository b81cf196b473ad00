package report

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"actmax/optimize"
	"actmax/optimize/results"
	"actmax/optimize/study"
)

// outcome is a study with recognizable values, missing ones, and names that HTML must escape.
func outcome() *study.Study {
	nan := results.Number(math.NaN())
	s := &study.Study{
		SIMD: "portable", SimilarTop: 50, SimilarWidth: 10,
		Data: study.Data{Name: "dsads", Title: `DSADS <b>&copy`, Rate: 30, SourceRate: 25, Resample: "linear",
			Activities: []string{"<i>walking</i>"},
			Segments:   map[string]int{"training": 4711}, Amplitude: 1.371, High: 0.1},
		Networks: []study.Network{
			{Name: "one", Head: "flatten", Seed: 31, Hash: strings.Repeat("ab", 32), Test: 0.71, Validation: nan,
				LastEpoch: nan},
			{Name: "two", Head: "flatten", Seed: 32, Hash: strings.Repeat("cd", 32), Test: 0.75, Validation: nan,
				LastEpoch: nan},
		},
	}
	for _, preset := range []string{"paper", "actmax"} {
		for k, method := range []string{"naive", "l2+tv+aap", "l2+tv+eap", optimize.Proposed} {
			s.Variants = append(s.Variants,
				study.VariantSettings{Preset: preset, Method: method, Settings: map[string]any{
					"ascent.optimizer": "adam", "ascent.eta": 0.1, "ascent.gamma": 0.995, "ascent.steps": 1234,
					"penalty.norm": "sum", "penalty.l2": 0.1,
					"penalty.tv": 0.1, "penalty.aap": 0.0, "penalty.eap": 0.1, "ascent.start": "sine",
					"ascent.amplitude_g": 0.3, "ascent.restarts": 3, "ascent.seed": 17}})
			for _, layer := range []string{"conv1", "conv3"} {
				r := study.Row{Head: "flatten", Preset: preset, Layer: layer, Method: method, Networks: 2,
					SSim: study.Spread{Mean: 0.04, Min: 0.02, Max: 0.08}, SSimAttained: 0.03, Floor: 0.01,
					FloorNearest: nan,
					Attainment:   study.Spread{Mean: 2, Min: 1.5, Max: 3},
					Share:        study.Spread{Mean: 0.5, Min: 0.4, Max: 0.6}}
				r.Units, r.Scored, r.Failed, r.Dead, r.WithFailed = 128, 121-k, 7+k, 3, 2.5
				if method == "naive" {
					r.SSim, r.SSimAttained, r.Attainment = study.Spread{Mean: nan, Min: nan,
						Max: nan}, nan, study.Spread{Mean: nan, Min: nan, Max: nan}
					r.Scored, r.WithFailed = 0, 37
				}
				s.Rows = append(s.Rows, r)
			}
		}
		for _, figure := range []int{1, 5, 6, 7} {
			e := study.Example{Figure: figure, Preset: preset, Layer: "conv3", Unit: 29, P95: math.NaN(), Limit: 2}
			for _, method := range []string{"l2+tv+eap", optimize.Proposed} {
				one := study.ExampleSignal{Method: method, Status: "ok", Axes: 1, Time: 30, MapAxes: 1,
					Window: [2]int{4, 14}, Attainment: 1.07, Similar: 0.0123}
				for t := range 30 {
					one.X = append(one.X, float32(math.Sin(float64(t))))
					one.Map = append(one.Map, float32(t%4))
				}
				one.Segment = &study.RealSegment{Activity: "<i>walking</i>", Axis: "left_leg_x", Subject: 8, MSE: 0.01,
					Shift: 5, X: one.X, Map: one.Map}
				e.Signals = append(e.Signals, one)
			}
			s.Examples = append(s.Examples, e)
		}
	}
	return s
}

func TestStudyFigures(t *testing.T) {
	s := outcome()
	figures, err := StudyFigures(s)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range figures {
		names = append(names, f.Name)
		wellFormed(t, f.Name, f.SVG)
		text := string(f.SVG)
		// a figure can be read alone
		plain := regexp.MustCompile(`<[^>]*>\s*`).ReplaceAllString(text, " ")
		plain = strings.Join(strings.Fields(plain), " ")
		preset := f.Name[strings.IndexByte(f.Name, '-')+1:]
		for _, want := range []string{"DSADS", "4711 training segments", "linear", "31", "preset " + preset, "eta 0.1",
			"1234 steps", "portable"} {
			if !strings.Contains(plain, want) {
				t.Errorf("%s does not say %q: %s", f.Name, want, plain)
			}
		}
		for _, bad := range []string{"NaN", "Inf", "<i>", "<b>"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s holds %s", f.Name, bad)
			}
		}
	}
	want := "fig1-paper fig3-paper fig4-paper fig5-paper fig6-paper fig7-paper fig1-actmax fig3-actmax fig4-actmax " +
		"fig5-actmax fig6-actmax fig7-actmax"
	if strings.Join(names, " ") != want {
		t.Errorf("figures %v", names)
	}
	bars := string(figures[1].SVG)
	for _, want := range []string{"conv3, l2+tv+aap: 0.0400 (0.0200 to 0.0800)", ">none<", ">8<", "50 %"} {
		if !strings.Contains(bars, want) {
			t.Errorf("figure 3 lacks %q", want)
		}
	}
	if strings.Count(bars, ">none<") != 2 {
		t.Error("a method without a value has a bar")
	}
	again, err := StudyFigures(outcome())
	if err != nil || string(again[3].SVG) != string(figures[3].SVG) {
		t.Error("the same values give other bytes")
	}
}

// TestBarsAreAsHighAsTheirValues measures bars in the picture: 0.04 and 0.4 are one decade apart.
func TestBarsAreAsHighAsTheirValues(t *testing.T) {
	s := outcome()
	for i := range s.Rows {
		s.Rows[i].SSim = study.Spread{Mean: 0.04, Min: 0.04, Max: 0.04}
		s.Rows[i].SSimAttained, s.Rows[i].Floor = results.Number(math.NaN()), 0.004
		if s.Rows[i].Method == "naive" {
			s.Rows[i].SSim = study.Spread{Mean: 0.4, Min: 0.4, Max: 0.4}
		}
	}
	d, err := similarity(s, "flatten", "paper")
	if err != nil {
		t.Fatal(err)
	}
	heights := map[string]float64{}
	bars := regexp.MustCompile(`<title>conv1, (\S+): [^<]*</title>\s*<rect x="[^"]*" y="([^"]*)" width="[^"]*" ` +
		`height="([^"]*)"`)
	for _, m := range bars.FindAllStringSubmatch(string(d.SVG), -1) {
		var h float64
		if _, err := fmt.Sscan(m[3], &h); err != nil {
			t.Fatal(err)
		}
		heights[m[1]] = h
	}
	decade := barsHeight / (2 * 1.12) // two decades from the lowest value to the highest bar, and padding at both ends
	if got := heights["naive"] - heights["l2+tv+aap"]; math.Abs(got-decade) > 0.1 || len(heights) != 4 {
		t.Errorf("a decade is %g pixels high, want %g; %v", got, decade, heights)
	}
}

func TestStudyPage(t *testing.T) {
	s := outcome()
	figures, err := StudyFigures(s)
	if err != nil {
		t.Fatal(err)
	}
	page, err := StudyPage(s, figures)
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	for _, want := range []string{"0.737 (sd 0.005)", "0.730 (0.710 – 0.750), 2 networks – agrees", "1.371 G",
		"<td>1.37</td>", "naive 14 of 256, ", "What cannot be known",
		"conv1: all failed; 37.0 with failed units – differs", "conv3: 2.00 (1.50 – 3.00); 2.5 with failed units – " +
			"differs", "l2&#43;tv&#43;aap &lt; ",
		"DSADS &lt;b&gt;&amp;copy", "abababababab", "<td>10</td>", "ascent.steps", "0.730"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	// it opens offline, without fetching or running anything
	outside := strings.ReplaceAll(text, "http://www.w3.org/2000/svg", "")
	for _, bad := range []string{"http:", "https:", "<script", "src=", "@import", "url(http", "<b>", "<i>", "NaN",
		"<no value>"} {
		if strings.Contains(outside, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	if strings.Count(text, "<svg") != len(figures) {
		t.Errorf("%d pictures of %d", strings.Count(text, "<svg"), len(figures))
	}
}

func TestWriteStudy(t *testing.T) {
	dir := t.TempDir()
	if err := WriteStudy(dir, outcome()); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, StudyFile))
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		Results []struct {
			SSim struct{ Mean *float64 } `json:"s_sim"`
		}
	}
	if err := json.Unmarshal(text, &v); err != nil || len(v.Results) != 16 || v.Results[0].SSim.Mean != nil ||
		*v.Results[2].SSim.Mean != 0.04 {
		t.Errorf("%v, %+v", err, v)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 12+2 {
		t.Errorf("%d files, %v", len(entries), err)
	}
	if err := WriteStudy(filepath.Join(dir, "none"), outcome()); err == nil || !strings.Contains(err.Error(), "none") {
		t.Errorf("a folder that is not there: %v", err)
	}
}

func wellFormed(t *testing.T, name string, svg []byte) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(svg)))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

func TestWrap(t *testing.T) {
	if got := wrap("one two three\nfour", textWidth("one two", 10), 10); strings.Join(got,
		"|") != "one two|three|four" {
		t.Errorf("%q", got)
	}
	if got := wrap("unbreakable", 1, 10); len(got) != 1 {
		t.Errorf("%q", got)
	}
}
