package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// fetch prefetches cache lines that are needed soon.
func (v *vector) fetch() {
	v.function("fetch", "x *float32, lines int", "prefetches cache lines.")
	p, n := argument("x"), argument("lines")
	Label("loop")
	PREFETCHT0(at(p, 0))
	ADDQ(Imm(64), p)
	DECQ(n)
	JNZ(LabelRef("loop"))
	RET()
}

// toomSpread is the transpose of the sums of toomOutput: six columns become ten points. Its arguments are those of
// toomInput.
func (v *vector) toomSpread() {
	v.function("toomSpread", "dst, src, table *float32, rows, tiles, dstPoint, dstRow, srcRow, step, tail int",
		"spreads tiles of each row of src, whose columns are step apart, to ten points of dst, whose tiles are step apart.")
	v.wholeOrTail(v.toomSpreadBody)
}

func (v *vector) toomSpreadBody(name string, t *tail) {
	label := func(s string) string { return name + s }
	dst, src, table, rows := argument("dst"), argument("src"), argument("table"), argument("rows")
	step, point := newStride("step", 6), argument("dstPoint")

	Label(label("row"))
	to, from, tiles := GP64(), GP64(), argument("tiles")
	MOVQ(dst, to)
	MOVQ(src, from)
	Label(label("tile"))
	var y [tileColumn]VecVirtual
	for i := range y {
		y[i] = v.reg()
		v.load(step.from(from, i), y[i], t)
	}
	out := GP64()
	MOVQ(to, out)
	store := func(r VecVirtual) { v.store(r, at(out, 0), t); ADDQ(point, out) }
	store(y[0])
	for p := range pairs {
		square, fourth := v.broadcast(at(table, 4*(atPower+p))), v.broadcast(at(table, 4*(atPower+pairs+p)))
		even, odd, plus := v.reg(), v.reg(), v.reg()
		VMOVAPS(y[0], even)
		VFMADD231PS(square, y[2], even)
		VFMADD231PS(fourth, y[4], even)
		VMOVAPS(y[1], odd)
		VFMADD231PS(square, y[3], odd)
		VFMADD231PS(fourth, y[5], odd)
		a := v.broadcast(at(table, 4*(atPoint+p)))
		VMOVAPS(even, plus)
		VFMADD231PS(a, odd, plus)
		VFNMADD231PS(a, odd, even)
		store(plus)
		store(even)
	}
	store(y[5])
	LEAQ(Mem{Base: from, Index: step.three, Scale: 2}, from)
	ADDQ(step.one, to)
	DECQ(tiles)
	JNZ(LabelRef(label("tile")))
	ADDQ(parameter("dstRow"), dst)
	ADDQ(parameter("srcRow"), src)
	DECQ(rows)
	JNZ(LabelRef(label("row")))
}
