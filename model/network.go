// Package model holds trained networks: layers, units, feature maps, and Block, which computes several signals side
// by side (forward pass and gradient with respect to the input).
package model

// Shape is the shape of a feature map: [Channels][Axes][Time].
type Shape struct{ Channels, Axes, Time int }

// Layer is one layer of a network with its weights. A dense layer after a convolution flattens [channels][axes][time].
type Layer struct {
	Name       string `json:"name"`
	Kind       string `json:"kind"`              // "conv" or "dense"
	Filters    int    `json:"filters,omitempty"` // conv
	Units      int    `json:"units,omitempty"`   // dense
	Kernel     [2]int `json:"kernel,omitzero"`   // axes, time
	Padding    [2]int `json:"padding"`           // axes, time (conv only)
	Stride     [2]int `json:"stride,omitzero"`   // 0 means 1
	Dilation   [2]int `json:"dilation,omitzero"` // 0 means 1
	Activation string `json:"activation,omitempty"`

	Weight []float32 `json:"-"` // conv [out][in][kernel axes][kernel time], dense [out][in]
	Bias   []float32 `json:"-"` // [out]
	In     Shape     `json:"-"` // derived
	Out    Shape     `json:"-"` // derived: dense layers are [Units][1][1]

	Statistics *Statistics `json:"-"` // nil where the file has none
}

// Input describes what a network takes: [Axes][Length] in G, or standardized with Mean and Std in G.
type Input struct {
	Axes   int       `json:"axes"`
	Length int       `json:"length"`
	RateHz float64   `json:"rate_hz"`
	Unit   string    `json:"unit"`
	Mean   []float64 `json:"mean,omitempty"` // one, or one per axis; in files a number or a list
	Std    []float64 `json:"std,omitempty"`
}

// Network is a trained network. Immutable once loaded; any number of runs share it.
type Network struct {
	Name     string // "demo", "dsads" or the file's base name
	Hash     string // SHA-256 of architecture and weights, hex
	Input    Input
	Layers   []Layer
	Classes  []string
	Training *Training // nil where unknown
}

// Statistics are the activation statistics of a layer's units over all training segments, axes and times; of non-zero
// activations for units with ReLU, of every value otherwise (method.md 3).
type Statistics struct {
	Count     []int64   // [units] values counted
	Mean      []float32 // [units]
	Std       []float32 // [units] population deviation
	Max       []float32 // [units]
	P95       []float32 // [units] empirical 95th percentile
	Histogram []float32 // [units][64] counts over 0..Max (min..max for units without ReLU)
	Min       []float32 // [units]; 0 for ReLU units
}

// Training says how a network was made; the checkpoint's actmax.training.
type Training struct {
	Data       string            `json:"data"`      // Dataset.Title
	DataHash   string            `json:"data_hash"` //
	Split      map[string][]int  `json:"split"`     // "train", "validate", "test" -> subjects
	Resample   string            `json:"resample"`
	Scale      string            `json:"scale"`
	Seed       uint64            `json:"seed"`
	Head       string            `json:"head"`
	Batch      int               `json:"batch"`
	Eta        float64           `json:"eta"`
	Dropout    float64           `json:"dropout"`
	Epochs     int               `json:"epochs"`     // run
	BestEpoch  int               `json:"best_epoch"` // whose weights these are, 1-based
	Validation float64           `json:"validation_macro_f1"`
	Test       float64           `json:"test_macro_f1"`
	LastEpoch  float64           `json:"last_epoch_validation_macro_f1"`
	Seconds    float64           `json:"seconds"`
	Versions   map[string]string `json:"versions"` // "go", "actmax", "simd"
}
