package cli

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"actmax/internal/cli/open"
)

// dsadsRows is a file of the DSADS layout: 125 rows of 45 columns in m/s², of a movement whose tempo depends on the
// activity.
func dsadsRows(activity, subject int) []string {
	rows := make([]string, 125)
	for r := range rows {
		columns := make([]string, 45)
		for c := range columns {
			v := 9.8*math.Cos(float64(c)) + float64(activity)*math.Sin(float64(r*activity)/5+float64(c+subject))
			columns[c] = fmt.Sprintf("%.4f", v)
		}
		rows[r] = strings.Join(columns, ",")
	}
	return rows
}

// dsadsFiles are a few files of DSADS: two activities of three subjects, one for each split.
func dsadsFiles() map[string]string {
	files := map[string]string{}
	for activity := 1; activity <= 2; activity++ {
		for _, subject := range []int{1, 6, 7} {
			files[fmt.Sprintf("data/a%02d/p%d/s01.txt", activity, subject)] = strings.Join(dsadsRows(activity, subject),
				"\n") + "\n"
		}
	}
	return files
}

func mhealthFiles() map[string]string {
	var log strings.Builder
	for r := range 300 {
		for c := range 23 {
			fmt.Fprintf(&log, "%.4f\t", math.Sin(float64(r)/7+float64(c)))
		}
		fmt.Fprintf(&log, "%d\n", 1+r/150)
	}
	return map[string]string{"MHEALTHDATASET/mHealth_subject1.log": log.String()}
}

func folder(t *testing.T, dir string, contents map[string]string) string {
	t.Helper()
	for name, text := range contents {
		write(t, filepath.Join(dir, filepath.FromSlash(name)), text)
	}
	return dir
}

func archive(t *testing.T, path string, contents map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range contents {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return write(t, path, b.String())
}

// damaged is the DSADS files with one row of one file changed.
func damaged(change func(rows []string)) map[string]string {
	files := dsadsFiles()
	rows := dsadsRows(2, 6)
	change(rows)
	files["data/a02/p6/s01.txt"] = strings.Join(rows, "\n") + "\n"
	return files
}

func TestUnusableData(t *testing.T) {
	dir := home(t)
	column := func(row, column int, text string) map[string]string {
		return damaged(func(rows []string) {
			c := strings.Split(rows[row-1], ",")
			c[column-1] = text
			rows[row-1] = strings.Join(c, ",")
		})
	}
	whole := archive(t, filepath.Join(dir, "whole.zip"), dsadsFiles())
	bytes, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	truncated := write(t, filepath.Join(dir, "truncated.zip"), string(bytes[:len(bytes)*2/3]))
	const member = "a02/p6/s01.txt"
	for _, c := range []struct {
		name  string
		path  string
		words []string
	}{
		{"unknown name", "dsasd", []string{"dsasd", "demo, dsads, mhealth"}},
		{"missing archive", filepath.Join(dir, "none.zip"), []string{"none.zip"}},
		{"not on this machine", "dsads", []string{"DSADS", "actmax data fetch dsads", "archive.ics.uci.edu",
			filepath.Join(dir, "..", "xdg_data_home", "actmax")}},
		{"truncated archive", truncated, []string{"truncated.zip"}},
		{"missing column", folder(t, filepath.Join(dir, "short"),
			damaged(func(rows []string) { rows[6] = rows[6][:strings.LastIndexByte(rows[6], ',')] })),
			[]string{member, "line 7", "45"}},
		{"missing rows", folder(t, filepath.Join(dir, "rows"), damaged(func(rows []string) { rows[124] = "" })),
			[]string{member, "125"}},
		{"text for a number", folder(t, filepath.Join(dir, "text"), column(3, 12, "abc")),
			[]string{member, "line 3", "column 12", "abc"}},
		{"NaN", folder(t, filepath.Join(dir, "nan"), column(9, 1, "NaN")),
			[]string{member, "line 9", "column 1", "NaN"}},
		{"nothing known in it", folder(t, filepath.Join(dir, "other"), map[string]string{"notes.txt": "hello"}),
			[]string{"other", "a01/p1/s01.txt"}},
		{"mHealth with text",
			folder(t, filepath.Join(dir, "mtext"), map[string]string{"mHealth_subject1.log": "1\t2\tthree\n"}),
			[]string{"mHealth_subject1.log", "line 1"}},
		{"csv without a label", write(t, filepath.Join(dir, "a.csv"), "x,y\n1,2\n"), []string{"a.csv"}},
		{"a network", write(t, filepath.Join(dir, "a.safetensors"), ""),
			[]string{"a.safetensors", "network", "demo, dsads, mhealth"}},
		{"npz that is none", write(t, filepath.Join(dir, "a.npz"), "not a zip"), []string{"a.npz", "numpy.savez"}},
	} {
		t.Run(c.name, func(t *testing.T) { refused(t, 2, c.words, "data", "info", "--quiet", c.path) })
	}

	t.Run("archive of the other data set", func(t *testing.T) {
		archive(t, filepath.Join(os.Getenv("XDG_DATA_HOME"), "actmax", "dsads.zip"), mhealthFiles())
		refused(t, 2, []string{"dsads.zip", "DSADS", "mHealth"}, "data", "info", "dsads")
	})
	t.Run("and the other way round", func(t *testing.T) {
		archive(t, filepath.Join(os.Getenv("XDG_DATA_HOME"), "actmax", "mhealth.zip"), dsadsFiles())
		refused(t, 2, []string{"mhealth.zip", "mHealth", "DSADS"}, "data", "info", "mhealth")
	})
	t.Run("fetch does not overwrite another file", func(t *testing.T) {
		path := filepath.Join(os.Getenv("XDG_DATA_HOME"), "actmax", "dsads.zip")
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		refused(t, 2, []string{path, "sha256"}, "data", "fetch", "dsads")
		if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
			t.Errorf("the file at its place changed: %v", err)
		}
	})
	refused(t, 2, []string{"dsasd", "dsads"}, "data", "fetch", "dsasd")
}

