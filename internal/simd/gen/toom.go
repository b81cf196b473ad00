package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// This file has the transforms of the Toom-Cook path (toom.go of the package has the mathematics and the table of
// constants): a tile of six outputs and ten inputs, at ten points, of which eight are four pairs ±a. Both process one
// vector of lanes of a tile, for all tiles of all rows.

const (
	pairs      = 4
	tileColumn = 6
	// Offsets in the table of constants, in floats.
	atEven  = 0  // [pair][3]: even part of a pair's polynomial, from the second highest power down
	atPoint = 12 // [pair]: a
	atAll   = 16 // [4]: polynomial of all pairs, likewise
	atPower = 20 // [2][pair]: a^2, a^4
)

// finish is the last operation on a sum before it is stored.
type finish int

const (
	rectified finish = iota // bias and floor
	masked                  // 0 if the activation is not above 0
	silenced                // masked, and 0 if the window is 0
)

func (v *vector) toom() {
	v.toomInput()
	v.toomOutput("toomOutput", "bias *float32", "floor float32", rectified)
	v.toomOutput("toomOutputMask", "act *float32", "actRow int", masked)
	v.toomOutput("toomOutputSilence", "act, windows *float32", "actRow int", silenced)
	v.function("toomAny", "dst, src *float32, rows, cols, srcRow, step, tail int",
		"ors the bits of rows of src, whose columns are step apart, into dst.")
	v.wholeOrTail(v.toomAnyBody)
	v.function("toomWindows", "dst, src *float32, cols, step, tail int) (missed int",
		"sets dst to 1 if any of five columns of src is not 0, else to 0. It returns not 0 if it wrote a 0 in a lane"+
			" that is not 0 everywhere.")
	v.toomWindows()
}

// wholeOrTail emits a body for whole vectors, one for the first floats of vectors, and the jump that selects one by the
// parameter "tail".
func (v *vector) wholeOrTail(body func(name string, t *tail)) {
	CMPQ(parameter("tail"), Imm(uint64(v.floats)))
	JNE(LabelRef("part"))
	body("whole", nil)
	v.done()
	Label("part")
	body("part", v.newTail("tail"))
	v.done()
}

func (v *vector) toomInput() {
	v.function("toomInput", "dst, src, table *float32, rows, tiles, dstPoint, dstRow, srcRow, step, tail int",
		"transforms tiles of each row of src, whose columns are step apart, to ten points of dst, whose tiles are step"+
			" apart.")
	v.wholeOrTail(v.toomInputBody)
}

func (v *vector) toomInputBody(name string, t *tail) {
	label := func(s string) string { return name + s }
	dst, src, table, rows := argument("dst"), argument("src"), argument("table"), argument("rows")
	step, point := newStride("step", 6), argument("dstPoint")

	Label(label("row"))
	to, from, tiles := GP64(), GP64(), argument("tiles")
	MOVQ(dst, to)
	MOVQ(src, from)
	Label(label("tile"))
	var d [10]VecVirtual
	second := GP64()
	LEAQ(step.from(from, 5), second)
	for i := range d {
		d[i] = v.reg()
		if i < 5 {
			v.load(step.from(from, i), d[i], t)
		} else {
			v.load(step.from(second, i-5), d[i], t)
		}
	}
	out := GP64()
	MOVQ(to, out)
	store := func(r VecVirtual) { v.store(r, at(out, 0), t); ADDQ(point, out) }
	// sums adds constants times every second input, separately for even and odd positions.
	sums := func(even, odd VecVirtual, place int, i, j []int) {
		for k := range i {
			c := v.broadcast(at(table, 4*(place+k)))
			VFMADD231PS(c, d[i[k]], even)
			VFMADD231PS(c, d[j[k]], odd)
		}
	}
	even, odd := v.reg(), v.reg()
	VMOVAPS(d[8], even)
	VMOVAPS(d[9], odd)
	sums(even, odd, atAll, []int{6, 4, 2, 0}, []int{7, 5, 3, 1})
	infinity := odd
	store(even)
	for p := range pairs {
		even, odd, minus := v.reg(), v.reg(), v.reg()
		VMOVAPS(d[8], even)
		VMOVAPS(d[7], odd)
		sums(even, odd, atEven+3*p, []int{6, 4, 2}, []int{5, 3, 1})
		a := v.broadcast(at(table, 4*(atPoint+p)))
		VMOVAPS(even, minus)
		VFMADD231PS(a, odd, even)
		VFNMADD231PS(a, odd, minus)
		store(even)
		store(minus)
	}
	store(infinity)
	LEAQ(Mem{Base: from, Index: step.three, Scale: 2}, from)
	ADDQ(step.one, to)
	DECQ(tiles)
	JNZ(LabelRef(label("tile")))
	ADDQ(parameter("dstRow"), dst)
	ADDQ(parameter("srcRow"), src)
	DECQ(rows)
	JNZ(LabelRef(label("row")))
}

