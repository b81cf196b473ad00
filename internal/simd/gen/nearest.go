package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// windows is the number of offsets of a tile of nearest. Their sums are independent and share the query's broadcast.
const windows = 7

// nearest computes the smallest sum of squared differences from the query, for one vector of signals in each of n
// blocks. The last tile of offsets overlaps the one before, which changes no minimum.
func (v *vector) nearest() {
	v.function("nearest", "dist *float32, at *int32, block, query *float32,"+
		" axes, width, offsets, laneStep, axisStep, blockStep, distStep, n int",
		"finds the nearest of offsets windows for one vector of signals in each of n blocks. at may be nil.")
	v.nearestBody("wide", "narrow", windows)
	Label("narrow")
	v.nearestBody("one", "", 1)
}

func (v *vector) nearestBody(name, otherwise string, tile int) {
	label := func(s string) string { return name + s }
	if otherwise != "" {
		CMPQ(parameter("offsets"), Imm(uint64(tile)))
		JLT(LabelRef(otherwise))
	}
	dist, where, block, n := argument("dist"), argument("at"), argument("block"), argument("n")
	step := newStride("laneStep", tile)
	infinity, one := v.constant(math.Float32bits(float32(math.Inf(1)))), v.constant(1)
	best, place, index := v.reg(), v.reg(), v.reg()

	Label(label("block"))
	VMOVAPS(infinity, best)
	v.clear(place)
	v.clear(index)
	first := GP64()
	MOVQ(block, first)
	j := argument("offsets")

	Label(label("tile"))
	acc := make([]VecVirtual, tile)
	for k := range acc {
		acc[k] = v.zero()
	}
	start, query, axes := GP64(), argument("query"), argument("axes")
	MOVQ(first, start)
	Label(label("axis"))
	x, width := GP64(), argument("width")
	MOVQ(start, x)
	Label(label("sample"))
	q := v.broadcast(at(query, 0))
	for k := range acc {
		d := v.reg()
		VSUBPS(step.from(x, k), q, d)
		VFMADD231PS(d, d, acc[k])
	}
	ADDQ(step.one, x)
	ADDQ(Imm(4), query)
	DECQ(width)
	JNZ(LabelRef(label("sample")))
	ADDQ(parameter("axisStep"), start)
	DECQ(axes)
	JNZ(LabelRef(label("axis")))

	for k := range acc {
		v.keepLess(acc[k], index, best, place)
		VPADDD(one, index, index)
	}
	Comment("Continue after this tile, or so that the last tile ends with the last offset.")
	SUBQ(Imm(uint64(tile)), j)
	JZ(LabelRef(label("done")))
	ahead := GP64()
	MOVQ(U32(uint32(tile)), ahead)
	if tile > 1 {
		back := GP64()
		MOVQ(U32(uint32(tile)), back)
		SUBQ(j, back)
		JLE(LabelRef(label("whole")))
		SUBQ(back, ahead)
		ADDQ(back, j)
		v.subtract(back, index)
		Label(label("whole"))
	}
	IMULQ(step.one, ahead)
	ADDQ(ahead, first)
	JMP(LabelRef(label("tile")))

	Label(label("done"))
	VMOVUPS(best, at(dist, 0))
	TESTQ(where, where)
	JZ(LabelRef(label("next")))
	VMOVUPS(place, at(where, 0))
	ADDQ(parameter("distStep"), where)
	Label(label("next"))
	ADDQ(parameter("distStep"), dist)
	ADDQ(parameter("blockStep"), block)
	DECQ(n)
	JNZ(LabelRef(label("block")))
	v.done()
}

// constant returns a vector of equal 32-bit values.
func (v *vector) constant(bits uint32) VecVirtual {
	g := GP32()
	MOVL(U32(bits), g)
	return v.spread(g)
}

func (v *vector) spread(g Register) VecVirtual {
	x, r := XMM(), v.reg()
	VMOVD(g, x)
	VPBROADCASTD(x, r)
	return r
}

// subtract subtracts a number from every integer of a vector.
func (v *vector) subtract(n GPVirtual, index VecVirtual) {
	VPSUBD(v.spread(n.As32()), index, index)
}

// keepLess replaces best and place at every position with a smaller d. NaN is not smaller.
func (v *vector) keepLess(d, index, best, place VecVirtual) {
	const less = 17 // LT_OQ
	if v.bits == 512 {
		k := K()
		VCMPPS(Imm(less), best, d, k)
		VMOVAPS(d, k, best)
		VMOVDQA32(index, k, place)
		return
	}
	m := YMM()
	VCMPPS(Imm(less), best, d, m)
	VBLENDVPS(m, d, best, best)
	VBLENDVPS(m, index, place, place)
}
