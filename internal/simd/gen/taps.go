package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// These kernels filter with five taps between one row of columns and many, on whole vectors of lanes. They are faster
// than correlate and laneCorrelate because a column is loaded once for all its taps. They add in the same order.

const (
	taps       = 5
	tapColumns = 10 // of a tile: accumulators, weights and one source are the sixteen registers of AVX2
)

func (v *vector) fiveTaps() {
	v.fanOut("fanOut", "bias *float32", "floor float32", false)
	v.fanOut("laneFanOut", "act *float32", "actRow int", true)
	v.fanIn("fanIn", "", false)
	v.fanIn("laneFanIn", ", bias", true)
}

// widths emits a body for each tile width and the choice by the parameter "cols".
func (v *vector) widths(body func(name string, cols int)) {
	cols := argument("cols")
	for c := 1; c < tapColumns; c++ {
		CMPQ(cols, Imm(uint64(c)))
		JEQ(LabelRef(wide(c)))
	}
	for c := tapColumns; c >= 1; c-- { // the widest follows the last comparison
		Label(wide(c))
		body(wide(c), c)
		v.done()
	}
}

func wide(c int) string { return fmt.Sprint("wide", c) }

// weights loads the five weights of a row and advances to the next row.
func (v *vector) weights(w GPVirtual, byLane bool) (all [taps]VecVirtual) {
	for k := range all {
		if !byLane {
			all[k] = v.broadcast(at(w, 4*k))
			continue
		}
		all[k] = v.reg()
		VMOVUPS(at(w, 0), all[k])
		ADDQ(parameter("wStep"), w)
	}
	if !byLane {
		ADDQ(Imm(4*taps), w)
	}
	return all
}

// slide adds every tap of the columns at x to the accumulators. The order for each is that of the taps.
func (v *vector) slide(acc []VecVirtual, w [taps]VecVirtual, x, step GPVirtual) {
	p := GP64()
	MOVQ(x, p)
	for j := range len(acc) + taps - 1 {
		column := v.reg()
		VMOVUPS(at(p, 0), column)
		if j < len(acc)+taps-2 {
			ADDQ(step, p)
		}
		for k := range taps {
			if c := j - k; c >= 0 && c < len(acc) {
				VFMADD231PS(column, w[k], acc[c])
			}
		}
	}
}

func (v *vector) fanOut(name, pointer, extra string, byLane bool) {
	doc, wStep := "filters cols columns of src into n rows of dst, adds the rows' bias (nil: 0) and raises to floor.", ""
	if byLane {
		doc, wStep = "filters cols columns of src into n rows of dst, with weights by lane, wStep apart; 0 where act (nil:"+
			" nowhere) is not above 0.", ", wStep"
	}
	v.function(name, "dst, src, w, "+pointer+", n, dstRow, step"+wStep+", cols int, "+extra, doc)
	v.widths(func(name string, cols int) {
		label := func(s string) string { return name + s }
		dst, src, w, n, step := argument("dst"), argument("src"), argument("w"), argument("n"), argument("step")
		var bias, act GPVirtual
		if byLane {
			act = argument("act")
		} else {
			bias = argument("bias")
		}
		Label(label("row"))
		weights := v.weights(w, byLane)
		acc := make([]VecVirtual, cols)
		for c := range acc {
			acc[c] = v.zero()
		}
		if !byLane {
			TESTQ(bias, bias)
			JZ(LabelRef(label("nobias")))
			VBROADCASTSS(at(bias, 0), acc[0])
			for c := 1; c < cols; c++ {
				VMOVAPS(acc[0], acc[c])
			}
			ADDQ(Imm(4), bias)
			Label(label("nobias"))
		}
		v.slide(acc, weights, src, step)
		if byLane {
			TESTQ(act, act)
			JZ(LabelRef(label("store")))
			p := GP64()
			MOVQ(act, p)
			for c := range acc {
				a := v.reg()
				VMOVUPS(at(p, 0), a)
				v.keepPositive(acc[c], a)
				ADDQ(step, p)
			}
			ADDQ(parameter("actRow"), act)
			Label(label("store"))
		} else {
			floor := v.broadcast(parameter("floor"))
			for c := range acc {
				VMAXPS(acc[c], floor, acc[c]) // acc[c] if it is NaN
			}
		}
		p := GP64()
		MOVQ(dst, p)
		for c := range acc {
			VMOVUPS(acc[c], at(p, 0))
			ADDQ(step, p)
		}
		ADDQ(parameter("dstRow"), dst)
		DECQ(n)
		JNZ(LabelRef(label("row")))
	})
}

func (v *vector) fanIn(name, pointer string, byLane bool) {
	doc, wStep := "filters n rows of src and adds them up in cols columns of dst, to what was there if add is not 0.", ""
	if byLane {
		doc, wStep = "filters n rows of src, with weights by lane, wStep apart, and adds them up in cols columns of dst: to"+
			" what was there if add is not 0, else to bias (nil: 0).", ", wStep"
	}
	v.function(name, "dst, src, w"+pointer+" *float32, n, srcRow, step"+wStep+", cols, add int", doc)
	v.widths(func(name string, cols int) {
		label := func(s string) string { return name + s }
		dst, src, w, n, step := argument("dst"), argument("src"), argument("w"), argument("n"), argument("step")
		acc := make([]VecVirtual, cols)
		for c := range acc {
			acc[c] = v.zero()
		}
		CMPQ(parameter("add"), Imm(0))
		JEQ(LabelRef(label("fresh")))
		p := GP64()
		MOVQ(dst, p)
		for c := range acc {
			VMOVUPS(at(p, 0), acc[c])
			ADDQ(step, p)
		}
		JMP(LabelRef(label("row")))
		Label(label("fresh"))
		if byLane {
			bias := argument("bias")
			TESTQ(bias, bias)
			JZ(LabelRef(label("row")))
			for c := range acc {
				VMOVUPS(at(bias, 0), acc[c])
			}
		}
		Label(label("row"))
		v.slide(acc, v.weights(w, byLane), src, step)
		ADDQ(parameter("srcRow"), src)
		DECQ(n)
		JNZ(LabelRef(label("row")))
		MOVQ(dst, p)
		for c := range acc {
			VMOVUPS(acc[c], at(p, 0))
			ADDQ(step, p)
		}
	})
}