func (v *vector) toomOutput(name, pointer, extra string, f finish) {
	doc := "turns ten points of src into tiles of each row of dst, whose columns are step apart, adds the rows' bias" +
		" (nil: 0) and raises to floor."
	if f == masked {
		doc = "turns ten points of src into tiles of each row of dst, whose columns are step apart, 0 where act is not" +
			" above 0."
	}
	if f == silenced {
		doc = "is toomOutputMask with 0 also where windows, one row for all, is 0."
	}
	v.function(name, "dst, src, table, "+pointer+", rows, tiles, dstRow, srcPoint, srcRow, step, tail int, "+extra, doc)
	v.wholeOrTail(func(name string, t *tail) { v.toomOutputBody(name, t, f) })
}

func (v *vector) toomOutputBody(name string, t *tail, f finish) {
	label := func(s string) string { return name + s }
	table, step, point := argument("table"), newStride("step", 6), argument("srcPoint")
	var bias GPVirtual
	if f == rectified {
		bias = argument("bias")
	}

	// AVX-512 has enough registers for the constants.
	kept := func(place int) func() VecVirtual {
		if v.bits == 512 {
			r := v.broadcast(at(table, 4*place))
			return func() VecVirtual { return r }
		}
		return func() VecVirtual { return v.broadcast(at(table, 4*place)) }
	}
	var points [pairs]func() VecVirtual
	var powers [2][pairs]func() VecVirtual
	for p := range pairs {
		points[p], powers[0][p], powers[1][p] = kept(atPoint+p), kept(atPower+p), kept(atPower+pairs+p)
	}

	Label(label("row"))
	var start VecVirtual
	if f == rectified {
		start = v.zero()
		TESTQ(bias, bias)
		JZ(LabelRef(label("nobias")))
		VBROADCASTSS(at(bias, 0), start)
		ADDQ(Imm(4), bias)
		Label(label("nobias"))
	}
	to, from, tiles := argument("dst"), argument("src"), argument("tiles")
	var shown, window GPVirtual
	if f != rectified {
		shown = argument("act")
	}
	if f == silenced {
		window = argument("windows")
	}
	Label(label("tile"))
	in := GP64()
	MOVQ(from, in)
	zero := v.reg()
	v.load(at(in, 0), zero, t)
	if f == rectified {
		VADDPS(start, zero, zero)
	}
	var sum, difference [pairs]VecVirtual
	for p := range pairs {
		plus, minus := v.reg(), v.reg()
		ADDQ(point, in)
		v.load(at(in, 0), plus, t)
		ADDQ(point, in)
		v.load(at(in, 0), minus, t)
		sum[p], difference[p] = v.reg(), v.reg()
		VADDPS(minus, plus, sum[p])
		VSUBPS(minus, plus, difference[p])
	}
	// Output i is the sum of a^i times the pairs' sums for even i, times their differences for odd i.
	last := v.reg()
	ADDQ(point, in)
	v.load(at(in, 0), last, t)
	if f == rectified {
		VADDPS(start, last, last)
	}
	for p := range pairs {
		VMULPS(points[p](), difference[p], difference[p])
	}
	finish := func(i int, y VecVirtual) {
		if f == rectified {
			VMAXPS(y, v.broadcast(parameter("floor")), y) // y if it is NaN
		} else {
			a := v.reg()
			v.load(step.from(shown, i), a, t)
			if f == silenced { // windows are 0 or 1: the product is above 0 if both factors are
				w := v.reg()
				v.load(step.from(window, i), w, t)
				VMULPS(w, a, a)
			}
			v.keepPositive(y, a)
		}
		v.store(y, step.from(to, i), t)
	}
	for half, part := range [2]*[pairs]VecVirtual{&sum, &difference} {
		y := v.reg()
		switch {
		case half == 0:
			VADDPS(part[0], zero, y)
		case f == rectified:
			VADDPS(part[0], start, y)
		default:
			VMOVAPS(part[0], y)
		}
		for p := 1; p < pairs; p++ {
			VADDPS(part[p], y, y)
		}
		finish(half, y)
	}
	for power := range powers {
		var y [2]VecVirtual
		for p := range pairs {
			a := powers[power][p]()
			for half, part := range [2]*[pairs]VecVirtual{&sum, &difference} {
				switch {
				case p > 0:
				case half == 1 && power == 1:
					y[half] = last
				case f == rectified:
					y[half] = v.reg()
					VMOVAPS(start, y[half])
				default:
					y[half] = v.reg()
					VMULPS(a, part[p], y[half])
					continue
				}
				VFMADD231PS(a, part[p], y[half])
			}
		}
		finish(2+2*power, y[0])
		finish(3+2*power, y[1])
	}
	if f == silenced {
		LEAQ(Mem{Base: window, Index: step.three, Scale: 2}, window)
	}
	if f != rectified {
		LEAQ(Mem{Base: shown, Index: step.three, Scale: 2}, shown)
	}
	LEAQ(Mem{Base: to, Index: step.three, Scale: 2}, to)
	ADDQ(step.one, from)
	DECQ(tiles)
	JNZ(LabelRef(label("tile")))
	advance("dst", "dstRow")
	advance("src", "srcRow")
	if f != rectified {
		advance("act", "actRow")
	}
	DECQ(parameter("rows"))
	JNZ(LabelRef(label("row")))
}

