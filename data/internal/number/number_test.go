package number

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

// plain is what Parse accepts, said another way: what strconv reads, without its extras.
func plain(s string) (float64, bool) {
	if strings.ContainsAny(s, "xXpP_nNiI") {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil
}

func compare(t *testing.T, s string) {
	t.Helper()
	got, ok := Parse([]byte(s))
	want, wantOK := plain(s)
	if ok != wantOK || ok && math.Float64bits(got) != math.Float64bits(want) {
		t.Errorf("Parse(%q) = %v, %v; strconv: %v, %v", s, got, ok, want, wantOK)
	}
}

func TestParseEqualsStrconv(t *testing.T) {
	for _, s := range []string{
		"0", "-0", "+1", "-9.7788", "8.1305", "1e5", "-1.5E-3", "4.9e-324", "1e308", "1e309", "-1e400", "1e-400",
		"9007199254740992", "9007199254740993", "9007199254740991.5", "123456789012345678", "12345678901234567890",
		"18446744073709551616", "99999999999999999999999999", "0.1", "0.30000000000000004", "1e22", "1e23", "3e-22",
		"3e-23",
		".5", "5.", "-.5", "00012", "0.000000000000000000000000001", "1e99999999999999999999", "0e99999",
		"", "-", "+", ".", "-.", "e5", "1e", "1e+", "--1", "1-", "1 ", " 1", "1,2", "abc", "NaN", "Inf", "-inf", "0x10",
		"1_0", "1.2.3", "٣",
	} {
		compare(t, s)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200_000 {
		v := (rng.Float64() - 0.5) * math.Pow(10, float64(rng.IntN(50)-25))
		compare(t, strconv.FormatFloat(v, "fge"[rng.IntN(3)], rng.IntN(20)-1, 64))
	}
}

func TestRows(t *testing.T) {
	dst := make([]float64, 3)
	cases := []struct {
		line  string
		read  func([]float64, []byte) *Fault
		fault string
	}{
		{"1,2.5,-3", Commas, ""},
		{" 1 ,2.5,\t-3 ", Commas, ""},
		{"1\t2.5  -3 ", Blanks, ""},
		{"1,2.5", Commas, "0 expected 3 columns, found 2"},
		{"1,2.5,-3,4", Commas, "0 expected 3 columns, found 4"},
		{"1,2.5,-3,", Commas, "0 expected 3 columns, found 4"},
		{"1 2.5", Blanks, "0 expected 3 columns, found 2"},
		{"1 2.5 -3 4", Blanks, "0 expected 3 columns, found 4"},
		{"1,,3", Commas, "2 expected a finite number, found nothing"},
		{"1,2,NaN", Commas, `3 expected a finite number, found "NaN"`},
		{"1 -Inf 3", Blanks, `2 expected a finite number, found "-Inf"`},
		{"1,-1.1e15,3", Commas, `2 expected a measured value, at most 1e+15, found "-1.1e15"`},
		{"1 2 1e39", Blanks, `3 expected a measured value, at most 1e+15, found "1e39"`},
		{"x,2,3", Commas, `1 expected a finite number, found "x"`},
		{"", Commas, "1 expected a finite number, found nothing"},
		{"", Blanks, "0 expected 3 columns, found 0"},
		{strings.Repeat("z", 100) + ",2,3", Commas, `1 expected a finite number, found "` + strings.Repeat("z", 32) +
			`"...`},
	}
	for _, c := range cases {
		got := ""
		if f := c.read(dst, []byte(c.line)); f != nil {
			got = fmt.Sprintf("%d %s", f.Column, f.Problem)
		}
		if got != c.fault {
			t.Errorf("%q: fault %q, want %q", c.line, got, c.fault)
		}
		if got == "" && (dst[0] != 1 || dst[1] != 2.5 || dst[2] != -3) {
			t.Errorf("%q: read as %v", c.line, dst)
		}
	}
}

func TestMeasured(t *testing.T) {
	for text, want := range map[string]bool{" -9.81\t": true, "1e15": true, "1.000001e15": false, "-1e39": false,
		"NaN": false, "": false} {
		if v, ok := Measured([]byte(text)); ok != want || ok && !(math.Abs(v) <= Limit) {
			t.Errorf("%q: %g, %v", text, v, ok)
		}
	}
}

func TestLine(t *testing.T) {
	line, rest := Line([]byte("a\r\nb"))
	if string(line) != "a" || string(rest) != "b" {
		t.Errorf("got %q, %q", line, rest)
	}
	if line, rest = Line(rest); string(line) != "b" || rest != nil {
		t.Errorf("got %q, %q", line, rest)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1.5", "-3e8", "12345678901234567890.1", ".e1", "0x1p2"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, s []byte) {
		compare(t, string(s))
	})
}

func FuzzRows(f *testing.F) {
	f.Add([]byte("1,2,3"))
	f.Add([]byte("1\t2 3"))
	f.Fuzz(func(t *testing.T, line []byte) {
		dst := make([]float64, 3)
		if Commas(dst, line) == nil && bytes.Count(line, []byte(",")) != 2 {
			t.Errorf("Commas took %q for three columns", line)
		}
		if Blanks(dst, line) == nil && len(bytes.FieldsFunc(line,
			func(r rune) bool { return r == ' ' || r == '\t' })) != 3 {
			t.Errorf("Blanks took %q for three columns", line)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	field := []byte("-9.0812")
	for b.Loop() {
		Parse(field)
	}
}
