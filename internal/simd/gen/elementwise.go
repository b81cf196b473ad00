package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// These kernels take n > 0 whole vectors and use no fused operations: the portable code rounds likewise.

func (v *vector) elementwise() {
	v.relu()
	v.mask()
	v.adam()
}

// over runs body for n vectors; the pointers advance together by an index.
func (v *vector) over(body func(i Register)) {
	n, i := argument("n"), GP64()
	XORQ(i, i)
	Label("loop")
	body(i)
	ADDQ(Imm(uint64(4*v.floats)), i)
	DECQ(n)
	JNZ(LabelRef("loop"))
	v.done()
}

func indexed(p, i Register) Mem { return Mem{Base: p, Index: i, Scale: 1} }

func (v *vector) relu() {
	v.function("relu", "x *float32, n int", "sets x to max(x, 0).")
	p, zero := argument("x"), v.zero()
	v.over(func(i Register) {
		x := v.reg()
		VMOVUPS(indexed(p, i), x)
		VMAXPS(x, zero, x) // x if it is NaN
		VADDPS(zero, x, x) // -0 becomes 0
		VMOVUPS(x, indexed(p, i))
	})
}

func (v *vector) mask() {
	v.function("mask", "grad, activation *float32, n int", "clears grad where activation is not above 0.")
	g, a, zero := argument("grad"), argument("activation"), v.zero()
	const greater = 30 // GT_OQ: false for NaN
	v.over(func(i Register) {
		x := v.reg()
		if v.bits == 512 {
			act, k := ZMM(), K()
			VMOVUPS(indexed(a, i), act)
			VCMPPS(Imm(greater), zero, act, k)
			VMOVUPS_Z(indexed(g, i), k, x)
		} else {
			VMOVUPS(indexed(a, i), x)
			VCMPPS(Imm(greater), zero, x, x)
			VANDPS(indexed(g, i), x, x)
		}
		VMOVUPS(x, indexed(g, i))
	})
}

func (v *vector) adam() {
	v.function("adam", "w, grad, m, v *float32, n int, eta, beta1, beta2, rest1, rest2, eps, c1, c2 float32", "updates weights; restX is 1-betaX.")
	w, g, m, s := argument("w"), argument("grad"), argument("m"), argument("v")
	constant := func(name string) VecVirtual { return v.broadcast(parameter(name)) }
	eta, beta1, beta2, rest1, rest2 := constant("eta"), constant("beta1"), constant("beta2"), constant("rest1"), constant("rest2")
	eps, c1, c2 := constant("eps"), constant("c1"), constant("c2")
	v.over(func(i Register) {
		grad, mean, square, t := v.reg(), v.reg(), v.reg(), v.reg()
		VMOVUPS(indexed(g, i), grad)
		VMULPS(indexed(m, i), beta1, mean)
		VMULPS(grad, rest1, t)
		VADDPS(t, mean, mean)
		VMOVUPS(mean, indexed(m, i))
		VMULPS(indexed(s, i), beta2, square)
		VMULPS(grad, rest2, t)
		VMULPS(grad, t, t)
		VADDPS(t, square, square)
		VMOVUPS(square, indexed(s, i))
		VMULPS(c2, square, square)
		VSQRTPS(square, square)
		VADDPS(eps, square, square)
		VMULPS(c1, mean, mean)
		VMULPS(mean, eta, mean)
		VDIVPS(square, mean, mean)
		VMOVUPS(indexed(w, i), t)
		VSUBPS(mean, t, t)
		VMOVUPS(t, indexed(w, i))
	})
}

// peak does nothing but independent fused multiply-adds in registers: what benchmarks are a percentage of.
func (v *vector) peak() {
	const chains = 12
	v.function("peak", "n int", "does n*12 independent fused multiply-adds of whole vectors, for benchmarks.")
	acc := make([]VecVirtual, chains)
	for i := range acc {
		acc[i] = v.zero()
	}
	one, n := v.zero(), argument("n")
	Label("loop")
	for i := range acc {
		VFMADD231PS(one, one, acc[i])
	}
	DECQ(n)
	JNZ(LabelRef("loop"))
	v.done()
}
