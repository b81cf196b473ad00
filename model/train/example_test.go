package train_test

import (
	"context"
	"fmt"

	"actmax/data/synth"
	"actmax/model/train"
)

// Two of three classes occur. The third is neither there nor predicted, and does not count.
func ExampleMacroF1() {
	macro, byClass := train.MacroF1([][]int{
		{8, 2, 0}, // true class 0: two taken for class 1
		{0, 10, 0},
		{0, 0, 0},
	})
	fmt.Printf("%.3f %.3f\n", macro, byClass)
	// Output: 0.899 [0.889 0.909 0.000]
}

// A network for the demo recordings, trained for half a minute.
func ExampleToFile() {
	s := train.Default()
	s.Head = "fusion"
	n, report, err := train.ToFile(context.Background(), synth.Load(synth.Seed), "network.safetensors", train.Options{
		Settings: s, Seed: 1, Epochs: 10,
		Progress: func(p train.Progress) { fmt.Printf("\repoch %d, loss %.3f, %v left", p.Epoch, p.Loss, p.Left) },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(n.Classes, report.Best.Validation, report.Test.MacroF1)
}
