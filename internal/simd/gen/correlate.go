package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// correlate computes tiles of four rows by some vectors, over all rows of a packed matrix. A broadcast weight
// multiplies every vector of the tile, so that a step of the reduction does rows+cols loads and rows*cols fused
// multiply-adds.
func (v *vector) correlate() {
	v.function("correlate", "dst, src, w, bias *float32, off *int32, r, m, dstRow, dstStep, srcStep, cols, tail, add int",
		"computes m rows of cols vectors, dstStep and srcStep apart; the last vector has tail floats. bias may be nil.")
	v.bodies(v.cols, v.correlateBody)
}

func (v *vector) correlateBody(name string, cols int, masked bool) {
	label := func(s string) string { return name + s }
	var last *tail
	if masked {
		last = v.newTail("tail")
	}
	mask := func(c int) *tail {
		if c == cols-1 {
			return last
		}
		return nil
	}
	dst, src, w, bias, m := argument("dst"), argument("src"), argument("w"), argument("bias"), argument("m")
	step := newStride("srcStep", cols)

	Label(label("group"))
	acc := make([][]VecVirtual, rows)
	for i := range acc {
		acc[i] = make([]VecVirtual, cols)
		for c := range acc[i] {
			acc[i][c] = v.zero()
		}
	}
	Comment("Start from the bias or the old values; rows beyond m do not exist.")
	TESTQ(bias, bias)
	JZ(LabelRef(label("nobias")))
	for i := range rows {
		v.ifRow(m, i, label("started"))
		VBROADCASTSS(at(bias, 4*i), acc[i][0])
		for c := 1; c < cols; c++ {
			VMOVAPS(acc[i][0], acc[i][c])
		}
	}
	JMP(LabelRef(label("started")))
	Label(label("nobias"))
	CMPQ(parameter("add"), Imm(0))
	JEQ(LabelRef(label("started")))
	v.tile(dst, acc, m, label("started"), func(mem Mem, r VecVirtual, c int) { v.load(mem, r, mask(c)) })
	Label(label("started"))

	off, r := argument("off"), argument("r")
	Label(label("loop"))
	x := GP64()
	MOVLQSX(at(off, 0), x)
	LEAQ(Mem{Base: src, Index: x, Scale: 4}, x)
	source := make([]VecVirtual, cols)
	for c := range source {
		source[c] = v.reg()
		v.load(step.from(x, c), source[c], mask(c))
	}
	for i := range rows {
		weight := v.broadcast(at(w, 4*i))
		for c := range cols {
			VFMADD231PS(source[c], weight, acc[i][c])
		}
	}
	ADDQ(Imm(4), off)
	ADDQ(Imm(4*rows), w)
	DECQ(r)
	JNZ(LabelRef(label("loop")))

	v.tile(dst, acc, m, label("stored"), func(mem Mem, r VecVirtual, c int) { v.store(r, mem, mask(c)) })
	Label(label("stored"))
	TESTQ(bias, bias)
	JZ(LabelRef(label("next")))
	ADDQ(Imm(4*rows), bias)
	Label(label("next"))
	row := argument("dstRow")
	LEAQ(Mem{Base: dst, Index: row, Scale: rows}, dst)
	SUBQ(Imm(rows), m)
	JG(LabelRef(label("group")))
}

// ifRow jumps to a label unless row i of a group exists.
func (v *vector) ifRow(m Register, i int, otherwise string) {
	if i > 0 {
		CMPQ(m, Imm(uint64(i)))
		JLE(LabelRef(otherwise))
	}
}

// tile calls visit with the address in dst of every accumulator. At the first row that does not exist it jumps to a
// label.
func (v *vector) tile(dst Register, acc [][]VecVirtual, m Register, leave string,
	visit func(mem Mem, r VecVirtual, c int)) {
	line, step, p := GP64(), argument("dstStep"), GP64()
	MOVQ(dst, line)
	for i := range acc {
		v.ifRow(m, i, leave)
		MOVQ(line, p)
		for c, r := range acc[i] {
			visit(at(p, 0), r, c)
			if c < len(acc[i])-1 {
				ADDQ(step, p)
			}
		}
		if i < len(acc)-1 {
			ADDQ(parameter("dstRow"), line)
		}
	}
}

// laneColumns is the number of columns of a tile of laneCorrelate: enough to hide the latency of a fused multiply-add.
const laneColumns = 6

// laneCorrelate computes one row by some columns. Every lane has its own weight, so a step loads one vector of weights
// and the sources, which are operands of the multiply-adds.
func (v *vector) laneCorrelate() {
	v.function("laneCorrelate", "dst, src, w, bias *float32, off *int32, r, m, dstRow, dstStep, srcStep, wStep, biasStep,"+
		" cols, tail, add int", "computes m rows of cols vectors of tail floats each; weights are wStep apart, biases"+
		" biasStep."+
		" bias may be nil.")
	v.bodies(laneColumns, v.laneBody)
}

func (v *vector) laneBody(name string, cols int, masked bool) {
	label := func(s string) string { return name + s }
	var mask *tail
	if masked {
		mask = v.newTail("tail")
	}
	dst, src, w, bias := argument("dst"), argument("src"), argument("w"), argument("bias")
	m, wStep := argument("m"), argument("wStep")
	step := newStride("srcStep", cols)

	Label(label("row"))
	acc := make([]VecVirtual, cols)
	for c := range acc {
		acc[c] = v.zero()
	}
	line := [][]VecVirtual{acc}
	TESTQ(bias, bias)
	JZ(LabelRef(label("nobias")))
	v.load(at(bias, 0), acc[0], mask)
	for c := 1; c < cols; c++ {
		VMOVAPS(acc[0], acc[c])
	}
	ADDQ(parameter("biasStep"), bias)
	JMP(LabelRef(label("started")))
	Label(label("nobias"))
	CMPQ(parameter("add"), Imm(0))
	JEQ(LabelRef(label("started")))
	v.tile(dst, line, m, label("started"), func(mem Mem, r VecVirtual, c int) { v.load(mem, r, mask) })
	Label(label("started"))

	off, r := argument("off"), argument("r")
	Label(label("loop"))
	x := GP64()
	MOVLQSX(at(off, 0), x)
	LEAQ(Mem{Base: src, Index: x, Scale: 4}, x)
	weight := v.reg()
	v.load(at(w, 0), weight, mask)
	for c := range cols {
		if mask == nil {
			VFMADD231PS(step.from(x, c), weight, acc[c])
			continue
		}
		source := v.reg()
		v.load(step.from(x, c), source, mask)
		VFMADD231PS(source, weight, acc[c])
	}
	ADDQ(Imm(4), off)
	ADDQ(wStep, w)
	DECQ(r)
	JNZ(LabelRef(label("loop")))

	v.tile(dst, line, m, label("stored"), func(mem Mem, r VecVirtual, c int) { v.store(r, mem, mask) })
	Label(label("stored"))
	ADDQ(parameter("dstRow"), dst)
	DECQ(m)
	JNZ(LabelRef(label("row")))
}
