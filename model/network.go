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

	Statistics *Statistics // nil where the file has none
}

// Untrained returns the layer without what training and data gave it: weights, biases, statistics.
func (l Layer) Untrained() Layer {
	l.Weight, l.Bias, l.Statistics = nil, nil, nil
	return l
}

// Input describes what a network takes: [Axes][Length] in G, standardized inside where Mean and Std are given.
type Input struct {
	Axes   int
	Length int
	RateHz float64
	Unit   string    // "G"
	Mean   []float64 // G; none, one, or one per axis
	Std    []float64 // G; as many as Mean
}

// Network is a trained network. It is immutable once Derive has accepted it (Load, Read and the constructors call it),
// and any number of runs share it. Whoever changes a field afterwards calls Derive again.
type Network struct {
	Name     string // "demo", "dsads" or the file's base name
	Hash     string // SHA-256 of architecture and weights, hex; derived
	Input    Input
	Layers   []Layer
	Classes  []string  // of the last layer's units; empty where the last layer is a convolution
	Training *Training // nil where unknown
	Half     bool      // weights and biases are half-precision numbers, and are written as such

	packed []packedLayer // one a layer; derived
}

// packedLayer holds a layer's weights in the order that the vector loops want them, made when first asked for.
type packedLayer struct {
	forwardOnce, backwardOnce sync.Once
	forward, backward         *panels

	// of layers of five taps
	toomForwardOnce, toomBackwardOnce, reversedOnce sync.Once
	toomForward, toomBackward                       *simd.Toom
	reversed                                        []float32
}

// Statistics are the activation statistics of a layer's units over all training segments, axes and times; of non-zero
// activations for units with ReLU, of every value otherwise. Mean and Std are always there; the others are nil where a
// file of another program leaves them out.
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

	// Of a network that comes with the program, made from another one.
	From     string  `json:"from,omitempty"`               // Hash of the network in full precision; Validation and Test are of this one
	FromTest float64 `json:"from_test_macro_f1,omitempty"` // its macro-F1
	Licence  string  `json:"licence,omitempty"`            // of the recordings, and whom to cite
}
