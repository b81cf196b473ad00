package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// series emits terms of an objective over one series of floats, and their derivatives, which an ascent computes between
// two passes of the network. Sums are in float64.

func (v *vector) series() {
	v.sumSquares()
	v.variation()
	v.excess()
	v.subtractAbove()
	v.clip()
	v.finite()
}

// doubles is a float64 sum of floats.
type doubles struct {
	v   *vector
	sum VecVirtual
}

func (v *vector) newDoubles() doubles { return doubles{v, v.zero()} }

// add adds the floats of x, or their squares.
func (d doubles) add(x VecVirtual, squared bool) {
	upper := d.v.half()
	if d.v.bits == 512 {
		VEXTRACTF64X4(Imm(1), x, upper)
	} else {
		VEXTRACTF128(Imm(1), x, upper)
	}
	lower := x.AsY()
	if d.v.bits == 256 {
		lower = x.AsX()
	}
	for _, part := range []Register{lower, upper} {
		wide := d.v.reg()
		VCVTPS2PD(part, wide)
		if squared {
			VFMADD231PD(wide, wide, d.sum)
		} else {
			VADDPD(wide, d.sum, d.sum)
		}
	}
}

// half is a register of half a vector.
func (v *vector) half() VecVirtual {
	if v.bits == 512 {
		return YMM()
	}
	return XMM()
}

// store adds up the parts of the sum and returns it as result i.
func (d doubles) store(i int) {
	quarter := XMM()
	low := d.sum
	if d.v.bits == 512 {
		h := YMM()
		VEXTRACTF64X4(Imm(1), d.sum, h)
		VADDPD(h, d.sum.AsY(), h)
		low = h
	}
	VEXTRACTF128(Imm(1), low.AsY(), quarter)
	VADDPD(low.AsX(), quarter, quarter)
	odd := XMM()
	VUNPCKHPD(quarter, quarter, odd)
	VADDSD(odd, quarter, quarter)
	VMOVSD(quarter, result(i))
}

// result returns the address of a result on the stack.
func result(i int) Mem {
	b, err := ReturnIndex(i).Resolve()
	if err != nil {
		panic(err) // a mistake in this program
	}
	return b.Addr
}

// where is the set of floats of a vector for which a comparison holds.
type where struct {
	v *vector
	k Register   // AVX-512
	m VecVirtual // AVX2: -1 or 0
}

const (
	below = 17 // LT_OQ: false for NaN
	above = 30 // GT_OQ: likewise
)

// compare returns the floats for which the comparison of x with y holds, of those that t masks.
func (v *vector) compare(how uint64, x, y VecVirtual, t *tail) where {
	w := where{v: v}
	if v.bits == 512 {
		w.k = K()
		if t == nil {
			VCMPPS(Imm(how), y, x, w.k)
		} else {
			VCMPPS(Imm(how), y, x, t.k, w.k)
		}
		return w
	}
	w.m = v.reg()
	VCMPPS(Imm(how), y, x, w.m)
	if t != nil {
		VANDPS(t.m, w.m, w.m)
	}
	return w
}

// pick returns x at those floats and 0 at the others.
func (w where) pick(x VecVirtual) VecVirtual {
	r := w.v.reg()
	if w.v.bits == 512 {
		VMOVAPS_Z(x, w.k, r)
	} else {
		VANDPS(x, w.m, r)
	}
	return r
}

// set copies x to r at those floats.
func (w where) set(x, r VecVirtual) {
	if w.v.bits == 512 {
		VMOVAPS(x, w.k, r)
	} else {
		VBLENDVPS(w.m, x, r, r)
	}
}

// count adds the number of those floats to n.
func (w where) count(n GPVirtual) {
	bits := GP32()
	if w.v.bits == 512 {
		KMOVW(w.k, bits)
	} else {
		VMOVMSKPS(w.m, bits)
	}
	POPCNTL(bits, bits)
	ADDQ(bits.As64(), n)
}

func (v *vector) sumSquares() {
	v.function("sumSquares", "x *float32, n, tail int) (sum float64", "adds the squares.")
	p, sum := argument("x"), v.newDoubles()
	v.over(func(i Register, t *tail) { sum.add(v.loaded(indexed(p, i), t), true) }, func() { sum.store(0) })
}

