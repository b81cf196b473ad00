package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// correlate: tiles of four rows by some vectors, over all rows of a panel. A broadcast weight meets every vector of the
// tile, so that a step of the reduction loads rows+cols and does rows*cols fused multiply-adds.
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

// ifRow leaves for a label unless row i of a group exists.
func (v *vector) ifRow(m Register, i int, otherwise string) {
	if i > 0 {
		CMPQ(m, Imm(uint64(i)))
		JLE(LabelRef(otherwise))
	}
}

// tile visits where the accumulators belong in dst, rows that exist only, and leaves for a label.
func (v *vector) tile(dst Register, acc [][]VecVirtual, m Register, leave string, visit func(mem Mem, r VecVirtual, c int)) {
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

// laneColumns is how many columns a tile of laneCorrelate has: enough to hide the latency of a fused multiply-add.
const laneColumns = 6

// laneCorrelate: one row by some columns. Every lane has its own weight, so a step loads one vector of weights and the
// sources, which are operands of the multiply-adds.
func (v *vector) laneCorrelate() {
	v.function("laneCorrelate", "dst, src, w, bias *float32, off *int32, r, m, dstRow, dstStep, srcStep, wStep, biasStep, cols, tail, add int",
		"computes m rows of cols vectors that have tail floats each; weights are wStep apart, biases biasStep. bias may be nil.")
	v.bodies(laneColumns, v.laneBody)
}

func (v *vector) laneBody(name string, cols int, masked bool) {
	label := func(s string) string { return name + s }
	var mask *tail
	if masked {
		mask = v.newTail("tail")
	}
	dst, src, w, bias, m, wStep := argument("dst"), argument("src"), argument("w"), argument("bias"), argument("m"), argument("wStep")
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

// dot: rows by v.dots sums of products, over cols runs of whole vectors and a masked one.
func (v *vector) dot() {
	v.function("dot", "out, a *float32, row1, row2, row3 int, b *float32, off *int32, aStep, bStep, cols, vectors, tail int",
		fmt.Sprintf("writes out[n*%d+i] = sum of row i of a times column n of b, for %d columns; a column is vectors whole ones and tail floats.", rows, v.dots))
	acc := make([]VecVirtual, rows*v.dots)
	for i := range acc {
		acc[i] = v.zero()
	}
	last := v.newTail("tail")
	var a [rows]GPVirtual
	a[0] = argument("a")
	for i := 1; i < rows; i++ {
		a[i] = argument(fmt.Sprint("row", i))
		ADDQ(a[0], a[i])
	}
	b := make([]GPVirtual, v.dots)
	base, off := argument("b"), argument("off")
	for n := range b {
		b[n] = GP64()
		MOVLQSX(at(off, 4*n), b[n])
		LEAQ(Mem{Base: base, Index: b[n], Scale: 4}, b[n])
	}
	at := func(p, i Register) Mem { return Mem{Base: p, Index: i, Scale: 1} }
	products := func(i Register, mask *tail) {
		y := make([]VecVirtual, v.dots)
		for n := range y {
			y[n] = v.reg()
			v.load(at(b[n], i), y[n], mask)
		}
		for k := range rows {
			x := v.reg()
			v.load(at(a[k], i), x, mask)
			for n := range y {
				VFMADD231PS(y[n], x, acc[n*rows+k])
			}
		}
	}
	Label("column")
	i, left := GP64(), argument("vectors")
	XORQ(i, i)
	TESTQ(left, left)
	JZ(LabelRef("rest"))
	Label("loop")
	products(i, nil)
	ADDQ(Imm(uint64(4*v.floats)), i)
	DECQ(left)
	JNZ(LabelRef("loop"))
	Label("rest")
	CMPQ(parameter("tail"), Imm(0))
	JEQ(LabelRef("next"))
	products(i, last)
	Label("next")
	step := argument("aStep")
	for k := range a {
		ADDQ(step, a[k])
	}
	step = argument("bStep")
	for n := range b {
		ADDQ(step, b[n])
	}
	DECQ(parameter("cols"))
	JNZ(LabelRef("column"))

	Comment("Add the positions of each accumulator, four rows at a time.")
	out := argument("out")
	for n := range v.dots {
		VMOVUPS(v.sums(acc[n*rows:(n+1)*rows]), Mem{Base: out, Disp: 4 * rows * n})
	}
	v.done()
}

// sums adds the floats of each of four vectors; the order is that of a transposed tree and never varies.
func (v *vector) sums(r []VecVirtual) VecVirtual {
	pair := func(lo, hi func(...Op), a, b VecVirtual) VecVirtual {
		x, y := v.reg(), v.reg()
		lo(b, a, x)
		hi(b, a, y)
		VADDPS(y, x, x)
		return x
	}
	ab := pair(VUNPCKLPS, VUNPCKHPS, r[0], r[1])
	cd := pair(VUNPCKLPS, VUNPCKHPS, r[2], r[3])
	all := pair(VUNPCKLPD, VUNPCKHPD, ab, cd) // a quarter of each row in every 128 bits
	half := YMM()
	low := all.AsY()
	if v.bits == 512 {
		VEXTRACTF64X4(Imm(1), all, half)
		VADDPS(half, low, half)
		low = half
	}
	quarter := XMM()
	if v.bits == 512 {
		VEXTRACTF32X4(Imm(1), low, quarter)
	} else {
		VEXTRACTF128(Imm(1), low, quarter)
	}
	VADDPS(quarter, low.(VecVirtual).AsX(), quarter)
	return quarter
}
