package main

import "path/filepath"

// Words that several rows share.
const (
	oneThread  = "all units, one thread"
	twoThreads = "all units, two threads"
	batches    = "PyTorch, batches of 64 units"
	oneByOne   = "PyTorch, one unit at a time"
	plainLoops = "plain Go loops"
	perStep    = "µs/step"
	ofPeak     = "% of peak"
	ofCore     = "% of a core"
)

// allocations is the unit in which Go's benchmarks report them.
const allocations = "allocs/op"

// peers is the program that runs what users would run instead.
var peers = filepath.Join("internal", "performance", "peers.py")

// sections lists what is measured, with the goals that the project sets itself.
func sections(b *bench) []section {
	return []section{ascents(b), networks(b), training(b), similar(b), explorer(b)}
}

func ascents(b *bench) section {
	am := filepath.Join(b.shared, "peers", "am_torch.py")
	weights := filepath.Join(b.shared, "reference", "sfhf.safetensors")
	single := b.peer("result", peers, "single", weights)
	all := func(workers, unit, variant string) measurement {
		return b.ours("optimize", "BenchmarkAll/.*/workers="+workers+"$", unit, "1x", variant)
	}
	alone := func(unit string) measurement {
		return b.ours("optimize", "BenchmarkStep/.*/conv3/alone$", unit, "1s", "")
	}
	return section{
		title: "Activation maximization",
		note: "All units are those of conv1, conv2 and conv3 of SF-HF: 192 units, 5,000 steps of Adam each, every step\n" +
			"evaluated. PyTorch with one unit at a time is a sample of 100 steps, scaled. A share of the peak counts the\n" +
			"operations of a direct convolution for the wanted unit only. The Toom-Cook filters of five taps need fewer, so\n" +
			"the share can exceed 100 %.",
		rows: []row{
			{key: "all-1", what: oneThread, against: batches, unit: "s",
				ours: all("1", "s/ALL", ""), peer: b.peer("ALL", am, weights, "--threads", "1"), goals: []goal{times(13)}},
			{key: "all-2", what: twoThreads, against: batches, unit: "s",
				ours: all("2", "s/ALL", ""), peer: b.peer("ALL", am, weights, "--threads", "2"), goals: []goal{times(16)}},
			{key: "single-1", what: oneThread, against: oneByOne, unit: "s",
				ours: all("1", "s/ALL", ""), peer: single, goals: []goal{times(100)}},
			{key: "single-2", what: twoThreads, against: oneByOne, unit: "s",
				ours: all("2", "s/ALL", ""), peer: single, goals: []goal{times(100)}},
			{key: "avx2", what: oneThread + ", AVX2", against: "actmax, AVX-512", unit: "s",
				ours: all("1", "s/ALL", "avx2"), peer: all("1", "s/ALL", "avx512"), goals: []goal{times(0.9)}},
			{key: "alone", what: "a single conv3 unit, one core", unit: perStep,
				ours: inverse(alone("unit-steps/s"), 1e6), goals: []goal{atMost(150)}},
			{key: "peak", what: "multiply-add peak of one core", unit: "GFLOP/s",
				ours: b.ours("internal/simd", "BenchmarkPeak/best$", "GFLOP/s", "1x", "")},
			{key: "peak-1", what: oneThread, unit: ofPeak, ours: all("1", "%peak", ""), goals: []goal{atLeast(205)}},
			{key: "peak-median", what: oneThread + ", if every step took the median time of its layer", unit: ofPeak,
				ours: b.ours("optimize", "BenchmarkAllByMedian$", "%peak", "1x", "")},
			{key: "peak-2", what: twoThreads, unit: ofPeak, ours: all("2", "%peak", ""), goals: []goal{atLeast(190)}},
			{key: "allocations-step", what: "allocations per step of a unit", unit: "allocations",
				ours: alone(allocations), goals: []goal{atMost(0)}},
		},
	}
}

func networks(b *bench) section {
	general := func(kernel string) measurement {
		return b.ours("model", "BenchmarkGeneral/kernel="+kernel+",.*", "%peak", "1s", "")
	}
	plain := func(layer, whose string) measurement {
		return b.ours("model", "BenchmarkPlainLoops/"+layer+"$", whose+"-us", "200x", "portable")
	}
	pass := func(layer string, bound float64) row {
		return row{key: "portable-" + layer, what: "one " + layer + " unit, forward and backward, portable Go",
			against: plainLoops, unit: "µs",
			ours: plain(layer, "ours"), peer: plain(layer, "plain"), goals: []goal{times(bound)}}
	}
	return section{
		title: "Other networks and portable Go",
		rows: []row{
			{key: "general-7", what: "convolutions of kernel 7, stride 2, 32 channels", unit: ofPeak,
				ours: general("7"), goals: []goal{atLeast(60)}},
			{key: "general-9", what: "convolutions of kernel 9, dilation 2, 48 channels", unit: ofPeak,
				ours: general("9"), goals: []goal{atLeast(60)}},
			pass("conv3", 2), pass("conv2", 1), pass("conv1", 1),
		},
	}
}

