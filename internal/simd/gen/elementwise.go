package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// These kernels use no fused operations, because the portable code rounds after every operation.

func (v *vector) elementwise() {
	v.relu()
	v.mask()
	v.adam()
	v.addScaled()
}

// over emits body for n whole vectors and, unless the parameter "tail" is 0, for the first floats of one more. The
// pointers advance together by an index. finish follows both.
func (v *vector) over(body func(i Register, t *tail), finish func()) {
	n, i := argument("n"), GP64()
	XORQ(i, i)
	TESTQ(n, n)
	JZ(LabelRef("rest"))
	Label("loop")
	body(i, nil)
	ADDQ(Imm(uint64(4*v.floats)), i)
	DECQ(n)
	JNZ(LabelRef("loop"))
	Label("rest")
	CMPQ(parameter("tail"), Imm(0))
	JEQ(LabelRef("done"))
	body(i, v.newTail("tail"))
	Label("done")
	finish()
	v.done()
}

func nothing() {}

func indexed(p, i Register) Mem { return Mem{Base: p, Index: i, Scale: 1} }

// loaded returns a new register with the loaded vector.
func (v *vector) loaded(m Mem, t *tail) VecVirtual {
	r := v.reg()
	v.load(m, r, t)
	return r
}

func (v *vector) relu() {
	v.function("relu", "x *float32, n, tail int", "sets x to max(x, 0).")
	p, zero := argument("x"), v.zero()
	v.over(func(i Register, t *tail) {
		x := v.loaded(indexed(p, i), t)
		VMAXPS(x, zero, x) // x if it is NaN
		VADDPS(zero, x, x) // -0 becomes 0
		v.store(x, indexed(p, i), t)
	}, nothing)
}

func (v *vector) mask() {
	v.function("mask", "grad, activation *float32, n, tail int", "clears grad where activation is not above 0.")
	g, a := argument("grad"), argument("activation")
	v.over(func(i Register, t *tail) {
		x := v.loaded(indexed(g, i), t)
		v.keepPositive(x, v.loaded(indexed(a, i), t))
		v.store(x, indexed(g, i), t)
	}, nothing)
}

func (v *vector) adam() {
	v.function("adam", "next, mNext, vNext, w, m, v, grad, more *float32, n, tail int,"+
		" eta, beta1, beta2, rest1, rest2, eps, c1, c2 float32) (not int",
		"updates weights by grad, plus more if that is not nil; restX is 1-betaX. It returns not 0 if a weight or v is not"+
			" finite.")
	next, mNext, vNext := argument("next"), argument("mNext"), argument("vNext")
	w, m, s, g, more := argument("w"), argument("m"), argument("v"), argument("grad"), argument("more")
	constant := func(name string) VecVirtual { return v.broadcast(parameter(name)) }
	eta, beta1, beta2 := constant("eta"), constant("beta1"), constant("beta2")
	rest1, rest2 := constant("rest1"), constant("rest2")
	eps, c1, c2 := constant("eps"), constant("c1"), constant("c2")
	any := v.zero()
	bodies := 0
	v.over(func(i Register, t *tail) {
		bodies++
		label := fmt.Sprint("single", bodies)
		grad := v.loaded(indexed(g, i), t)
		TESTQ(more, more)
		JZ(LabelRef(label))
		VADDPS(v.loaded(indexed(more, i), t), grad, grad)
		Label(label)
		mean, square, x := v.loaded(indexed(m, i), t), v.loaded(indexed(s, i), t), v.reg()
		VMULPS(mean, beta1, mean)
		VMULPS(grad, rest1, x)
		VADDPS(x, mean, mean)
		v.store(mean, indexed(mNext, i), t)
		VMULPS(square, beta2, square)
		VMULPS(grad, rest2, x)
		VMULPS(grad, x, x)
		VADDPS(x, square, square)
		v.store(square, indexed(vNext, i), t)
		VSUBPS(square, square, x) // 0 or NaN
		v.or(x, any)
		VMULPS(c2, square, square)
		VSQRTPS(square, square)
		VADDPS(eps, square, square)
		VMULPS(c1, mean, mean)
		VMULPS(mean, eta, mean)
		VDIVPS(square, mean, mean)
		x = v.loaded(indexed(w, i), t)
		VSUBPS(mean, x, x)
		v.store(x, indexed(next, i), t)
		VSUBPS(x, x, x)
		v.or(x, any)
	}, func() { v.storeAny(any) })
}

func (v *vector) addScaled() {
	v.function("addScaled", "dst, x *float32, n, tail int, a float32", "adds a times x.")
	d, p, a := argument("dst"), argument("x"), v.broadcast(parameter("a"))
	v.over(func(i Register, t *tail) {
		x := v.loaded(indexed(p, i), t)
		VMULPS(a, x, x)
		VADDPS(v.loaded(indexed(d, i), t), x, x)
		v.store(x, indexed(d, i), t)
	}, nothing)
}

// peak does nothing but independent fused multiply-adds in registers. Benchmarks report percentages of its rate.
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
