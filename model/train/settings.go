package train

import (
	"actmax/internal/setting"
	"actmax/model"
)

// Settings are the settings of training.
type Settings struct {
	Head    string  // train.head: a word of model.Heads
	Batch   int     // train.batch: segments a step
	Eta     float64 // train.eta: Adam's learning rate
	Dropout float64 // train.dropout: share of the dense layers' outputs left out of a step
}

// Table declares the settings of training, one row each.
var Table = []setting.Setting[Settings]{
	{
		Key: "train.head", Label: "head", Kind: setting.Word, Default: "flatten", Choices: model.Heads,
		Help: "What follows the shared convolutions: a dense layer over everything, or a convolution that spans the " +
			"axes and then the dense layer.",
		At: func(s *Settings) any { return &s.Head },
	},
	{
		Key: "train.batch", Label: "batch", Kind: setting.Int, Default: 64, Min: 1, Max: 4096, Unit: "segments",
		Step: 2, Log: true,
		Help: "Number of segments per update of the weights.",
		At:   func(s *Settings) any { return &s.Batch },
	},
	{
		Key: "train.eta", Label: "eta", Kind: setting.Float, Default: 1e-4, Min: 1e-8, Max: 1, Step: 1.25, Log: true,
		Help: "Learning rate of Adam when a network is trained.",
		At:   func(s *Settings) any { return &s.Eta },
	},
	{
		Key: "train.dropout", Label: "dropout", Kind: setting.Float, Default: 0.5, Min: 0, Max: 0.95, Step: 0.05,
		Help: "Share of the hidden dense layer's outputs that a training step leaves out, drawn again for each " +
			"segment.",
		At: func(s *Settings) any { return &s.Dropout },
	},
}

// Default returns the default settings.
func Default() Settings {
	var s Settings
	if err := setting.SetDefaults(Table, &s); err != nil {
		panic(err) // a mistake in the table, found by its test
	}
	return s
}

// check refuses settings that did not come through the table.
func (s Settings) check() error {
	for _, row := range Table {
		if err := row.Assign(&s, row.Value(&s)); err != nil {
			return err
		}
	}
	return nil
}
