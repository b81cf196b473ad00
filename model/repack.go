package model

import (
	"slices"

	"actmax/internal/simd"
)

// packParts is the number of tasks per layer that repack changed weights. The tasks may run concurrently. Only weights
// that a kernel has requested before are packed.
const packParts = 8

func (n *Network) packTasks() int { return packParts * len(n.Layers) }

func (n *Network) pack(task int) {
	layer, part := task/packParts, task%packParts
	l, p := &n.Layers[layer], &n.packed[layer]
	if part == 0 {
		if p.forward != nil {
			p.forward.packForward(l)
		}
		if p.backward != nil {
			p.backward.packBackward(l)
		}
		if p.reversed != nil {
			copy(p.reversed, l.Weight)
			for f := range l.Out.Channels {
				slices.Reverse(p.reversed[f*simd.Taps:][:simd.Taps])
			}
		}
	}
	share := func(n int) (from, to int) { return part * n / packParts, (part + 1) * n / packParts }
	out, in := l.Out.Channels, l.In.Channels
	if p.toomForward != nil {
		from, to := share(out)
		p.toomForward.PackFilters(l.Weight, in*simd.Taps, simd.Taps, false, from, to)
	}
	if p.toomBackward != nil {
		from, to := share(in)
		p.toomBackward.PackFilters(l.Weight, simd.Taps, in*simd.Taps, true, from, to)
	}
}

func (p *Pass) pack(task, _ int) { p.network.pack(task) }
