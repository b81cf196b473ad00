package onnx

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"actmax/internal/npy"
	"actmax/internal/shared"
	"actmax/model"
	"actmax/model/reference"

	"google.golang.org/protobuf/encoding/protowire"
)

// TestReference: the export and the checkpoint of the same network are the same numbers.
func TestReference(t *testing.T) {
	want, err := model.Load(shared.Path(t, "reference/sfhf.safetensors"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := Load(shared.Path(t, "reference/sfhf.onnx"))
	if err != nil {
		t.Fatal(err)
	}
	if got.Name != "sfhf" || !slices.Equal(got.Classes, want.Classes) || len(got.Layers) != len(want.Layers) {
		t.Errorf("%s, %v, %d layers", got.Name, got.Classes, len(got.Layers))
	}
	if got.Hash != want.Hash {
		t.Errorf("architecture or weights differ: %+v, %+v", got.Layers[0].Kernel, want.Layers[0].Kernel)
	}
}

// TestExports compares what testdata/make.py exported with the scores that PyTorch computed.
func TestExports(t *testing.T) {
	for file, layers := range map[string]string{
		"channel": "a b c d", "channel_unfolded": "a b c d", "folded": "a c", "folded_static": "a c",
		"channels": "a b MatMul", "channels_static": "a b MatMul",
	} {
		n, err := Load(filepath.Join("testdata", file+".onnx"))
		if err != nil {
			t.Error(err)
			continue
		}
		var names []string
		for _, l := range n.Layers {
			names = append(names, l.Name)
		}
		if got := strings.Join(names, " "); got != layers {
			t.Errorf("%s has layers %s, expected %s", file, got, layers)
		}
		checkScores(t, n, file)
	}
}

func checkScores(t *testing.T, n *model.Network, file string) {
	t.Helper()
	a, err := npy.Open(filepath.Join("testdata", file+".npz"))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	x, err := a.Read("x")
	if err != nil {
		t.Fatal(err)
	}
	y, err := a.Read("y")
	if err != nil {
		t.Fatal(err)
	}
	r := reference.New(n)
	axes, time := n.Input.Axes, n.Input.Length
	classes := y.Shape[1]
	for i := range y.Shape[0] {
		signal := make([][]float64, axes)
		for k := range signal {
			for _, v := range x.Float32[(i*axes+k)*time:][:time] {
				signal[k] = append(signal[k], float64(v))
			}
		}
		if err := r.Forward(signal); err != nil {
			t.Fatal(err)
		}
		for c, got := range r.Layers[len(r.Layers)-1].Map {
			if want := float64(y.Float32[i*classes+c]); !(math.Abs(got-want) <= 1e-5*(1+math.Abs(want))) {
				t.Errorf("%s: score %d of segment %d is %v, PyTorch gives %v", file, c, i, got, want)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	for file, want := range map[string]string{
		"pool.onnx": "node /MaxPool (MaxPool): this operation is not supported",
		"skip.onnx": "node /Add (Add): it follows the activation function of layer a",
	} {
		if _, err := Load(filepath.Join("testdata", file)); err == nil || !strings.Contains(err.Error(), want) ||
			!strings.Contains(err.Error(), file) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	if _, err := Load(filepath.Join("testdata", "nothing.onnx")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := Load(filepath.Join("testdata", "make.py")); err == nil ||
		!strings.Contains(err.Error(), "not an ONNX file") {
		t.Errorf("a file of another kind: %v", err)
	}
	data, err := os.ReadFile(filepath.Join("testdata", "channel.onnx"))
	if err != nil {
		t.Fatal(err)
	}
	for k := range data[:len(data)-4] { // the last field, the operator set, is not needed
		if _, err := Read(data[:k], "x", nil); err == nil {
			t.Errorf("the first %d of %d bytes were accepted", k, len(data))
		}
	}
}

// message builds protobuf messages: pairs of field number and value.
func message(parts ...any) []byte {
	var b []byte
	for i := 0; i < len(parts); i += 2 {
		number := protowire.Number(parts[i].(int))
		switch v := parts[i+1].(type) {
		case int:
			b = protowire.AppendVarint(protowire.AppendTag(b, number, protowire.VarintType), uint64(v))
		case string:
			b = protowire.AppendString(protowire.AppendTag(b, number, protowire.BytesType), v)
		case []byte:
			b = protowire.AppendBytes(protowire.AppendTag(b, number, protowire.BytesType), v)
		}
	}
	return b
}

func floats(values ...float32) []byte {
	var b []byte
	for _, v := range values {
		b = protowire.AppendFixed32(b, math.Float32bits(v))
	}
	return b
}

func input(name string, dims ...int) []byte {
	var shape []byte
	for _, d := range dims {
		shape = append(shape, message(1, message(1, d))...)
	}
	return message(1, name, 2, message(1, message(1, typeFloat, 2, shape)))
}

// scoreModel is [1][1][2] -> Flatten -> Gemm with the given weights tensor -> y.
func scoreModel(weights []byte, gemm ...any) []byte {
	g := message(
		1, message(1, "x", 2, "flat", 4, "Flatten"),
		1, message(append([]any{1, "flat", 1, "w", 2, "y", 4, "Gemm"}, gemm...)...),
		5, weights, 11, input("x", 1, 1, 2), 12, input("y", 1, 3))
	return message(7, g)
}

func TestWaysToStoreWeights(t *testing.T) {
	want := []float32{1, 2, 3, 4, 5, 6} // [features][units], as Gemm has them without transB
	raw := floats(want...)
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "m.onnx.data"), append([]byte("12345678"), raw...), 0o600); err != nil {
		t.Fatal(err)
	}
	external := func(location, offset, length string) []byte {
		b := message(1, 2, 1, 3, 2, typeFloat, 8, "w", 14, 1, 13, message(1, "location", 2, location), 13,
			message(1, "offset", 2, offset))
		if length != "" {
			b = append(b, message(13, message(1, "length", 2, length))...)
		}
		return b
	}
	var doubles, halves []byte
	for _, v := range want {
		doubles = protowire.AppendFixed64(doubles, math.Float64bits(float64(v)))
	}
	for _, v := range []uint16{0x3c00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600} {
		halves = append(halves, byte(v), byte(v>>8))
	}
	for what, weights := range map[string][]byte{
		"raw":              message(1, 2, 1, 3, 2, typeFloat, 8, "w", 9, raw),
		"packed dims":      message(1, []byte{2, 3}, 2, typeFloat, 8, "w", 9, raw),
		"float_data":       message(1, 2, 1, 3, 2, typeFloat, 8, "w", 4, raw),
		"double_data":      message(1, 2, 1, 3, 2, typeDouble, 8, "w", 10, doubles),
		"raw doubles":      message(1, 2, 1, 3, 2, typeDouble, 8, "w", 9, doubles),
		"raw halves":       message(1, 2, 1, 3, 2, typeFloat16, 8, "w", 9, halves),
		"external":         external("m.onnx.data", "8", "24"),
		"external, to end": external("m.onnx.data", "8", ""),
	} {
		path := filepath.Join(folder, "m.onnx")
		if err := os.WriteFile(path, scoreModel(weights), 0o600); err != nil {
			t.Fatal(err)
		}
		n, err := Load(path)
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		if got := n.Layers[0].Weight; !slices.Equal(got, []float32{1, 4, 2, 5, 3, 6}) {
			t.Errorf("%s: weights %v", what, got)
		}
	}
	for want, weights := range map[string][]byte{
		"tensor w has 20 bytes of data":                      message(1, 2, 1, 3, 2, typeFloat, 8, "w", 9, raw[:20]),
		"tensor w has 5 values":                              message(1, 2, 1, 3, 2, typeFloat, 8, "w", 4, raw[:20]),
		"tensor w has element type 7, expected floats":       message(1, 2, 1, 3, 2, typeInt64, 8, "w", 9, raw),
		"out of range":                                       message(1, 1<<40, 1, 1<<40, 2, typeFloat, 8, "w", 9, raw),
		"stored in parts":                                    message(1, 2, 1, 3, 2, typeFloat, 8, "w", 3, message(1, 0)),
		"is not in the folder of the model":                  external("../m.onnx.data", "8", "24"),
		"expected 24 from byte 16 on":                        external("m.onnx.data", "16", "24"),
		"external offset \"x\" is not a number":              external("m.onnx.data", "x", "24"),
		"nothing.data":                                       external("nothing.data", "0", "24"),
		"w is computed":                                      message(1, 2, 1, 3, 2, typeFloat, 8, "other", 9, raw),
		"its weights take 3 features, its input has 2":       message(1, 3, 1, 2, 2, typeFloat, 8, "w", 9, raw),
		"external length " + strconv.Itoa(1<<40) + " is out": external("m.onnx.data", "0", strconv.Itoa(1<<40)),
	} {
		path := filepath.Join(folder, "m.onnx")
		if err := os.WriteFile(path, scoreModel(weights), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	// Alpha and beta scale; what is not supported is refused.
	scaled := scoreModel(message(1, 2, 1, 3, 2, typeFloat, 8, "w", 9, raw), 5,
		append(message(1, "alpha"), protowire.AppendFixed32(protowire.AppendTag(nil, 2, protowire.Fixed32Type),
			math.Float32bits(2))...))
	if n, err := Read(scaled, "x", nil); err != nil || n.Layers[0].Weight[1] != 8 {
		t.Errorf("alpha: %v", err)
	}
	if _, err := Read(scoreModel(message(1, 2, 1, 3, 2, typeFloat, 8, "w", 9, raw), 5, message(1, "transA", 3, 1)), "x",
		nil); err == nil || !strings.Contains(err.Error(), "transA") {
		t.Errorf("transA: %v", err)
	}
	if _, err := Read(scoreModel(message(1, 2, 1, 3, 2, typeFloat, 8, "w", 9, raw), 7, "custom"), "x", nil); err == nil ||
		!strings.Contains(err.Error(), `domain "custom"`) {
		t.Errorf("domain: %v", err)
	}
	if _, err := Read(scoreModel(external("m.onnx.data", "8", "24")), "x", nil); err == nil ||
		!strings.Contains(err.Error(), "tensor w: external data") {
		t.Errorf("external data without files: %v", err)
	}
}

// convModel is one convolution [1][1][axes][time] with the given attributes.
func convModel(dims [4]int, attributes ...any) []byte {
	weights := make([]float32, dims[0]*dims[1]*dims[2]*dims[3])
	w := message(1, dims[0], 1, dims[1], 1, dims[2], 1, dims[3], 2, typeFloat, 8, "w", 9, floats(weights...))
	node := append([]any{1, "x", 1, "w", 2, "y", 3, "/c/Conv", 4, "Conv"}, attributes...)
	return message(7, message(1, message(node...), 5, w, 11, input("x", 1, 1, 6, 30), 12, input("y", 1)))
}

func ints(name string, values ...int) []byte {
	b := message(1, name)
	for _, v := range values {
		b = append(b, message(8, v)...)
	}
	return b
}

func TestConvAttributes(t *testing.T) {
	n, err := Read(convModel([4]int{2, 1, 3, 5}, 5, ints("strides", 2, 3), 5, ints("pads", 1, 4, 1, 4), 5,
		ints("dilations", 1, 2)), "x", nil)
	if err != nil {
		t.Fatal(err)
	}
	if l := n.Layers[0]; l.Name != "c" || l.Stride != [2]int{2, 3} || l.Padding != [2]int{1, 4} ||
		l.Dilation != [2]int{1, 2} || l.Out != (model.Shape{Channels: 2, Axes: 3, Time: 10}) {
		t.Errorf("%+v", l)
	}
	for want, data := range map[string][]byte{
		"node /c/Conv (Conv): group is 2": convModel([4]int{2, 1, 3, 5}, 5, message(1, "group", 3, 2)),
		"auto_pad is SAME_UPPER": convModel([4]int{2, 1, 3, 5}, 5,
			message(1, "auto_pad", 4, "SAME_UPPER")),
		"differ between both ends":                        convModel([4]int{2, 1, 3, 5}, 5, ints("pads", 0, 4, 0, 3)),
		"strides has 1 values, expected 2":                convModel([4]int{2, 1, 3, 5}, 5, ints("strides", 2)),
		"out of range":                                    convModel([4]int{2, 1, 3, 5}, 5, ints("strides", 1, -1)),
		"must be at least 1":                              convModel([4]int{2, 1, 3, 5}, 5, ints("dilations", 0, 1)),
		"longer than its input":                           convModel([4]int{2, 1, 3, 31}),
		"its weights take 2 channels, its input has 1":    convModel([4]int{2, 2, 3, 5}),
		"the model must have one output, the end of one ": message(7, message(11, input("x", 1, 6, 30), 12, input("y", 1))),
		"the model must have one input, it has 2":         message(7, message(11, input("x", 1, 6, 30), 11, input("z", 1))),
		"sizes other than the batch must be given":        message(7, message(11, input("x", 1, 0, 30), 12, input("y", 1))),
		"it has no graph":                                 message(1, 7),
		"layers: a network needs at least one":            message(7, message(11, input("x", 1, 6, 30), 12, input("x", 1))),
	} {
		if _, err := Read(data, "x", nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// A bias of another length is refused before a normalization is folded into the layer that it would make.
func TestBiasOfAnotherLength(t *testing.T) {
	for _, length := range []int{0, 3} {
		values := func(name string, dims ...int) []byte {
			parts, n := []any{}, 1
			for _, d := range dims {
				parts, n = append(parts, 1, d), n*d
			}
			return message(append(parts, 2, typeFloat, 8, name, 9, floats(make([]float32, n)...))...)
		}
		model := message(7, message(
			1, message(1, "x", 1, "w", 1, "b", 2, "c", 4, "Conv"),
			1, message(1, "c", 1, "p", 1, "p", 1, "p", 1, "p", 2, "y", 4, "BatchNormalization"),
			5, values("w", 2, 1, 1, 5), 5, values("b", length), 5, values("p", length), 11, input("x", 1, 1, 6, 30), 12,
			input("y", 1)))
		if _, err := Read(model, "x", nil); err == nil ||
			!strings.Contains(err.Error(), "(Conv): its bias has "+strconv.Itoa(length)+" values, expected 2") {
			t.Errorf("%d values: %v", length, err)
		}
	}
}

func TestReshape(t *testing.T) {
	open := arrangement{{{'N', 0}}, {{'A', 6}}, {{'T', 30}}}
	one := arrangement{{{'N', 1}}, {{'A', 6}}, {{'T', 30}}}
	n := func(v int64) number { return number{v, true} }
	k := func(v int64) number { return number{v, false} }
	for _, c := range []struct {
		from   arrangement
		target []number
		want   string
	}{
		{open, []number{k(-1), k(1), k(30)}, "[NA, 1, T]"}, {open, []number{n(6), k(1), k(30)}, "[NA, 1, T]"},
		{open, []number{n(1), k(-1)}, "[N, AT]"},
		{open, []number{k(0), k(1), k(6), k(30)}, "[N, 1, A, T]"}, {open, []number{n(1), k(6), k(1), k(30)}, "[N, A, 1, T]"},
		{one, []number{k(1), k(180)}, "[N, AT]"}, {one, []number{k(6), k(1), k(30)}, "[NA, 1, T]"},
		{one, []number{k(1), k(1), k(6), k(-1)}, "[N, 1, A, T]"},
		{open, []number{k(-1), k(-1)}, ""}, {open, []number{n(1), k(3), k(60)}, ""}, {open, []number{k(6), k(30)}, ""},
		{open, []number{k(-1), k(7)}, ""},
		{open, []number{k(1), k(-1)}, "[1, NAT]"}, {open, []number{n(1), n(1), k(180)}, ""},
		{open, []number{n(1), k(6), k(30), k(0)}, ""}, {one, []number{k(180), k(-5)}, ""},
		{open, make([]number, 40), ""},
	} {
		got, err := c.from.reshape(c.target)
		if (err == nil) != (c.want != "") || err == nil && got.String() != c.want {
			t.Errorf("%v to %v: %v %v, expected %s", c.from, c.target, got, err, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.onnx"))
	if err != nil || len(files) == 0 {
		f.Fatal("no examples", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(convModel([4]int{2, 1, 3, 5}, 5, ints("strides", 2, 3)))
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := Read(data, "x", nil)
		if err == nil && n.Hash == "" {
			t.Fatal("a network that was not derived")
		}
	})
}
