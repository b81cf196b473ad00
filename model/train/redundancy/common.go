package redundancy

import (
	"fmt"
	"strings"

	"actmax/model"
	"actmax/model/train"
)

// untrainedSeed draws the weights of Untrained; any seed that no training began from would do.
const untrainedSeed = 0x756e747261696e

// Untrained returns a network of the same input and layers whose weights are random: the
// correlation of counterparts in it is what two networks have in common without having learnt anything.
func Untrained(n *model.Network) (*model.Network, error) {
	u := &model.Network{Name: "untrained", Input: n.Input, Classes: n.Classes}
	for _, l := range n.Layers {
		u.Layers = append(u.Layers, l.Untrained())
	}
	return u, u.Initialize(untrainedSeed)
}

// Comparable returns an error unless units of two networks can be compared: their inputs differ, or they have no layer
// in common.
func Comparable(a, b *model.Network) error {
	x, y := a.Input, b.Input
	if x.Axes != y.Axes || x.Length != y.Length || x.RateHz != y.RateHz {
		return train.Mismatch("network %s takes segments of %d axes x %d samples at %g Hz, network %s of %d x %d at "+
			"%g Hz; only networks with the same input can be compared",
			b.Name, y.Axes, y.Length, y.RateHz, a.Name, x.Axes, x.Length, x.RateHz)
	}
	_, _, err := Options{}.common(a, b)
	return err
}

// common returns the layers of two networks that are to be compared, in the order of a.
func (o Options) common(a, b *model.Network) (inA, inB []int, err error) {
	candidates, err := o.check(a)
	if err != nil {
		return nil, nil, err
	}
	for _, i := range candidates {
		name := a.Layers[i].Name
		k, err := b.Find(name)
		if err != nil && o.Layers != nil {
			return nil, nil, train.Mismatch("network %s: %v", b.Name, err)
		}
		if err != nil {
			continue
		}
		x, y := a.Layers[i].Out, b.Layers[k].Out
		if x.Axes != y.Axes || x.Time != y.Time {
			if o.Layers != nil {
				return nil, nil, train.Mismatch("the maps of layer %s are %dx%d in network %s and %dx%d in %s; only "+
					"maps of one shape can be compared", name, x.Axes, x.Time, a.Name, y.Axes, y.Time, b.Name)
			}
			continue
		}
		if y.Channels > maxCompared {
			return nil, nil, train.Mismatch("layer %s of network %s has %d units; layers of at most %d can be "+
				"compared, choose others", name, b.Name, y.Channels, maxCompared)
		}
		inA, inB = append(inA, i), append(inB, k)
	}
	if len(inA) == 0 {
		return nil, nil, train.Mismatch("networks %s and %s have no layer of the same name with maps of the same "+
			"shape: %s there, %s here", b.Name, a.Name, layerNames(b), layerNames(a))
	}
	return inA, inB, nil
}

// layerNames lists the layers of a network with the shapes of their maps.
func layerNames(n *model.Network) string {
	out := make([]string, len(n.Layers))
	for i := range n.Layers {
		out[i] = fmt.Sprintf("%s %dx%d", n.Layers[i].Name, n.Layers[i].Out.Axes, n.Layers[i].Out.Time)
	}
	return strings.Join(out, ", ")
}
