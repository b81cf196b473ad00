package model

import (
	"fmt"

	"actmax/internal/simd"
)

// Forward computes all layers for the first count segments. Dropout is nil or [count][units of the last hidden dense
// layer] scale factors (0 or 1/(1-p)) that multiply that layer's activations; Backward uses them again, so they must
// stay as they are until then.
func (p *Pass) Forward(count int, dropout []float32) error {
	if count < 1 || count > p.batch {
		return fmt.Errorf("a pass over %d segments: it holds 1 to %d", count, p.batch)
	}
	if dropout != nil {
		if len(p.dense) < 2 {
			return fmt.Errorf("dropout needs a hidden dense layer before the class layer")
		}
		if want := count * p.dense[len(p.dense)-2].units; len(dropout) != want {
			return fmt.Errorf("dropout has %d factors, expected %d", len(dropout), want)
		}
	}
	p.count, p.dropout = count, dropout
	if p.first > 0 {
		p.clearLanes()
		if err := p.crew.run(p.usedBlocks(), p.convTask); err != nil {
			return err
		}
	}
	for i := range p.dense {
		p.current = i
		if err := p.crew.run((p.dense[i].units+unitsPerTask-1)/unitsPerTask, p.denseTask); err != nil {
			return err
		}
	}
	return nil
}

func (p *Pass) usedBlocks() int { return (p.count + p.lanes - 1) / p.lanes }

// clearLanes zeroes the last block's lanes that hold no segment of this batch.
func (p *Pass) clearLanes() {
	for segment := p.count; segment < p.usedBlocks()*p.lanes; segment++ {
		for axis := range p.network.Input.Axes {
			dst, step := p.inputAt(segment, axis)
			for t := range p.network.Input.Length {
				dst[t*step] = 0
			}
		}
	}
}

// block returns a block's part of plane i.
func (p *Pass) block(i, block int) []float32 {
	k := p.planes[i].size()
	return p.values[i][block*k : (block+1)*k]
}

// convolve computes all convolutions of one block and lays the last one's maps out as rows for the dense layers.
func (p *Pass) convolve(block, _ int) {
	for i := range p.convs {
		l, dst := &p.network.Layers[i], p.block(i+1, block)
		correlate(p.convs[i].calls, dst, p.convs[i].weights, l.Bias, p.block(i, block))
		if l.Activation == "relu" {
			simd.ReLU(dst)
		}
	}
	if len(p.dense) == 0 {
		return
	}
	q, d := p.planes[p.first], &p.dense[0]
	src := p.block(p.first, block)
	rows := d.x[block*p.lanes*d.fan:]
	for channel := range q.Channels {
		for axis := range q.Axes {
			simd.Transpose(rows[(channel*q.Axes+axis)*q.Time:], d.fan, src[q.at(channel, axis, 0):], p.lanes, q.Time, p.lanes)
		}
	}
}

// multiply computes some units of the current dense layer for all segments.
func (p *Pass) multiply(task, _ int) {
	d, l := &p.dense[p.current], &p.network.Layers[p.first+p.current]
	from, to := task*unitsPerTask, min((task+1)*unitsPerTask, d.units)
	for k := 0; k < d.fan; k += fanPerCall {
		simd.Dot(d.out[from:], d.units, d.x[k:], d.fan, 0, p.count, l.Weight[k:], d.rows[from:to], 0, 1, min(fanPerCall, d.fan-k), k > 0)
	}
	scale := p.dropout
	if p.current != len(p.dense)-2 {
		scale = nil
	}
	for segment := range p.count {
		out := d.out[segment*d.units:][from:to]
		for i := range out {
			out[i] += l.Bias[from+i]
		}
		if l.Activation == "relu" {
			simd.ReLU(out)
		}
		if scale != nil {
			for i := range out {
				out[i] *= scale[segment*d.units+from+i]
			}
		}
	}
}