// variation processes the floats that have a neighbour on either side.
func (v *vector) variation() {
	v.function("variation", "grad, x *float32, n, tail int, pull float32) (sum float64",
		"adds pull times the signs of x[i+1]-x[i] and x[i-1]-x[i] to grad, and the magnitudes of the former.")
	g, p, pull, sum := argument("grad"), argument("x"), v.broadcast(parameter("pull")), v.newDoubles()
	magnitude := v.constant(1<<31 - 1)
	v.over(func(i Register, t *tail) {
		here, after, before := v.loaded(indexed(p, i), t), v.loaded(indexed(p, i).Offset(4), t),
			v.loaded(indexed(p, i).Offset(-4), t)
		towards := func(x VecVirtual) VecVirtual {
			up := v.compare(above, x, here, t).pick(pull)
			VSUBPS(v.compare(below, x, here, t).pick(pull), up, up)
			return up
		}
		forth, back := towards(after), towards(before)
		VADDPS(back, forth, forth) // exact: the two are 0 or pull, with either sign
		VADDPS(v.loaded(indexed(g, i), t), forth, forth)
		v.store(forth, indexed(g, i), t)
		VSUBPS(here, after, after)
		v.and(magnitude, after)
		sum.add(after, false)
	}, func() { sum.store(0) })
}

func (v *vector) and(x, into VecVirtual) {
	if v.bits == 512 {
		VPANDD(x, into, into)
	} else {
		VPAND(x, into, into)
	}
}

func (v *vector) excess() {
	v.function("excess", "x *float32, n, tail int, threshold float32, keep uint32) (sum float64, count int",
		"adds and counts the floats above threshold, after keeping only the bits of x that are set in keep.")
	p, threshold := argument("x"), v.broadcast(parameter("threshold"))
	keep := v.spread(Load(Param("keep"), GP32()))
	sum, count := v.newDoubles(), GP64()
	XORQ(count, count)
	v.over(func(i Register, t *tail) {
		x := v.loaded(indexed(p, i), t)
		v.and(keep, x)
		w := v.compare(above, x, threshold, t)
		w.count(count)
		sum.add(w.pick(x), false)
	}, func() { sum.store(0); MOVQ(count, result(1)) })
}

func (v *vector) subtractAbove() {
	v.function("subtractAbove", "grad, x *float32, n, tail int, above, below, pull float32",
		"subtracts pull if x is above the threshold above, and adds it if x is below the threshold below.")
	g, p, pull := argument("grad"), argument("x"), v.broadcast(parameter("pull"))
	over, under := v.broadcast(parameter("above")), v.broadcast(parameter("below"))
	v.over(func(i Register, t *tail) {
		x, grad := v.loaded(indexed(p, i), t), v.loaded(indexed(g, i), t)
		VSUBPS(v.compare(above, x, over, t).pick(pull), grad, grad)
		VADDPS(v.compare(below, x, under, t).pick(pull), grad, grad)
		v.store(grad, indexed(g, i), t)
	}, nothing)
}

func (v *vector) clip() {
	v.function("clip", "grad, x *float32, n, tail int, threshold, top, slope float32) (sum float64",
		"adds slope to grad if x is not above threshold. It sums x for those floats and top for the others.")
	g, p, threshold, top, slope := argument("grad"), argument("x"), v.broadcast(parameter("threshold")),
		v.broadcast(parameter("top")), v.broadcast(parameter("slope"))
	sum := v.newDoubles()
	v.over(func(i Register, t *tail) {
		x, grad := v.loaded(indexed(p, i), t), v.reg()
		VMOVAPS(slope, grad)
		w := v.compare(above, x, threshold, t)
		w.set(v.zero(), grad)
		w.set(top, x)
		sum.add(x, false)
		VADDPS(v.loaded(indexed(g, i), t), grad, grad)
		v.store(grad, indexed(g, i), t)
	}, func() { sum.store(0) })
}

func (v *vector) finite() {
	v.function("finite", "x *float32, n, tail int) (not int", "returns not 0 if x contains an infinity or a NaN.")
	p, any := argument("x"), v.zero()
	v.over(func(i Register, t *tail) {
		x := v.loaded(indexed(p, i), t)
		VSUBPS(x, x, x) // 0 or NaN
		v.or(x, any)
	}, func() { v.storeAny(any) })
}

// storeAny returns not 0 if a float of x has its second highest bit set, as NaN and 1 have.
func (v *vector) storeAny(x VecVirtual) {
	bits := GP32()
	if v.bits == 512 {
		k := K()
		VPTESTMD(x, x, k)
		KMOVW(k, bits)
	} else {
		VPSLLD(Imm(2), x, x)
		VMOVMSKPS(x, bits)
	}
	MOVQ(bits.As64(), result(0))
}
