package report

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"actmax/optimize/study"
)

const committed = "../../docs/studies"

// TestReproductionIsUpToDate: the page has the numbers of the studies in docs/studies.
func TestReproductionIsUpToDate(t *testing.T) {
	want, err := Reproduction(committed)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile("../../docs/reproduction.md"); err != nil || !bytes.Equal(got, want) {
		t.Errorf("docs/reproduction.md is not what docs/studies says (%v); run make reproduction", err)
	}
}

func TestReproductionOfAStudy(t *testing.T) {
	dir := t.TempDir()
	all, err := filepath.Abs(committed)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS(all)); err != nil {
		t.Fatal(err)
	}
	main := filepath.Join(dir, "mhealth")
	if err := os.MkdirAll(main, 0o777); err != nil {
		t.Fatal(err)
	}
	s := outcome()
	s.Format = 1
	if err := WriteValues(main, s); err != nil {
		t.Fatal(err)
	}
	page, err := Reproduction(dir)
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	for _, want := range []string{"| one | flatten | 31 |", "0.730 (0.710 – 0.750), 2 networks – agrees",
		"conv3: 2.00 (1.50 – 3.00); 2.5 with failed units – differs",
		"| flatten | paper | conv1 | naive | – |", "studies/mhealth/report.html", "l2+tv+aap < l2+tv+eap", "- The " +
			"phase and the number of cycles"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, bad := range []string{"NaN", "<no value>", "%!"} {
		if strings.Contains(text, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	// every line of a table has as many cells as its head
	cells := 0
	for i, line := range strings.Split(text, "\n") {
		if !strings.HasPrefix(line, "|") {
			cells = 0
			continue
		}
		n := strings.Count(line, "|") - strings.Count(line, `\|`)
		if cells != 0 && n != cells {
			t.Errorf("line %d has %d bars, its table %d: %s", i+1, n, cells, line)
		}
		cells = n
	}

	if err := os.WriteFile(filepath.Join(main, StudyFile), []byte("{"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Reproduction(dir); err == nil || !strings.Contains(err.Error(), filepath.Join("mhealth", StudyFile)) {
		t.Errorf("a damaged study: %v", err)
	}
	if _, err := Reproduction(t.TempDir()); err == nil || !strings.Contains(err.Error(), StudyFile) {
		t.Errorf("no studies: %v", err)
	}
}

func TestReadStudy(t *testing.T) {
	dir := t.TempDir()
	s := outcome()
	for _, c := range []struct {
		format   int
		networks bool
		want     string
	}{{1, true, ""}, {7, true, "format 7"}, {1, false, "no networks"}} {
		one := *s
		if one.Format = c.format; !c.networks {
			one.Networks = nil
		}
		if err := WriteValues(dir, &one); err != nil {
			t.Fatal(err)
		}
		got, err := study.Read(filepath.Join(dir, StudyFile))
		if c.want == "" {
			if err != nil || len(got.Rows) != len(s.Rows) || got.Rows[3].WithFailed != s.Rows[3].WithFailed ||
				got.Variants[0].Settings["ascent.steps"] != 1234.0 {
				t.Errorf("%+v, %v", got, err)
			}
		} else if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
}
