package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

const square = 8 // side of a tile of transpose, in floats

// transpose transposes adjacent squares of eight rows, with registers of eight floats in every width.
func (v *vector) transpose() {
	v.function("transpose", "dst, src *float32, dstRow, srcRow, squares int",
		"transposes squares of 8x8 floats that follow each other along the rows of src.")
	dst, src, squares := argument("dst"), argument("src"), argument("squares")
	to, from := newStride("dstRow", 7), newStride("srcRow", 7)
	place := func(base GPVirtual, s stride, i int) Mem {
		if i < 7 {
			return s.from(base, i)
		}
		p := GP64()
		LEAQ(s.from(base, 4), p)
		return s.from(p, 3)
	}
	Label("loop")
	var x [square]VecVirtual
	for i := range x {
		x[i] = YMM()
		VMOVUPS(place(src, from, i), x[i])
	}
	each := func(distance int, lo, hi func(a, b, to VecVirtual)) {
		var y [square]VecVirtual
		for i := range x {
			if i&distance == 0 {
				y[i], y[i+distance] = YMM(), YMM()
				lo(x[i], x[i+distance], y[i])
				hi(x[i], x[i+distance], y[i+distance])
			}
		}
		x = y
	}
	// Every step swaps the bit of a float's row with one of its column.
	each(1, func(a, b, to VecVirtual) { VUNPCKLPS(b, a, to) }, func(a, b, to VecVirtual) { VUNPCKHPS(b, a, to) })
	each(2, func(a, b, to VecVirtual) { VUNPCKLPD(b, a, to) }, func(a, b, to VecVirtual) { VUNPCKHPD(b, a, to) })
	each(4, func(a, b, to VecVirtual) { VPERM2F128(Imm(0x20), b, a, to) },
		func(a, b, to VecVirtual) { VPERM2F128(Imm(0x31), b, a, to) })
	for i, c := range [square]int{0, 2, 1, 3, 4, 6, 5, 7} { // column c of the square is row c of dst
		VMOVUPS(x[i], place(dst, to, c))
	}
	ADDQ(Imm(4*square), src)
	LEAQ(Mem{Base: dst, Index: to.one, Scale: square}, dst)
	DECQ(squares)
	JNZ(LabelRef("loop"))
	v.done()
}
