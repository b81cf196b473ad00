package model

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// The spans list the same taps, in the same order, as trying every kernel element at every position.
func TestInside(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	tried := 0
	for tried < 500 {
		d := dimension{in: 1 + r.IntN(12), kernel: 1 + r.IntN(7), padding: r.IntN(6), stride: 1 + r.IntN(4),
			dilation: 1 + r.IntN(3)}
		left := d.in + 2*d.padding - (d.kernel-1)*d.dilation - 1
		if left < 0 {
			continue
		}
		tried++
		d.out = left/d.stride + 1
		var forward, backward []span
		for o := range d.out {
			s := span{start: o, step: 1, count: 1, stride: 1}
			for k := range d.kernel {
				if i := o*d.stride + k*d.dilation - d.padding; i >= 0 && i < d.in {
					s.taps, s.from = append(s.taps, k), append(s.from, i)
				}
			}
			forward = append(forward, s)
		}
		for i := range d.in {
			s := span{start: i, step: 1, count: 1, stride: 1}
			for k := range d.kernel {
				if o := i + d.padding - k*d.dilation; o >= 0 && o%d.stride == 0 && o/d.stride < d.out {
					s.taps, s.from = append(s.taps, k), append(s.from, o/d.stride)
				}
			}
			if len(s.taps) > 0 {
				backward = append(backward, s)
			}
		}
		if got := d.forwardInside(); !reflect.DeepEqual(got, forward) {
			t.Fatalf("%+v forward: %+v, want %+v", d, got, forward)
		}
		if got := d.backwardInside(); !reflect.DeepEqual(got, backward) {
			t.Fatalf("%+v backward: %+v, want %+v", d, got, backward)
		}
	}
}

// A file of some megabytes must not request a layout of terabytes.
func TestKernelsTooLongToLayOut(t *testing.T) {
	for _, c := range []struct {
		axes, length int
		kernel       [2]int
	}{
		{2_000_000, 1, [2]int{1_000_000, 1}}, {1, 1_000_000, [2]int{1, 600_000}}, {2000, 2000, [2]int{1000, 1000}},
	} {
		n := &Network{Input: Input{Axes: c.axes, Length: c.length},
			Layers: []Layer{{Name: "a", Kind: "conv", Filters: 1, Kernel: c.kernel}}}
		if err := n.deriveShapes(); err == nil || !strings.Contains(err.Error(), "layer a: ") {
			t.Errorf("kernel %v over %d x %d: %v", c.kernel, c.axes, c.length, err)
		}
	}
	n := &Network{Input: Input{Axes: 6, Length: 3000},
		Layers: []Layer{{Name: "a", Kind: "conv", Filters: 1, Kernel: [2]int{6, 1001}}}}
	if err := n.deriveShapes(); err != nil {
		t.Errorf("a long kernel that wearable sensors might have: %v", err)
	}
}

// maxListed bounds what a layout lists; without padding it is exact.
func TestMaxListed(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	apart := 0
	for tried := 0; tried < 500; tried++ {
		l := Layer{Name: "a", Kind: "conv", Filters: 1, Kernel: [2]int{1 + r.IntN(4), 1 + r.IntN(9)},
			Padding: [2]int{r.IntN(3), r.IntN(4)},
			Stride:  [2]int{1 + r.IntN(3), 1 + r.IntN(3)}, Dilation: [2]int{1 + r.IntN(2), 1 + r.IntN(3)}}
		if tried%2 == 0 {
			l.Padding = [2]int{}
		}
		if l.derive(Shape{1, 1 + r.IntN(8), 1 + r.IntN(24)}) != nil {
			continue
		}
		listed := 0
		for _, direction := range []layout{l.forwardLayout(false), l.backwardLayout(false)} {
			pairs := 0
			for _, m := range direction.moves {
				pairs += len(m.from)
			}
			listed = max(listed, pairs)
		}
		if most := l.maxListed(); listed > most || l.Padding == [2]int{} && listed != most {
			t.Fatalf("%+v: it lists %d pairs, %d were allowed for", l, listed, most)
		}
		if l.dimensions(false)[1].apart() {
			apart++
		}
	}
	if apart < 20 {
		t.Errorf("only %d kernels longer than their output were tried", apart)
	}
}
