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
		return b.ours("model", "BenchmarkPlainLoops/"+layer+"$", whose+"-us", "200x", "portable")
	}
	key := func(screen string) measurement {
		return b.ours("tui", "BenchmarkKeyToFrame/"+screen+"$", "ms/key99", "200x", "")
	}
	playing := func(screen, unit string) measurement {
		return b.ours("tui", "BenchmarkPlaying/"+screen+"$", unit, "2x", "")
	}
	binary := func(unit string) measurement { return b.ours("tui", "BenchmarkBinary$", unit, "5x", "") }
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
		{what: "explorer at 160x50, a layer computed flat out: key to frame, 99th percentile, Unit", unit: "ms", ours: key("unit"), goals: []goal{atMost(16)}},
		{what: "the same, Layer", unit: "ms", ours: key("layer"), goals: []goal{atMost(16)}},
		{what: "the same, Compare", unit: "ms", ours: key("compare"), goals: []goal{atMost(16)}},
		{what: "ascents slowed by the screen that plays", unit: "%", ours: b.ours("tui", "BenchmarkSlowed$", "%slower", "3x", ""), goals: []goal{atMost(3)}},
		{what: "processor time of the program while it plays, 30 frames a second, Unit", unit: "% of a core", ours: playing("unit", "%core"), goals: []goal{atMost(5)}},
		{what: "the same, Layer", unit: "% of a core", ours: playing("layer", "%core"), goals: []goal{atMost(5)}},
		{what: "the same, Compare", unit: "% of a core", ours: playing("compare", "%core"), goals: []goal{atMost(5)}},
		{what: "of that, drawing alone, Unit", unit: "% of a core", ours: b.ours("tui", "BenchmarkFrame$", "%core", "2s", "")},
		{what: "bytes a frame, Unit", unit: "bytes", ours: playing("unit", "bytes/frame"), goals: []goal{atMost(500)}},
		{what: "bytes a frame, Layer", unit: "bytes", ours: playing("layer", "bytes/frame"), goals: []goal{atMost(500)}},
		{what: "bytes a frame, Compare", unit: "bytes", ours: playing("compare", "bytes/frame"), goals: []goal{atMost(500)}},
		{what: "bytes a second, Unit", unit: "bytes/s", ours: playing("unit", "bytes/s"), goals: []goal{atMost(15000)}},
		{what: "bytes a second, Layer", unit: "bytes/s", ours: playing("layer", "bytes/s"), goals: []goal{atMost(15000)}},
		{what: "bytes a second, Compare", unit: "bytes/s", ours: playing("compare", "bytes/s"), goals: []goal{atMost(15000)}},
		{what: "first frame of the built program, from its start", unit: "ms", ours: binary("ms/first-frame"), goals: []goal{atMost(150)}},
		{what: "resident memory after ten seconds of a layer computed flat out", unit: "MB", ours: binary("MB/resident"), goals: []goal{atMost(120)}},
	}
}
