package model

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"actmax/internal/safetensors"
)

// small is a network with every optional part filled.
func small(t testing.TB) *Network {
	t.Helper()
	n := &Network{Name: "small", Classes: []string{"sit", "walk"},
		Input: Input{Axes: 2, Length: 9, RateHz: 30, Unit: "G", Mean: []float64{0.25}, Std: []float64{0.5}},
		Layers: []Layer{
			{Name: "conv1", Kind: "conv", Filters: 3, Kernel: [2]int{1, 3}, Padding: [2]int{0, 1}, Stride: [2]int{1, 2},
				Activation: "relu"},
			{Name: "dense1", Kind: "dense", Units: 2},
		},
		Training: &Training{Data: "DSADS", Split: map[string][]int{"train": {1, 2}}, Seed: 7, Epochs: 3, Validation: 0.5},
	}
	if err := n.Initialize(3); err != nil {
		t.Fatal(err)
	}
	n.Layers[0].Statistics = &Statistics{Count: []int64{5, 0, 1 << 40}, Mean: []float32{1, 0, 2},
		Std: []float32{0.5, 0, 1}, Max: []float32{3, 0, 4},
		P95: []float32{2, 0, 3}, Min: []float32{0, 0, 0}, Histogram: make([]float32, 3*Bins)}
	n.Layers[0].Statistics.Histogram[70] = 9
	return n
}

func TestSaveAndLoad(t *testing.T) {
	n := small(t)
	path := filepath.Join(t.TempDir(), "m.safetensors")
	if err := n.Save(path); err != nil {
		t.Fatal(err)
	}
	got, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if got.Name != "m" || got.Hash != n.Hash || !slices.Equal(got.Classes, n.Classes) {
		t.Errorf("name %s, hash %s (want %s), classes %v", got.Name, got.Hash, n.Hash, got.Classes)
	}
	a, _ := json.Marshal(got.Layers)
	b, _ := json.Marshal(n.Layers)
	if !bytes.Equal(a, b) {
		t.Errorf("layers differ:\n%s\n%s", a, b)
	}
	a, _ = json.Marshal(got.Training)
	b, _ = json.Marshal(n.Training)
	if !bytes.Equal(a, b) {
		t.Errorf("training differs: %s, %s", a, b)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("temporary files are left: %v %v", left, err)
	}
	if err := n.Save(filepath.Join(path, "x")); err == nil {
		t.Error("saving below a file must fail")
	}
}

