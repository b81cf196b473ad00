package model_test

import (
	"fmt"

	"actmax/model"
)

// What signal would make unit 3 of conv2 more active? One step of gradient ascent on two signals side by side.
func ExampleBlock() {
	n, err := model.NewSFHF("flatten", []string{"sitting", "walking"}, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	layer, err := n.Find("conv2")
	if err != nil {
		fmt.Println(err)
		return
	}
	axes, time := n.SignalShape(layer)
	b := model.NewBlock(n, layer, 2)
	b.SetUnit(0, 3)
	b.SetUnit(1, 3)
	for t := range time {
		b.Signal[t*2] = 0.3                    // lane 0
		b.Signal[t*2+1] = 0.3 * float32(t%5-2) // lane 1
	}
	sums := func() (out [2]float32) {
		b.Forward()
		for i, a := range b.Map {
			out[i%2] += a
		}
		return out
	}
	before := sums()
	for i := range b.MapGradient {
		b.MapGradient[i] = 1 // the derivative of the sum
	}
	b.Backward()
	for i, g := range b.SignalGradient {
		b.Signal[i] += 0.001 * g
	}
	after := sums()
	fmt.Println("signal:", axes, "axis,", time, "samples; both more active:", after[0] > before[0] && after[1] > before[1])
	// Output: signal: 1 axis, 30 samples; both more active: true
}

// One step of gradient descent on a batch of segments.
func ExampleLearner() {
	n, err := model.NewSFHF("fusion", []string{"sitting", "walking"}, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	learner := model.NewLearner(n)
	pass, err := learner.NewPass(4, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer pass.Close()
	segment := make([][]float32, 6)
	for axis := range segment {
		segment[axis] = make([]float32, 30)
		segment[axis][axis] = 1
	}
	if err := pass.SetSegment(0, segment); err != nil {
		fmt.Println(err)
		return
	}
	gradients, scores := learner.Gradients(), make([]float32, 2)
	for range 2 {
		if err := pass.Forward(1, nil); err != nil {
			fmt.Println(err)
			return
		}
		before := scores[0]
		pass.Scores(0, scores)
		if before != 0 {
			fmt.Println("the score of sitting grew:", scores[0] > before)
		}
		if err := pass.Backward([]float32{-1, 0}, gradients); err != nil { // a loss that falls as the first score grows
			fmt.Println(err)
			return
		}
		for i, l := range learner.Layers() {
			for k, g := range gradients.Weight[i] {
				l.Weight[k] -= 0.001 * g
			}
		}
		learner.Repack()
	}
	// Output: the score of sitting grew: true
}
