package main

import "path/filepath"

// rows lists what is measured, with the goals that the project set itself.
func rows(b *bench) []row {
	am := filepath.Join(b.shared, "peers", "am_torch.py")
	weights := filepath.Join(b.shared, "reference", "sfhf.safetensors")
	own := filepath.Join("internal", "performance", "peers.py")
	single := b.peer("result", own, "single", weights)
	all := func(workers, unit, variant string) measurement {
		return b.ours("optimize", "BenchmarkAll/.*/workers="+workers+"$", unit, "1x", variant)
	}
	alone := func(unit, variant string) measurement {
		return b.ours("optimize", "BenchmarkStep/.*/conv3/alone$", unit, "1s", variant)
	}
	training := func(jobs, unit string) measurement {
		return b.ours("model/train", "BenchmarkTrainingStep/flatten/jobs="+jobs+"$", unit, "3s", "")
	}
	query := func(unit string) measurement {
		return b.ours("data/similar", "BenchmarkQuery/workers=1$", unit, "300x", "")
	}
	general := func(kernel string) measurement {
		return b.ours("model", "BenchmarkGeneral/kernel="+kernel+",.*", "%peak", "1s", "")
	}
	plain := func(layer, whose string) measurement {
		return b.ours("model", "BenchmarkPlainLoops/"+layer+"$", whose+"-us", "2000x", "portable")
	}
	const allocations = "allocs/op"
	return []row{
		{what: "multiply-add peak of one core, measured", unit: "GFLOP/s", ours: b.ours("internal/simd", "BenchmarkPeak/best$", "GFLOP/s", "1x", "")},
		{what: "ALL, one thread, against PyTorch in batches of 64", unit: "s", ours: all("1", "s/ALL", ""), peer: b.peer("ALL", am, weights, "--threads", "1"), goals: []goal{times(13)}},
		{what: "ALL, two threads, against PyTorch in batches of 64", unit: "s", ours: all("2", "s/ALL", ""), peer: b.peer("ALL", am, weights, "--threads", "2"), goals: []goal{times(16)}},
		{what: "ALL, one thread, share of the peak", unit: "%", ours: all("1", "%peak", ""), goals: []goal{atLeast(205)}},
		{what: "the same if every step took the median of its layer's steps", unit: "%", ours: b.ours("optimize", "BenchmarkAllByMedian$", "%peak", "1x", "")},
		{what: "ALL, two threads, share of the peak", unit: "%", ours: all("2", "%peak", ""), goals: []goal{atLeast(190)}},
		{what: "ALL, one thread, against PyTorch one unit at a time (a sample of 100 steps, scaled)", unit: "s", ours: all("1", "s/ALL", ""), peer: single, goals: []goal{times(100)}},
		{what: "ALL, two threads, against the same sample", unit: "s", ours: all("2", "s/ALL", ""), peer: single, goals: []goal{times(100)}},
		{what: "ALL, one thread: AVX2 against AVX-512", unit: "s", ours: all("1", "s/ALL", "avx2"), peer: all("1", "s/ALL", "avx512"), goals: []goal{times(0.9)}},
		{what: "one conv3 unit alone, one core", unit: "us/step", ours: inverse(alone("unit-steps/s", ""), 1e6), goals: []goal{atMost(150)}},
		{what: "conv3 of one unit, forward and back, portable Go against plain loops", unit: "us", ours: plain("conv3", "ours"), peer: plain("conv3", "plain"), goals: []goal{times(2)}},
		{what: "conv2 of one unit, the same", unit: "us", ours: plain("conv2", "ours"), peer: plain("conv2", "plain"), goals: []goal{times(1)}},
		{what: "conv1 of one unit, the same", unit: "us", ours: plain("conv1", "ours"), peer: plain("conv1", "plain"), goals: []goal{times(1)}},
		{what: "training step of 64 segments, one thread, against PyTorch", unit: "ms", ours: training("1", "median-ms"), peer: b.peer("result", own, "train", "1"), goals: []goal{times(2.5)}},
		{what: "training step of 64 segments, two threads, against PyTorch", unit: "ms", ours: training("2", "median-ms"), peer: b.peer("result", own, "train", "2"), goals: []goal{times(3)}},
		{what: "statistics of the DSADS training segments, two threads", unit: "s", ours: b.ours("model/train", "BenchmarkMeasureDSADS$", "s/DSADS", "1x", ""), goals: []goal{atMost(10)}},
		{what: "50 nearest of DSADS's 273,600 single-axis segments, one core, against numpy", unit: "ms", ours: query("ms/query"), peer: b.peer("result", own, "similar", "273600"), goals: []goal{times(15), atMost(1.6)}},
		{what: "general network: kernel 7, stride 2, 32 channels", unit: "% of peak", ours: general("7"), goals: []goal{atLeast(60)}},
		{what: "general network: kernel 9, dilation 2, 48 channels", unit: "% of peak", ours: general("9"), goals: []goal{atLeast(60)}},
		{what: "allocations in a step of a unit", unit: "allocations", ours: alone(allocations, ""), goals: []goal{atMost(0)}},
		{what: "allocations in a query for similar segments", unit: "allocations", ours: query(allocations), goals: []goal{atMost(0)}},
		{what: "allocations in a training step, two threads", unit: "allocations", ours: training("2", allocations), goals: []goal{atMost(0)}},
		{what: "explorer, a frame at 160x50 while a run plays", unit: "bytes", ours: b.ours("tui", "BenchmarkFrame$", "bytes/frame", "2s", "")},
		{what: "explorer, processor time of drawing 30 frames a second", unit: "% of a core", ours: b.ours("tui", "BenchmarkFrame$", "%core", "2s", "")},
	}
}