func TestHashFollowsWeightsAndArchitecture(t *testing.T) {
	n := small(t)
	change := map[string]func(*Network){
		"weight":   func(n *Network) { n.Layers[1].Weight[3] += 1 },
		"bias":     func(n *Network) { n.Layers[0].Bias[0] = 1 },
		"mean":     func(n *Network) { n.Input.Mean = []float64{0.5} },
		"relu":     func(n *Network) { n.Layers[1].Activation = "relu" },
		"dilation": func(n *Network) { n.Layers[0].Padding[1], n.Layers[0].Dilation[1] = 2, 2 },
	}
	seen := map[string]string{n.Hash: "nothing"}
	for name, f := range change {
		c := small(t)
		f(c)
		if err := c.Derive(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if other, ok := seen[c.Hash]; ok {
			t.Errorf("changing %s gives the hash of changing %s", name, other)
		}
		seen[c.Hash] = name
	}
	c := small(t)
	c.Classes[0], c.Layers[0].Statistics, c.Training = "lie", nil, nil
	if err := c.Derive(); err != nil || c.Hash != n.Hash {
		t.Errorf("names, statistics and training must not enter the hash (%v)", err)
	}
}

// file returns a checkpoint of n with edited parts.
func file(t testing.TB, n *Network, edit func(*safetensors.File)) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := n.Write(&b); err != nil {
		t.Fatal(err)
	}
	f, err := safetensors.Read(&b)
	if err != nil {
		t.Fatal(err)
	}
	edit(f)
	b.Reset()
	if err := safetensors.Write(&b, f.Metadata, f.Tensors); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadErrors(t *testing.T) {
	network := func(from, to string) func(*safetensors.File) {
		return func(f *safetensors.File) {
			changed := strings.Replace(f.Metadata[networkKey], from, to, 1)
			if changed == f.Metadata[networkKey] {
				t.Fatalf("%q is not in %s", from, changed)
			}
			f.Metadata[networkKey] = changed
		}
	}
	for _, c := range []struct {
		edit func(*safetensors.File)
		want string
	}{
		{func(f *safetensors.File) { delete(f.Metadata, networkKey) }, "__metadata__ has no actmax.network"},
		{func(f *safetensors.File) { f.Metadata[networkKey] = "{" }, "actmax.network: "},
		{func(f *safetensors.File) { f.Metadata[trainingKey] = `{"seed":"x"}` }, "actmax.training: "},
		{func(f *safetensors.File) {
			*f.Find("conv1.bias") = safetensors.OfFloat32("conv1.bias", []int{2}, make([]float32, 2))
		}, "tensor conv1.bias has shape [2], expected [3]"},
		{func(f *safetensors.File) {
			*f.Find("conv1.weight") = safetensors.OfFloat32("other.weight", []int{0}, nil)
		}, "tensor other.weight belongs to no layer"},
		{func(f *safetensors.File) { f.Find("conv1.weight").Name = "conv1.norm.weight" },
			"tensor conv1.norm.weight belongs to no layer"},
		{func(f *safetensors.File) { f.Find("conv1.weight").Name = "conv1.activation_wait" },
			"tensor conv1.weight is missing, expected shape [3 1 1 3]"},
		{func(f *safetensors.File) { f.Find("conv1.activation_std").Name = "conv1.activation_note" },
			"only one of the tensors activation_mean"},
		{func(f *safetensors.File) { f.Find("conv1.activation_count").DType = "F64" },
			"tensor conv1.activation_count is F64"},
		{func(f *safetensors.File) { copy(f.Find("conv1.weight").Data, []byte{0, 0, 0xc0, 0x7f}) },
			"tensor conv1.weight contains NaN at 0"},
		{network(`"kind":"dense"`, `"kind":"lstm"`), `layer dense1: kind "lstm" is not known`},
		{network(`"kernel":[1,3]`, `"kernel":[1,3],"groups":3`), `layer 1: json: unknown field "groups"`},
		{network(`"kernel":[1,3]`, `"kernel":[1,30]`), "layer conv1: kernel [1 30]"},
		{network(`"activation":"relu"`, `"activation":"gelu"`), `activation "gelu" is not known`},
		{network(`"name":"dense1"`, `"name":"conv1"`), "there is already a layer conv1"},
		{network(`"mean":0.25`, `"mean":[1,2,3]`), "input: mean has 3 values and std 1"},
		{network(`"std":0.5`, `"std":-1`), "std is -1, expected a positive number"},
		{network(`"std":0.5`, `"std":1e-39`), "std is 1e-39, expected a positive number"},
		{network(`"std":0.5`, `"std":1e50`), "std is 1e+50, expected a positive number"},
		{network(`"mean":0.25`, `"mean":-1e39`), "mean is -1e+39, expected a number in G"},
		{network(`"unit":"G"`, `"unit":"m/s²"`), `unit is "m/s²", expected "G"`},
		{network(`"mean":0.25`, `"mean":"x"`), "expected a number or a list of numbers"},
		{network(`"axes":2`, `"axes":999999999`), "input: axes 999999999"},
		{network(`"filters":3`, `"filters":4000000`), "feature maps have more than"},
		{network(`"classes":["sit","walk"]`, `"classes":["sit"]`), "layer dense1 has 2 units"},
	} {
		_, err := Read(bytes.NewReader(file(t, small(t), c.edit)), "x")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}

func TestReadTruncated(t *testing.T) {
	whole := file(t, small(t), func(*safetensors.File) {})
	for k := range whole {
		if _, err := Read(bytes.NewReader(whole[:k]), "x"); err == nil {
			t.Fatalf("the first %d of %d bytes were accepted", k, len(whole))
		}
	}
	if _, err := Read(bytes.NewReader(whole[:len(whole)-1]), "x"); !strings.Contains(err.Error(), "conv1.") &&
		!strings.Contains(err.Error(), "dense1.") {
		t.Errorf("the error names no tensor: %v", err)
	}
}

func TestReadVariants(t *testing.T) {
	n := small(t)
	// Of the statistics only mean and deviation; half precision; mean and std as lists; keys of a later version.
	data := file(t, n, func(f *safetensors.File) {
		f.Metadata[networkKey] = strings.Replace(f.Metadata[networkKey], `"mean":0.25,"std":0.5`,
			`"mean":[0.25,0.5],"std":[1,2],"later":1`, 1)
		f.Tensors = slices.DeleteFunc(f.Tensors, func(t safetensors.Tensor) bool {
			return strings.Contains(t.Name, "activation_") && !strings.HasSuffix(t.Name, "mean") &&
				!strings.HasSuffix(t.Name, "std")
		})
		half := safetensors.Tensor{Name: "dense1.bias", DType: "F16", Shape: []int{2}, Data: make([]byte, 4)}
		binary.LittleEndian.PutUint16(half.Data, 0x3c00)     // 1
		binary.LittleEndian.PutUint16(half.Data[2:], 0xc500) // -5
		*f.Find("dense1.bias") = half
	})
	got, err := Read(bytes.NewReader(data), "x")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Layers[1].Bias, []float32{1, -5}) || !slices.Equal(got.Input.Mean, []float64{0.25, 0.5}) {
		t.Errorf("bias %v, mean %v", got.Layers[1].Bias, got.Input.Mean)
	}
	if s := got.Layers[0].Statistics; s == nil || s.Count != nil || s.Mean[2] != 2 {
		t.Errorf("statistics %+v", s)
	}
	if axes, _ := got.SignalShape(0); axes != 2 {
		t.Errorf("axes standardized differently cannot share a signal, got %d", axes)
	}
}

func TestNewSFHF(t *testing.T) {
	for _, c := range []struct {
		head                string
		layer               string
		axes, mapAxes, time int
	}{
		{"flatten", "conv1", 1, 1, 30}, {"flatten", "conv3", 1, 1, 30}, {"flatten", "dense1", 6, 1, 1},
		{"flatten", "dense2", 6, 1, 1},
		{"fusion", "conv3", 1, 1, 30}, {"fusion", "fusion", 6, 1, 30}, {"fusion", "dense2", 6, 1, 1},
	} {
		n, err := NewSFHF(c.head, []string{"a", "b", "c"}, 1)
		if err != nil {
			t.Fatal(err)
		}
		i, err := n.Find(c.layer)
		if err != nil {
			t.Fatal(err)
		}
		axes, length := n.SignalShape(i)
		mapAxes, mapTime := n.MapShape(i)
		if axes != c.axes || length != 30 || mapAxes != c.mapAxes || mapTime != c.time {
			t.Errorf("%s %s: signal %dx%d, map %dx%d", c.head, c.layer, axes, length, mapAxes, mapTime)
		}
		if n.Units(len(n.Layers)-1) != 3 {
			t.Error("a class needs a unit")
		}
	}
	a, _ := NewSFHF("fusion", []string{"a"}, 5)
	b, _ := NewSFHF("fusion", []string{"a"}, 5)
	c, _ := NewSFHF("fusion", []string{"a"}, 6)
	if a.Hash != b.Hash || a.Hash == c.Hash {
		t.Error("weights must follow the seed")
	}
	var sum, square float64
	for _, v := range a.Layers[1].Weight {
		sum += float64(v)
		square += float64(v) * float64(v)
	}
	k := float64(len(a.Layers[1].Weight))
	if got, want := square/k, 2.0/(64*5); math.Abs(got/want-1) > 0.05 || math.Abs(sum/k) > 0.002 {
		t.Errorf("variance %v, want %v; mean %v", got, want, sum/k)
	}
	if _, err := NewSFHF("tail", []string{"a"}, 1); err == nil {
		t.Error("an unknown head must be refused")
	}
	if _, err := a.Find("conv9"); err == nil || !strings.Contains(err.Error(),
		"conv1, conv2, conv3, fusion, dense1, dense2") {
		t.Errorf("unknown layer: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(file(f, small(f), func(*safetensors.File) {}))
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := Read(bytes.NewReader(data), "x")
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := n.Write(&b); err != nil {
			t.Fatal(err)
		}
		again, err := Read(&b, "x")
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if again.Hash != n.Hash {
			t.Fatal("the hash changed")
		}
	})
}
