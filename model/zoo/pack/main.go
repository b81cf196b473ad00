// Command pack makes the embedded network dsads. Of the given networks, trained on DSADS, it takes the one with the
// best macro-F1 on the validation subject (the test subjects play no part), converts it to half precision, and measures
// its statistics and its macro-F1 in half precision. Run it in the root of the project:
//
//	go run ./model/zoo/pack -data DSADS.zip study/models/*.safetensors
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"actmax/data"
	"actmax/data/dsads"
	"actmax/internal/atomicfile"
	"actmax/internal/simd"
	"actmax/model"
	"actmax/model/train"
)

// limit is the largest size of an embedded network, in bytes.
const limit = 3_200_000

func main() {
	archive := flag.String("data", "", "archive or folder of DSADS that the networks were trained on")
	out := flag.String("o", "model/zoo/dsads.safetensors", "file to write")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *archive, *out, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, archive, out string, files []string) error {
	if err := simd.Check(); err != nil {
		return err
	}
	if archive == "" || len(files) == 0 {
		return errors.New("expected -data and at least one checkpoint")
	}
	full, err := best(files)
	if err != nil {
		return err
	}
	d, err := dsads.Load(ctx, archive, data.Options{Resample: full.Training.Resample})
	if err != nil {
		return err
	}
	if d.Hash != full.Training.DataHash {
		return fmt.Errorf("%s was trained on data %.12s, %s is %.12s", full.Name, full.Training.DataHash, archive, d.Hash)
	}
	n, err := halved(ctx, full, d)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := n.Write(&b); err != nil {
		return err
	}
	if b.Len() > limit {
		return fmt.Errorf("%s takes %d bytes in half precision, at most %d are allowed", full.Name, b.Len(), limit)
	}
	if err := atomicfile.Write(out, func(w io.Writer) error {
		_, err := w.Write(b.Bytes())
		return err
	}); err != nil {
		return err
	}
	t := n.Training
	fmt.Printf("%s: %s, %d bytes; macro-F1 %.4f on the validation subject, %.4f on the test subjects"+
		" (full precision %.4f)\n", out, full.Name, b.Len(), t.Validation, t.Test, t.FromTest)
	return nil
}

// best reads the networks and returns the one with the highest macro-F1 on the validation subject, the first on ties.
func best(files []string) (*model.Network, error) {
	var best *model.Network
	for _, path := range files {
		n, err := model.Load(path)
		if err != nil {
			return nil, err
		}
		if n.Training == nil || n.Training.Epochs == 0 {
			return nil, fmt.Errorf("%s has no description of its training", path)
		}
		if best == nil || n.Training.Validation > best.Training.Validation {
			best = n
		}
	}
	return best, nil
}

// halved returns the network in half precision, with its statistics and macro-F1 in that precision.
func halved(ctx context.Context, full *model.Network, d *data.Dataset) (*model.Network, error) {
	n, err := model.Halved(full)
	if err != nil {
		return nil, err
	}
	source, err := data.SourceOf(d.Name)
	if err != nil {
		return nil, err
	}
	t := n.Training
	t.From, t.FromTest = full.Hash, full.Training.Test
	t.Licence = fmt.Sprintf("%s (%s), doi:%s, %s", source.Long, source.Cite, source.DOI, source.Licence)
	for split, to := range map[data.Split]*float64{data.Validate: &t.Validation, data.Test: &t.Test} {
		e, err := train.Evaluate(ctx, n, d, split, 0)
		if err != nil {
			return nil, err
		}
		*to = e.MacroF1
	}
	return n, train.Statistics(ctx, n, d, train.MeasureOptions{NoCache: true})
}
