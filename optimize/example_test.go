package optimize_test

import (
	"fmt"

	"actmax/model"
	"actmax/optimize"
)

// network returns a small one that is not trained.
func network() *model.Network {
	n := &model.Network{Name: "example", Input: model.Input{Axes: 6, Length: 30, RateHz: 30, Unit: "G"},
		Layers: []model.Layer{
			{Name: "conv1", Kind: "conv", Filters: 4, Kernel: [2]int{1, 5}, Padding: [2]int{0, 2}, Activation: "relu"}}}
	if err := n.Initialize(1); err != nil {
		panic(err)
	}
	return n
}

func ExampleAscent() {
	s := optimize.Default()
	s.ThresholdEAP = 0.8 // the network has no statistics to take a threshold from
	s.Steps = 2000
	a, err := optimize.NewAscent(optimize.Job{Network: network(), Layer: 0, Unit: 2, Settings: s})
	if err != nil {
		fmt.Println(err)
		return
	}
	begin := a.Snapshot()
	end := a.Run()
	fmt.Printf("largest activation from %.1f to %.1f of the threshold, %s\n", begin.Attainment, end.Attainment,
		end.Status)
	// Output: largest activation from 0.5 to 1.0 of the threshold, ok
}

func ExamplePool() {
	pool := optimize.NewPool(2)
	defer pool.Close()
	s := optimize.Default()
	s.ThresholdEAP, s.Steps = 0.8, 500
	run, err := pool.Start(optimize.Job{Network: network(), Layer: 0, Unit: 2, Settings: s})
	if err != nil {
		fmt.Println(err)
		return
	}
	<-run.Done()

	// Go back to step 100 and continue with another weight.
	if err := run.Edit(100, "penalty.tv", 0.5); err != nil {
		fmt.Println(err)
		return
	}
	<-run.Done()
	result, _ := run.Result()
	halfway, err := run.Tape().FrameAt(250)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Edits, "step", result.Step, "and", halfway.Step)
	// Output: [{100 penalty.tv 0.5}] step 500 and 250
}

func ExampleApplyMethod() {
	s := optimize.Default()
	if err := optimize.ApplyMethod(&s, "l2+tv"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(s.L2, s.TV, s.EAP, s.Clip, optimize.MethodOf(s))
	fmt.Println(optimize.ApplyMethod(&s, "l2+vt"))
	// Output:
	// 0.1 1 0 false l2+tv
	// method = "l2+vt" holds "vt", which is no term; expected naive, lowpass, unit-norm, or a sum of l2, tv, aap, eap and clip such as l2+tv+eap+clip
}

func ExampleSchedule() {
	// What the paper prints: no signal can move by more than the sum of its learning rates.
	s := optimize.Default()
	if err := s.ApplyPreset("printed"); err != nil {
		fmt.Println(err)
	}
	schedule := optimize.NewSchedule(optimize.Job{Settings: s})
	fmt.Printf("%.3f; half of it by step %d\n", schedule.Total(), schedule.StepAt(0.5))
	// Output: 0.020; half of it by step 139
}
