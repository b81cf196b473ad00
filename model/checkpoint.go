package model

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"actmax/internal/atomicfile"
	"actmax/internal/safetensors"
)

const (
	networkKey  = "actmax.network"
	trainingKey = "actmax.training"

	// Bins is the number of bins of an activation histogram.
	Bins = 64
)

// Load reads a checkpoint (.safetensors) from a file.
func Load(path string) (*Network, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	n, err := Read(bufio.NewReaderSize(f, 1<<16), strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return n, nil
}

// Read reads a checkpoint and names the network. Statistics and training are optional. Errors name the tensor or the
// key at fault.
func Read(r io.Reader, name string) (*Network, error) {
	f, err := safetensors.Read(r)
	if err != nil {
		return nil, err
	}
	text, ok := f.Metadata[networkKey]
	if !ok {
		return nil, fmt.Errorf("__metadata__ has no %s, which describes the layers of the tensors", networkKey)
	}
	n, err := parseArchitecture(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", networkKey, err)
	}
	n.Name = name
	if err := n.deriveShapes(); err != nil {
		return nil, fmt.Errorf("%s: %w", networkKey, err)
	}
	if text, ok := f.Metadata[trainingKey]; ok {
		if err := json.Unmarshal([]byte(text), &n.Training); err != nil {
			return nil, fmt.Errorf("%s: %w", trainingKey, err)
		}
	}
	tensors := map[string]*safetensors.Tensor{}
	for i := range f.Tensors {
		t := &f.Tensors[i]
		if !n.owns(t.Name) {
			return nil, fmt.Errorf("tensor %s belongs to no layer of %s: expected weight, bias and activation_... of each layer"+
				" (fold batch normalization into the layer before it)", t.Name, networkKey)
		}
		tensors[t.Name] = t
	}
	n.Half = true
	for i := range n.Layers {
		if err := n.Layers[i].readTensors(tensors); err != nil {
			return nil, err
		}
		for _, name := range []string{".weight", ".bias"} {
			n.Half = n.Half && tensors[n.Layers[i].Name+name].DType == "F16"
		}
	}
	if err := n.Derive(); err != nil {
		return nil, err
	}
	return n, nil
}

// owns reports whether a tensor belongs to a layer: weights, or statistics, also those of a later version. Any other
// tensor with a layer's name might change what the network computes.
func (n *Network) owns(tensor string) bool {
	return slices.ContainsFunc(n.Layers, func(l Layer) bool {
		what, ok := strings.CutPrefix(tensor, l.Name+".")
		return ok && (what == "weight" || what == "bias" || strings.HasPrefix(what, "activation_"))
	})
}

// weightShape returns the shape of the layer's weight tensor.
func (l *Layer) weightShape() []int {
	if l.Kind == "conv" {
		return []int{l.Filters, l.In.Channels, l.Kernel[0], l.Kernel[1]}
	}
	return []int{l.Units, l.fanIn()}
}

func (l *Layer) readTensors(tensors map[string]*safetensors.Tensor) error {
	units := []int{l.Out.Channels}
	read := func(name string, shape []int, required bool) (values []float32, err error) {
		t, err := pick(tensors, l.Name+"."+name, shape, required)
		if t == nil || err != nil {
			return nil, err
		}
		if values, err = t.Float32(); err != nil {
			return nil, err
		}
		for i, v := range values {
			if v-v != 0 { // NaN or infinite
				return nil, fmt.Errorf("tensor %s contains %v at %d, expected finite numbers", t.Name, v, i)
			}
		}
		return values, nil
	}
	var s Statistics
	for _, part := range []struct {
		to       *[]float32
		name     string
		shape    []int
		required bool
	}{
		{&l.Weight, "weight", l.weightShape(), true},
		{&l.Bias, "bias", units, true},
		{&s.Mean, "activation_mean", units, false},
		{&s.Std, "activation_std", units, false},
		{&s.Max, "activation_max", units, false},
		{&s.P95, "activation_p95", units, false},
		{&s.Min, "activation_min", units, false},
		{&s.Histogram, "activation_histogram", []int{l.Out.Channels, Bins}, false},
	} {
		var err error
		if *part.to, err = read(part.name, part.shape, part.required); err != nil {
			return err
		}
	}
	count, err := pick(tensors, l.Name+".activation_count", units, false)
	if err != nil {
		return err
	}
	if count != nil {
		if s.Count, err = count.Int64(); err != nil {
			return err
		}
	}
	if (s.Mean == nil) != (s.Std == nil) {
		return fmt.Errorf("layer %s has only one of the tensors activation_mean and activation_std, expected both or neither",
			l.Name)
	}
	if s.Mean != nil {
		l.Statistics = &s
	}
	return nil
}

// pick finds a tensor and checks its shape. It returns nil for a missing tensor that is not required.
func pick(tensors map[string]*safetensors.Tensor, name string, shape []int, required bool) (
	*safetensors.Tensor, error) {
	t, ok := tensors[name]
	if !ok {
		if required {
			return nil, fmt.Errorf("tensor %s is missing, expected shape %v", name, shape)
		}
		return nil, nil
	}
	if !slices.Equal(t.Shape, shape) {
		return nil, fmt.Errorf("tensor %s has shape %v, expected %v", name, t.Shape, shape)
	}
	return t, nil
}

// Save writes a checkpoint atomically.
func (n *Network) Save(path string) error { return atomicfile.Write(path, n.Write) }

// Write writes a checkpoint: architecture, weights, and any statistics and training.
func (n *Network) Write(w io.Writer) error {
	a, err := n.architecture(true)
	if err != nil {
		return err
	}
	metadata := map[string]string{"format": "pt", networkKey: string(a)}
	if n.Training != nil {
		t, err := json.Marshal(n.Training)
		if err != nil {
			return fmt.Errorf("%s: %w", trainingKey, err)
		}
		metadata[trainingKey] = string(t)
	}
	var tensors []safetensors.Tensor
	for i := range n.Layers {
		tensors = append(tensors, n.Layers[i].tensors(n.Half)...)
	}
	return safetensors.Write(w, metadata, tensors)
}

// tensors returns the layer's tensors in a checkpoint, with its weights and biases in half precision or not.
func (l *Layer) tensors(half bool) []safetensors.Tensor {
	units := []int{l.Out.Channels}
	of := safetensors.OfFloat32
	if half {
		of = safetensors.OfFloat16
	}
	out := []safetensors.Tensor{of(l.Name+".weight", l.weightShape(), l.Weight), of(l.Name+".bias", units, l.Bias)}
	s := l.Statistics
	if s == nil {
		return out
	}
	if s.Count != nil {
		out = append(out, safetensors.OfInt64(l.Name+".activation_count", units, s.Count))
	}
	for _, part := range []struct {
		name   string
		shape  []int
		values []float32
	}{
		{"mean", units, s.Mean}, {"std", units, s.Std}, {"max", units, s.Max}, {"p95", units, s.P95},
		{"min", units, s.Min}, {"histogram", []int{l.Out.Channels, Bins}, s.Histogram},
	} {
		if part.values != nil {
			out = append(out, safetensors.OfFloat32(l.Name+".activation_"+part.name, part.shape, part.values))
		}
	}
	return out
}