func TestDataIsRecognizedByContent(t *testing.T) {
	dir := home(t)
	for path, want := range map[string]string{
		folder(t, filepath.Join(dir, "unpacked"), dsadsFiles()):                "DSADS",
		archive(t, filepath.Join(dir, "download"), dsadsFiles()):               "DSADS",
		archive(t, filepath.Join(dir, "dsads.zip"), mhealthFiles()):            "mHealth",
		folder(t, filepath.Join(dir, "logs", "deeper"), mhealthFiles()):        "mHealth",
		write(t, filepath.Join(dir, "mine.csv"), csvText("walking", "rowing")): "mine",
	} {
		code, stdout, stderr := run("data", "info", path)
		if code != 0 || !strings.Contains(stdout, want) {
			t.Errorf("%s: exit code %d\n%s%s, want %s", path, code, stdout, stderr, want)
		}
	}
}

func TestFlagsForOtherData(t *testing.T) {
	dir := home(t)
	table := write(t, filepath.Join(dir, "mine.csv"), csvText("walking", "rowing"))
	unpacked := folder(t, filepath.Join(dir, "unpacked"), dsadsFiles())
	for _, c := range [][]string{{open.Demo, "--label", "x"}, {unpacked, "--rate", "50"}, {unpacked, "--columns", "a"},
		{table, "--layout", "nct"}} {
		refused(t, 2, []string{c[0], c[1]}, append([]string{"data", "info"}, c...)...)
		refused(t, 2, []string{c[0], c[1]}, append([]string{"explore", "--data"}, c...)...)
		refused(t, 2, []string{c[1], "--data"}, append([]string{"explore"}, c[1:]...)...)
	}
}

// csvText is a .csv of 4 s per activity at 50 Hz.
func csvText(activities ...string) string {
	var b strings.Builder
	b.WriteString("time,ax,ay,az,label\n")
	for i := range 200 * len(activities) {
		fmt.Fprintf(&b, "%.2f,%.3f,%.3f,1.0,%s\n", float64(i)/50, math.Sin(float64(i)/9), math.Cos(float64(i)/9),
			activities[i/200])
	}
	return b.String()
}

func TestDataInfo(t *testing.T) {
	dir := home(t)
	path := folder(t, filepath.Join(dir, "d"), dsadsFiles())
	code, stdout, stderr := run("data", "info", path, "--json")
	if code != 0 {
		t.Fatal(stderr)
	}
	for _, want := range []string{`"segments":48`, `"recordings":6`, `"training":[1]`, `"two_sigma_amplitude_g":`,
		`"source_rate_hz":25`, `"resample":"linear"`, "incomplete"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("--json lacks %s: %s", want, stdout)
		}
	}
	if code, stdout, _ = run("data", "info", path, "--json", "--set", "data.resample=polyphase"); code != 0 ||
		!strings.Contains(stdout, `"segments":54`) {
		t.Errorf("resampled by the filter: %d %s", code, stdout)
	}
	code, stdout, _ = run("data", "list")
	if code != 0 || !strings.Contains(stdout, "embedded") || !strings.Contains(stdout, "actmax data fetch dsads") {
		t.Errorf("data list: %d %s", code, stdout)
	}
}

// sixAxes writes a .csv for a network of six axes.
func sixAxes(t *testing.T, path string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("time,a,b,c,d,e,f,label\n")
	for i := range 600 {
		fmt.Fprintf(&b, "%.4f", float64(i)/30)
		for axis := range 6 {
			fmt.Fprintf(&b, ",%.3f", math.Sin(float64(i*(axis+1))/11))
		}
		fmt.Fprintf(&b, ",%s\n", []string{"walking", "rowing"}[i/300])
	}
	return write(t, path, b.String())
}