// advance adds a parameter to a pointer among the parameters.
func advance(pointer, by string) {
	ADDQ(argument(by), parameter(pointer))
}

// keepPositive clears x at every position where act is not above 0.
func (v *vector) keepPositive(x, act VecVirtual) {
	const greater = 30 // GT_OQ: false for NaN
	zero := v.zero()
	if v.bits == 512 {
		k := K()
		VCMPPS(Imm(greater), zero, act, k)
		VMOVAPS_Z(x, k, x)
		return
	}
	VCMPPS(Imm(greater), zero, act, act)
	VANDPS(act, x, x)
}

func (v *vector) toomAnyBody(name string, t *tail) {
	label := func(s string) string { return name + s }
	dst, src, cols, row, step := argument("dst"), argument("src"), argument("cols"), argument("srcRow"), argument("step")
	Label(label("column"))
	all := v.reg()
	v.load(at(dst, 0), all, t)
	p, rows := GP64(), argument("rows")
	MOVQ(src, p)
	Label(label("row"))
	x := v.reg()
	v.load(at(p, 0), x, t)
	v.or(x, all)
	ADDQ(row, p)
	DECQ(rows)
	JNZ(LabelRef(label("row")))
	v.store(all, at(dst, 0), t)
	ADDQ(step, dst)
	ADDQ(step, src)
	DECQ(cols)
	JNZ(LabelRef(label("column")))
}

func (v *vector) or(x, into VecVirtual) {
	if v.bits == 512 {
		VPORD(x, into, into)
	} else {
		VPOR(x, into, into)
	}
}

// toomWindows processes cols columns of dst, and cols+4 columns of src.
func (v *vector) toomWindows() {
	t := v.newTail("tail")
	dst, src, step := argument("dst"), argument("src"), newStride("step", 5)
	lanes, p, n := v.zero(), GP64(), argument("cols")
	MOVQ(src, p)
	ADDQ(Imm(4), n)
	Label("lanes")
	x := v.reg()
	v.load(at(p, 0), x, t)
	v.or(x, lanes)
	ADDQ(step.one, p)
	DECQ(n)
	JNZ(LabelRef("lanes"))
	missed, one := v.zero(), v.constant(math.Float32bits(1))
	v.test(lanes, one) // 1 in lanes that are not 0 everywhere
	MOVQ(src, p)
	n = argument("cols")
	Label("column")
	window := v.zero()
	for k := range taps {
		x := v.reg()
		v.load(step.from(p, k), x, t)
		v.or(x, window)
	}
	v.test(window, one)
	v.store(window, at(dst, 0), t)
	lost := v.reg()
	VSUBPS(window, lanes, lost)
	v.or(lost, missed)
	ADDQ(step.one, p)
	ADDQ(step.one, dst)
	DECQ(n)
	JNZ(LabelRef("column"))
	v.storeAny(missed)
	v.done()
}

// test replaces nonzero values by one. Both zeros become 0.
func (v *vector) test(x, one VecVirtual) {
	VPSLLD(Imm(1), x, x) // drops the sign
	if v.bits == 512 {
		k := K()
		VPTESTMD(x, x, k)
		VMOVAPS_Z(one, k, x)
		return
	}
	zero := v.zero()
	VPCMPEQD(zero, x, x)
	VANDNPS(one, x, x)
}
