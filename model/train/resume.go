package train

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"
	"strings"

	"actmax/internal/atomicfile"
	"actmax/internal/safetensors"
	"actmax/internal/simd"
)

// The state of a run is a safetensors file: for every tensor of the network its values, Adam's moments ("m.", "v.") and
// its values after the best epoch ("best."), and in __metadata__ what the run is and its position. Random numbers
// have no state of their own: see package random.
const (
	identityKey = "actmax.resume.run"
	positionKey = "actmax.resume.position"
	variantKey  = "actmax.resume.simd"
)

// identity is everything that the weights depend on. Two runs of one identity are the same run.
type identity struct {
	Data      string           `json:"data"`
	DataHash  string           `json:"data hash"`
	Resample  string           `json:"data.resample"`
	Splits    map[string][]int `json:"subjects by split"`
	Segments  int              `json:"training segments"`
	Classes   []string         `json:"classes"`
	Head      string           `json:"train.head"`
	BatchSize int              `json:"train.batch"`
	Eta       float64          `json:"train.eta"`
	Dropout   float64          `json:"train.dropout"`
	Scale     string           `json:"data.scale"`
	Seed      uint64           `json:"seed"`
	// see data.Dataset.Identity; "" in states of older versions
	Identity string `json:"data identity,omitempty"`
}

func (t *trainer) identity() identity {
	r := record(t.d, t.o)
	return identity{
		Data: r.Data, DataHash: r.DataHash, Resample: r.Resample, Splits: r.Split, Segments: len(t.segments),
		Classes: t.d.Activities, Head: r.Head, BatchSize: r.Batch, Eta: r.Eta, Dropout: r.Dropout, Scale: r.Scale,
		Seed: r.Seed, Identity: t.d.Identity(),
	}
}

// differences names what two runs do not share, with both values.
func differences(saved, now identity) []string {
	var out []string
	otherData := saved.Identity != "" && saved.Identity != now.Identity
	saved.Identity, now.Identity = "", ""
	a, b := reflect.ValueOf(saved), reflect.ValueOf(now)
	for i := range a.NumField() {
		x, y := a.Field(i).Interface(), b.Field(i).Interface()
		if !reflect.DeepEqual(x, y) {
			out = append(out, fmt.Sprintf("%s (saved %v, now %v)", a.Type().Field(i).Tag.Get("json"), x, y))
		}
	}
	if otherData && len(out) == 0 {
		out = append(out, "the segments that recordings are cut into")
	}
	return out
}

// begin resumes an interrupted run, or makes sure that none is overwritten.
func (t *trainer) begin() error {
	if t.o.State == "" {
		return nil
	}
	if !t.o.Resume {
		if t.o.Replace {
			return nil
		}
		if _, err := os.Stat(t.o.State); err == nil {
			return fmt.Errorf("%s holds an interrupted run: continue with --resume, or remove the file to start again",
				t.o.State)
		}
		return nil
	}
	f, err := os.Open(t.o.State)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s does not exist: there is no interrupted run to continue; start without --resume",
			t.o.State)
	} else if err != nil {
		return err
	}
	defer f.Close()
	if err := t.restore(bufio.NewReaderSize(f, 1<<16)); err != nil {
		return fmt.Errorf("%s: %w", t.o.State, err)
	}
	return nil
}

// restore reads a saved run. The trainer is not usable after an error.
func (t *trainer) restore(r io.Reader) error {
	file, err := safetensors.Read(r)
	if err != nil {
		return err
	}
	var saved identity
	if err := metadata(file, identityKey, &saved); err != nil {
		return err
	}
	if diff := differences(saved, t.identity()); len(diff) > 0 {
		return fmt.Errorf("it was saved by another run, which differs in %s; continue with the data, settings and "+
			"seed of that run, or start again without --resume",
			strings.Join(diff, ", "))
	}
	var at position
	if err := metadata(file, positionKey, &at); err != nil {
		return err
	}
	if err := at.check(t.perEpoch()); err != nil {
		return fmt.Errorf("%s: %w", positionKey, err)
	}
	begun := len(at.History)
	if at.Batch > 0 {
		begun++
	}
	if begun > t.o.Epochs {
		return fmt.Errorf("the run has begun %d epochs already, and --epochs is %d; continue with --epochs %d or more",
			begun, t.o.Epochs, begun)
	}
	for i := range t.weights {
		w := &t.weights[i]
		for prefix, dst := range w.parts() {
			tensor := file.Find(prefix + w.name)
			if tensor == nil || !slices.Equal(tensor.Shape, []int{len(dst)}) {
				return fmt.Errorf("tensor %s is missing or has another size than [%d]", prefix+w.name, len(dst))
			}
			values, err := tensor.Float32()
			if err != nil {
				return err
			}
			copy(dst, values)
		}
	}
	t.learner.Repack()
	t.position = at
	if v := file.Metadata[variantKey]; v != simd.Variant() {
		t.note = fmt.Sprintf("parts of this run were computed with the %s kernels and parts with %s: its weights are "+
			"those of neither alone", v, simd.Variant())
	}
	return nil
}

// parts are the arrays of a tensor that a state holds, by the prefix of their names.
func (w *tensor) parts() map[string][]float32 {
	return map[string][]float32{"": w.value, "m.": w.m, "v.": w.v, "best.": w.bestSoFar}
}

func metadata(f *safetensors.File, key string, to any) error {
	text, ok := f.Metadata[key]
	if !ok {
		return fmt.Errorf("__metadata__ has no %s: this is not the state of a training run", key)
	}
	if err := json.Unmarshal([]byte(text), to); err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	return nil
}

func (p *position) check(batches int) error {
	if p.Batch < 0 || p.Batch > batches {
		return fmt.Errorf("batch %d is outside an epoch of %d", p.Batch, batches)
	}
	if p.Best < 0 || p.Best > len(p.History) || p.Best == 0 && len(p.History) > 0 {
		return fmt.Errorf("best epoch %d is not one of the %d complete ones", p.Best, len(p.History))
	}
	return nil
}

// save replaces the state, if one is kept.
func (t *trainer) save() error {
	if t.o.State == "" {
		return nil
	}
	if err := atomicfile.Write(t.o.State, t.write); err != nil {
		return fmt.Errorf("cannot save the state of the run: %w", err)
	}
	return nil
}

func (t *trainer) write(w io.Writer) error {
	at := t.position
	at.Seconds = t.elapsed().Seconds()
	run, err := json.Marshal(t.identity())
	if err != nil {
		return err
	}
	where, err := json.Marshal(at)
	if err != nil {
		return err
	}
	var tensors []safetensors.Tensor
	for i := range t.weights {
		for _, prefix := range []string{"", "m.", "v.", "best."} {
			values := t.weights[i].parts()[prefix]
			tensors = append(tensors, safetensors.OfFloat32(prefix+t.weights[i].name, []int{len(values)}, values))
		}
	}
	return safetensors.Write(w, map[string]string{identityKey: string(run), positionKey: string(where),
		variantKey: simd.Variant()}, tensors)
}

// ended turns an interrupt into *Interrupted. The state is saved first if training itself was interrupted; the
// evaluation on the test subjects follows the last epoch's own save.
func (t *trainer) ended(ctx context.Context, err error) error {
	if ctx.Err() == nil || !errors.Is(err, ctx.Err()) {
		return err
	}
	if len(t.History) < t.o.Epochs {
		if err := t.save(); err != nil {
			return err
		}
	}
	return &Interrupted{State: t.o.State, Epoch: min(len(t.History)+1, t.o.Epochs), Epochs: t.o.Epochs,
		Cause: context.Cause(ctx)}
}
