package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

const rows = 4 // of weights side by side in a Packed, and of a tile

// vector has the differences between the widths.
type vector struct {
	bits   int
	suffix string // of function names
	floats int    // in a register
	cols   int    // vectors of a tile of Correlate; rows*cols accumulators, cols sources and one weight fill the registers
	dots   int    // columns of a tile of Dot; rows*dots accumulators, dots sources and one more fill them
	masks  Mem    // AVX2: -1 eight times, then 0 eight times; a mask of n floats begins at floats-n
}

func newVector(bits int) (*vector, error) {
	switch bits {
	case 256:
		v := &vector{bits: bits, suffix: "AVX2", floats: 8, cols: 3, dots: 3}
		v.masks = GLOBL("tailMasks", RODATA|NOPTR)
		for i := range 2 * v.floats {
			DATA(4*i, U32(uint32(int64(i/v.floats)-1)))
		}
		return v, nil
	case 512:
		return &vector{bits: bits, suffix: "AVX512", floats: 16, cols: 6, dots: 5}, nil
	}
	return nil, fmt.Errorf("-bits %d: expected 256 or 512", bits)
}

// function starts a kernel.
func (v *vector) function(name, signature, doc string) {
	TEXT(name+v.suffix, NOSPLIT, "func("+signature+")")
	Doc(name + v.suffix + " " + doc)
	Pragma("noescape")
}

func (v *vector) done() {
	VZEROUPPER()
	RET()
}

func (v *vector) reg() VecVirtual {
	if v.bits == 512 {
		return ZMM()
	}
	return YMM()
}

func (v *vector) zero() VecVirtual {
	r := v.reg()
	v.clear(r)
	return r
}

func (v *vector) clear(r VecVirtual) {
	if v.bits == 512 {
		VPXORD(r, r, r)
	} else {
		VXORPS(r, r, r)
	}
}

func (v *vector) broadcast(m Mem) VecVirtual {
	r := v.reg()
	VBROADCASTSS(m, r)
	return r
}

// tail is the mask of a vector that has only its first floats.
type tail struct {
	v *vector
	k Register // AVX-512
	m Mem      // AVX2
}

// newTail returns the mask for the number of floats in a parameter.
func (v *vector) newTail(parameter string) *tail {
	n := argument(parameter)
	if v.bits == 512 {
		ones := GP32()
		MOVL(U32(1<<32-1), ones)
		BZHIL(n.As32(), ones, ones)
		k := K()
		KMOVW(ones, k)
		return &tail{v: v, k: k}
	}
	p := GP64()
	LEAQ(v.masks.Offset(4*v.floats), p)
	SHLQ(Imm(2), n)
	SUBQ(n, p)
	return &tail{v: v, m: Mem{Base: p}}
}

// load reads a vector. With t, it reads only the masked floats; the others are 0. t may be nil.
func (v *vector) load(m Mem, r VecVirtual, t *tail) {
	switch {
	case t == nil:
		VMOVUPS(m, r)
	case v.bits == 512:
		VMOVUPS_Z(m, t.k, r)
	default:
		VMOVUPS(t.m, r)
		VMASKMOVPS(m, r, r)
	}
}

func (v *vector) store(r VecVirtual, m Mem, t *tail) {
	switch {
	case t == nil:
		VMOVUPS(r, m)
	case v.bits == 512:
		VMOVUPS(r, t.k, m)
	default:
		mask := YMM()
		VMOVUPS(t.m, mask)
		VMASKMOVPS(r, mask, m)
	}
}

// argument loads a parameter into a new register.
func argument(name string) GPVirtual {
	r := GP64()
	Load(Param(name), r)
	return r
}

// parameter returns the address of a parameter on the stack, for values that are used too rarely for a register.
func parameter(name string) Mem {
	b, err := Param(name).Resolve()
	if err != nil {
		panic(err) // a misspelt name in this program
	}
	return b.Addr
}

func at(base Register, bytes int) Mem { return Mem{Base: base, Disp: bytes} }

// stride holds a step in bytes and the odd multiples that addressing modes lack.
type stride struct{ one, three, five GPVirtual }

// newStride prepares n multiples (0 .. n-1, at most 7) of the step in a parameter.
func newStride(name string, n int) stride {
	s := stride{one: argument(name)}
	if n > 3 {
		s.three = GP64()
		LEAQ(Mem{Base: s.one, Index: s.one, Scale: 2}, s.three)
	}
	if n > 5 {
		s.five = GP64()
		LEAQ(Mem{Base: s.one, Index: s.one, Scale: 4}, s.five)
	}
	return s
}

// from returns the address of base plus i steps.
func (s stride) from(base Register, i int) Mem {
	switch i {
	case 0:
		return Mem{Base: base}
	case 1, 2, 4:
		return Mem{Base: base, Index: s.one, Scale: uint8(i)}
	case 3:
		return Mem{Base: base, Index: s.three, Scale: 1}
	case 5:
		return Mem{Base: base, Index: s.five, Scale: 1}
	case 6:
		return Mem{Base: base, Index: s.three, Scale: 2}
	}
	panic("a stride has seven multiples")
}

// bodies emits a body for each tile width 1..n, once whole and once with its last vectors masked, and the jumps that
// select one by the parameters "cols" and "tail".
func (v *vector) bodies(n int, body func(name string, cols int, masked bool)) {
	cols := argument("cols")
	floats := argument("tail")
	CMPQ(floats, Imm(uint64(v.floats)))
	JNE(LabelRef("masked"))
	for _, masked := range []bool{false, true} {
		kind := "whole"
		if masked {
			kind = "masked"
			Label(kind)
		}
		for c := 1; c < n; c++ {
			CMPQ(cols, Imm(uint64(c)))
			JEQ(LabelRef(fmt.Sprint(kind, c)))
		}
		for c := n; c >= 1; c-- { // the widest follows the last comparison
			Label(fmt.Sprint(kind, c))
			body(fmt.Sprint(kind, c), c, masked)
			v.done()
		}
	}
}
