package data_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"actmax/data"
)

func TestPolyphaseEqualsScipy(t *testing.T) {
	text, err := os.ReadFile("testdata/resample.json")
	if err != nil {
		t.Fatal(err)
	}
	var oracle struct {
		Cases []struct {
			From, To float64
			X, Y     []float64
		}
	}
	if err := json.Unmarshal(text, &oracle); err != nil {
		t.Fatal(err)
	}
	if len(oracle.Cases) < 10 {
		t.Fatalf("only %d cases in the oracle's file", len(oracle.Cases))
	}
	worst := 0.0
	for _, c := range oracle.Cases {
		r, err := data.NewResampler(data.Polyphase, c.From, c.To)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Len(len(c.X)); got != len(c.Y) {
			t.Errorf("%g to %g Hz: %d samples become %d, scipy gives %d", c.From, c.To, len(c.X), got, len(c.Y))
			continue
		}
		for k, y := range r.Apply(make([]float64, len(c.Y)), c.X) {
			worst = max(worst, math.Abs(y-c.Y[k]))
			if math.Abs(y-c.Y[k]) > 1e-12 {
				t.Errorf("%g to %g Hz, %d samples: y[%d] = %.17g, scipy %.17g", c.From, c.To, len(c.X), k, y, c.Y[k])
				break
			}
		}
	}
	t.Logf("largest difference %.2g", worst)
}

func TestLinearResampling(t *testing.T) {
	for _, c := range []struct {
		from    float64
		n, want int
	}{{25, 125, 149}, {50, 125, 75}, {50, 126, 76}, {30, 40, 40}, {25, 1, 1}, {25, 0, 0}, {25, 2, 2}, {25, 6, 7},
		{51.2, 3072, 1800}, {100, 10, 3}} {
		r, err := data.NewResampler(data.Linear, c.from, 30)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Len(c.n); got != c.want {
			t.Errorf("%g Hz: %d samples become %d, want %d", c.from, c.n, got, c.want)
		}
		// A straight line stays one: y[k] = k·from/30, and the last sample lies within the signal.
		x := make([]float64, c.n)
		for i := range x {
			x[i] = float64(i)
		}
		for k, y := range r.Apply(make([]float64, c.want), x) {
			if want := float64(k) * c.from / 30; math.Abs(y-want) > 1e-9 || y > float64(c.n-1) {
				t.Errorf("%g Hz: y[%d] = %g, want %g", c.from, k, y, want)
				break
			}
		}
	}
}

func TestLinearTakesNeighbours(t *testing.T) {
	r, err := data.NewResampler(data.Linear, 25, 30)
	if err != nil {
		t.Fatal(err)
	}
	x := []float64{1, 4, -2}
	got := r.Apply(make([]float64, r.Len(len(x))), x) // at 0, 5/6, 10/6
	want := []float64{1, 1 + 3*5.0/6, 4 - 6*4.0/6}
	for k := range want {
		if math.Abs(got[k]-want[k]) > 1e-12 {
			t.Errorf("y = %v, want %v", got, want)
		}
	}
}

func TestResamplerRefuses(t *testing.T) {
	for _, c := range []struct {
		kind     string
		from, to float64
	}{{"cubic", 25, 30}, {data.Linear, 0, 30}, {data.Linear, -1, 30}, {data.Polyphase, math.NaN(), 30},
		{data.Polyphase, math.Inf(1), 30}, {data.Linear, 0.001, 30}} {
		if _, err := data.NewResampler(c.kind, c.from, c.to); err == nil {
			t.Errorf("NewResampler(%q, %g, %g) gave no error", c.kind, c.from, c.to)
		}
	}
}

func TestOddRatesStayClose(t *testing.T) {
	for _, from := range []float64{31.999, 29.97, 99.9, 51.2, 64, 20.48, 33.333333, 700.7, 30.0001, 0.031, 29_990} {
		r, err := data.NewResampler(data.Linear, from, 30)
		if err != nil {
			t.Fatal(err)
		}
		const n = 100_000
		if got, want := float64(r.Len(n)), (n-1)*30/from; math.Abs(got-want) > 1+5e-4*want {
			t.Errorf("%g Hz: %d samples become %g, want about %g", from, n, got, want)
		}
	}
}

func ExampleResampler() {
	r, err := data.NewResampler(data.Linear, 25, 30)
	if err != nil {
		fmt.Println(err)
		return
	}
	x := []float64{0, 1, 2, 3, 4, 5}
	fmt.Printf("%.3f\n", r.Apply(make([]float64, r.Len(len(x))), x))
	// Output: [0.000 0.833 1.667 2.500 3.333 4.167 5.000]
}
