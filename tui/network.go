package tui

import "actmax/model/train"

// openNetwork is what belongs to one of the networks that are open: its units' runs and pins, its tree, its screens. Nothing
// in it comes from another network, so that results never mix.
type openNetwork struct {
	measured   *train.Measurement // of every unit on the training segments; nil until it is there
	visits     map[place]*visit
	kept       map[place]recipe // of the session before, for units that were not looked at again yet
	pins       []*pin
	recomputed bool // statistics are not those of the network's file any more

	tree     tree
	query    string // filter in force
	ordering ordering
	layers   layerScreen
}
