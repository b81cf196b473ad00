// Command make trains the demo network and writes it with its statistics. Run it in the root of the project:
//
//	go run ./model/zoo/make
//
// It takes about two minutes on two cores. The same type of processor reproduces the weights bit for bit.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"actmax/data/synth"
	"actmax/internal/simd"
	"actmax/model/train"
)

// Epochs, seed and head of the demo network. Everything else is train.Default.
const (
	epochs = 30
	seed   = 1
	head   = "fusion"
)

func main() {
	out := flag.String("o", "model/zoo/demo.safetensors", "file to write")
	resume := flag.Bool("resume", false, "continue after an interrupt")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *out, *resume); err != nil {
		fmt.Fprintln(os.Stderr, "make:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out string, resume bool) error {
	if err := simd.Check(); err != nil {
		return err
	}
	s := train.Default()
	s.Head = head
	n, r, err := train.ToFile(ctx, synth.Load(synth.Seed), out,
		train.Options{Settings: s, Seed: seed, Epochs: epochs, Resume: resume, Progress: show})
	if err != nil {
		return err
	}
	fmt.Printf("%s: best epoch %d, macro-F1 %.4f on the validation subject, %.4f on the test subjects;"+
		" last epoch %.4f; %.0f s; hash %.12s\n",
		out, r.Best.Epoch, r.Best.Validation, r.Test.MacroF1, r.Last.Validation, r.Seconds, n.Hash)
	return nil
}

// show prints one line per epoch.
func show(p train.Progress) {
	if p.Batch == p.Batches {
		fmt.Printf("epoch %d of %d: loss %.4f, validation macro-F1 %.4f, %v left\n",
			p.Epoch, p.Epochs, p.Loss, p.ValidationMacro, p.Left.Round(time.Second))
	}
}
