package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// dot computes rows by v.dots sums of products, over cols runs of whole vectors and a masked one.
func (v *vector) dot() {
	v.function("dot", "dst *float32, dstRow int, a *float32, row1, row2, row3 int, b *float32, off *int32,"+
		" aStep, bStep, cols, vectors, tail, add int",
		fmt.Sprintf("computes a tile of %d rows by %d sums of products; each is over cols runs of whole vectors and tail"+
			" floats.",
			rows, v.dots))
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

	Comment("Add the positions of each accumulator.")
	var line []VecVirtual // the first columns of each row
	for k := range rows {
		r := make([]VecVirtual, min(v.dots, 4))
		for n := range r {
			r[n] = acc[n*rows+k]
		}
		if len(r) < 4 {
			r = append(r, v.zero())
		}
		line = append(line, v.sums(r))
	}
	var column VecVirtual // the fifth column of all rows
	if v.dots > 4 {
		column = v.sums(acc[4*rows:])
	}
	dst, row := argument("dst"), newStride("dstRow", rows)
	place := func(k, n int) Mem { return row.from(dst, k).Offset(4 * n) }
	CMPQ(parameter("add"), Imm(0))
	JEQ(LabelRef("store"))
	for k, r := range line {
		if v.dots >= 4 {
			VADDPS(place(k, 0), r, r)
			continue
		}
		old := XMM()
		VMOVSD(place(k, 0), old)
		VINSERTPS(Imm(2<<4), place(k, 2), old, old)
		VADDPS(old, r, r)
	}
	if v.dots > 4 {
		old := XMM()
		VMOVSS(place(0, 4), old)
		for k := 1; k < rows; k++ {
			VINSERTPS(Imm(uint64(k<<4)), place(k, 4), old, old)
		}
		VADDPS(old, column, column)
	}
	Label("store")
	for k, r := range line {
		if v.dots >= 4 {
			VMOVUPS(r, place(k, 0))
			continue
		}
		VMOVLPS(r, place(k, 0))
		VEXTRACTPS(Imm(2), r, place(k, 2))
	}
	if v.dots > 4 {
		for k := range rows {
			VEXTRACTPS(Imm(uint64(k)), column, place(k, 4))
		}
	}
	v.done()
}

// sums adds the floats of each of four vectors, in the fixed order of a transposed tree.
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