func training(b *bench) section {
	step := func(jobs, unit string) measurement {
		return b.ours("model/train", "BenchmarkTrainingStep/flatten/jobs="+jobs+"$", unit, "3s", "")
	}
	return section{
		title: "Training",
		rows: []row{
			{key: "train-1", what: "step of 64 segments, one thread", against: "PyTorch", unit: "ms",
				ours: step("1", "median-ms"), peer: b.peer("result", peers, "train", "1"), goals: []goal{times(2.5)}},
			{key: "train-2", what: "step of 64 segments, two threads", against: "PyTorch", unit: "ms",
				ours: step("2", "median-ms"), peer: b.peer("result", peers, "train", "2"), goals: []goal{times(3)}},
			{key: "allocations-train", what: "allocations per step, two threads", unit: "allocations",
				ours: step("2", allocations), goals: []goal{atMost(0)}},
			{key: "statistics", what: "activation statistics over the DSADS training segments, two threads", unit: "s",
				ours: b.ours("model/train", "BenchmarkMeasureDSADS$", "s/DSADS", "1x", ""), goals: []goal{atMost(10)}},
		},
	}
}

func similar(b *bench) section {
	query := func(unit string) measurement {
		return b.ours("data/similar", "BenchmarkQuery/workers=1$", unit, "300x", "")
	}
	return section{
		title: "Similar segments",
		rows: []row{
			{key: "query", what: "50 nearest of the 273,600 single-axis segments of DSADS, one core", against: "numpy",
				unit: "ms",
				ours: query("ms/query"), peer: b.peer("result", peers, "similar", "273600"), goals: []goal{times(15), atMost(1.6)}},
			{key: "allocations-query", what: "allocations per query", unit: "allocations",
				ours: query(allocations), goals: []goal{atMost(0)}},
		},
	}
}

func explorer(b *bench) section {
	playing := func(screen, unit string) measurement {
		return b.ours("tui", "BenchmarkPlaying/"+screen+"$", unit, "2x", "")
	}
	binary := func(unit string) measurement { return b.ours("tui", "BenchmarkBinary$", unit, "5x", "") }
	s := section{
		title: "The explorer at 160x50",
		note: "Key to frame is the 99th percentile while a layer is computed at full speed. Processor time and bytes are\n" +
			"those of playing 30 frames a second.",
	}
	screens := []struct{ title, name string }{{"Unit", "unit"}, {"Layer", "layer"}, {"Compare", "compare"}}
	for _, c := range screens {
		s.rows = append(s.rows, row{key: "key-" + c.name, what: "key to frame, " + c.title, unit: "ms",
			ours: b.ours("tui", "BenchmarkKeyToFrame/"+c.name+"$", "ms/key99", "200x", ""), goals: []goal{atMost(16)}})
	}
	s.rows = append(s.rows, row{key: "slowed", what: "slowdown of the ascents by a playing screen", unit: "%",
		ours: b.ours("tui", "BenchmarkSlowed$", "%slower", "3x", ""), goals: []goal{atMost(3)}})
	for _, c := range screens {
		s.rows = append(s.rows, row{key: "core-" + c.name, what: "processor time of the program, " + c.title, unit: ofCore,
			ours: playing(c.name, "%core"), goals: []goal{atMost(5)}})
	}
	s.rows = append(s.rows, row{key: "core-drawing", what: "processor time of drawing alone, Unit", unit: ofCore,
		ours: b.ours("tui", "BenchmarkFrame$", "%core", "2s", "")})
	for _, c := range screens {
		s.rows = append(s.rows, row{key: "frame-" + c.name, what: "bytes per frame, " + c.title, unit: "bytes",
			ours: playing(c.name, "bytes/frame"), goals: []goal{atMost(500)}})
	}
	for _, c := range screens {
		s.rows = append(s.rows, row{key: "second-" + c.name, what: "bytes per second, " + c.title, unit: "bytes/s",
			ours: playing(c.name, "bytes/s"), goals: []goal{atMost(15000)}})
	}
	s.rows = append(s.rows,
		row{key: "first-frame", what: "first frame of the built program, from its start", unit: "ms",
			ours: binary("ms/first-frame"), goals: []goal{atMost(150)}},
		row{key: "memory", what: "resident memory after ten seconds of computing a layer at full speed", unit: "MB",
			ours: binary("MB/resident"), goals: []goal{atMost(120)}})
	return s
}
