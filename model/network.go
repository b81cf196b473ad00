// Package model holds trained networks: layers, units, feature maps; Block, which computes several signals side by
// side (forward pass and gradient with respect to the input); and Pass, which computes every unit for a batch of
// segments (forward pass and gradient with respect to the weights).
package model

import (
	"sync"

	"actmax/internal/simd"
)

// Shape is the shape of a feature map: [Channels][Axes][Time].
type Shape struct{ Channels, Axes, Time int }

// Layer is one layer of a network with its weights. A dense layer after a convolution flattens [channels][axes][time].
// Pairs are [axes, time].
type Layer struct {
	Name       string
	Kind       string // "conv" or "dense"
	Filters    int    // conv
	Units      int    // dense
	Kernel     [2]int // conv
	Padding    [2]int // conv: zeros on either side
	Stride     [2]int // conv; 0 means 1, which Derive writes
	Dilation   [2]int // conv; 0 means 1, which Derive writes
	Activation string // "relu" or "" for none

	Weight []float32 // conv [out][in][kernel axes][kernel time], dense [out][in]
	Bias   []float32 // [out]
	In     Shape     // derived
	Out    Shape     // derived: dense layers are [Units][1][1]

	Statistics *Statistics // nil if the file has none
}

// Untrained returns the layer without weights, biases and statistics.
func (l Layer) Untrained() Layer {
	l.Weight, l.Bias, l.Statistics = nil, nil, nil
	return l
}

// Input describes the input of a network: [Axes][Length] in G. If Mean and Std are given, the network standardizes it.
type Input struct {
	Axes   int
	Length int
	RateHz float64
	Unit   string    // "G"
	Mean   []float64 // G; none, one, or one per axis
	Std    []float64 // G; as many as Mean
}

// Network is a trained network. Once Derive has accepted it (Load, Read and the constructors call Derive) it is
// immutable, and any number of runs share it. After changing a field, call Derive again.
type Network struct {
	Name     string // "demo", "dsads" or the file's base name
	Hash     string // SHA-256 of architecture and weights, hex; derived
	Input    Input
	Layers   []Layer
	Classes  []string  // of the last layer's units; empty if the last layer is a convolution
	Training *Training // nil if unknown
	Half     bool      // weights and biases are half-precision numbers, and are written as such

	packed []packedLayer // one per layer; derived
}

// packedLayer holds a layer's weights in the order in which the vector loops read them, packed on first use.
type packedLayer struct {
	forwardOnce, backwardOnce sync.Once
	forward, backward         *packedWeights

	// of layers of five taps
	toomForwardOnce, toomBackwardOnce, reversedOnce sync.Once
	toomForward, toomBackward                       *simd.Toom
	reversed                                        []float32
}

// Statistics are the activation statistics of a layer's units over all training segments, axes and times: of the
// non-zero activations for units with ReLU, of every value otherwise. Mean and Std are always present; the others are
// nil if the file of another program lacks them.
type Statistics struct {
	Count     []int64   // [units] number of values
	Mean      []float32 // [units]
	Std       []float32 // [units] population standard deviation
	Max       []float32 // [units]
	P95       []float32 // [units] empirical 95th percentile
	Histogram []float32 // [units][64] counts over 0..Max (min..max for units without ReLU)
	Min       []float32 // [units]; 0 for ReLU units
}

// Training describes how a network was trained: the checkpoint's actmax.training.
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

	// Only for a network that is embedded in the program and was made from another one in full precision. Validation and
	// Test are those of the embedded network.
	From     string  `json:"from,omitempty"`               // Hash of the network in full precision
	FromTest float64 `json:"from_test_macro_f1,omitempty"` // test macro-F1 of the network in full precision
	Licence  string  `json:"licence,omitempty"`            // of the recordings, and whom to cite
}
