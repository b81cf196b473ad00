package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
)

// row is one line of the table: our figure, and where there is one the peer's in the same unit, measured in alternation.
type row struct {
	what       string
	unit       string
	ours, peer func(context.Context) (float64, error)
	a, b       []float64
	times      float64 // our figure is multiplied by this; 0 means 1
	inverse    bool    // our figure is a rate: the row shows times / rate
	lessIsMore bool    // the ratio is peer / ours
}

func (r *row) measure(ctx context.Context) error {
	v, err := r.ours(ctx)
	if err != nil {
		return err
	}
	times := r.times
	if times == 0 {
		times = 1
	}
	if r.inverse {
		v = 1 / v
	}
	r.a = append(r.a, v*times)
	if r.peer != nil {
		if v, err = r.peer(ctx); err != nil {
			return err
		}
		r.b = append(r.b, v)
	}
	return nil
}

// rows lists what is measured.
func rows(b *bench) []row {
	am := filepath.Join(b.shared, "peers", "am_torch.py")
	weights := filepath.Join(b.shared, "reference", "sfhf.safetensors")
	own := filepath.Join("internal", "performance", "peers.py")
	all := func(workers, unit, variant string) func(context.Context) (float64, error) {
		return b.ours("optimize", "BenchmarkAll/.*/workers="+workers+"$", unit, "1x", variant)
	}
	step := func(which, variant string) func(context.Context) (float64, error) {
		return b.ours("optimize", "BenchmarkStep/.*/"+which+"$", "unit-steps/s", "1s", variant)
	}
	training := func(jobs, unit string) func(context.Context) (float64, error) {
		return b.ours("model/train", "BenchmarkTrainingStep/flatten/jobs="+jobs+"$", unit, "3s", "")
	}
	return []row{
		{what: "multiply-add peak of one core, measured", unit: "GFLOP/s", ours: b.ours("internal/simd", "BenchmarkPeak$", "GFLOP/s", "1x", "")},
		{what: "ALL, one thread, against PyTorch in batches of 64", unit: "s", ours: all("1", "s/ALL", ""), peer: b.peer("ALL", am, weights, "--threads", "1"), lessIsMore: true},
		{what: "ALL, two threads, against PyTorch in batches of 64", unit: "s", ours: all("2", "s/ALL", ""), peer: b.peer("ALL", am, weights, "--threads", "2"), lessIsMore: true},
		{what: "ALL, one thread, share of the peak", unit: "%", ours: all("1", "%peak", "")},
		{what: "ALL, two threads, share of the peak", unit: "%", ours: all("2", "%peak", "")},
		{what: "ALL against PyTorch one unit at a time", unit: "s", ours: all("2", "s/ALL", ""), peer: b.peer("result", own, "single", weights), lessIsMore: true},
		{what: "AVX2, against AVX-512: ALL, one thread", unit: "s", ours: all("1", "s/ALL", "avx2"), peer: all("1", "s/ALL", "avx512"), lessIsMore: true},
		{what: "one conv3 unit alone, one core", unit: "us/step", ours: step("conv3/alone", ""), times: 1e6, inverse: true},
		{what: "one conv3 unit alone, portable Go", unit: "us/step", ours: step("conv3/alone", "portable"), times: 1e6, inverse: true},
		{what: "training step of 64 segments, one thread, against PyTorch", unit: "ms", ours: training("1", "median-ms"), peer: b.peer("result", own, "train", "1"), lessIsMore: true},
		{what: "training step of 64 segments, two threads, against PyTorch", unit: "ms", ours: training("2", "median-ms"), peer: b.peer("result", own, "train", "2"), lessIsMore: true},
		{what: "statistics of the DSADS training segments, two threads", unit: "s", ours: b.ours("model/train", "BenchmarkMeasureDSADS$", "s/DSADS", "1x", "")},
		{what: "50 nearest of DSADS's 273,600 single-axis segments, one core, against numpy", unit: "ms", ours: b.ours("data/similar", "BenchmarkQuery/workers=1$", "ms/query", "300x", ""), peer: b.peer("result", own, "similar", "273600"), lessIsMore: true},
		{what: "general network: kernel 7, stride 2, 32 channels", unit: "% of peak", ours: b.ours("model", "BenchmarkGeneral/kernel=7", "%peak", "1s", "")},
		{what: "general network: kernel 9, dilation 2, 48 channels", unit: "% of peak", ours: b.ours("model", "BenchmarkGeneral/kernel=9", "%peak", "1s", "")},
		{what: "explorer, a frame at 160x50 while a run plays", unit: "bytes", ours: b.ours("tui", "BenchmarkFrame$", "bytes/frame", "2s", "")},
		{what: "explorer, processor time of drawing 30 frames a second", unit: "% of a core", ours: b.ours("tui", "BenchmarkFrame$", "%core", "2s", "")},
	}
}

func write(w io.Writer, rows []row, rounds int) error {
	fmt.Fprintf(w, `# Performance

Made by "make bench". Machine: %s.

Medians of %d rounds, in brackets the least and the most. Each round takes every line once, ours and the peer's one after
the other, so that a machine that slows down slows both. ALL is every unit of conv1, conv2 and conv3 of SF-HF, 5,000 steps
of Adam each, every step evaluated. A share of the peak counts the operations of direct convolution for the wanted unit only;
the Toom-Cook filters of five taps need fewer, so that it can pass 100 %%.

| what | ours | peer | ratio |
|---|---|---|---|
`, machine(), rounds)
	for _, r := range rows {
		line := fmt.Sprintf("| %s | %s | ", r.what, spread(r.a, r.unit))
		if len(r.b) > 0 {
			ratios := make([]float64, len(r.a))
			for i := range ratios {
				ratios[i] = r.b[i] / r.a[i]
				if !r.lessIsMore {
					ratios[i] = 1 / ratios[i]
				}
			}
			line += fmt.Sprintf("%s | %s |", spread(r.b, r.unit), spread(ratios, "x"))
		} else {
			line += "| |"
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// spread shows the median of some values with the least and the most of them.
func spread(v []float64, unit string) string {
	s := slices.Sorted(slices.Values(v))
	if len(s) == 1 {
		return fmt.Sprintf("%.3g %s", s[0], unit)
	}
	return fmt.Sprintf("%.3g %s (%.3g to %.3g)", s[len(s)/2], unit, s[0], s[len(s)-1])
}
